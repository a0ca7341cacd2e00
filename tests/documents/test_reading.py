import pytest

from sim.documents.errors import DocumentError
from sim.documents.reading import MAX_DEPTH, parse_document, read_document


def refused(text: str) -> str:
    with pytest.raises(DocumentError) as failure:
        parse_document(text, "a.yaml")
    return str(failure.value)


def test_plain_scalars_are_numbers_null_and_booleans_and_nothing_else():
    text = "a: null\nb: ~\nc: 3\nd: -1.5\ne: true\nf: no\ng: on\nh: 2020-01-31\ni: '3'\nj: 1_000\nk: 0x10\nl: .inf\nm:"
    assert parse_document(text).data == {
        "a": None,
        "b": None,
        "c": 3,
        "d": -1.5,
        "e": True,
        "f": "no",
        "g": "on",
        "h": "2020-01-31",
        "i": "3",
        "j": "1_000",
        "k": "0x10",
        "l": ".inf",
        "m": None,
    }


def test_every_value_knows_its_line():
    document = parse_document("a:\n  - {b: 1, c: word}\n", "a.yaml")
    assert document.marks[("a", 0, "c")] == (2, 15)
    assert document.error(("a", 0, "c"), "wrong").text().startswith("a.yaml:2: a.0.c: wrong\n")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a: 1\na: 2", 'a.yaml:2: key "a" stands twice'),
        ("a: &x 1\nb: *x", "a.yaml:1: anchors and aliases are not allowed here"),
        ("a: *x", "a.yaml:1: anchors and aliases are not allowed here"),
        ("a: !!python/object/apply:os.system [id]", "a.yaml:1: the tag tag:yaml.org,2002:python/object/apply:os.system is not allowed here"),
        ("a: !!str 1", "is not allowed here"),
        ("a: 1\n---\nb: 2", "holds more than one YAML document"),
        ("? [a]\n: b", "a key must be plain text"),
        ("a: [1, 2", "YAML cannot be read"),
        ("\ta: 1", "YAML cannot be read"),
        ("a: \0", "YAML cannot be read"),
        ("a: " + "[" * (4 * MAX_DEPTH + 1), "nested deeper"),
        ("- " * (MAX_DEPTH + 2), "nested deeper"),
    ],
)
def test_what_is_not_plain_is_refused_with_its_line(text: str, expected: str):
    assert expected in refused(text)


def test_files_must_exist_and_be_utf8(tmp_path):
    with pytest.raises(DocumentError, match="no such file"):
        read_document(tmp_path / "none.yaml")
    (tmp_path / "latin.yaml").write_bytes("a: 1\nb: Grüße".encode("latin-1"))
    with pytest.raises(DocumentError, match=r"latin.yaml:2: is not UTF-8 text"):
        read_document(tmp_path / "latin.yaml")
    with pytest.raises(DocumentError, match="cannot be read"):
        read_document(tmp_path)


def test_a_byte_order_mark_is_no_harm(tmp_path):
    (tmp_path / "bom.yaml").write_bytes(b"\xef\xbb\xbfa: 1")
    assert read_document(tmp_path / "bom.yaml").data.keys() == {"a"}
