"""The single numbers and names that stand inside sentences, each from where the model keeps it."""

from __future__ import annotations

from typing import Any

from sim.agents.posterior import FLOOR
from sim.analysis import estimate, facts
from sim.documents.lens import DIGITS
from sim.documents.rulebook import Dial, Level
from sim.documents.scenario import MOST_SEASONS, ScenarioText
from sim.engine.expression import ARITY, MAX_DEPTH, MAX_LENGTH
from sim.engine.kernel import seasons as kernel
from sim.engine.scope import PREDICATES
from sim.report.odd.markdown import code, codes, number
from sim.report.odd.words import Subject
from sim.rollout.runner import Start, fact_names
from sim.rollout.session import program_of


def numbers(subject: Subject) -> dict[str, str]:
    """Return what sentences take from the rulebook, from its schema and from the mechanism."""
    return {**_of_the_rulebook(subject), **_of_the_schema(), **_of_the_mechanism(subject)}


def _of_the_rulebook(subject: Subject) -> dict[str, str]:
    book, words = subject.book, subject.words
    rule, accord, capital = book.lens_rule, book.accords, book.mechanics["capital"]
    values: dict[str, float] = {
        "n_dials": len(book.dials),
        "n_coefficients": len(book.coefficients),
        "n_boards": len(book.boards),
        "discount": book.choice.discount,
        "in_force": accord.in_force,
        "clauses_each": accord.clauses,
        "misses_that_end": accord.misses_that_end,
        "miss": accord.miss,
        "delivery": accord.delivery,
        "dispute_ends": accord.dispute_ends,
        "found_out": accord.found_out,
        "injured_above": accord.injured_above,
        "offers_a_season": accord.offers_a_season,
        "counters": accord.counters,
        "catalogue_limit": accord.catalogue,
        "answer_precision": book.answers.precision,
        "snap_precision": book.snap_back.precision,
        "carried": book.fog.carried,
        "run_in": book.fog.run_in,
        "undecided": book.crisis.undecided,
        "capital_a_season": capital.a_season or 0,
        "silent": rule.silent,
        "inferred_lowers": rule.inferred_lowers,
        **{f"raises_{strength}": value for strength, value in rule.raises.items()},
        **{f"lowers_{strength}": value for strength, value in rule.lowers.items()},
    }
    return {
        **{name: number(value) for name, value in values.items()},
        "mandate_name": code(book.deterrence_mandate.name),
        "mandate_clock": code(book.deterrence_mandate.clock),
        "mediators": words.listed(accord.mediators),
        "crisis_seats": words.listed(book.crisis.seats),
        "silent_is_zero": words.listed(map(code, rule.silent_is_zero)),
        "incident_raises": words.listed(words.phrase("raises", name=name, value=number(value)) for name, value in book.incident.raises.items()),
    }


def _of_the_schema() -> dict[str, str]:
    """Return the bounds that the documents' schemas set."""
    dial_low, dial_high = _bounds(Dial, "start")
    length_least, length_most = _bounds(ScenarioText, "length")
    belief_least, belief_most = _bounds(Level, "belief")
    found = {
        "dial_low": dial_low,
        "dial_high": dial_high,
        "length_least": length_least,
        "length_most": length_most,
        "belief_least": belief_least,
        "belief_most": belief_most,
        "memory_cap": MOST_SEASONS,
        "lens_digits": DIGITS,
        "expression_length": MAX_LENGTH,
        "expression_depth": MAX_DEPTH,
    }
    return {name: number(value) for name, value in found.items()}


def _bounds(model: Any, field: str) -> tuple[float, float]:
    marks = model.model_fields[field].metadata
    return next(mark.ge for mark in marks if hasattr(mark, "ge")), next(mark.le for mark in marks if hasattr(mark, "le"))


def _of_the_mechanism(subject: Subject) -> dict[str, str]:
    words = subject.words
    program = program_of(subject.library)
    purposes = sorted((value, name) for name, value in vars(kernel).items() if name.startswith("FOR_"))
    draws = [[number(value), *(words.about("draws", name)[key] for key in ("what", "index"))] for value, name in purposes]
    calls = [[code(f"{name}({', '.join('xyz'[:size])})"), words.about("language", name)] for name, size in ARITY.items()]
    calls += [[code(f"{name}(…)"), words.about("language", name)] for name in PREDICATES]
    calls += [[codes(f"{name}({table.of})" for name, table in subject.book.tables.items()), words.about("language", "table")]]
    return {
        "branch_words": number(kernel.BRANCH),
        "draws": words.table("draws", draws),
        "language": words.table("language", calls),
        "posterior_floor": number(FLOOR),
        "fact_seed": number(facts.FACT_SEED),
        "fact_pairs": number(facts.PAIRS),
        "fact_most": number(facts.MOST_PAIRS),
        "fact_blocks": number(estimate.BLOCKS),
        "fact_level": code(Start.level),
        "fact_names": codes(fact_names(program)),
        "versions": words.table(
            "versions",
            [
                [words.phrase("rulebook"), code(subject.library.rulebook()[1].digest)],
                [words.phrase("program"), code(program.digest)],
            ],
        ),
    }
