"""Any page as HTML: well-formed, escaped, alone, readable, and the same bytes again."""

import re
from importlib import resources

import pytest

from sim.report.figure import Figure
from sim.report.html import body_html, inline, page_html, style
from sim.report.page import Page
from sim.report.table import Table
from tests.report.conftest import HOSTILE
from tests.report.html import check, read
from tests.report.test_charts import HEAT, RANGES


@pytest.fixture
def page() -> Page:
    made = Page().title(HOSTILE).text("One paragraph.").heading("First <h2>").text("type `why <seat>`").note("Not to be missed")
    made.items(["one", "two & three"]).row("+0.31  kept   apart").subheading("Under it").figure(Figure("Ranges & more", (RANGES, RANGES), "Panel"))
    made.heading("Second").figure(Figure("Heat", (HEAT,), wide=True))
    return made.table(Table("A <table>", ("what", "how many"), (("<td>", "3"), ("other", "12.5")))).table(Table("empty", ("a",), ()))


def test_a_page_is_well_formed_and_loads_nothing(page, words):
    root = check(page_html(page, words))
    assert root.all("h1")[0].text == HOSTILE
    assert root.all("title")[0].text == HOSTILE
    assert [each.text for each in root.all("h2")] == ["First <h2>", "Second"]
    assert [each.text for each in root.all("li")][:2] == ["one", "two & three"]
    assert root.all("p", "note")[0].text == "Not to be missed"
    assert root.all("code")[0].text == "why <seat>"


def test_the_same_page_gives_the_same_bytes(page, words):
    assert page_html(page, words) == page_html(page, words)


def test_a_body_stands_in_another_page(page, words):
    assert body_html(page, words) in page_html(page, words)
    assert not read(body_html(page, words)).all("style")


def test_numbers_are_set_flush_right_and_words_are_not(page, words):
    table = check(page_html(page, words)).all("table")[-1]
    assert table.all("caption")[0].text == "A <table>"
    assert [each.attributes.get("class") for each in table.all("td")] == ["n", "n"]
    assert [each.text for each in table.all("tbody")[0].all("th")] == ["<td>", "other"]


def test_every_figure_lists_what_it_draws(page, words):
    for figure in check(page_html(page, words)).all("figure"):
        listed = {each.text for name in ("td", "th") for each in figure.all(name)}
        shown = {each.text for each in figure.all("text", "value")} | {each.text for cell in figure.all("g", "h6") for each in cell.all("text")}
        assert shown
        assert shown <= listed


def test_backticks_without_a_partner_are_letters():
    assert str(inline("a `b` c `d")) == "a <code>b</code> c `d"
    assert str(inline("<`<`")) == "&lt;<code>&lt;</code>"


def test_a_page_with_figures_is_text_and_markdown_too(page):
    assert "  waiting: Policy" not in "\n".join(page.lines(60))
    assert any("waiting" in line and "6.80" in line for line in page.lines(60))
    assert "| waiting" in page.markdown()
    assert "> Not to be missed" in page.markdown()
    assert "### Under it" in page.markdown()


def test_text_can_be_read_on_what_is_behind_it(words):
    text = str(style(words))
    pairs = [(ink, fill) for place in range(7) for fill in _colour(text, rf"\.cell\.h{place} ") for ink in _colour(text, rf"\.h{place} text ")]
    pairs += [(ink, "#ffffff") for place in range(8) for ink in _colour(text, rf"text\.s{place} ")]
    names = dict(re.findall(r"--(\w+): (#\w+)", text))
    pairs += [(names[name], behind) for name in ("ink", "soft", "deep") for behind in ("#ffffff", "#eef3f8")]
    assert len(pairs) == 7 + 8 + 6
    assert min(_contrast(*pair) for pair in pairs) >= 4.5


def _colour(text: str, selector: str) -> list[str]:
    return re.findall(selector + r"\{[^}]*?fill: (#\w+)", text)


def _contrast(one: str, other: str) -> float:
    """Return the contrast of two colours by WCAG 2.2."""
    light, dark = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def _luminance(colour: str) -> float:
    digits = colour.removeprefix("#")
    digits = "".join(2 * digit for digit in digits) if len(digits) == 3 else digits
    parts = [int(digits[place : place + 2], 16) / 255 for place in (0, 2, 4)]
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def test_shades_are_in_order_in_grey_print(words):
    fills = [_colour(str(style(words)), rf"\.cell\.h{place} ")[0] for place in range(7)]
    assert sorted(fills, key=_luminance, reverse=True) == fills


def test_every_sheet_of_paper_carries_the_disclaimer(words):
    assert f'@bottom-left {{ content: "{words("disclaimer")}"' in str(style(words))


def test_templates_travel_with_the_package():
    names = {each.name for each in resources.files("sim.report").joinpath("templates").iterdir()}
    assert {"page.html.j2", "body.html.j2", "parts.html.j2", "style.html.j2"} <= names
