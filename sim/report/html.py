"""Any page as one HTML file that asks for nothing else: styles inside, charts as SVG, each with the table of its numbers.

`page_html` writes the file; `body_html` only what stands in it, for a page with a head of its own (it needs the styles of `style`).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from markupsafe import Markup

from sim.report.figure import Figure
from sim.report.page import Block, Page
from sim.report.table import Table
from sim.report.words import ReportWords

if TYPE_CHECKING:
    from jinja2 import Environment

LISTS = {"item": "items", "row": "sums"}


@dataclass
class Part:
    """A piece of a section: ``text``, ``note``, a list of ``items`` or ``sums``, a ``subheading``, a ``table`` or a ``figure``."""

    kind: str
    texts: list[str] = field(default_factory=list)
    held: Table | Figure | None = None
    name: str = ""


@dataclass
class Section:
    """What stands under one heading; the first section of a page stands under its title."""

    name: str
    heading: str
    parts: list[Part] = field(default_factory=list)


def page_html(page: Page, words: ReportWords) -> str:
    """Return a page as a whole HTML file; the same page gives the same bytes."""
    title, sections = sections_of(page)
    return _rendered("page", title=title, sections=sections, words=words, style=style(words))


def body_html(page: Page, words: ReportWords) -> str:
    """Return what stands in the body of a page, with its headings."""
    title, sections = sections_of(page)
    return _rendered("body", title=title, sections=sections, words=words)


def style(words: ReportWords) -> Markup:
    """Return the style sheet for pages and charts."""
    return Markup(_rendered("style", disclaimer=_css_string(words("disclaimer"))))  # noqa: S704  (our own template; its one slot is a CSS string)


def chart_style() -> Markup:
    """Return the part of the style sheet that draws charts, for a page with a style of its own."""
    return Markup(_rendered("charts"))  # noqa: S704  (our own template without slots)


def sections_of(page: Page) -> tuple[str, list[Section]]:
    """Return a page's title and its sections, lists and headings put together; every section, table and figure has a name of its own."""
    title, sections, held = "", [Section("s0", "")], 0
    for block in page.blocks:
        parts = sections[-1].parts
        if not isinstance(block, Block):
            held += 1
            parts.append(Part("figure" if isinstance(block, Figure) else "table", held=block, name=f"n{held}"))
        elif block.kind == "title" and not title:
            title = block.text
        elif block.kind in ("title", "heading"):
            sections.append(Section(f"s{len(sections)}", block.text))
        elif block.kind in LISTS and parts and parts[-1].kind == LISTS[block.kind]:
            parts[-1].texts.append(block.text)
        else:
            parts.append(Part(LISTS.get(block.kind, block.kind), [block.text]))
    return title, sections


def panels(part: Part) -> Iterator[tuple[str, Markup]]:
    """Yield the title and the drawing of each chart of a figure; the title is empty where there is one chart only."""
    assert isinstance(part.held, Figure)
    several = len(part.held.panels) > 1
    for place, chart in enumerate(part.held.panels):
        yield chart.title if several else "", Markup(chart.svg(f"{part.name}-{place}"))  # noqa: S704  (charts escape their texts)


def inline(text: str) -> Markup:
    """Return a text with what stands between backticks as code; everything is escaped.

    Example:
        >>> inline("type `why <seat>`")
        Markup('type <code>why &lt;seat&gt;</code>')
    """
    parts = text.split("`")
    if len(parts) % 2 == 0:  # one mark too many: a mark without its partner is a letter
        parts[-2:] = ["`".join(parts[-2:])]
    return Markup("").join(Markup("<code>{}</code>").format(part) if place % 2 else part for place, part in enumerate(parts))


def _css_string(text: str) -> Markup:
    """Return a text as a CSS string that cannot end the string or the style sheet."""
    escaped = "".join(f"\\{ord(letter):x} " if letter in '"\\<>&\n' else letter for letter in text)
    return Markup(f'"{escaped}"')  # noqa: S704  (escaped for CSS above)


def _rendered(name: str, **slots: Any) -> str:
    return str(_environment().get_template(f"{name}.html.j2").render(**slots))


@lru_cache(maxsize=1)
def _environment() -> Environment:
    from jinja2 import Environment, PackageLoader, StrictUndefined  # noqa: PLC0415  (only those who write HTML need it)

    made = Environment(
        loader=PackageLoader("sim.report", "templates"), autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True
    )
    made.globals["panels"] = panels
    made.filters["inline"] = inline
    return made
