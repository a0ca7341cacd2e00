"""Reading HTML as a browser would have to: every element closed, by name, attributes and text."""

from __future__ import annotations

from dataclasses import dataclass, field
from html.parser import HTMLParser

VOID = {"meta", "link", "br", "hr", "img", "input"}


@dataclass
class Element:
    name: str
    attributes: dict[str, str]
    children: list[Element | str] = field(default_factory=list)

    def all(self, name: str, class_: str = "") -> list[Element]:
        """Return elements below by name (any for ``*``) and class, in order."""
        found = []
        for child in self.children:
            if isinstance(child, Element):
                classes = child.attributes.get("class", "").split()
                found += [child] if name in ("*", child.name) and (not class_ or class_ in classes) else []
                found += child.all(name, class_)
        return found

    @property
    def text(self) -> str:
        return "".join(child if isinstance(child, str) else child.text for child in self.children)


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.root = Element("", {})
        self.open = [self.root]

    def handle_starttag(self, tag, attrs):
        element = Element(tag, {name: value or "" for name, value in attrs})
        assert len(element.attributes) == len(attrs), f"<{tag}> has an attribute twice"
        self.open[-1].children.append(element)
        if tag not in VOID:
            self.open.append(element)

    def handle_startendtag(self, tag, attrs):
        self.open[-1].children.append(Element(tag, {name: value or "" for name, value in attrs}))

    def handle_endtag(self, tag):
        assert self.open[-1].name == tag, f"</{tag}> closes <{self.open[-1].name}>"
        self.open.pop()

    def handle_data(self, data):
        self.open[-1].children.append(data)


def read(text: str) -> Element:
    """Return the root of a document that is well-formed."""
    reader = _Reader()
    reader.feed(text)
    reader.close()
    assert reader.open == [reader.root], f"<{reader.open[-1].name}> is not closed"
    return reader.root


def check(text: str) -> Element:
    """Read a page and hold it to what every page must keep: order of headings, ids, tables, drawings, nothing loaded from elsewhere."""
    root = read(text)
    html = root.all("html")[0]
    assert html.attributes["lang"]
    assert root.all("title")[0].text.strip()
    levels = [int(each.name[1]) for name in ("*",) for each in root.all(name) if each.name in ("h1", "h2", "h3", "h4")]
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(after <= before + 1 for before, after in zip(levels, levels[1:], strict=False)), levels
    ids = [each.attributes["id"] for each in root.all("*") if "id" in each.attributes]
    assert len(ids) == len(set(ids))
    for each in root.all("*"):
        for pointed in each.attributes.get("aria-labelledby", "").split():
            assert pointed in ids
        if each.attributes.get("href", "").startswith("#"):
            assert each.attributes["href"][1:] in ids
    _check_tables(root)
    _check_drawings(root)
    _check_alone(text, root)
    return root


def _check_tables(root: Element) -> None:
    for table in root.all("table"):
        assert table.all("caption")[0].text.strip()
        heads = table.all("thead")[0].all("th")
        assert all(head.attributes["scope"] == "col" and head.text.strip() for head in heads)
        for row in table.all("tbody")[0].all("tr"):
            cells = [each for each in row.children if isinstance(each, Element)]
            assert len(cells) == len(heads)
            assert cells[0].attributes["scope"] == "row"


def _check_drawings(root: Element) -> None:
    for figure in root.all("figure"):
        assert figure.all("figcaption")[0].text.strip()
        assert figure.all("svg")
        assert figure.all("table"), "a chart without its numbers"
    for svg in root.all("svg"):
        named = svg.attributes["aria-labelledby"].split()
        said = {each.attributes.get("id"): each.text.strip() for each in svg.all("*")}
        assert svg.attributes["role"] == "img"
        assert len(named) == 2
        assert all(said[name] for name in named)
        assert not [each for each in svg.all("*") if "nan" in " ".join(each.attributes.values()).lower().split()]


def _check_alone(text: str, root: Element) -> None:
    assert {each.name for each in root.all("*")} & {"script", "img", "iframe", "object", "embed", "audio", "video", "base", "form"} == set()
    assert [each.attributes["href"] for each in root.all("link")] == ["data:,"]
    assert all("src" not in each.attributes for each in root.all("*"))
    style = root.all("style")[0].text
    assert "url(" not in style
    assert "@import" not in style
    assert "default-src 'none'" in text
