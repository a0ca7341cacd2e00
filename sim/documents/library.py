"""The library: where the project's documents are found, in a checkout, in an installed wheel, and in a person's own folder."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar, cast

from sim.documents.errors import DocumentError, DocumentErrors, did_you_mean

if TYPE_CHECKING:
    from sim.documents.argument import Argument, Claim, Contradictions
    from sim.documents.balance import Balance
    from sim.documents.census import Census
    from sim.documents.companions import Briefs, History, Teaching
    from sim.documents.contrast import ContrastLens
    from sim.documents.experiment import Experiment
    from sim.documents.fact import Fact
    from sim.documents.policy import Policy
    from sim.documents.rulebook import Rulebook, Sources
    from sim.documents.scenario import Scenario
    from sim.documents.translation import Headline

BRIEFS, TEACHING = "briefs.yaml", "teaching.yaml"
POLICIES = "policies"
FACTS = "facts"
EXPERIMENTS = "experiments"
BALANCE, CENSUS = "balance", "census"
BESIDE_FACTS = (BALANCE, CENSUS)  # what is asked of the model as a whole stands beside the facts
NOT_ARGUMENTS = ("contradictions", "contrast")
Found = TypeVar("Found")


class Library:
    """Finds and reads documents once; pydantic is imported when the first is read.

    Args:
        extra: A folder of a person's own with ``scenarios/`` and ``seeds/``; what it holds comes before what is shipped.

    Attributes:
        package: The folder of the package ``sim``.
        extra: The person's own folder, or None.
    """

    def __init__(self, extra: Path | None = None) -> None:
        """Look at no file yet."""
        self.package = Path(__file__).resolve().parent.parent
        self.extra = extra
        self._read: dict[str, object] = {}

    def rulebook(self) -> tuple[Rulebook, Sources]:
        """Return the rulebook and its files.

        Raises:
            DocumentErrors: A file is wrong.
        """

        def read() -> tuple[Rulebook, Sources]:
            from sim.documents.consistency import inconsistencies
            from sim.documents.rulebook import read_rulebook

            book, sources = read_rulebook(self.package / "rulebook")
            wrong = inconsistencies(book, sources)
            if wrong:
                raise DocumentErrors(wrong)
            return book, sources

        return self._once("rulebook", read)

    def scenario_names(self) -> list[str]:
        """Return the names of all scenarios, in alphabetical order with the tutorial last."""
        names = {path.parent.name for root in self._roots("scenarios") for path in root.glob("*/scenario.yaml")}
        return sorted(names, key=lambda name: (name == "tutorial", name))

    def scenario(self, name: str) -> Scenario:
        """Return a scenario.

        Raises:
            DocumentError: No scenario has that name.
            DocumentErrors: Its document is wrong.
        """

        def read() -> Scenario:
            from sim.documents.scenario import read_scenario

            path, shown = self.path_in(name, "scenario.yaml")
            return read_scenario(path, self.rulebook()[0], shown)

        return self._once(f"scenario {name}", read)

    def briefs(self, name: str, lang: str = "en") -> Briefs:
        """Return the briefs of a scenario, in a language if they have been translated; see `scenario` for errors."""

        def read() -> Briefs:
            from sim.documents.companions import read_briefs
            from sim.documents.translation import read_translated_briefs

            path, shown = self.path_in(name, BRIEFS)
            written = read_briefs(path, self.scenario(name), shown)
            beside = self._translation(name, BRIEFS, lang)
            return read_translated_briefs(*beside, written)[0] if beside else written

        return self._once(f"briefs {name} {lang}", read)

    def headline(self, name: str, lang: str = "en") -> Headline:
        """Return a scenario's title and situation, in a language if its briefs have been translated; see `scenario` for errors."""

        def read() -> Headline:
            from sim.documents.translation import Headline, read_translated_briefs

            beside = self._translation(name, BRIEFS, lang)
            if beside:
                return read_translated_briefs(*beside, self.briefs(name))[1]
            scenario = self.scenario(name)
            return Headline(scenario.title, scenario.situation)

        return self._once(f"headline {name} {lang}", read)

    def teaching(self, name: str, lang: str = "en") -> Teaching:
        """Return the teaching notes of a scenario, in a language if they have been translated; see `scenario` for errors."""

        def read() -> Teaching:
            from sim.documents.companions import read_teaching
            from sim.documents.translation import read_translated_teaching

            path, shown = self.path_in(name, TEACHING)
            written = read_teaching(path, self.scenario(name), shown)
            beside = self._translation(name, TEACHING, lang)
            return read_translated_teaching(*beside, written) if beside else written

        return self._once(f"teaching {name} {lang}", read)

    def translation_paths(self, name: str) -> list[tuple[Path, str]]:
        """Return the translations of a scenario's briefs and teaching notes, with the names that people see; see `path_in` for errors."""
        langs = {found.name.split(".")[1] for file in (BRIEFS, TEACHING) for found in self.path_in(name, file)[0].parent.glob("*.*.yaml")}
        found = [self._translation(name, file, lang) for file in (BRIEFS, TEACHING) for lang in sorted(langs)]
        return [each for each in found if each is not None]

    def history(self, name: str) -> History:
        """Return what really happened in a scenario's seasons; see `scenario` for errors."""

        def read() -> History:
            from sim.documents.companions import read_history

            path, shown = self.path_in(name, "history.yaml")
            return read_history(path, self.scenario(name), self.rulebook()[0], shown)

        return self._once(f"history {name}", read)

    def policy_names(self) -> list[str]:
        """Return the ids of all policies."""
        return self._loose_names(POLICIES)

    def policy(self, name: str) -> Policy:
        """Return a policy.

        Raises:
            DocumentError: No policy has that id.
            DocumentErrors: Its document is wrong.
        """

        def read() -> Policy:
            from sim.documents.policy import read_policy

            path, shown = self.policy_path(name)
            return read_policy(path, self.rulebook()[0], shown)

        return self._once(f"policy {name}", read)

    def fact_names(self) -> list[str]:
        """Return the ids of all stylised facts."""
        return [name for name in self._loose_names(FACTS) if name not in BESIDE_FACTS]

    def fact(self, name: str) -> Fact:
        """Return a stylised fact.

        Raises:
            DocumentError: No fact has that id.
            DocumentErrors: Its document is wrong.
        """

        def read() -> Fact:
            from sim.documents.fact import read_fact

            return read_fact(*self.fact_path(name))

        return self._once(f"fact {name}", read)

    def experiment_names(self) -> list[str]:
        """Return the names of all experiments."""
        return self._loose_names(EXPERIMENTS)

    def experiment(self, name: str) -> Experiment:
        """Return an experiment.

        Raises:
            DocumentError: No experiment has that name.
            DocumentErrors: Its document is wrong.
        """

        def read() -> Experiment:
            from sim.documents.experiment import read_experiment

            path, shown = self.experiment_path(name)
            return read_experiment(path, self, shown)

        return self._once(f"experiment {name}", read)

    def balance(self) -> Balance:
        """Return what is asked of the model's balance.

        Raises:
            DocumentErrors: Its document is wrong.
        """

        def read() -> Balance:
            from sim.documents.balance import read_balance

            return read_balance(*self.fact_path(BALANCE))

        return self._once("balance", read)

    def census(self) -> Census:
        """Return what a census of AI games measures and asks.

        Raises:
            DocumentErrors: Its document is wrong.
        """

        def read() -> Census:
            from sim.documents.census import read_census

            path, shown = self.fact_path(CENSUS)
            return read_census(path, self.rulebook()[0], shown)

        return self._once("census", read)

    def arguments(self) -> dict[str, Argument]:
        """Return the op-eds by id, in the order of their source texts."""

        def read() -> dict[str, Argument]:
            from sim.documents.argument import read_argument

            book, _ = self.rulebook()
            every = [read_argument(path, book, shown) for path, shown in self.seed_paths() if path.stem not in NOT_ARGUMENTS]
            return {each.id: each for each in sorted(every, key=lambda each: (each.text is None, each.text or "", each.id))}

        return self._once("arguments", read)

    def claims(self) -> dict[str, Claim]:
        """Return all claims by full id, such as ``harmony.respectful_tone``."""
        return {argument.full_id(name): claim for argument in self.arguments().values() for name, claim in argument.claims.items()}

    def contradictions(self) -> Contradictions:
        """Return the questions on which claims clash."""

        def read() -> Contradictions:
            from sim.documents.argument import read_contradictions

            path, shown = self._seed("contradictions")
            return read_contradictions(path, shown)

        return self._once("contradictions", read)

    def contrast(self) -> ContrastLens:
        """Return the one lens that is typed and not from the seeds."""

        def read() -> ContrastLens:
            from sim.documents.contrast import read_contrast

            path, shown = self._seed("contrast")
            return read_contrast(path, self.rulebook()[0], shown)

        return self._once("contrast", read)

    def lens_names(self) -> list[str]:
        """Return the names of all lenses: one an op-ed, the pool, the contrast lens."""
        return [*self.arguments(), "pool", "contrast"]

    def path_in(self, scenario: str, file: str) -> tuple[Path, str]:
        """Return where a scenario's file lies and how to name it to people.

        Raises:
            DocumentError: No scenario has that name, or it lacks the file.
        """
        if scenario not in self.scenario_names():
            raise DocumentError(f'scenario "{scenario}" is unknown', hint=did_you_mean(scenario, self.scenario_names()))
        return self._first(self._roots("scenarios"), f"{scenario}/{file}", "scenarios")

    def _translation(self, scenario: str, file: str, lang: str) -> tuple[Path, str] | None:
        """Return the translation that lies beside the document in use: ``briefs.ko.yaml`` beside ``briefs.yaml``."""
        path, shown = self.path_in(scenario, file)
        name = path.name.replace(".", f".{lang}.", 1)
        return (path.with_name(name), shown[: -len(path.name)] + name) if path.with_name(name).is_file() else None

    def policy_path(self, name: str) -> tuple[Path, str]:
        """Return where a policy lies and how to name it to people."""
        return self._loose_path("policy", POLICIES, name)

    def fact_path(self, name: str) -> tuple[Path, str]:
        """Return where a fact, or a document of `BESIDE_FACTS`, lies and how to name it to people."""
        return self._loose_path("fact", FACTS, name)

    def experiment_path(self, name: str) -> tuple[Path, str]:
        """Return where an experiment lies and how to name it to people."""
        return self._loose_path("experiment", EXPERIMENTS, name)

    def _loose_names(self, folder: str) -> list[str]:
        return sorted({path.stem for root in self._roots("scenarios") for path in (root / folder).glob("*.yaml")})

    def _loose_path(self, kind: str, folder: str, name: str) -> tuple[Path, str]:
        known = self._loose_names(folder)
        if name not in known:
            raise DocumentError(f'{kind} "{name}" is unknown', hint=did_you_mean(name, known))
        return self._first(self._roots("scenarios"), f"{folder}/{name}.yaml", "scenarios")

    def seed_paths(self) -> list[tuple[Path, str]]:
        """Return every file of the seeds with the name that people see; a person's own file hides the shipped one of that name."""
        found: dict[str, tuple[Path, str]] = {}
        for root in self._roots("seeds"):
            for path in sorted(root.glob("*.yaml")):
                found.setdefault(path.name, (path, self._shown(path, root, "seeds")))
        return [found[name] for name in sorted(found)]

    def _seed(self, name: str) -> tuple[Path, str]:
        return self._first(self._roots("seeds"), f"{name}.yaml", "seeds")

    def _roots(self, kind: str) -> list[Path]:
        """Return the folders of a kind that exist: a person's own first."""
        installed = self.package / "data" / kind
        shipped = installed if installed.is_dir() else self.package.parent / kind
        own = [self.extra / kind] if self.extra is not None else []
        return [root for root in (*own, shipped) if root.is_dir()]

    def _first(self, roots: list[Path], file: str, kind: str) -> tuple[Path, str]:
        for root in roots:
            if (root / file).is_file():
                return root / file, self._shown(root / file, root, kind)
        raise DocumentError("no such file", file=f"{kind}/{file}")

    def _shown(self, path: Path, root: Path, kind: str) -> str:
        if self.extra is not None and root == self.extra / kind:
            return str(path)
        return f"{kind}/{path.relative_to(root).as_posix()}"

    def _once(self, key: str, read: Callable[[], Found]) -> Found:
        if key not in self._read:
            self._read[key] = read()
        return cast("Found", self._read[key])
