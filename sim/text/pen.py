"""The pen that writes a message: it takes a variant and list words not used lately, by a hash and never by chance."""

from __future__ import annotations

import hashlib
import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from string import Formatter

from sim.text.catalogue import Catalogue
from sim.text.particles import fill


@dataclass
class Used:
    """What the pages of a game have used so far.

    Attributes:
        variants: How often each (key, variant) was written.
        words: How often each (list, word) was drawn.
        said: Everything written, with figures masked.
        told: Topics of the latest page.
    """

    variants: Counter[tuple[str, int]] = field(default_factory=Counter)
    words: Counter[tuple[str, int]] = field(default_factory=Counter)
    said: set[str] = field(default_factory=set)
    told: frozenset[str] = frozenset()

    def copy(self) -> Used:
        """Return a copy that a further page may write on."""
        return Used(Counter(self.variants), Counter(self.words), set(self.said), self.told)


def masked(text: str) -> str:
    """Return a text with its figures masked, so that the same words with other numbers count as the same.

    Example:
        >>> masked("Hope stands at 4.6.")
        'Hope stands at #.'
    """
    return re.sub(r"\d+(?:\.\d+)?", "#", text)


class Pen:
    """Writes the messages of one season.

    Attributes:
        words: The catalogue.
        used: What the game's pages have used; changed by every message.
    """

    def __init__(self, words: Catalogue, seed: int, season: int, used: Used, common: Mapping[str, str]) -> None:
        """Take up the pen.

        Args:
            words: The catalogue.
            seed: The game's random seed.
            season: The season, from 0.
            used: What earlier pages have used.
            common: Slots that every message of this season may have.
        """
        self.words, self.used = words, used
        self._key, self._common = f"{seed}|{season}", common

    def write(self, keys: tuple[str, ...], slots: Mapping[str, str], must: str | None = None, room: int = 2) -> str:
        """Return a message, in a variant as little used as there is; empty where no variant can be filled.

        Args:
            keys: Keys whose variants serve equally.
            slots: The message's own slots, by name.
            must: A slot that the variant has to hold.
            room: Sentences there is room for; shorter variants are taken where there are any.
        """
        known = {**self._common, **slots}
        fresh = sorted(self._candidates(keys, known, must, room), key=lambda each: (self.used.variants[each], self._draw(*each)))
        for last, (key, number) in enumerate(fresh, start=1):
            drawn: list[tuple[str, int]] = []
            text = self._fill(self.words.variants(key)[number], known, drawn)
            if masked(text) not in self.used.said or last == len(fresh):
                self.used.variants[key, number] += 1
                self.used.words.update(drawn)
                self.used.said.add(masked(text))
                return text
        return ""

    def pick(self, name: str, words: list[str]) -> str:
        """Return one of some words, as little used as there is."""
        number = self._least(name, len(words))
        self.used.words[name, number] += 1
        return words[number]

    def _candidates(self, keys: tuple[str, ...], known: Mapping[str, str], must: str | None, room: int) -> list[tuple[str, int]]:
        lists = self.words.lists
        found = []
        for key in keys:
            for number, template in enumerate(self.words.variants(key)):
                slots = slots_of(template)
                if all(slot in known or slot in lists for slot in slots) and (must is None or must in slots):
                    found.append((key, number))
        short = [(key, number) for key, number in found if len(split(self.words.variants(key)[number])) <= room]
        return short or found

    def _fill(self, template: str, known: Mapping[str, str], drawn: list[tuple[str, int]]) -> str:
        values = dict(known)
        for slot in slots_of(template):
            if slot in values:
                continue
            # a list and its capitalised twin hold the same words in the same order
            twin = slot.removesuffix("_start")
            taken = [number for name, number in drawn if name == twin]
            number = self._least(twin, len(self.words.lists[slot]), taken)
            drawn.append((twin, number))
            values[slot] = self.words.lists[slot][number]
        return fill(template, **values)

    def _least(self, name: str, count: int, taken: list[int] | None = None) -> int:
        free = [number for number in range(count) if number not in (taken or [])] or list(range(count))
        return min(free, key=lambda number: (self.used.words[name, number], self._draw(name, number)))

    def _draw(self, name: str, number: int) -> bytes:
        times = self.used.variants[name, number] + self.used.words[name, number]
        return hashlib.blake2b(f"{self._key}|{name}|{number}|{times}".encode(), digest_size=8).digest()


@lru_cache(maxsize=4096)
def slots_of(template: str) -> tuple[str, ...]:
    """Return the names of a template's slots, each once, in their order.

    Example:
        >>> slots_of("{seat} signs in {month}; {seat} smiles.")
        ('seat', 'month')
    """
    return tuple(dict.fromkeys(name for _, name, _, _ in Formatter().parse(template) if name))


def split(text: str) -> list[str]:
    """Return the sentences of a text.

    Example:
        >>> split("The games are over. Flags are folded.")
        ['The games are over.', 'Flags are folded.']
    """
    return re.split(r"(?<=[.?!])\s+(?=[^\sa-z(])", text)
