"""The words of one interface in one language: its own sentences, and the labels that all interfaces share."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache
from importlib import resources
from typing import Any

from sim.documents.season import QUARTERS, Season
from sim.text.catalogue import FALLBACK, catalogue
from sim.text.particles import fill
from sim.text.said import said

SCREENS = "screens"
GAME = ("plain", "forecast", "afterwards")


class Words:
    """Sentences by key and labels by name; what a language lacks is taken from English.

    Example:
        >>> words = Words()
        >>> words.seat("ROK")
        'South Korea'
    """

    def __init__(self, lang: str = FALLBACK, files: tuple[str, ...] = GAME) -> None:
        """Read the words of a language.

        Args:
            lang: The language.
            files: Documents of sentences, without ``.yaml``; the first that has a key gives its sentence. A key ``screens.NAME.…`` is looked
                up in the document of that screen.
        """
        self.labels, self.files = catalogue(lang), files
        self.lang = self.labels.lang

    def __call__(self, key: str, **slots: object) -> str:
        """Return the sentence of a dotted key with its slots filled.

        Raises:
            KeyError: There is no such sentence.
        """
        return fill(str(self.entry(key)), **slots)

    def entry(self, key: str, default: Any = None) -> Any:
        """Return whatever stands under a dotted key.

        Raises:
            KeyError: Nothing stands there and no default was given.
        """
        files, parts = self.files, key.split(".")
        if parts[0] == SCREENS:  # each screen has a document of its own, read when it is shown
            files, parts = (f"{SCREENS}/{parts[1]}",), parts[2:]
        for lang in dict.fromkeys((self.lang, FALLBACK)):
            for file in files:
                found: Any = sentences(lang, file)
                for part in parts:
                    found = found.get(part) if isinstance(found, dict) else None
                if found is not None:
                    return found
        if default is None:
            raise KeyError(key)
        return default

    def said(self, text: str) -> str:
        """Return an English text of a document or of code in this language; see `sim.text.said`."""
        return said(text, self.lang)

    def seat(self, seat: str, form: str = "name") -> str:
        """Return a seat's name, ``capital`` or ``adjective``."""
        return self.labels.label("seats", seat, form)

    def lever(self, lever: str) -> str:
        """Return a lever's label by its full name."""
        return self.labels.label("levers", lever)

    def setting(self, lever: str, setting: str) -> str:
        """Return what a setting of a lever does, as a verb phrase."""
        return self.labels.label("settings", lever, setting)

    def dial(self, dial: str) -> str:
        """Return a dial's name."""
        found = self.labels.entry("dials", dial, "name")
        return str(found or self.entry(f"dials.{dial}", dial.replace("_", " ")))

    def short_dial(self, dial: str) -> str:
        """Return a dial's name for narrow columns."""
        return str(self.labels.entry("dials", dial, "short") or self.entry(f"forecast.short_dials.{dial}", self.dial(dial)))

    def package(self, package: str) -> str:
        """Return an accord's name."""
        return self.labels.label("packages", package).replace("-", " ")

    def clause(self, clause: str) -> str:
        """Return a clause in words."""
        return self.labels.label("clauses", clause)

    def season(self, season: str | Season) -> str:
        """Return a season's name: Spring 2020."""
        at = Season.parse(season) if isinstance(season, str) else season
        return fill(self.labels.label("page", "heading"), season=self.labels.label("seasons", QUARTERS[at.quarter]), year=at.year)

    def term(self, seat: str, name: str) -> str:
        """Return what a term of a seat's payoff is about."""
        plain = name.replace("_", " ")
        return str(self.entry(f"terms.{seat}.{name}", self.entry(f"terms.all.{name}", plain)))

    def answer_term(self, seat: str, name: str) -> str:
        """Return what a term of a seat's answer to offers is about."""
        plain = name.replace("_", " ")
        return str(self.entry(f"answers.{seat}.{name}", self.entry(f"answers.all.{name}", plain)))

    def reason(self, dial: str, name: str, value: float) -> str:
        """Return why a dial moved, for one term of its change."""
        found = self.labels.entry("reasons", dial, name)
        if isinstance(found, dict):
            found = found.get("up" if value > 0 else "down")
        return str(found or self.entry(f"reasons.{name}", name.replace("_", " ")))

    def board(self, board: str) -> str:
        """Return a board's name."""
        return self.labels.label("boards", board)

    def event(self, event: str) -> str:
        """Return an event's name."""
        return self.labels.label("events", event)

    def listed(self, parts: Iterable[str]) -> str:
        """Return parts as a list in a sentence: a, b and c."""
        every = list(parts)
        if len(every) < 2:
            return "".join(every)
        return self("list.last", first=self("list.comma").join(every[:-1]), last=every[-1])


@lru_cache(maxsize=64)
def sentences(lang: str, file: str = "plain") -> dict[str, Any]:
    """Return the sentences of an interface in a language; empty where it has none."""
    import yaml  # noqa: PLC0415  (not needed before a game opens)

    document = resources.files("sim.text").joinpath(lang, f"{file}.yaml")
    if not document.is_file():
        return {}
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    found: dict[str, Any] = yaml.load(document.read_text(encoding="utf-8"), Loader=loader)  # noqa: S506
    return found


def capitalised(text: str) -> str:
    """Return a text with a capital first letter."""
    return text[:1].upper() + text[1:]


def signed(value: float) -> str:
    """Return a number with its sign and two decimals.

    Example:
        >>> signed(-0.004)
        '+0.00'
    """
    return f"{value if abs(value) >= 0.005 else 0.0:+.2f}"
