"""Seasons: quarters of a year with a name, an order and a way to count them."""

from __future__ import annotations

from dataclasses import dataclass

from sim.documents.errors import DocumentError, nearest

QUARTERS = ("winter", "spring", "summer", "autumn")
MONTHS = ("Jan–Mar", "Apr–Jun", "Jul–Sep", "Oct–Dec")


@dataclass(frozen=True, order=True)
class Season:
    """A quarter of a year; winter is January to March of the named year.

    Attributes:
        year: The year.
        quarter: 0 winter, 1 spring, 2 summer, 3 autumn.

    Example:
        >>> Season.parse("autumn-2019").after(1).title
        'Winter 2020'
    """

    year: int
    quarter: int

    @classmethod
    def parse(cls, text: str) -> Season:
        """Read an id such as ``spring-2020``.

        Raises:
            DocumentError: It is not a season; the hint is the nearest one.
        """
        word, _, year = text.partition("-")
        known = year.isascii() and year.isdigit() and len(year) == 4
        if word in QUARTERS and known:
            return cls(int(year), QUARTERS.index(word))
        guess = nearest(word.lower(), QUARTERS) if known else None
        hint = f'did you mean "{guess}-{year}"?' if guess else 'write a season as "spring-2020": winter, spring, summer or autumn, and the year'
        raise DocumentError(f'season "{text[:40]}" is unknown', hint=hint)

    @classmethod
    def of_month(cls, year: int, month: int) -> Season:
        """Return the season of a month, counted from 1."""
        return cls(year, (month - 1) // 3)

    @property
    def id(self) -> str:
        """The id that documents use: ``spring-2020``."""
        return f"{QUARTERS[self.quarter]}-{self.year:04}"

    @property
    def title(self) -> str:
        """The name that people read: ``Spring 2020``."""
        return f"{QUARTERS[self.quarter].capitalize()} {self.year}"

    @property
    def months(self) -> str:
        """The months of the season: ``Apr–Jun``."""
        return MONTHS[self.quarter]

    def after(self, seasons: int) -> Season:
        """Return the season that many seasons later (or, with a negative number, earlier)."""
        year, quarter = divmod(self.year * 4 + self.quarter + seasons, 4)
        return Season(year, quarter)

    def next(self) -> Season:
        """Return the season that follows."""
        return self.after(1)

    def until(self, other: Season) -> int:
        """Return how many seasons lie between this one and another; 0 for the same, negative for an earlier one."""
        return (other.year - self.year) * 4 + other.quarter - self.quarter

    def span(self, count: int) -> list[Season]:
        """Return this season and those that follow, `count` in all."""
        return [self.after(number) for number in range(count)]
