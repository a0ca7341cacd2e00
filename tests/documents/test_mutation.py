"""Documents changed at random give a clean error or a valid document, never anything else."""

from pathlib import Path

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from sim.documents.argument import check_argument
from sim.documents.companions import check_briefs, check_history, check_teaching
from sim.documents.consistency import inconsistencies
from sim.documents.contrast import check_contrast
from sim.documents.errors import DocumentError, DocumentErrors
from sim.documents.library import Library
from sim.documents.policy import check_policy
from sim.documents.reading import parse_document
from sim.documents.rulebook import Rulebook, Sources, read_rulebook
from sim.documents.scenario import check_scenario
from sim.documents.translation import check_translated_briefs, check_translated_teaching

MARKUP = ["[]", "{}", "[a, b]", "{a: b}", "*x", "&x", "!!int", "'", '"', ":", "- ", "\n", "  ", "#"]
WORDS = [*MARKUP, "0", "-1", "1e9", "null", "true", "\0", "é", "🙂", "hope", "US"]


@st.composite
def edits(draw: st.DrawFn) -> list[tuple[float, int, str]]:
    """A few edits: where (share of the text), how many characters to drop, what to put there."""
    piece = st.one_of(st.sampled_from(WORDS), st.text(alphabet=st.characters(exclude_categories=["Cs"]), max_size=6))
    return draw(st.lists(st.tuples(st.floats(0, 1), st.integers(0, 12), piece), min_size=1, max_size=4))


def edited(text: str, changes: list[tuple[float, int, str]]) -> str:
    for share, drop, put in changes:
        at = int(share * len(text))
        text = text[:at] + put + text[at + drop :]
    return text


QUICK = settings(max_examples=60, suppress_health_check=list(HealthCheck))


@given(
    changes=edits(), kind=st.sampled_from(["scenario", "briefs", "teaching", "briefs.ko", "teaching.ko", "history", "policy", "argument", "contrast"])
)
@QUICK
def test_mutated_documents_are_refused_cleanly_or_valid(library: Library, book: Rulebook, changes, kind: str):
    seeds = {path.stem: path for path, _ in library.seed_paths()}
    scenario = library.scenario("tutorial")
    files = {
        name: library.path_in("tutorial", f"{name}.yaml")[0] for name in ("scenario", "briefs", "teaching", "briefs.ko", "teaching.ko", "history")
    }
    files |= {"policy": library.policy_path("standstill")[0], "argument": seeds["lead"], "contrast": seeds["contrast"]}
    checks = {
        "scenario": lambda document: check_scenario(document, "tutorial", book),
        "briefs": lambda document: check_briefs(document, scenario),
        "teaching": lambda document: check_teaching(document, scenario),
        "briefs.ko": lambda document: check_translated_briefs(document, Path("briefs.ko.yaml"), library.briefs("tutorial")),
        "teaching.ko": lambda document: check_translated_teaching(document, Path("teaching.ko.yaml"), library.teaching("tutorial")),
        "history": lambda document: check_history(document, scenario, book),
        "policy": lambda document: check_policy(document, "standstill", book),
        "argument": lambda document: check_argument(document, "lead", book),
        "contrast": lambda document: check_contrast(document, book),
    }
    text = edited(files[kind].read_text(encoding="utf-8"), changes)
    try:
        checks[kind](parse_document(text, f"{kind}.yaml"))
    except (DocumentError, DocumentErrors) as failure:
        assert str(failure)


@given(changes=edits(), name=st.sampled_from(["levers", "accords", "mechanics", "events", "measures", "coefficients", "hazards", "rules"]))
@settings(QUICK, max_examples=25)
def test_mutated_rulebooks_are_refused_cleanly_or_compile(tmp_path_factory, library: Library, compile_rulebook, changes, name: str):
    folder: Path = tmp_path_factory.mktemp("rulebook")
    for path in (library.package / "rulebook").glob("*.yaml"):
        text = path.read_text(encoding="utf-8")
        (folder / path.name).write_text(edited(text, changes) if path.stem == name else text, encoding="utf-8")
    try:
        book, sources = read_rulebook(folder)
        wrong = inconsistencies(book, sources)
        if wrong:
            raise DocumentErrors(wrong)
        compile_rulebook(book, sources)
    except (DocumentError, DocumentErrors) as failure:
        assert str(failure)


def test_sources_refuse_a_key_that_two_files_define():
    first, second = parse_document("peninsula: rulebook 1\na: 1", "one.yaml"), parse_document("peninsula: rulebook 1\na: 2", "two.yaml")
    try:
        Sources([first, second])
    except DocumentErrors as failure:
        assert 'two.yaml:2: a: "a" is also defined in one.yaml' in str(failure)
    else:
        raise AssertionError
