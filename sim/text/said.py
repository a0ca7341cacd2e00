"""What English says in documents and in code, in another language: titles of rules and lenses, questions, refusals of the engine.

English stands where it belongs: a title beside its rule in the rulebook, a refusal where the engine refuses. Another language has one file,
``sim/text/<lang>/said.yaml``, of pairs: the English text, with slots where it varies, and the same in the language. What fills a slot is
itself looked up, so that a refusal may hold a rule's own words. A text that has no pair stays as it is.
"""

from __future__ import annotations

import re
from functools import lru_cache
from string import Formatter

from sim.text.catalogue import FALLBACK, read_words
from sim.text.particles import fill

LONGEST = 2000  # characters; what is longer is nobody's title


def said(text: str, lang: str) -> str:
    """Return an English text of a document or of code in a language.

    Example:
        >>> said("the game is over", "ko")
        '게임이 끝났습니다'
    """
    if lang == FALLBACK or len(text) > LONGEST:
        return text
    return _said(" ".join(text.split()), lang) or text


def has_said(text: str, lang: str) -> bool:
    """Say whether a language has a pair for a text."""
    return bool(_said(" ".join(text.split()), lang))


@lru_cache(maxsize=4096)
def _said(flat: str, lang: str) -> str:
    whole, patterns = _pairs(lang)
    for form in (flat, flat[:1].lower() + flat[1:]):
        if form in whole:
            return whole[form]
        for pattern, template in patterns:
            found = pattern.fullmatch(form)
            if found:
                return fill(template, **{slot: _said(part, lang) or part for slot, part in found.groupdict().items()})
    return ""


@lru_cache(maxsize=8)
def _pairs(lang: str) -> tuple[dict[str, str], tuple[tuple[re.Pattern[str], str], ...]]:
    """Return the pairs without slots, and the patterns of those with slots, in their order."""
    whole: dict[str, str] = {}
    patterns: list[tuple[re.Pattern[str], str]] = []
    for group in read_words(lang, "said").values():
        for english, here in group.items():
            parts = list(Formatter().parse(english))
            if any(slot is not None for _, slot, _, _ in parts):
                patterns.append((_pattern(parts), here))
            else:
                whole[" ".join(english.split())] = here
    return whole, tuple(patterns)


def _pattern(parts: list[tuple[str, str | None, str | None, str | None]]) -> re.Pattern[str]:
    seen: set[str] = set()
    text = ""
    for literal, slot, _, _ in parts:
        text += re.escape(literal)
        if slot is not None:
            text += f"(?P={slot})" if slot in seen else f"(?P<{slot}>.+?)"
            seen.add(slot)
    return re.compile(text)
