"""The words of reports in one language: sentences by dotted key."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from sim.text.catalogue import FALLBACK, catalogue, read_words
from sim.text.particles import fill
from sim.text.said import said


class ReportWords:
    """Sentences of ``report.yaml``, and the labels that all screens share; what a language lacks is taken from English.

    Example:
        >>> words = ReportWords()
        >>> words("html.numbers")
        'The numbers'
        >>> words.labels.label("boards", "arsenal")
        'arsenal'
    """

    def __init__(self, lang: str = FALLBACK) -> None:
        """Take the words of a language.

        Args:
            lang: Language, named as its folder under ``sim/text``; one that has no such words is read as English.
        """
        self.lang = lang if _sentences(lang) else FALLBACK
        self.labels = catalogue(lang)

    def __call__(self, key: str, **slots: object) -> str:
        """Return the sentence of a dotted key with its slots filled.

        Raises:
            KeyError: There is no such sentence.
        """
        return fill(str(self.entry(key)), **slots)

    def entry(self, key: str) -> Any:
        """Return whatever stands under a dotted key.

        Raises:
            KeyError: Nothing stands there.
        """
        for lang in dict.fromkeys((self.lang, FALLBACK)):
            found: Any = _sentences(lang)
            for part in key.split("."):
                found = found.get(part) if isinstance(found, dict) else None
            if found is not None:
                return found
        raise KeyError(key)

    def said(self, text: str) -> str:
        """Return an English text of a document or of code in this language; see `sim.text.said`."""
        return said(text, self.lang)

    def heads(self, key: str, **slots: object) -> tuple[str, ...]:
        """Return a list of heads with their slots filled."""
        return tuple(fill(str(head), **slots) for head in self.entry(key))

    def listed(self, parts: list[str]) -> str:
        """Return parts as a list in a sentence: a, b and c."""
        if len(parts) < 2:
            return "".join(parts)
        return self("list.last", first=self("list.comma").join(parts[:-1]), last=parts[-1])


@lru_cache(maxsize=8)
def _sentences(lang: str) -> dict[str, Any]:
    return read_words(lang, "report")
