"""The commands: what a typed line means, what can be completed, and help. Screens act by lines, too."""

from __future__ import annotations

import os
from collections.abc import Callable

from sim.documents.errors import DocumentError, DocumentErrors
from sim.engine.errors import Refused
from sim.play.commands import ahead, bargaining, courses, debriefing, orders, reasons, references, season, timeline
from sim.play.seen.course import chart_groups, kin
from sim.play.sitting import Command, Sitting
from sim.play.wrong import Wrong, near
from sim.report.page import Page
from sim.text.wording import capitalised


def help_(sitting: Sitting, text: str) -> None:
    """Show what can be typed, or one command with an example."""
    words = sitting.words
    helps = words.entry("help")
    if text:
        name = text.partition(" ")[0].lower()
        name = ALIASES.get(name, name)
        if name in helps:
            sitting.show(Page().heading(helps[name]["usage"]).text(helps[name]["says"]))
            return
        if sitting.seat and name in sitting.levers(sitting.seat):
            orders.legal(sitting, name)
            return
        raise Wrong(words("command.no_help", name=name, nearest=near(name, helps) or "help"))
    page = Page().title(words("command.help_title"))
    for group in words.entry("help_groups"):
        page.heading(group["title"]).items(f"{helps[name]['usage']}: {helps[name]['short']}" for name in group["commands"])
    sitting.show(page.text(words("command.help_more")))


COMMANDS: dict[str, Command] = {
    "accept": bargaining.accept,
    "advice": reasons.advice,
    "analyst": reasons.analyst,
    "believe": reasons.believe,
    "boards": references.boards,
    "branches": courses.branches,
    "brief": references.brief,
    "card": references.card,
    "chance": bargaining.chance,
    "chart": courses.chart_command,
    "claim": references.claim,
    "clauses": bargaining.clauses,
    "counter": bargaining.counter,
    "debrief": debriefing.debrief,
    "end": season.end,
    "export": debriefing.export,
    "follow": reasons.follow,
    "forecast": ahead.forecast,
    "forgive": bargaining.forgive,
    "fork": timeline.fork,
    "glossary": references.glossary,
    "help": help_,
    "history": references.history,
    "legal": orders.legal,
    "lens": references.lens,
    "load": timeline.load,
    "look": season.look_again,
    "news": season.news,
    "offer": bargaining.offer,
    "offers": bargaining.offers,
    "orders": orders.all_orders,
    "package": bargaining.package,
    "packages": bargaining.packages,
    "predict": season.predict,
    "quit": timeline.leave,
    "redo": timeline.redo,
    "refuse": bargaining.refuse,
    "rule": references.rule,
    "save": timeline.save,
    "saves": timeline.saves,
    "sheet": orders.sheet,
    "snap": bargaining.snap,
    "sources": references.sources,
    "undo": timeline.undo,
    "why": reasons.why,
    "withdraw": bargaining.withdraw,
}
ALIASES = {
    "?": "help",
    "go": "end",
    "reveal": "end",
    "exit": "quit",
    "q": "quit",
    "show": "look",
    "rules": "rule",
    "board": "boards",
    "claims": "claim",
    "clause": "clauses",
    "reject": "refuse",
    "snapback": "snap",
    "snap_back": "snap",
    "continue": "look",
    "settings": "legal",
    "briefs": "brief",
    "word": "glossary",
    "propose": "offer",
    "advisers": "advice",
    "ahead": "forecast",
    "future": "forecast",
    "expect": "advice",
}


def obey(sitting: Sitting, line: str) -> bool:
    """Carry out a typed line; whatever is wrong with it is told in a sentence, and nothing has changed.

    Returns:
        Whether it was carried out.
    """
    return guarded(sitting, lambda: _carry_out(sitting, line))


def guarded(sitting: Sitting, work: Callable[[], None]) -> bool:
    """Do something; what is wrong, refused or at fault is told in a sentence.

    Returns:
        Whether it was done.
    """
    try:
        work()
    except DocumentErrors as failure:
        for error in failure.errors[:3]:
            sitting.tell(sitting.words.said(error.text()))
    except (Wrong, Refused, DocumentError) as failure:
        sitting.tell(capitalised(sitting.words.said(str(failure))))
    except (EOFError, OSError):  # no more input, or nowhere to write: the loop ends the sitting
        raise
    except Exception as fault:
        if os.environ.get("PENINSULA_DEBUG"):
            raise
        sitting.say("command.fault", fault=f"{type(fault).__name__}: {fault}")
    else:
        return True
    return False


def _carry_out(sitting: Sitting, line: str) -> None:
    word, _, rest = line.partition(" ")
    if word.startswith("?") and len(word) > 1:
        word, rest = "?", line[1:]
    name = ALIASES.get(word.lower(), word.lower())
    if sitting.game.phase == "crisis" and name != "quit":
        season.answer_incident(sitting, line)
    elif name in COMMANDS:
        COMMANDS[name](sitting, rest.strip())
    elif _is_order(sitting, word):
        orders.order(sitting, line)
    else:
        raise Wrong(_unknown(sitting, word))


def _is_order(sitting: Sitting, word: str) -> bool:
    """Say whether a word begins an order: a lever, with or without its seat and its setting."""
    lever = word.replace(",", "=").partition("=")[0]
    owner, dot, name = lever.rpartition(".")
    if dot:
        return owner.upper() in sitting.layout.seats
    return "=" in word or any(name.lower() in sitting.levers(seat) for seat in sitting.layout.seats)


def _unknown(sitting: Sitting, word: str) -> str:
    """Return what to say to a word that is no command: the nearest that is."""
    known = [*COMMANDS, *ALIASES, *(sitting.levers(sitting.seat) if sitting.seat else [])]
    nearest = near(word, known)
    return sitting.words("command.nearest" if nearest else "command.unknown", word=word[:40], nearest=nearest)


def completions(sitting: Sitting, before: str, text: str) -> list[str]:
    """Return the words that could stand where somebody types: commands and levers first, then what the first word asks for."""
    first = before.replace("=", " ").split()
    levers = sitting.levers(sitting.seat) if sitting.seat else []
    if not first:
        return sorted(word for word in [*COMMANDS, *levers] if word.startswith(text.lower()))
    word = ALIASES.get(first[0].lower(), first[0].lower())
    last = first[-1].lower()
    if last in levers and word not in ("why", "predict"):
        found = sitting.settings(sitting.seat, last)
    elif word in levers or word == "sheet":
        found = levers
    else:
        found = _asked_for(sitting, word, len(first), last)
    return sorted(each for each in found if each.lower().startswith(text.lower()))


def _asked_for(sitting: Sitting, word: str, place: int, last: str) -> list[str]:
    """Return what may follow a command."""
    book, seats = sitting.book, list(sitting.layout.seats)
    if word == "chart":
        return kin(sitting) if last == "with" else [*(name for _, names in chart_groups(sitting) for name in names), "with"]
    if last in ("with", "without"):
        return list(book.clauses)
    if word in ("offer", "chance", "package", "packages", "clauses", "forgive", "snap"):
        return [*(["back"] if word == "snap" else []), *book.packages] if place == 1 or last == "back" else ["to", "with", "without", *seats]
    if word == "why" and place == 1:
        return [*seats, "me", *book.dials]
    if word == "why" and last.upper() in seats:
        return sitting.levers(last.upper())
    if word == "predict" and place == 1:
        return [lever for lever in book.levers if not lever.startswith(f"{sitting.seat}.")]
    follow = {
        "help": list(COMMANDS),
        "claim": list(sitting.library.claims()) if word == "claim" else [],
        "rule": list(book.rules),
        "believe": ["evidence", *sitting.library.lens_names()],
        "lens": sitting.library.lens_names(),
        "advice": list(sitting.library.arguments()),
        "follow": list(sitting.library.arguments()),
        "forecast": ["advisers", "dials", *book.dials, *sitting.library.arguments()] if word == "forecast" else [],
        "load": sitting.saves.names() if word == "load" else [],
        "legal": sitting.levers(sitting.seat) if sitting.seat else [],
        "undo": ["fresh", "season"],
        "branches": kin(sitting) if word == "branches" else [],
        "debrief": [debriefing.ALL, debriefing.COMPARE, *debriefing.KINDS],
        "export": ["debrief", "html", "record"],
    }
    return follow.get(word, [])
