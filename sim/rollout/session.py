"""Sessions: a game with the choices it was set up from, and what persons do at its table."""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from sim.agents.others import PersonAgent, RandomAgent, ScriptAgent, StandingAgent
from sim.agents.payoff import PayoffAgent
from sim.agents.planner import PlannerAgent
from sim.documents.errors import DocumentError, did_you_mean
from sim.documents.lens import Lens, read_lens
from sim.documents.library import Library
from sim.documents.record import HandOver
from sim.documents.rulebook import Foresight, Level
from sim.documents.scenario import Scenario
from sim.engine.accords import Offer
from sim.engine.account import Account
from sim.engine.desk import Agent
from sim.engine.game import Game
from sim.engine.policy import compile_policy
from sim.engine.position import Terms
from sim.engine.program import Program
from sim.rollout.planning import roll
from sim.rollout.program import compile_rulebook

HIDDEN = "hidden"


@dataclass(frozen=True)
class Seal:
    """A hidden lens: what was drawn, and the nonce that the record commits to.

    Attributes:
        lens: Name of the lens drawn.
        nonce: Random text.
    """

    lens: str
    nonce: str

    @property
    def commitment(self) -> str:
        """What the record holds: SHA-256 of nonce and lens."""
        return hashlib.sha256(f"{self.nonce}:{self.lens}".encode()).hexdigest()


@dataclass
class Session:
    """A game and where it came from.

    Attributes:
        library: Where its documents are.
        scenario: Its scenario.
        lens: The world's lens; with a seal, hidden from views, records, explanations and exports.
        seal: The sealed lens, or None where the lens is open.
        game: The game.
        acts: Persons' acts at the table this season, in order, for the save.
        drafts: Persons' unsealed sheets, by seat.
        practice: Whether a hidden-lens game was taken back and so no longer counts.
        seats: Agent by seat at the start, as records name them.
        handed_over: Seats given to other agents in mid-game.
    """

    library: Library
    scenario: Scenario
    lens: Lens
    seal: Seal | None
    game: Game
    acts: list[str] = field(default_factory=list)
    drafts: dict[str, dict[str, str]] = field(default_factory=dict)
    practice: bool = False
    seats: dict[str, str] = field(default_factory=dict)
    handed_over: list[HandOver] = field(default_factory=list)

    def __post_init__(self) -> None:
        """Note who fills the seats at the start."""
        self.seats = self.seats or {seat: agent.name for seat, agent in self.game.agents.items()}

    @property
    def open_lens(self) -> Lens | None:
        """The lens as views may know it: None while it is hidden and the game goes on."""
        return None if self.seal and not self.game.over else self.lens


_PROGRAMS: dict[str, Program] = {}


def program_of(library: Library) -> Program:
    """Return the compiled rulebook of a library; compiled once a process."""
    book, sources = library.rulebook()
    if sources.digest not in _PROGRAMS:
        _PROGRAMS[sources.digest] = compile_rulebook(book, sources)
    return _PROGRAMS[sources.digest]


def coefficients(program: Program, lens: Lens) -> tuple[float, ...]:
    """Return a lens as the program takes it."""
    return tuple(lens.values[name] for name in program.layout.coefficients)


def all_lenses(library: Library) -> dict[str, tuple[float, ...]]:
    """Return the coefficients of every lens but the pool, which is a mean of others."""
    program = program_of(library)
    return {name: coefficients(program, read_lens(library, name)) for name in library.lens_names() if name != "pool"}


def make_agent(library: Library, name: str) -> Agent:
    """Return an agent by the name records use.

    Args:
        library: Where policies and levels are.
        name: ``payoff``, ``payoff:depth=3,belief=2,precision=4`` (what is left out is the standard level's), ``standing`` (level 0),
            ``random``, ``person``, ``script:POLICY``, ``planner`` or ``planner:sheets=16,futures=512,seasons=6`` (what is left out is the
            rulebook's).

    Raises:
        DocumentError: No such agent or policy, or a number out of range.
    """
    plain: dict[str, Callable[[], Agent]] = {"payoff": PayoffAgent, "standing": StandingAgent, "random": RandomAgent, "person": PersonAgent}
    if name in plain:
        return plain[name]()
    kind, _, detail = name.partition(":")
    if kind == "payoff" and detail:
        return PayoffAgent(_own_level(library, detail), name)
    if kind == "planner":
        return PlannerAgent(_own_foresight(library, detail), roll, name)
    if kind == "script" and detail:
        document = library.policy(detail)
        rows = [(row.seat, row.when, row.orders) for row in document.rows]
        return ScriptAgent(compile_policy(program_of(library), document.id, rows))
    raise DocumentError(f'agent "{name}" is unknown', hint=did_you_mean(name, [*plain, "planner", "script:POLICY"]))


def _own_level(library: Library, detail: str) -> Level:
    """Read ``depth=3,belief=2,precision=4`` over the standard level."""
    book, _ = library.rulebook()
    values = _own_settings("payoff", detail, book.choice.levels["standard"].model_dump())
    try:
        return Level.model_validate(values)
    except ValueError:
        raise DocumentError(f'agent: "{detail}" is out of range', hint="depth 1 to 3, belief 1 or 2, precision above 0 to 50") from None


def _own_foresight(library: Library, detail: str) -> Foresight:
    """Read ``sheets=16,futures=512,seasons=6`` over the rulebook's planner."""
    book, _ = library.rulebook()
    if not detail:
        return book.choice.planner
    try:
        return Foresight.model_validate(_own_settings("planner", detail, book.choice.planner.model_dump()))
    except ValueError:
        raise DocumentError(f'agent: "{detail}" is out of range', hint="sheets 2 to 64, futures 16 to 20000, seasons 1 to 20") from None


def _own_settings(kind: str, detail: str, values: dict[str, Any]) -> dict[str, Any]:
    """Read settings of an agent over others."""
    found = dict(values)
    for part in detail.split(","):
        name, equals, number = part.partition("=")
        if name not in values or not equals:
            raise DocumentError(f'agent: "{part}" is no setting of a {kind} agent', hint=did_you_mean(name, values))
        found[name] = number
    return found


def new_session(  # noqa: PLR0913  (what a game is set up from; each has a default)
    scenario: str,
    *,
    seats: Mapping[str, str] | None = None,
    lens: str = "pool",
    level: str | None = None,
    length: int | None = None,
    rng_seed: int = 0,
    fog: bool | None = None,
    mechanics: Mapping[str, bool] | None = None,
    scale: float | None = None,
    library: Library | None = None,
    seal: Seal | None = None,
) -> Session:
    """Set up a game.

    Args:
        scenario: Name of a scenario.
        seats: Agent by seat; payoff where left out.
        lens: A lens, a mix, or ``hidden``.
        level: Level of play of AI seats: novice, standard, expert; by default the rulebook's for this lens.
        length: Seasons, 4 to 20; the scenario's by default.
        rng_seed: Seed of all draws, 0 or more.
        fog: Whether others' private dials are estimates; the scenario's by default.
        mechanics: Mechanics switched on or off, over the scenario's.
        scale: Factor on the seasons that accord packages last; the scenario's by default.
        library: Documents; what is shipped by default.
        seal: A lens drawn before, for a loaded game.

    Raises:
        DocumentError: A name is unknown or a number out of range.
    """
    library = library or Library()
    chosen = library.scenario(scenario)
    program = program_of(library)
    level = level or program.book.choice.level_for(lens)
    if level not in program.book.choice.levels:
        raise DocumentError(f'level "{level}" is unknown', hint=did_you_mean(level, program.book.choice.levels))
    seasons = length or chosen.length
    if not 4 <= seasons <= 20:  # noqa: PLR2004  (DESIGN §4: length 4–20)
        raise DocumentError(f"a game has 4 to 20 seasons, not {seasons}")
    if not 0 <= rng_seed < 2**63:
        raise DocumentError(f"an rng seed is a whole number from 0 to 2^63 - 1, not {rng_seed}")
    if lens == HIDDEN and seal is None:
        seal = draw_lens(library)
    world = read_lens(library, seal.lens if seal else lens)
    unknown = [seat for seat in seats or {} if seat not in program.layout.seats]
    if unknown:
        raise DocumentError(f'seat "{unknown[0]}" is unknown', hint=did_you_mean(unknown[0], program.layout.seats))
    terms = Terms(
        coefficients(program, world),
        rng_seed,
        seasons,
        chosen.fog if fog is None else fog,
        scale=chosen.scale if scale is None else scale,
        mechanics={**{str(name): on for name, on in chosen.mechanics.items()}, **(mechanics or {})},
    )
    agents = {seat: make_agent(library, (seats or {}).get(seat, "payoff")) for seat in program.layout.seats}
    game = Game(program, chosen, terms, [season.id for season in chosen.starts.span(seasons)], agents, level)
    return Session(library, chosen, world, seal, game)


def draw_lens(library: Library) -> Seal:
    """Draw a hidden lens from the system's entropy, never from the rng seed."""
    return Seal(secrets.choice([name for name in library.lens_names() if name != "pool"]), secrets.token_hex(16))


def do_act(session: Session, act: str) -> Offer | None:
    """Do a person's act at the table and remember it for the save.

    Args:
        session: The session.
        act: ``offer SEAT PACKAGE [CLAUSE …]``, ``answer SEAT NUMBER accept|refuse``, ``counter SEAT NUMBER CLAUSE …``,
            ``withdraw SEAT NUMBER``, ``snap_back SEAT PACKAGE``, ``forgive SEAT PACKAGE``, ``predict SEAT LEVER SETTING [ADVISER]``,
            ``veto PLACE`` (a teacher's).

    Raises:
        Refused: The game does not take it; nothing has changed.
        ValueError: It is no such act.
    """
    table = session.game.table
    words = act.split()
    if len(words) > 1 and words[0] != "veto":
        session.game.held_by_person(words[1])
    made: Offer | None = None
    match words:
        case ["offer", seat, package, *clauses]:
            made = table.offer(seat, package, tuple(clauses) or None)
        case ["answer", seat, number, answer] if number.isdigit():
            made = table.answer(seat, int(number), answer)
        case ["counter", seat, number, *clauses] if number.isdigit():
            made = table.counter(seat, int(number), tuple(clauses))
        case ["withdraw", seat, number] if number.isdigit():
            table.withdraw(seat, int(number))
        case ["snap_back", seat, package]:
            table.snap_back(seat, package)
        case ["forgive", seat, package]:
            table.forgive(seat, package)
        case ["veto", number] if number.isdigit():
            table.veto(int(number))
        case ["predict", seat, lever, setting, *adviser]:
            session.game.predict(seat, lever, setting, adviser[0] if adviser else "")
        case _:
            raise ValueError(f'"{act}" is no act at the table')
    session.acts.append(act)
    return made


def advance(session: Session) -> Account | None:
    """Advance the game and forget the table's acts and drafts once the season is finished."""
    account = session.game.advance()
    if account is not None:
        session.acts.clear()
        session.drafts.clear()
    return account


def hand_over(session: Session, seat: str, agent: str) -> None:
    """Give a seat to another agent from this season on, and remember it for the record.

    Raises:
        DocumentError: No such agent.
        Refused: No such seat.
    """
    session.game.hand_over(seat, make_agent(session.library, agent))
    session.handed_over.append(HandOver(season=session.game.seasons[session.game.season], seat=seat, to=agent))


def undo(session: Session, *, fresh: bool = False) -> None:
    """Take back the last season; under a hidden lens the game is practice from then on."""
    session.game.undo(fresh=fresh)
    session.acts.clear()
    session.drafts.clear()
    if session.seal:
        session.practice = True
