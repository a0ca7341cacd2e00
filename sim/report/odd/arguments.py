"""Where the model comes from: the op-eds, their claims and clashes, and the contrast lens with its sources."""

from __future__ import annotations

from sim.documents.contrast import Source
from sim.report.odd.markdown import code, codes, one_line
from sim.report.odd.words import Subject


def arguments(subject: Subject) -> dict[str, str]:
    """Return the tables of arguments, contradictions, claims and points of the contrast lens."""
    library, words = subject.library, subject.words
    contrast = library.contrast()
    found = library.arguments().values()
    rows = ([code(each.id), each.author or words.phrase("unknown_author"), each.title, each.outlet, each.date] for each in found)
    theses = [
        words.phrase("thesis", name=each.id, short=each.short, thesis=one_line(each.thesis), board=each.board, reason=each.board_reason)
        for each in found
    ]
    return {
        "arguments": "\n\n".join([words.table("arguments", rows), "\n".join(theses)]),
        "n_arguments": str(len(theses)),
        "contrast_id": contrast.id,
        "contrast_thesis": one_line(contrast.thesis),
        "contrast_caution": one_line(contrast.caution),
        "contradictions": words.table(
            "contradictions",
            ([code(name), each.question, codes(each.carried_by)] for name, each in library.contradictions().contradictions.items()),
        ),
        "claims": _claims(subject),
        "points": words.table(
            "points",
            ([code(name), each.says, codes(each.raises), codes(each.lowers), _source(each.source)] for name, each in contrast.points.items()),
        ),
    }


def _claims(subject: Subject) -> str:
    words = subject.words
    rows = (
        [name, each.claim, str(each.number), each.stance, each.strength, words.yes(each.inferred), codes(each.raises), codes(each.lowers)]
        for name, each in subject.library.claims().items()
    )
    return words.table("claims", rows)


def _source(source: Source) -> str:
    return ", ".join(part for part in (source.author, f'"{source.title}"', source.outlet, source.date, source.url) if part)
