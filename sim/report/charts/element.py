"""SVG elements as text, escaped."""

from __future__ import annotations

from markupsafe import Markup, escape

from sim.report.page import columns

LETTER = 6.6  # mean width of a letter of a wide font at the usual size of 12; a wide letter (Korean) takes two


def tag(name: str, *children: str, **attributes: object) -> Markup:
    """Return an element; numbers are rounded to a tenth, underscores in names of attributes are hyphens, one at the end is dropped.

    Args:
        name: Its name.
        children: Text (escaped) or other elements.
        attributes: Attributes; those that are None are left out.

    Example:
        >>> tag("text", "a < b", x=1.26, class_="axis")
        Markup('<text x="1.3" class="axis">a &lt; b</text>')
    """
    written = "".join(
        f' {key.rstrip("_").replace("_", "-")}="{escape(coordinate(value) if isinstance(value, float) else str(value))}"'
        for key, value in attributes.items()
        if value is not None
    )
    inside = "".join(escape(child) for child in children)
    return Markup(f"<{name}{written}>{inside}</{name}>" if children else f"<{name}{written}/>")  # noqa: S704  (every part is escaped)


def coordinate(value: float) -> str:
    """Return a coordinate to a tenth, without a needless zero."""
    return f"{round(value, 1) + 0.0:g}"


def group(*children: str, **attributes: object) -> Markup:
    """Return a group of elements."""
    return tag("g", *children, **attributes)


def line(x1: float, y1: float, x2: float, y2: float, class_: str) -> Markup:
    """Return a line."""
    return tag("line", x1=x1, y1=y1, x2=x2, y2=y2, class_=class_)


def words(x: float, y: float, text: str, class_: str = "") -> Markup:
    """Return a text at a point; classes ``mid`` and ``end`` say which part of it stands there."""
    return tag("text", text, x=float(x), y=float(y), class_=class_ or None)


def width_of(text: str, size: float = 12) -> float:
    """Return about how wide a text is, in units of the drawing.

    Example:
        >>> width_of("가나") == width_of("abcd")
        True
    """
    return columns(text) * LETTER * size / 12


def drawing(name: str, title: str, desc: str, width: float, height: float, *children: str) -> Markup:
    """Return a whole drawing with its title and description for people who do not see it."""
    return tag(
        "svg",
        tag("title", title, id=f"{name}-t"),
        tag("desc", desc, id=f"{name}-d"),
        *children,
        xmlns="http://www.w3.org/2000/svg",
        role="img",
        aria_labelledby=f"{name}-t {name}-d",
        viewBox=f"0 0 {coordinate(width)} {coordinate(height)}",
        width=float(width),
        height=float(height),
    )
