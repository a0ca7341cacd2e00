"""The words of one language: labels of everything that has a name, and the variants of every message."""

from __future__ import annotations

from functools import lru_cache
from importlib import resources
from typing import Any

FALLBACK = "en"


class Catalogue:
    """Labels and messages of a language; what it lacks is taken from English.

    Example:
        >>> words = catalogue("en")
        >>> words.label("seats", "US", "capital")
        'Washington'
        >>> words.label("dials", "no_such_dial")
        'no such dial'
    """

    def __init__(self, lang: str = FALLBACK) -> None:
        """Open no file yet.

        Args:
            lang: Language, named as its folder under ``sim/text``; one that is missing is read as English.
        """
        self.lang = lang if _folder(lang).is_dir() else FALLBACK
        self._labels: dict[str, Any] | None = None
        self._news: dict[str, Any] | None = None

    @property
    def labels(self) -> dict[str, Any]:
        """The document of labels."""
        if self._labels is None:
            self._labels = read_words(self.lang, "labels")
        return self._labels

    @property
    def news(self) -> dict[str, Any]:
        """The document of messages: variants by key, and ``lists``."""
        if self._news is None:
            self._news = read_words(self.lang, "news")
        return self._news

    @property
    def lists(self) -> dict[str, list[str]]:
        """Words that any message may draw from, by the name of their list."""
        found: dict[str, list[str]] = self.news.get("lists", {})
        return found if self.lang == FALLBACK else {**catalogue(FALLBACK).lists, **found}

    def label(self, *path: str) -> str:
        """Return a label; where there is none, the last part of the path with underscores as spaces."""
        found = self.entry(*path)
        if isinstance(found, str):
            return found
        return str(path[-1]).replace("_", " ") if path else ""

    def entry(self, *path: str) -> Any:  # noqa: ANN401  (labels are text, lists, numbers or groups of them)
        """Return whatever stands at a path of the labels, or None."""
        found: Any = self.labels
        for part in path:
            found = found.get(part) if isinstance(found, dict) else None
        if found is None and self.lang != FALLBACK:
            return catalogue(FALLBACK).entry(*path)
        return found

    def variants(self, key: str) -> list[str]:
        """Return the templates of a message; empty where there is no such message."""
        found: list[str] = self.news.get(key, [])
        if not found and self.lang != FALLBACK:
            return catalogue(FALLBACK).variants(key)
        return found


@lru_cache(maxsize=8)
def catalogue(lang: str = FALLBACK) -> Catalogue:
    """Return the words of a language, read once."""
    return Catalogue(lang)


@lru_cache(maxsize=1)
def languages() -> tuple[str, ...]:
    """Return the languages that the program speaks, English first: the folders of words that hold labels."""
    found = [each.name for each in resources.files("sim.text").iterdir() if each.is_dir() and each.joinpath("labels.yaml").is_file()]
    return tuple(sorted(found, key=lambda name: (name != FALLBACK, name)))


def _folder(lang: str) -> Any:  # noqa: ANN401  (importlib's Traversable has no stable public name across versions)
    return resources.files("sim.text").joinpath(lang)


def read_words(lang: str, name: str) -> dict[str, Any]:
    """Return a document of words as it is written; empty where a language has no such document."""
    import yaml  # noqa: PLC0415  (headless commands that print no words need no parser)

    file = _folder(lang).joinpath(f"{name}.yaml")
    if not file.is_file():
        return {}
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    found: dict[str, Any] = yaml.load(file.read_text(encoding="utf-8"), Loader=loader)  # noqa: S506
    return found
