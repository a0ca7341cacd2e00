"""What may be chosen before a game, each in a line: scenarios, seats, lenses, levels."""

from __future__ import annotations

from sim.documents.lens import read_lens
from sim.documents.library import Library
from sim.play.saves import Saved
from sim.report.page import Page
from sim.rollout.session import HIDDEN
from sim.text.wording import Words


def scenario_order(library: Library) -> list[str]:
    """Return the names of all scenarios, the tutorial first."""
    return sorted(library.scenario_names(), key=lambda name: (not library.scenario(name).tutorial, name))


def seat_line(words: Words, seat: str) -> str:
    """Return what a seat has in hand; without a seat, what watching is."""
    return f"{words.seat(seat)}. {words(f'open.seats.{seat}')}" if seat else words("open.watch")


def lens_line(words: Words, library: Library, name: str) -> str:
    """Return a lens with its author and date; of ``hidden`` what that means."""
    if name == HIDDEN:
        return words("open.hidden")
    title, arguments = words.said(read_lens(library, name).title), library.arguments()
    if name in arguments:
        return f"{title} ({arguments[name].author or words('claim.no_author')}, {arguments[name].date})."
    return f"{title}. {words(f'open.lenses.{name}')}"


def level_line(words: Words, level: str) -> str:
    """Return how AI seats play at a level."""
    return words(f"open.levels.{level}")


def first_sentences(text: str, count: int = 2) -> str:
    """Return the first sentences of a text.

    Example:
        >>> first_sentences("One. Two. Three.")
        'One. Two.'
    """
    flat = " ".join(text.split())
    parts = flat.split(". ")
    return flat if len(parts) <= count else ". ".join(parts[:count]) + "."


def choice_page(words: Words, library: Library, field: str, value: str, scenario: str) -> Page:
    """Return what a choice means: a scenario's situation, a seat's brief and aims, a lens with what it says; empty for other fields."""
    if field == "scenario":
        found, headline = library.scenario(value), library.headline(value, words.lang)
        page = Page().title(headline.title).text(" ".join(headline.situation.split()))
        return page.text(words("choices.seasons", n=found.length, first=words.season(found.starts)))
    if field == "seat" and value in library.rulebook()[0].seats:
        brief = library.briefs(scenario, words.lang).of(value)
        page = Page().title(f"{words.seat(value)} ({value})").text(words(f"open.seats.{value}"))
        return page.heading(words("brief.aims")).items(aim.strip() for aim in brief.aims).heading(words("choices.brief")).more(paragraphs(brief.text))
    if field == "lens" and value != HIDDEN:
        lens = read_lens(library, value)
        page = Page().text(words("open.about_lenses")).heading(words("lens.title", title=words.said(lens.title), name=lens.name))
        coefficients = library.rulebook()[0].coefficients
        return page.items(f"{amount:.2f}  {words.said(coefficients[name].title)}" for name, amount in lens.values.items())
    return Page()


def paragraphs(text: str) -> Page:
    """Return a text of several paragraphs; marks of emphasis are left out."""
    page = Page()
    for part in text.replace("**", "").split("\n\n"):
        page.text(" ".join(part.split()))
    return page


def saved_line(words: Words, saved: Saved) -> str:
    """Return a saved game in a line: its name, scenario, seat, and how far it is."""
    if saved.record is None:
        return words("saves.unreadable", name=saved.name)
    record = saved.record
    who = ", ".join(seat for seat, agent in record.seats.items() if agent == "person") or words("saves.watching")
    return words("saves.line", name=saved.name, scenario=record.scenario, seat=who, n=len(record.seasons), length=record.length)
