"""The patterns the model was tested on: the stylised facts as protocols."""

from __future__ import annotations

from collections.abc import Mapping

from sim.documents.fact import Arm, Fact, FactRow, Measure
from sim.report.odd.markdown import code, codes, number
from sim.report.odd.words import Subject

KINDS = ("any", "all", "rate", "mean", "risk")


def patterns(subject: Subject) -> dict[str, str]:
    """Return every stylised fact: what it rests on, its arms, measures and findings."""
    library = subject.library
    return {"facts": "\n\n".join(_fact(subject, library.fact(name)) for name in library.fact_names())}


def _fact(subject: Subject, fact: Fact) -> str:
    words = subject.words
    facts = words.phrase(
        "fact_facts",
        grounds=words.grounds(fact),
        coefficient=codes(dict.fromkeys(each.carried_by for each in fact.findings.values() if each.carried_by)) or words.phrase("no_coefficient"),
        seasons=number(fact.seasons),
        bargain=words.phrase(fact.bargain),
        off=codes(name for name, switch in fact.mechanics.items() if switch == "off") or words.phrase("no_change"),
        start=_start(fact.start) or words.phrase("no_change"),
    )
    findings = (
        [code(name), code(each.value), _thresholds(subject, each.home), _thresholds(subject, each.compared)] for name, each in fact.findings.items()
    )
    parts = [
        f"#### {fact.id}: {fact.title}",
        facts,
        words.table("arms", (_arm(subject, name, arm) for name, arm in fact.arms.items())),
        words.table("measures", (_measure(name, measure) for name, measure in fact.measures.items())),
        words.table("findings", findings),
    ]
    return "\n\n".join(parts if fact.moved is None else [*parts, words.phrase("fact_moved", moved=fact.moved)])


def _start(values: Mapping[str, float]) -> str:
    return ", ".join(f"{code(name)} {number(value)}" for name, value in values.items())


def _arm(subject: Subject, name: str, arm: Arm) -> list[str]:
    words = subject.words
    events = [words.phrase("arm_event", event=each.event, season=number(each.season), lasts=number(each.lasts)) for each in arm.events]
    return [code(name), _start(arm.start), "; ".join(_row(subject, row) for row in arm.rows), ", ".join(events), codes(arm.accords)]


def _row(subject: Subject, row: FactRow) -> str:
    if row.when is None:
        return subject.words.phrase("forced", seat=row.seat, set=code(row.set))
    return subject.words.phrase("forced_when", seat=row.seat, when=row.when, set=code(row.set))


def _measure(name: str, measure: Measure) -> list[str]:
    kind = next(kind for kind in KINDS if getattr(measure, kind) is not None)
    first, last = measure.seasons
    seasons = number(first) if first == last else f"{number(first)}–{number(last)}"
    return [code(name), code(measure.arm), kind, code(getattr(measure, kind)), seasons, code(measure.after)]


def _thresholds(subject: Subject, bounds: Mapping[str, str]) -> str:
    return ", ".join(subject.words.phrase("threshold", lens=lens, threshold=threshold) for lens, threshold in bounds.items())
