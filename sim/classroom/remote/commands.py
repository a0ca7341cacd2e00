"""What can be typed at a seat: looking at pages, and deeds."""

from __future__ import annotations

from collections.abc import Callable

from sim.classroom.remote import shown
from sim.classroom.remote.reading import read_counter, read_letter, read_number, read_offer, read_orders
from sim.classroom.remote.seat import Seat
from sim.classroom.remote.shown import said
from sim.report.page import Page
from sim.text.typed import Wrong, near, one_of

Ask = Callable[[str], str]
Command = Callable[[Seat, str], None]
LOOKS: dict[str, Callable[..., Page]] = {
    "look": shown.now,
    "news": shown.news,
    "situation": shown.situation,
    "proposals": shown.proposals,
    "table": shown.table,
    "packages": shown.packages,
    "talk": shown.talk,
    "team": shown.team,
    "brief": shown.brief,
    "told": shown.told,
}


def orders(seat: Seat, text: str) -> None:
    """Show the levers, or set some of the draft."""
    if text:
        set_draft(seat, text)
        return
    read_orders(seat.t, seat.view, "")
    seat.show(shown.levers(seat.t, seat.view, seat.draft))


def set_draft(seat: Seat, text: str) -> None:
    """Put orders on the draft; what is not legal now is told with why, and left out."""
    given = read_orders(seat.t, seat.view, text)
    against = {(lever["id"], each["id"]): each["against"] for lever in seat.view["levers"] for each in lever["settings"]}
    for lever, setting in given.items():
        if against[lever, setting]:
            raise Wrong(f"{lever}={setting}: {seat.t('orders.illegal', why=against[lever, setting])}")
    seat.draft |= given
    sheet(seat, "")


def sheet(seat: Seat, text: str) -> None:
    """Show the draft."""
    read_orders(seat.t, seat.view, "")
    words = shown.sheet(seat.t, seat.view["seat"], seat.draft, shown.stands(seat.view))
    seat.show(Page().text(said(seat.t, "draft", sheet=words)).text(said(seat.t, "draft_next")))


def clear(seat: Seat, text: str) -> None:
    """Forget the draft."""
    seat.draft = {}
    sheet(seat, "")


def take(seat: Seat, text: str) -> None:
    """Put a proposal's sheet on the draft."""
    number = read_number(seat.t, text)
    found = next((each for each in seat.view["team"]["proposals"] if each["id"] == number and each["sheet"] is not None), None)
    if found is None:
        raise Wrong(seat.t("refused.no_proposal"))
    seat.draft = dict(found["sheet"])
    sheet(seat, "")


def advice(seat: Seat, text: str) -> None:
    """Ask the five advisers."""
    seat.show(shown.advice(seat.t, seat.view, seat.line.get("/team/advice.json")["advice"]))


def follow(seat: Seat, text: str) -> None:
    """Put an adviser's sheet on the draft."""
    found = {each["adviser"]: each["sheet"] for each in seat.line.get("/team/advice.json")["advice"]}
    if not found:
        raise Wrong(seat.t("advice.forbidden"))
    seat.draft = dict(found[one_of(text, found, said(seat.t, "no_adviser", adviser=text))])
    sheet(seat, "")


def propose(seat: Seat, text: str) -> None:
    """Put the draft before the team."""
    _done(seat, "propose_sheet", sheet=seat.draft, note=text, **seat.in_season())


def submit(seat: Seat, text: str) -> None:
    """Hand the draft in for the team, with a reason."""
    _done(seat, "submit", sheet=seat.draft, reason=text, **seat.in_season())


def unseal(seat: Seat, text: str) -> None:
    """Open the orders again that were handed in."""
    _done(seat, "unseal", **seat.in_season())


def back(seat: Seat, text: str) -> None:
    """Be for a proposal, or no longer."""
    _done(seat, "back", proposal=read_number(seat.t, text), **seat.in_season())


def drop(seat: Seat, text: str) -> None:
    """Take a proposal back."""
    _done(seat, "drop", proposal=read_number(seat.t, text), **seat.in_season())


def offer(seat: Seat, text: str) -> None:
    """Table an offer; whoever has not the pen proposes it to the team."""
    package, clauses = read_offer(seat.t, seat.view, text)
    if seat.view["team"]["writes"]:
        _done(seat, "act", act="offer", package=package, clauses=clauses, **seat.in_season())
    else:
        _done(seat, "propose_offer", package=package, clauses=clauses, **seat.in_season())


def counter(seat: Seat, text: str) -> None:
    """Refuse an offer and send another version back."""
    number, clauses = read_counter(seat.t, seat.view, text)
    _done(seat, "act", act="counter", number=number, clauses=clauses, **seat.in_season())


def accept(seat: Seat, text: str) -> None:
    """Accept an offer."""
    _done(seat, "act", act="answer", number=read_number(seat.t, text), answer="accept", **seat.in_season())


def refuse(seat: Seat, text: str) -> None:
    """Refuse an offer."""
    _done(seat, "act", act="answer", number=read_number(seat.t, text), answer="refuse", **seat.in_season())


def withdraw(seat: Seat, text: str) -> None:
    """Withdraw an offer of one's own."""
    _done(seat, "act", act="withdraw", number=read_number(seat.t, text), **seat.in_season())


def snap(seat: Seat, text: str) -> None:
    """End an accord that another party has missed."""
    _done(seat, "act", act="snap_back", package=_injured(seat, text.removeprefix("back").strip()), **seat.in_season())


def forgive(seat: Seat, text: str) -> None:
    """Forgive what another party has missed."""
    _done(seat, "act", act="forgive", package=_injured(seat, text), **seat.in_season())


def _injured(seat: Seat, text: str) -> str:
    known = [each["package"] for each in seat.view["situation"]["accords"]]
    return one_of(text, known, said(seat.t, "no_package", package=text))


def predict(seat: Seat, text: str) -> None:
    """Foretell a rival's order."""
    known = {each["lever"]: each["settings"] for each in seat.view.get("rivals", [])}
    lever, _, setting = text.replace("=", " ").partition(" ")
    if not known or not setting:
        raise Wrong(said(seat.t, "predict_expected"))
    name = one_of(lever, known, said(seat.t, "no_lever", lever=lever))
    guess = one_of(setting.strip(), known[name], said(seat.t, "unknown_setting", lever=name, setting=setting))
    _done(seat, "act", act="predict", guess=f"{name}={guess}", **seat.in_season())


def say(seat: Seat, text: str) -> None:
    """Write to other teams, or a note to one's own."""
    to, words = read_letter(seat.t, seat.view, text)
    _done(seat, "say", to=to, text=words)


def press(seat: Seat, text: str) -> None:
    """Say something in public."""
    _done(seat, "press", text=text)


def match(seat: Seat, text: str) -> None:
    """Match an incident."""
    _done(seat, "answer", answer="match")


def step_back(seat: Seat, text: str) -> None:
    """Step back from an incident."""
    _done(seat, "answer", answer="step_back")


def hand(seat: Seat, text: str) -> None:
    """Raise a hand, or take it down."""
    _done(seat, "hand", up=not seat.view["me"]["hand"])


def pen(seat: Seat, text: str) -> None:
    """Pass the pen to a team-mate, or take it where its holder is away."""
    if not text:
        _done(seat, "take_pen")
        return
    known = {each["nick"]: each["id"] for each in seat.view["team"]["members"]}
    _done(seat, "pass_pen", member=known[one_of(text, known, said(seat.t, "no_mate", nick=text))])


def _done(seat: Seat, name: str, **given: object) -> None:
    seat.does(name, **given)
    seat.show(Page().text(seat.t(f"done.{name}")))


def help_(seat: Seat, text: str) -> None:
    """Tell what can be typed."""
    seat.show(Page().heading(said(seat.t, "help_title")).items(seat.t.entry(f"{shown.HERE}help")).text(said(seat.t, "help_more")))


DEEDS: dict[str, Command] = {
    "orders": orders,
    "sheet": sheet,
    "clear": clear,
    "take": take,
    "advice": advice,
    "follow": follow,
    "propose": propose,
    "submit": submit,
    "unseal": unseal,
    "back": back,
    "drop": drop,
    "offer": offer,
    "counter": counter,
    "accept": accept,
    "refuse": refuse,
    "withdraw": withdraw,
    "snap": snap,
    "forgive": forgive,
    "predict": predict,
    "say": say,
    "press": press,
    "match": match,
    "step": step_back,
    "hand": hand,
    "pen": pen,
    "help": help_,
}
ALIASES = {"?": "help", "end": "submit", "now": "look", "dials": "situation", "offers": "table", "levers": "orders", "legal": "orders"}


def obey(seat: Seat, typed: str, ask: Ask) -> None:
    """Do what a line says; an empty one looks.

    Raises:
        Wrong: It cannot be read; nothing was sent.
        sim.classroom.remote.connection.Refused: The server does not take it.
    """
    seat.look()
    word, _, rest = typed.strip().partition(" ")
    name = ALIASES.get(word.lower(), word.lower()) or "look"
    if name in LOOKS:
        seat.show(LOOKS[name](seat.t, seat.view))
        return
    if name == "submit" and not rest:
        read_orders(seat.t, seat.view, "")
        rest = ask(said(seat.t, "reason"))
    if name in DEEDS:
        DEEDS[name](seat, rest.strip())
        return
    levers = [each["id"] for each in seat.view.get("levers", [])]
    if word.replace("=", " ").split()[0].rpartition(".")[2] in levers:
        set_draft(seat, typed)
        return
    raise Wrong(said(seat.t, "unknown", word=word, nearest=near(name, [*LOOKS, *DEEDS, *levers]) or "help"))


def completions(seat: Seat, before: str, begun: str) -> list[str]:
    """Return the words that could stand where one is being typed: commands and levers first, then what these take."""
    view, words = seat.view, before.replace("=", " ").split()
    settings = {lever["id"]: [each["id"] for each in lever["settings"]] for lever in view.get("levers", [])}
    packages = [each["id"] for each in view.get("packages", [])]
    others = [name for name in view["situation"]["orders"] if name != view["seat"]]
    if not words:
        known = [*LOOKS, *DEEDS, *settings]
    else:
        known = settings.get(words[-1], []) or {"offer": packages, "forgive": packages, "back": packages, "say": others}.get(words[-1], [])
    return sorted(name for name in known if name.lower().startswith(begun.lower()))
