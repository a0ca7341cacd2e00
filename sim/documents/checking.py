"""The checks behind ``peninsula check``: any document, a folder of them, or everything that is shipped."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from sim.documents.argument import check_argument, read_contradictions
from sim.documents.companions import Briefs, Teaching, check_briefs, check_history, check_teaching, read_briefs, read_teaching
from sim.documents.consistency import inconsistencies
from sim.documents.contrast import check_contrast
from sim.documents.coverage import Coverage, check_citations, check_links, cover
from sim.documents.errors import DocumentError, DocumentErrors, did_you_mean
from sim.documents.library import BESIDE_FACTS, BRIEFS, TEACHING, Library
from sim.documents.policy import Policy, check_policy
from sim.documents.reading import Document, read_document
from sim.documents.rulebook import Rulebook, Sources, read_rulebook
from sim.documents.scenario import Scenario, check_scenario, read_scenario
from sim.documents.translation import BRIEFS_KIND, TEACHING_KIND, check_translated_briefs, check_translated_teaching

CompileRulebook = Callable[[Rulebook, Sources], object]
CompilePolicy = Callable[[Policy, Document], object]
CheckOther = Callable[[Document], object]


@dataclass
class Report:
    """What a check found.

    Attributes:
        errors: Everything that has to be mended, by file and line.
        checked: Files that were read, as shown to people.
        coverage: What rests on what, where a rulebook was checked.
    """

    errors: list[DocumentError] = field(default_factory=list)
    checked: list[str] = field(default_factory=list)
    coverage: Coverage | None = None

    @property
    def fine(self) -> bool:
        """Whether nothing has to be mended."""
        return not self.errors

    def text(self) -> str:
        """Return the report for people: errors first, then coverage, then a line that sums up."""
        parts = [error.text() for error in sorted(self.errors, key=lambda error: (error.file, error.line))]
        if self.coverage is not None:
            parts.append(self.coverage.text())
        errors = f"{len(self.errors)} error{'' if len(self.errors) == 1 else 's'}"
        parts.append(f"{len(self.checked)} document{'' if len(self.checked) == 1 else 's'} checked, {errors if self.errors else 'no errors'}")
        return "\n".join(parts)


class Checker:
    """Checks documents one by one and keeps what it finds.

    Args:
        library: What the documents may refer to.
        compile_rulebook: The engine's check of every expression of a rulebook; it raises document errors.
        compile_policy: The engine's check of a policy's conditions, if there is one.
        others: Checks of documents that other layers own, by kind, such as ``record``.
    """

    def __init__(
        self,
        library: Library,
        compile_rulebook: CompileRulebook,
        compile_policy: CompilePolicy | None = None,
        others: Mapping[str, CheckOther] | None = None,
    ) -> None:
        """Start with an empty report."""
        self.library, self.compile_rulebook, self.compile_policy = library, compile_rulebook, compile_policy
        self.others = dict(others or {})
        self.report = Report()
        self._kinds: dict[str, Callable[[Document, Path], object]] = {
            "scenario": lambda document, path: check_scenario(document, path.parent.name, self._book()),
            "history": lambda document, path: check_history(document, self._scenario(path), self._book()),
            "briefs": lambda document, path: check_briefs(document, self._scenario(path)),
            "teaching": lambda document, path: check_teaching(document, self._scenario(path)),
            BRIEFS_KIND: lambda document, path: check_translated_briefs(document, path, self._briefs(path)),
            TEACHING_KIND: lambda document, path: check_translated_teaching(document, path, self._teaching(path)),
            "policy": self._policy,
            "argument": self._argument,
            "contradictions": lambda document, path: read_contradictions(path, document.file),
            "lens": lambda document, _: check_contrast(document, self._book()),
        }

    def guard(self, work: Callable[[], object]) -> bool:
        """Do a piece of work and keep its document errors; say whether there were none."""
        try:
            work()
        except DocumentErrors as failure:
            self.report.errors += failure.errors
            return False
        except DocumentError as failure:
            self.report.errors.append(failure)
            return False
        return True

    def shipped(self) -> None:
        """Check everything that the library holds, and its coverage."""
        places: list[tuple[Path, str]] = self.library.seed_paths()
        for name in self.library.scenario_names():
            for file in ("scenario.yaml", "briefs.yaml", "teaching.yaml", "history.yaml"):
                self.guard(lambda name=name, file=file: places.append(self.library.path_in(name, file)))  # type: ignore[misc]
            self.guard(lambda name=name: places.extend(self.library.translation_paths(name)))  # type: ignore[misc]
        places += [self.library.policy_path(name) for name in self.library.policy_names()]
        if "fact" in self.others:
            places += [self.library.fact_path(name) for name in self.library.fact_names()]
        if "experiment" in self.others:
            places += [self.library.experiment_path(name) for name in self.library.experiment_names()]
        places += [self.library.fact_path(name) for name in BESIDE_FACTS if name in self.others]
        if not self.rulebook(self.library.package / "rulebook"):
            return
        fine = all([self.file(path, shown) for path, shown in places])
        if fine and not self.report.errors:
            self.guard(self._cover)

    def path(self, path: Path) -> None:
        """Check one document or every document of a folder."""
        if path.is_dir():
            files = sorted(file for file in path.rglob("*") if file.suffix in (".yaml", ".yml") and file.is_file())
            if not files:
                self.report.errors.append(DocumentError("holds no YAML document", file=str(path)))
        else:
            files = [path]
        folders: dict[Path, None] = {}
        for file in files:
            if self._header(file) == "rulebook":
                folders[file.parent] = None
            else:
                self.file(file, str(file))
        for folder in folders:
            self.rulebook(folder)

    def rulebook(self, folder: Path) -> bool:
        """Check a folder as a rulebook: its schema, how its parts fit, its expressions."""

        def read() -> None:
            book, sources = read_rulebook(folder)
            self.report.checked += [document.file for document in sources.documents]
            wrong = inconsistencies(book, sources)
            if wrong:
                raise DocumentErrors(wrong)
            self.compile_rulebook(book, sources)
            if folder != self.library.package / "rulebook":
                errors, self.report.coverage = cover(self.library, book, sources)
                self.report.errors += errors

        return self.guard(read)

    def file(self, path: Path, shown: str) -> bool:
        """Check one document other than a rulebook, by the kind its first key tells."""

        def read() -> None:
            document = read_document(path, shown)
            self.report.checked.append(shown)
            kind = _kind(document)
            if kind in self._kinds:
                self._kinds[kind](document, path)
                self.report.errors += check_citations(document, self.library)
            elif kind in self.others:
                self.others[kind](document)
            else:
                known = ["rulebook", *self._kinds, *self.others]
                raise document.error(("peninsula",), f'a document of kind "{kind}" is unknown', did_you_mean(kind, known))

        return self.guard(read)

    def _header(self, path: Path) -> str:
        """Return the kind of a document, or nothing where it cannot be read; `file` tells why."""
        try:
            return _kind(read_document(path))
        except DocumentError:
            return ""

    def _cover(self) -> None:
        errors, self.report.coverage = cover(self.library, *self.library.rulebook())
        self.report.errors += errors

    def _book(self) -> Rulebook:
        return self.library.rulebook()[0]

    def _scenario(self, path: Path) -> Scenario:
        """Return the scenario that a file goes with: the one beside it, else one of the library."""
        beside = path.parent / "scenario.yaml"
        if beside.is_file():
            return read_scenario(beside, self._book())
        return self.library.scenario(path.parent.name)

    def _briefs(self, path: Path) -> Briefs:
        """Return the briefs that a translation stands beside."""
        beside = path.with_name(BRIEFS)
        return read_briefs(beside, self._scenario(path)) if beside.is_file() else self.library.briefs(path.parent.name)

    def _teaching(self, path: Path) -> Teaching:
        """Return the teaching notes that a translation stands beside."""
        beside = path.with_name(TEACHING)
        return read_teaching(beside, self._scenario(path)) if beside.is_file() else self.library.teaching(path.parent.name)

    def _policy(self, document: Document, path: Path) -> None:
        policy = check_policy(document, path.stem, self._book())
        if policy.author is not None and policy.author not in self.library.arguments():
            raise document.error(("author",), f'no seed is called "{policy.author}"', did_you_mean(policy.author, self.library.arguments()))
        if self.compile_policy is not None:
            self.compile_policy(policy, document)

    def _argument(self, document: Document, path: Path) -> None:
        argument = check_argument(document, path.stem, self._book())
        wrong = check_links(document, argument.claims, self.library.contradictions().contradictions)
        if wrong:
            raise DocumentErrors(wrong)


def check_paths(
    paths: Iterable[Path],
    library: Library,
    compile_rulebook: CompileRulebook,
    compile_policy: CompilePolicy | None = None,
    others: Mapping[str, CheckOther] | None = None,
) -> Report:
    """Check documents; with no path, everything shipped and its coverage. See `Checker` for the arguments."""
    checker = Checker(library, compile_rulebook, compile_policy, others)
    every = list(paths)
    for path in every:
        checker.path(path)
    if not every:
        checker.shipped()
    return checker.report


def _kind(document: Document) -> str:
    """Return the kind that a document's first key tells.

    Raises:
        DocumentError: It does not begin with ``peninsula: <kind> 1``.
    """
    header = document.data.get("peninsula") if isinstance(document.data, dict) else None
    if not isinstance(header, str) or not header.split():
        raise document.error((), 'a first key such as "peninsula: scenario 1" was expected')
    return header.split()[0]
