"""The description by the ODD protocol holds every part of the documents and no number of its own."""

import re
import shutil
from collections.abc import Iterator, Mapping
from pathlib import Path
from string import Formatter

import pytest
from click.testing import CliRunner
from pydantic import BaseModel

from sim import DISCLAIMER
from sim.analysis import facts
from sim.cli import cli
from sim.documents.library import Library
from sim.report.odd import odd_text, slots
from sim.report.odd.words import Subject
from sim.rollout.session import program_of

ROOT = Path(__file__).resolve().parents[2]
ELEMENTS = [
    "Purpose and patterns",
    "Entities, state variables and scales",
    "Process overview and scheduling",
    "Design concepts",
    "Initialisation",
    "Input data",
    "Submodels",
]
CONCEPTS = ["Basic principles", "Emergence", "Adaptation", "Objectives", "Learning", "Prediction"]
CONCEPTS += ["Sensing", "Interaction", "Stochasticity", "Collectives", "Observation"]
WHERE_NEEDED = {"phrases.fact_moved", "phrases.entry_without"}  # no shipped document may have such a fact or package just now


def flat(text: str) -> str:
    return " ".join(text.split())


@pytest.fixture(scope="module")
def printed(library) -> str:
    return odd_text(library)


@pytest.fixture(scope="module")
def flat_print(printed) -> str:
    return flat(printed)


def parts(value: object) -> Iterator[object]:
    """Yield every id, text and number of a document, but not the names of the schema's own fields."""
    if isinstance(value, BaseModel):
        for name in type(value).model_fields:
            yield from parts(getattr(value, name))
    elif isinstance(value, Mapping):
        for key, inner in value.items():
            yield key
            yield from parts(inner)
    elif isinstance(value, (list, tuple)):
        for inner in value:
            yield from parts(inner)
    elif value is not None and not isinstance(value, bool):
        yield value


def missing(value: object, text: str) -> list[str]:
    """Return the ids and texts of a document that a description lacks; an id is looked for as a whole word."""
    words = set(re.findall(r"[\w.-]+", text))
    found = [flat(each) for each in parts(value) if isinstance(each, str)]
    return [each for each in found if each not in words and (re.fullmatch(r"[\w.-]+", each) or each.replace("|", "\\|") not in text)]


def test_every_id_text_and_expression_of_the_rulebook_is_there(book, flat_print):
    assert missing(book, flat_print) == []


def test_ids_stand_as_code(book, flat_print):
    groups = [book.dials, book.memories, book.derived, book.flags, book.rules, book.events, book.clocks, book.levers, book.tables]
    groups += [book.clauses, book.packages, book.ends, book.boards, book.mechanics, book.cards, book.coefficients, book.choice.levels]
    settings = [f"{lever}={setting}" for lever, each in book.levers.items() for setting in each.settings]
    ids = [name for group in groups for name in group] + settings
    assert [name for name in ids if f"`{name}`" not in flat_print] == []


def test_every_number_comes_from_the_rulebook():
    """Numbers that nobody would type are put into every place of the rulebook, and each must be printed."""
    library = Library()
    odd_text(library)  # all documents are read and checked against the true numbers
    put: dict[str, str] = {}
    renumber(library.rulebook()[0], "", put)
    assert put
    there = set(re.findall(r"(?<![\d.])\d+(?:\.\d+)?(?![\d.]*\d)", odd_text(library)))
    assert [place for number, place in put.items() if number not in there] == []


def renumber(value: object, place: str, put: dict[str, str]) -> None:
    if isinstance(value, BaseModel):
        fields = value.__dict__  # models are frozen; this is a copy of the test's own
        for name in type(value).model_fields:
            if name != "add":  # expressions are looked for as text
                fields[name] = renumbered(fields[name], f"{place}.{name}", put)
    elif isinstance(value, dict):
        for key in value:
            value[key] = renumbered(value[key], f"{place}.{key}", put)
    elif isinstance(value, list):
        for index, each in enumerate(value):
            value[index] = renumbered(each, f"{place}.{index}", put)


def renumbered(value: object, place: str, put: dict[str, str]) -> object:
    if isinstance(value, tuple):
        return tuple(renumbered(each, f"{place}.{index}", put) for index, each in enumerate(value))
    if isinstance(value, bool) or not isinstance(value, (int, float)):
        renumber(value, place, put)
        return value
    number = 20_000 + len(put)
    put[str(number)] = place
    return type(value)(number)


def test_what_is_added_to_the_rulebook_shows_up(tmp_path):
    package = tmp_path / "sim"
    shutil.copytree(ROOT / "sim" / "rulebook", package / "rulebook")
    (package / "text" / "en").mkdir(parents=True)
    shutil.copy(ROOT / "sim" / "text" / "en" / "odd.yaml", package / "text" / "en")
    dials = package / "rulebook" / "dials.yaml"
    grudge = '  grudge: {title: A grudge, start: 2.75, change: {kept: {add: "0.125 * [ROK.ik == cool]", ours: "a dial of this test"}}}\n'
    dials.write_text(dials.read_text(encoding="utf-8").replace("memories:", f"{grudge}memories:", 1), encoding="utf-8")
    measures = package / "rulebook" / "measures.yaml"
    sulk = '  sulking: {title: Seoul sulks, value: "grudge > 4", ours: "a flag of this test"}\n'
    measures.write_text(measures.read_text(encoding="utf-8").rstrip("\n") + "\n" + sulk, encoding="utf-8")
    library = Library(ROOT)
    library.package = package
    text = flat(odd_text(library))
    assert "| `grudge` | A grudge | 2.75 | all |" in text
    assert "#### `grudge`: A grudge" in text
    assert "| `kept` | `0.125 * [ROK.ik == cool]` | *ours*: a dial of this test |" in text
    assert "| `sulking` | Seoul sulks | condition | `grudge > 4` |" in text
    assert library.rulebook()[1].digest in text
    assert Library().rulebook()[1].digest not in text


def test_scenarios_facts_policies_and_seeds_are_there(library, flat_print):
    described = [library.fact(name) for name in library.fact_names()]
    described += [library.policy(name).rows for name in library.policy_names()]
    wanted = [*library.scenario_names(), *library.fact_names(), *library.policy_names(), *library.lens_names(), *library.claims()]
    wanted += [*library.contradictions().contradictions, *library.contrast().points]
    for name in library.scenario_names():
        scenario = library.scenario(name)
        wanted += [scenario.title, scenario.starts.id, scenario.digest, *(entry.season.id for entry in scenario.calendar)]
    assert missing([described, wanted], flat_print) == []


def test_start_values_are_the_scenarios_else_the_rulebooks(library, book, printed):
    section = printed.split("Start values\n", 1)[1].split("\n### ", 1)[0]
    rows = [[cell.strip().strip("`") for cell in line.strip("|").split("|")] for line in section.splitlines() if line.startswith("|")]
    scenarios = rows[0][2:]
    assert scenarios == library.scenario_names()
    found = {(row[0], scenario): float(cell) for row in rows[2:] for scenario, cell in zip(scenarios, row[2:], strict=True)}
    own = {name: item.start for group in (book.dials, book.memories, book.clocks) for name, item in group.items()}
    assert found == {(name, scenario): library.scenario(scenario).start.get(name, start) for name, start in own.items() for scenario in scenarios}


def test_elements_and_concepts_of_the_protocol_in_order(printed):
    assert [line.split(maxsplit=2)[2] for line in printed.splitlines() if re.match(r"## \d", line)] == ELEMENTS
    assert [line.split(maxsplit=2)[2] for line in printed.splitlines() if line.startswith("### 4.")] == CONCEPTS


def test_the_top_says_what_is_described_and_that_it_predicts_nothing(printed, sources):
    top = printed.split("\n## ", 1)[0]
    assert DISCLAIMER in top
    assert sources.digest in top


def test_words_hold_no_number(library):
    """Numbers of the model come through slots; 0 and 1 are yes and no, and two names of published algorithms have digits."""
    data = Subject(library).words.data
    told = [data["title"], data["opening"], *sentences(data["elements"]), *sentences(data["appendices"]), *sentences(data["mechanics"])]
    bare = re.sub(r"\{\w+\}|Philox4x32-10|AS 241", "", flat(" ".join(told)))
    assert re.findall(r"[^ ]*(?<!\w)(?![01]\b(?!\.\d))\d[^ ]*", bare) == []
    assert re.findall(r"\b(?:two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|dozen|twice|double)\b", bare.lower()) == []


def sentences(value: object) -> Iterator[str]:
    if isinstance(value, dict):
        for key, inner in value.items():
            if key != "id":
                yield from sentences(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from sentences(inner)
    else:
        yield str(value)


def test_every_slot_is_named_and_every_word_is_used(library):
    subject = Subject(library)
    filled = slots(subject)
    data = subject.words.data
    told = "\n".join([data["opening"], *sentences(data["elements"]), *sentences(data["appendices"])])
    named = {name for _, name, _, _ in Formatter().parse(told) if name}
    assert named <= set(filled)
    assert [name for name in filled if name not in named and not name.startswith("ref_")] == []
    kept = {f"{kind}.{name}" for kind in ("phrases", "tables", "language", "mechanics", "draws") for name in data[kind]}
    assert kept - subject.words.used <= WHERE_NEEDED


def test_the_markdown_is_whole(printed):
    """Tables have as many cells in every row, code ends on its line, no slot is left."""
    width = 0
    for line in printed.splitlines():
        bars = len(re.findall(r"(?<!\\)\|", line))
        assert not (width and bars) or bars == width, line
        width = bars if line.startswith("|") else 0
        assert line.count("`") % 2 == 0, line
    assert re.findall(r"\{\w+\}", printed) == []


def test_facts_switch_off_what_is_said(library, printed, monkeypatch):
    class Seen(Exception):
        pass

    def stop(start, *_, **__):
        raise Seen(start)

    monkeypatch.setattr(facts, "play_games", stop)
    fact = library.fact(library.fact_names()[0])
    lens = dict.fromkeys(library.rulebook()[0].coefficients, 0.5)
    with pytest.raises(Seen) as seen:
        facts.play_arm(program_of(library), fact, next(iter(fact.arms.values())), lens, 0, 1, native=False)
    start = seen.value.args[0]
    said = re.search(rf"{re.escape(fact.title)}.+?Switched off: (.+?)\. Start", flat(printed))
    assert said
    assert set(re.findall(r"`(\w+)`", said[1])) == {name for name, on in start.terms.mechanics.items() if not on}
    assert start.terms.fog
    assert f"level `{start.level}`" in flat(printed)


def test_the_command_prints_it(printed):
    found = CliRunner().invoke(cli, ["rules", "--odd"])
    assert found.exit_code == 0
    assert found.output == printed
    assert CliRunner().invoke(cli, ["rules", "--odd", "--source"]).exit_code == 2
