"""A finished game as text or as one machine-readable document."""

from __future__ import annotations

import json
from typing import Any

from sim import DISCLAIMER
from sim.documents.season import Season
from sim.engine.game import Game
from sim.rollout.session import Session
from sim.text.catalogue import catalogue
from sim.text.newspaper import FrontPage, Writer


def run_text(session: Session) -> str:
    """Return a game season by season: front pages, dials, boards, and how it ended."""
    game = session.game
    lens = session.open_lens
    lines = [f"{session.scenario.title} · lens {lens.name if lens else 'hidden'} · rng seed {game.terms.rng_seed} · {game.level}", DISCLAIMER, ""]
    writer = Writer(game.program, catalogue("en"), game.terms.rng_seed)
    for index in range(len(game.played)):
        lines += [*page_lines(writer.front_page(game, index)), ""]
    return "\n".join([*lines, *boards_lines(session)])


def page_lines(page: FrontPage) -> list[str]:
    """Return a front page as lines, unwrapped."""
    return [f"{page.heading}  ({page.number})", *page.headlines, *page.cables, *page.refused, page.human_cost]


def boards_lines(session: Session) -> list[str]:
    """Return the boards as lines."""
    game = session.game
    labels = catalogue("en")
    lines = [f"Ended: {ending_words(game)}", "Boards (there is no single best):"]
    for name, scores in game.outcome().items():
        if name == "own" and session.open_lens is None:
            continue
        better = "higher" if game.program.book.boards[name].better == "high" else "lower"
        values = "  ".join(f"{seat} {value:+.2f}" if name == "own" else f"{value:.2f}" for seat, value in scores.items())
        lines.append(f"  {labels.label('boards', name):<22} {values}   ({better} is better)")
    return lines


def ending_words(game: Game) -> str:
    """Return in words why a game has ended."""
    if not game.over:
        return "not yet"
    if game.over == "war":
        return f"war, in {Season.parse(game.seasons[len(game.played) - 1]).title}"
    return "the scheduled end" if game.over == "scheduled" else game.program.book.ends[game.over].title


def run_json(session: Session) -> str:
    """Return a game as JSON: set-up, and by season orders, dials at the end, accords, incidents, boards."""
    game = session.game
    layout = game.program.layout
    seasons: list[dict[str, Any]] = []
    for played in game.played:
        account = played.account
        seasons.append(
            {
                "season": game.seasons[account.season],
                "orders": {seat: game.sheet_of(seat, account.orders) for seat in layout.seats},
                "dials": {name: account.end[layout.index[name]] for name in game.program.book.dials},
                "offers": [{"by": offer.by, "accord": offer.package, "outcome": offer.outcome} for offer in account.offers],
                "ended": [{"accord": package, "how": how} for package, how in account.ended],
                "rules": account.bites,
                "incident": account.incident,
                "crisis": account.crisis,
                "war": account.war,
                "chance_of_war": account.chance_of_war,
                "payoffs": dict(zip(layout.seats, account.payoffs, strict=True)),
            }
        )
    document = {
        "note": DISCLAIMER,
        "scenario": session.scenario.name,
        "lens": session.open_lens.name if session.open_lens else "hidden",
        "rng_seed": game.terms.rng_seed,
        "level": game.level,
        "over": game.over,
        "boards": game.outcome(),
        "seasons": seasons,
    }
    return json.dumps(document, ensure_ascii=False, indent=1)
