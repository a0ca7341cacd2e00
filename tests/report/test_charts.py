"""Charts draw the numbers they list: what is drawn is read back from the drawing."""

import math
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim.report.charts.element import tag
from sim.report.charts.front import front
from sim.report.charts.heat import SHADES, Heat
from sim.report.charts.lines import Line, Lines, Mark
from sim.report.charts.ranges import Range, Ranges
from sim.report.charts.scale import digits_for, nice_scale, number
from sim.report.charts.scatter import Dot, Scatter
from sim.report.charts.spread import spread_out
from sim.report.charts.tornado import Bar, Tornado
from sim.report.figure import Figure
from sim.report.table import Table
from tests.report.html import Element, read

KOREAN = "동맹 <b>먼저</b>"


def drawn(chart) -> Element:
    return read(str(chart.svg("n1"))).all("svg")[0]


def numbers_of(element: Element, *names: str) -> list[float]:
    return [float(element.attributes[name]) for name in names]


def axis(svg: Element, along: str) -> tuple[float, float]:
    """Return slope and start of the scale, read from two ticks with their names."""
    marks = [each for each in svg.all("text", "axis") if re.fullmatch(r"-?[\d.]+", each.text)]
    if along == "x":
        marks = [each for each in marks if "mid" in each.attributes["class"]]
        place = "x"
    else:
        marks = [each for each in marks if "end" in each.attributes["class"]]
        place = "y"
    (a, first), (b, last) = [(float(each.text), float(each.attributes[place])) for each in (marks[0], marks[-1])]
    slope = (b - a) / (last - first)
    return slope, a - slope * first


RANGES = Ranges(
    "Arsenal",
    "From least to most",
    ("Policy", "median", "5 %", "95 %", "25 %", "75 %"),
    (Range("waiting", 6.8, (6.0, 7.5), (5.1, 9.9)), Range(KOREAN, 5.25, (5.0, 5.5), (4.5, 6.0))),
    (4.5, 9.9),
    (0.0, 10.0),
    2,
)


def test_ranges_stand_where_their_numbers_say():
    svg = drawn(RANGES)
    slope, start = axis(svg, "x")
    dots = [numbers_of(each, "cx")[0] * slope + start for each in svg.all("circle")]
    assert dots == pytest.approx([6.8, 5.25], abs=0.02)
    bars = [numbers_of(each, "x", "width") for each in svg.all("rect", "half")]
    assert [(x * slope + start, (x + width) * slope + start) for x, width in bars] == [pytest.approx(each.half, abs=0.04) for each in RANGES.ranges]
    whole = [numbers_of(each, "x1", "x2") for each in svg.all("line", "most")[::3]]
    assert [(low * slope + start, high * slope + start) for low, high in whole] == [pytest.approx(each.most, abs=0.04) for each in RANGES.ranges]
    assert [each.text for each in svg.all("text", "value")] == ["6.80", "5.25"]
    assert RANGES.rows() == [("waiting", "6.80", "5.10", "9.90", "6.00", "7.50"), (KOREAN, "5.25", "4.50", "6.00", "5.00", "5.50")]


def test_labels_are_text_and_no_elements():
    svg = drawn(RANGES)
    assert KOREAN in [each.text for each in svg.all("text")]
    assert not svg.all("b")


def test_long_labels_stand_above_their_rows():
    long = Ranges("t", "d", RANGES.heads, (Range("a name much too long to stand beside its row", 5.0, None, (4.0, 6.0)),), (4.0, 6.0), None, 1)
    svg = drawn(long)
    label, dot = svg.all("text", "over")[0], svg.all("circle")[0]
    assert float(label.attributes["y"]) < float(dot.attributes["cy"]) - 5


def lines(**changes) -> Lines:
    usual = {
        "title": "Dials",
        "desc": "d",
        "heads": ("Season", "hope", "tension"),
        "places": ("1", "2", "3"),
        "lines": (Line("hope", [4.0, math.nan, 6.5]), Line("tension", [3.0, 3.5, 9.0])),
        "span": (0.0, 10.0),
        "within": (0.0, 10.0),
        "digits": 1,
    }
    return Lines(**{**usual, **changes})


def test_lines_go_through_their_numbers_and_leave_out_what_is_none():
    svg = drawn(lines())
    slope, start = axis(svg, "y")
    points = [each.attributes["points"].split() for each in svg.all("polyline")]
    heights = [[float(point.split(",")[1]) * slope + start for point in line] for line in points]
    # names of ticks stand four units below their lines
    assert heights == [pytest.approx(want, abs=0.3) for want in ([4.0, 6.5], [3.0, 3.5, 9.0])]
    assert lines().rows() == [("1", "4.0", "3.0"), ("2", "–", "3.5"), ("3", "6.5", "9.0")]


def test_every_line_is_told_apart_without_colour():
    many = lines(lines=tuple(Line(f"line {place}", [1.0 + place, 2.0, 3.0]) for place in range(8)), heads=())
    svg = drawn(many)
    shapes = []
    for place in range(8):
        marks = svg.all("*", f"s{place}")
        shape = next(each for each in marks if "mark" in each.attributes["class"])
        shapes.append((shape.name, len(shape.attributes.get("points", "").split()), place > 3))
    assert len({*shapes}) >= 6
    assert [each.text for each in svg.all("text") if re.match(r"s\d", each.attributes.get("class", ""))] == [f"line {place}" for place in range(8)]
    with pytest.raises(ValueError, match="9 lines"):
        lines(lines=many.lines + (Line("one more", [1, 1, 1]),))


def test_what_happened_stands_in_chart_and_table():
    chart = lines(marks=(Mark(1, "iW", "an incident and war", True),), heads=("Season", "hope", "tension", "What happened"))
    assert chart.rows()[1] == ("2", "–", "3.5", "an incident and war")
    assert "iW" in [each.text for each in drawn(chart).all("text", "axis")]
    assert len(drawn(chart).all("line", "event")) == 1


HEAT = Heat(
    "Arsenal",
    "d",
    "Policy",
    ("waiting", "standstill", KOREAN),
    ("lead", "harmony=0.5,contrast=0.5"),
    ((6.83, 6.91), (6.14, math.nan), (6.14, 5.0)),
    "low",
    2,
    (5.0, 6.91),
    ("mean", "worst"),
    ((6.87, 6.91), (6.14, 6.14), (5.57, 6.14)),
)


def test_heat_writes_every_value_in_its_cell_and_frames_the_best():
    svg = drawn(HEAT)
    written = [each.text for each in svg.all("text", "mid") if "axis" not in each.attributes["class"]]
    by_column = [row[place] for place in range(1, 5) for row in HEAT.rows()]
    assert written == by_column
    assert [each.text for each in svg.all("text", "best")] == ["6.14", "6.14", "5.00"]
    assert len(svg.all("rect", "frame")) == 3


def test_heat_is_darker_where_there_is_more():
    shades = {}
    for cell in drawn(HEAT).all("g"):
        text = cell.all("text")
        if text and cell.attributes.get("class", "").startswith("h") and text[0].text != "–":
            shades[float(text[0].text)] = int(cell.attributes["class"][1:])
    assert [shades[value] for value in sorted(shades)] == sorted(shades.values())
    assert shades[5.0] == 0
    assert shades[6.91] == SHADES - 1


def test_nothing_is_best_where_neither_end_is():
    assert Heat("t", "d", "c", ("a", "b"), ("x",), ((1.0,), (2.0,)), "", 0, (1.0, 2.0)).best(0) == set()
    assert Heat("t", "d", "c", ("a", "b"), ("x",), ((1.0,), (1.001,)), "high", 2, (1.0, 2.0)).best(0) == set()


@given(st.lists(st.tuples(st.integers(0, 9), st.integers(0, 9)), min_size=1, max_size=12))
def test_front_is_what_nothing_beats_on_both(points):
    on = {place for place in range(len(points)) if place in front(points)}
    for place, (x, y) in enumerate(points):
        beaten = any(a <= x and b <= y and (a, b) != (x, y) for a, b in points)
        assert (place in on) == (not beaten)


def test_scatter_fills_the_front_and_joins_each_dot_to_its_label():
    dots = (Dot("waiting", 6.8, 0.27), Dot("standstill", 6.1, 0.08), Dot("seoul-leads", 5.9, 0.09))
    chart = Scatter("t", "d", ("Policy", "x", "y", "front"), ("x", "y"), dots, ((5.9, 6.8), (0.08, 0.27)), (None, (0.0, 1.0)), (1, 2), "yes")
    assert chart.rows() == [("waiting", "6.8", "0.27", ""), ("standstill", "6.1", "0.08", "yes"), ("seoul-leads", "5.9", "0.09", "yes")]
    svg = drawn(chart)
    filled = [each for each in svg.all("circle") if each.attributes["class"] == "dot"]
    assert len(filled) == 2
    leaders = [numbers_of(each, "x1", "y1") for each in svg.all("line", "leader")]
    assert leaders == [numbers_of(each, "cx", "cy") for each in svg.all("circle")]
    across, up = axis(svg, "x"), axis(svg, "y")
    assert [x * across[0] + across[1] for x, _ in leaders] == pytest.approx([6.8, 6.1, 5.9], abs=0.02)
    assert [(y + 4) * up[0] + up[1] for _, y in leaders] == pytest.approx([0.27, 0.08, 0.09], abs=0.01)


def test_tornado_bars_are_as_long_as_their_values():
    bars = (Bar("Toughness pays (k_tough)", 1.2, (0.9, 1.5), 0.1, True, "↑"), Bar("Drills (k_exer)", 0.1, (-0.1, 0.3), 0.1, False, ""))
    heads = ("Factor", "size", "from", "to", "chance", "way", "told")
    chart = Tornado("Arsenal", "d", heads, bars, (-0.1, 1.5), 2, "yes")
    svg = drawn(chart)
    slope, _ = axis(svg, "x")
    assert [float(each.attributes["width"]) * slope for each in svg.all("rect", "bar")] == pytest.approx([1.2, 0.1], abs=0.02)
    assert [each.attributes["class"] for each in svg.all("rect")] == ["bar", "bar chance"]
    assert chart.rows()[0] == ("Toughness pays (k_tough)", "1.20", "0.90", "1.50", "0.10", "↑", "yes")
    assert len(chart.rows()[1]) == len(heads)


@given(st.lists(st.floats(-1e6, 1e6), min_size=1, max_size=6), st.integers(2, 8))
def test_scales_hold_their_values_between_nice_numbers(values, most):
    scale = nice_scale(values, 0.0, 100.0, most=most)
    steps = [after - before for before, after in zip(scale.ticks, scale.ticks[1:], strict=False)]
    assert steps
    assert len(scale.ticks) <= most + 3
    assert max(steps) == pytest.approx(min(steps), rel=1e-6, abs=1e-9)
    assert scale.ticks[0] <= min(values) + 1e-6
    assert scale.ticks[-1] >= max(values) - 1e-6
    lead = steps[0] / 10 ** math.floor(math.log10(steps[0]) + 1e-9)
    assert any(lead == pytest.approx(nice) for nice in (1, 2, 2.5, 5))


def test_scales_keep_to_the_ends_of_a_dial():
    assert nice_scale([10.0, 10.0], 0, 1, within=(0.0, 10.0)).ticks[-1] == 10.0
    assert nice_scale([0.0, 0.0], 0, 1, within=(0.0, 1.0)).ticks[0] == 0.0
    assert nice_scale([], 0, 1).ticks[0] == 0.0
    assert nice_scale([0.2, 0.9], 0, 1).names() == ["0.2", "0.4", "0.6", "0.8", "1.0"]


@given(st.lists(st.floats(0, 200), min_size=1, max_size=10))
def test_labels_are_moved_apart_and_keep_their_order(wanted):
    found = spread_out(wanted, 13.0, 0.0, 200.0)
    order = sorted(range(len(wanted)), key=lambda place: (wanted[place], place))
    heights = [found[place] for place in order]
    assert all(after - before >= 13.0 - 1e-6 for before, after in zip(heights, heights[1:], strict=False))
    assert min(heights) >= 0
    assert max(heights) <= 200 + 1e-6


def test_numbers_have_the_digits_they_deserve():
    assert digits_for([0.0, 1.0, 4.0]) == 0
    assert digits_for([math.nan]) == 0
    assert digits_for([0.001, 0.002]) == 3
    assert number(-0.0001, 2) == "0.00"


def test_attributes_and_text_are_escaped():
    assert str(tag("text", '"<&', class_='a"b')) == '<text class="a&#34;b">&#34;&lt;&amp;</text>'


def test_panels_share_a_table_where_their_heads_are_the_same():
    (table,) = Figure("c", (RANGES, RANGES), "Panel").tables()
    assert table.heads[0] == "Panel"
    assert table.rows[0] == ("Arsenal", *RANGES.rows()[0])
    assert len(Figure("c", (RANGES, lines()), "Panel").tables()) == 2
    assert Figure("c", (RANGES,)).tables()[0].rows == tuple(RANGES.rows())


def test_a_table_refuses_a_row_that_does_not_fit():
    with pytest.raises(ValueError, match="2 heads and a row of 1"):
        Table("t", ("a", "b"), (("x",),))
    assert Table("t", ("a", "b", "c"), (("x", "1.5", "up"), ("y", "", "2"))).numeric(1)
    assert not Table("t", ("a", "b", "c"), (("x", "1.5", "up"), ("y", "", "2"))).numeric(2)
