"""What people read when a document is wrong, word for word. Set GOLDEN=write to write the file anew, then review it as text."""

import os
from collections.abc import Callable
from pathlib import Path

from sim.documents.argument import check_argument
from sim.documents.companions import check_history
from sim.documents.contrast import check_contrast
from sim.documents.errors import DocumentError, DocumentErrors
from sim.documents.lens import read_lens
from sim.documents.library import Library
from sim.documents.policy import check_policy
from sim.documents.reading import Document, parse_document
from sim.documents.rulebook import Rulebook
from sim.documents.scenario import check_scenario
from sim.documents.season import Season
from sim.documents.sheet import parse_sheet, whole_sheet

GOLDEN = Path(__file__).parent.parent / "golden" / "document_errors.txt"

SCENARIO = [
    ("event", "event: pandemic, lasts: 6", "event: pandemik, lasts: 6"),
    ("season", "season: summer-2020", "season: sumer-2020"),
    ("season outside", "season: summer-2020", "season: summer-2025"),
    ("dial", "  hope: 3.2", "  hop: 3.2"),
    ("range", "  hope: 3.2", "  hope: 32"),
    ("clock", "  us_vote: 2 ", "  us_vote: 2.5 "),
    ("lever", "sanc=hold mil=suspend", "sank=hold mil=suspend"),
    ("setting", "test=srbm dip=signal", "test=srbn dip=signal"),
    ("missing lever", " oil=flow", ""),
    ("twice", "unsc=abstain", "unsc=abstain unsc=veto"),
    ("key", "fog: on", "fogg: on"),
    ("word", "fog: on", "fog: maybe"),
    ("number", "length: 12", "length: twelve"),
    ("bounds", "length: 12", "length: 40"),
    ("nested key", "lasts: 6", "last: 6"),
    ("start season", "starts: spring-2020", "starts: 2020-spring"),
    ("header", "peninsula: scenario 1", "peninsula: scenario 2"),
    ("switch", "fog: on", "fog: on\nmechanics: {capitol: on}"),
]
ARGUMENT = [
    ("coefficient", "raises: [k_hanoi]", "raises: [k_hanoy]"),
    ("strength", "strength: strong", "strength: huge"),
    ("claim key", "inferred: false", "infered: false"),
    ("board", "board: cohesion", "board: cohesio"),
    ("short", 'short: "Alliance first"', 'short: "Alliance first and then everything"'),
]

SPECS = ("harmny", "harmony=0.7,aliance=0.3", "harmony=0.7,alliance", "harmony=0,alliance=1", "harmony=many", "lead=1,lead=2", "lead=1,pool=1e9")


def complaint(work: Callable[[], object]) -> str:
    try:
        work()
    except (DocumentError, DocumentErrors) as failure:
        return str(failure)
    raise AssertionError("nothing was refused")


def changed(path: Path, shown: str, old: str, new: str) -> Document:
    text = path.read_text(encoding="utf-8")
    assert old in text, old
    return parse_document(text.replace(old, new, 1), shown)


def complaints(library: Library, book: Rulebook) -> dict[str, str]:
    found = {}
    path, shown = library.path_in("2020-pandemic", "scenario.yaml")
    for name, old, new in SCENARIO:
        document = changed(path, shown, old, new)
        found[f"scenario, {name}"] = complaint(lambda document=document: check_scenario(document, "2020-pandemic", book))
    seeds = {path.stem: (path, shown) for path, shown in library.seed_paths()}
    for name, old, new in ARGUMENT:
        document = changed(*seeds["alliance"], old, new)
        found[f"argument, {name}"] = complaint(lambda document=document: check_argument(document, "alliance", book))
    document = changed(*seeds["contrast"], "  k_forgo: 0.3", "  k_forgo: 0.9")
    found["lens, no point"] = complaint(lambda document=document: check_contrast(document, book))
    document = changed(*library.policy_path("standstill"), "mil=scaled dip=open", "mil=scaled dip=opne")
    found["policy, setting"] = complaint(lambda document=document: check_policy(document, "standstill", book))
    document = changed(*library.path_in("tutorial", "history.yaml"), "date: 2018-01-03", "date: 2018-04-03")
    found["history, date"] = complaint(lambda document=document: check_history(document, library.scenario("tutorial"), book))
    document = changed(*library.path_in("tutorial", "history.yaml"), "US.mil=suspend", "US.mil=suspended")
    found["history, setting"] = complaint(lambda document=document: check_history(document, library.scenario("tutorial"), book))
    document = changed(*library.path_in("tutorial", "history.yaml"), 'url: "https://', 'url: "')
    found["history, address"] = complaint(lambda document=document: check_history(document, library.scenario("tutorial"), book))
    found["scenario, unknown"] = complaint(lambda: library.scenario("2020-pandemik"))
    found["policy, unknown"] = complaint(lambda: library.policy("standstil"))
    for spec in SPECS:
        found[f"lens, {spec}"] = complaint(lambda spec=spec: read_lens(library, spec))
    found["typed order"] = complaint(lambda: parse_sheet("dip=tlak", "US", book))
    found["typed lever"] = complaint(lambda: parse_sheet("test=hold", "US", book))
    found["typed half"] = complaint(lambda: parse_sheet("dip", "US", book))
    found["typed seat"] = complaint(lambda: parse_sheet("dip=talk", "DPKR", book))
    found["sheet with holes"] = complaint(lambda: whole_sheet("ik=none ex=full", "ROK", book))
    found["season"] = complaint(lambda: Season.parse("autum-2019"))
    return found


def test_errors_read_as_agreed(library: Library, book: Rulebook):
    told = "\n\n".join(f"[{name}]\n{text}" for name, text in complaints(library, book).items()) + "\n"
    if os.environ.get("GOLDEN") == "write":
        GOLDEN.write_text(told, encoding="utf-8")
    assert told == GOLDEN.read_text(encoding="utf-8")
