"""What `peninsula check` checks: documents by their schemas, and, with the engine at hand, their expressions and records."""

from __future__ import annotations

from pathlib import Path

from sim.batch.measures import check_expressions
from sim.documents.balance import check_balance
from sim.documents.census import check_census
from sim.documents.checking import Report, check_paths
from sim.documents.errors import DocumentErrors
from sim.documents.experiment import check_experiment
from sim.documents.fact import check_fact
from sim.documents.library import Library
from sim.documents.policy import Policy
from sim.documents.reading import Document
from sim.engine.expression import ExpressionError
from sim.engine.policy import compile_policy
from sim.rollout.program import compile_rulebook
from sim.rollout.records import from_record
from sim.rollout.session import program_of


def check_documents(paths: list[Path], library: Library) -> Report:
    """Check documents, or all that are shipped where no path is given.

    Expressions of rulebooks, policies and experiments are compiled, records are replayed.
    """

    def policy(document: Policy, source: Document) -> object:
        try:
            return compile_policy(program_of(library), document.id, [(row.seat, row.when, row.orders) for row in document.rows])
        except ExpressionError as failure:
            raise DocumentErrors([source.error(("rows",), failure.message, failure.hint)]) from None

    def record(source: Document) -> object:
        return from_record(source.text, file=source.file, library=library)

    def experiment(source: Document) -> object:
        check_expressions(source, found := check_experiment(source, library), program_of(library))
        return found

    def census(source: Document) -> object:
        return check_census(source, library.rulebook()[0])

    others = {"record": record, "fact": check_fact, "experiment": experiment, "balance": check_balance, "census": census}
    return check_paths(paths, library, compile_rulebook, policy, others)
