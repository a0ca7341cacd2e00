"""The timeline of a debrief: each season's orders with the team's own reason, and what an AI in that seat would have ordered, and why."""

from __future__ import annotations

from typing import Any

from sim.classroom.debrief.instead import Instead
from sim.classroom.debrief.telling import Telling
from sim.classroom.lesson import PERSON, World
from sim.text.wording import capitalised, signed

Plain = dict[str, Any]


def timeline(telling: Telling, seasons: list[Plain]) -> list[Plain]:
    """Return the seasons as sentences.

    Args:
        telling: Whose debrief.
        seasons: `sim.classroom.sight_game.season_told` of each, for those who may see all.
    """
    told = telling.kept.told.get(telling.world.number)
    others = {(each.season, each.seat): each for each in told.instead} if told else {}
    return [_season(telling, season, others) for season in seasons]


def _season(telling: Telling, season: Plain, others: dict[tuple[int, str], Instead]) -> Plain:
    words, index = telling.words, season["number"] - 1
    return {
        "title": words("season_line", season=words.season(season["season"]), n=season["number"], length=telling.world.game.terms.length),
        "happened": _happened(telling, season),
        "war": season["war"],
        "seats": [_seat(telling, season, index, seat, others.get((index, seat))) for seat in season["sheets"]],
    }


def _happened(telling: Telling, season: Plain) -> list[str]:
    words = telling.words
    found = []
    if season["signed"]:
        found.append(words("debriefing.signed", packages=words.listed(words.package(each) for each in season["signed"])))
    refused = [offer for offer in season["offers"] if offer["outcome"] != "signed"]
    if refused:
        told = [
            words(
                "debriefing.offer_of",
                package=words.package(offer["package"]),
                seat=words.seat(offer["by"]),
                outcome=words.labels.label("outcomes", offer["outcome"]),
            )
            for offer in refused
        ]
        found.append(words("debriefing.refused", packages=words.listed(told)))
    if season["incident"]:
        answers = [f"{words.seat(seat)} {words(f'debriefing.{answer}')}" for seat, answer in season["crisis"].items()]
        found.append(words("debriefing.incident", answers=words.listed(answers)))
    return [*found, words("debriefing.war")] if season["war"] else found


def _seat(telling: Telling, season: Plain, index: int, seat: str, other: Instead | None) -> Plain:
    words, world = telling.words, telling.world
    orders = [
        f"{capitalised(words.lever(row['lever']))}: {words.setting(row['lever'], row['setting'])}" for row in season["sheets"][seat] if row["changed"]
    ]
    reason = season["reasons"].get(seat, "")
    if filled_by(world, season["season"], seat) != PERSON:
        own = words("debriefing.by_bot")
    elif seat in world.missing.get(index, []):
        own = words("debriefing.missing")
    else:
        own = words("debriefing.own_reason", reason=reason) if reason else words("debriefing.no_reason")
    return {
        "seat": words.seat(seat),
        "mine": seat == telling.seat,
        "orders": orders or [words("debriefing.nothing_changed")],
        "own": own,
        "said": bool(reason),
        "other": _other(telling, other),
    }


def filled_by(world: World, season: str, seat: str) -> str:
    """Return which agent, or whether persons, filled a seat when a season was revealed."""
    assert world.session is not None
    seasons = list(world.game.seasons)
    agent = world.session.seats[seat]
    for change in world.session.handed_over:
        if change.seat == seat and seasons.index(change.season) <= seasons.index(season):
            agent = change.to
    return agent


def _other(telling: Telling, other: Instead | None) -> Plain | None:
    """Return what an AI would have ordered: a sentence, its orders, why, and the claims behind that in words."""
    if other is None:
        return None
    words = telling.words
    told = [words("debriefing.ai_reason", term=words.term(other.seat, row.name), value=signed(row.value)) for row in other.reasons]
    claims = list(dict.fromkeys(row.claims[0] for row in other.reasons if row.claims))
    grounds = [words("debriefing.ai_claim", claim=f"`{claim}`", says=telling.says.get(claim, "")) for claim in claims]
    return {
        "says": words("debriefing.ai_other" if other.orders else "debriefing.ai_same"),
        "orders": [
            words(
                "debriefing.ai_order",
                lever=capitalised(words.lever(each.lever)),
                theirs=words.setting(each.lever, each.theirs),
                ours=words.setting(each.lever, each.ours),
            )
            for each in other.orders
        ],
        "because": words("debriefing.ai_because", reasons=words.listed(told)) if told else "",
        "claims": grounds,
        "ours": words("debriefing.ai_ours") if told and not claims else "",
    }
