import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from sim.documents.checking import check_paths
from sim.documents.coverage import cover
from sim.documents.errors import DocumentError
from sim.documents.library import Library
from sim.documents.usage import twins, unused


def test_everything_shipped_passes(library: Library, compile_rulebook):
    report = check_paths([], library, compile_rulebook)
    assert report.fine, report.text()
    assert report.coverage is not None
    assert not report.coverage.idle
    assert not report.coverage.unused
    assert len(report.checked) >= 10 + 7 + 24 + 7


def test_every_claim_feeds_something(library: Library, book, sources):
    errors, coverage = cover(library, book, sources)
    assert not errors
    assert set(library.claims()) == {*coverage.feeds, *coverage.moves, *coverage.context}
    assert any(where == "term hope.open_line" for where in coverage.feeds["harmony.respectful_tone"])


def own_folder(tmp_path: Path, old: str, new: str) -> Path:
    """Return a folder of a person's own whose 2020 briefs differ from the shipped ones."""
    library = Library()
    source, _ = library.path_in("2020-pandemic", "scenario.yaml")
    shutil.copytree(source.parent, tmp_path / "scenarios" / "2020-pandemic")
    briefs = tmp_path / "scenarios" / "2020-pandemic" / "briefs.yaml"
    text = briefs.read_text(encoding="utf-8")
    assert old in text
    briefs.write_text(text.replace(old, new, 1), encoding="utf-8")
    return tmp_path


def test_a_claim_that_does_not_exist_is_pointed_at(tmp_path: Path, compile_rulebook):
    folder = own_folder(tmp_path, "alliance.quiet_is_not_deterrence", "alliance.quiet_is_not_deterence")
    report = check_paths([folder], Library(), compile_rulebook)
    assert len(report.errors) == 1
    assert 'claim "alliance.quiet_is_not_deterence" is unknown' in report.text()
    assert 'did you mean "alliance.quiet_is_not_deterrence"?' in report.text()


def test_a_claim_that_feeds_nothing_is_an_error_at_its_line(tmp_path: Path, compile_rulebook):
    folder = own_folder(tmp_path, "alliance.human_rights_muted,", "")
    report = check_paths([], Library(folder), compile_rulebook)
    assert [error.message for error in report.errors] == ["claim alliance.human_rights_muted feeds nothing"]
    assert report.errors[0].file == "seeds/alliance.yaml"
    assert report.errors[0].line > 1


def test_a_persons_own_documents_come_first(tmp_path: Path):
    folder = own_folder(tmp_path, "You speak for Washington.", "You speak for yourself.")
    assert Library(folder).briefs("2020-pandemic").US.text.startswith("You speak for yourself.")
    assert Library().briefs("2020-pandemic").US.text.startswith("You speak for Washington.")
    assert Library(folder).scenario_names() == Library().scenario_names()


def test_a_twin_setting_is_reported(book, sources):
    assert twins(book, []) != []
    assert "DPRK.test: irbm and icbm" not in twins(book, ["[DPRK.test >= icbm]"])
    assert "DPRK.test: icbm and nuke" in twins(book, ["[DPRK.test >= icbm]"])
    assert unused(book, sources) == {}


def test_a_path_may_be_a_file_a_folder_or_a_rulebook(library: Library, compile_rulebook):
    path, _ = library.path_in("2018-thaw", "scenario.yaml")
    assert check_paths([path], library, compile_rulebook).fine
    assert len(check_paths([path.parent], library, compile_rulebook).checked) == 4 + 2  # briefs and teaching notes in Korean
    assert len(check_paths([library.package / "rulebook"], library, compile_rulebook).checked) == 10


def test_kinds_of_other_layers_have_their_own_checks(tmp_path: Path, library: Library, compile_rulebook):
    path = tmp_path / "game.yaml"
    path.write_text("peninsula: record 1\n", encoding="utf-8")
    seen = []
    assert check_paths([path], library, compile_rulebook, others={"record": seen.append}).fine
    assert len(seen) == 1
    report = check_paths([path], library, compile_rulebook)
    assert 'a document of kind "record" is unknown' in report.text()


def test_unknown_names_are_told_with_the_nearest(library: Library):
    with pytest.raises(DocumentError, match="did you mean"):
        library.history("2018-thow")
    with pytest.raises(DocumentError, match="unknown"):
        library.scenario("../2018-thaw")


def test_null_is_nothing(library: Library):
    assert library.policy("waiting").author is None
    assert library.arguments()["lead"].author is None


def test_the_library_brings_no_pydantic_before_it_reads():
    code = "import sys; from sim.documents.library import Library; Library().scenario_names(); print('pydantic' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "False"
