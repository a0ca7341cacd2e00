"""What English says in documents and in the engine's refusals is said in every other language, too."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

import sim.engine
from sim.documents.lens import read_lens
from sim.documents.library import Library
from sim.text.catalogue import FALLBACK, languages
from sim.text.said import said

OTHERS = [lang for lang in languages() if lang != FALLBACK]
REFUSALS = {"UnknownOrder", "IllegalNow", "OutOfTime"}
IN_PLAY = ("game", "table", "resolve")


def of_documents(library: Library) -> Iterator[str]:
    """Return the texts of documents that the game shows in the person's language."""
    book = library.rulebook()[0]
    yield from (read_lens(library, name).title for name in library.lens_names())
    yield from (each.title for each in book.coefficients.values())
    for rule in book.rules.values():
        yield from (rule.title, rule.until, rule.ours or "")
    for package in book.packages.values():
        yield from (package.title, package.until or "")
    for card in book.cards.values():
        yield from (card.title, card.says)
    for argument in library.arguments().values():
        yield from (argument.short, argument.thesis, argument.author_note, argument.date_note, *argument.cautions)
        yield from (text for claim in argument.claims.values() for text in (claim.voice, claim.strength))
    contrast = library.contrast()
    yield from (contrast.title, contrast.thesis, contrast.caution)
    for each in library.contradictions().contradictions.values():
        yield from (each.question, each.note, each.ask)
        yield from (side.view for side in each.sides)


def of_refusals() -> Iterator[str]:
    """Return the messages with which the engine refuses something, each slot filled with a word."""
    for module in IN_PLAY:
        tree = ast.parse((Path(sim.engine.__file__).parent / f"{module}.py").read_text(encoding="utf-8"))
        for node in ast.walk(tree):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in REFUSALS:
                for part in [*node.args, *(keyword.value for keyword in node.keywords if keyword.arg == "mend")]:
                    yield from texts(part)


def texts(node: ast.expr) -> Iterator[str]:
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        yield node.value
    elif isinstance(node, ast.JoinedStr):
        yield "".join(str(part.value) if isinstance(part, ast.Constant) else "7" for part in node.values)
    elif isinstance(node, ast.IfExp):
        yield from (*texts(node.body), *texts(node.orelse))


def english_left(text: str) -> list[str]:
    """Return English words of a text: not ids, not what stands in brackets or quotes."""
    ids = {setting for lever in Library().rulebook()[0].levers.values() for setting in lever.settings}
    plain = re.sub(r"\"[^\"]*\"|\([^)]*\)|\S+[._]\S+|[A-Z]{2,}", " ", text)
    return [word for word in re.findall(r"[a-z]{3,}", plain) if word not in ids | {"match"}]


@pytest.mark.parametrize("lang", OTHERS)
def test_documents_are_said_in_the_language(lang: str, library: Library) -> None:
    left = [text for text in of_documents(library) if text and (said(text, lang) == text or english_left(said(text, lang)))]
    assert left == []


@pytest.mark.parametrize("lang", OTHERS)
def test_refusals_are_said_in_the_language(lang: str) -> None:
    messages = list(of_refusals())
    assert len(messages) > 40
    assert [text for text in messages if re.search("[a-z]{3}", text) and (said(text, lang) == text or english_left(said(text, lang)))] == []


def test_parts_of_a_refusal_are_looked_up_by_themselves() -> None:
    message = "No channel is open to sign this (rule V6): open when US-DPRK talks were held last season; a mediator (ROK, CHN) needs none"
    assert said(message, "ko") == (
        "이것에 서명할 통로가 열려 있지 않습니다 (규칙 V6): 열리는 때: 지난 분기에 북미 회담이 열렸다. 중재자(ROK, CHN)에게는 필요 없습니다"
    )
    assert said("70% Harmony for now + 30% Alliance first", "ko") == "70% 조화 + 30% 동맹"


def test_what_has_no_pair_stays_and_english_is_itself() -> None:
    assert said("An op-ed's own title", "ko") == "An op-ed's own title"
    assert said("the  game is over", FALLBACK) == "the  game is over"
    assert said("이미 한국어입니다", "ko") == "이미 한국어입니다"
