"""No line and no game is lost: interrupts, the end of input, full disks, saves, forks, Korean."""

import builtins
import os
from pathlib import Path

import pytest

from sim.documents.errors import DocumentError
from sim.play.options import Options
from sim.play.plain.game import play
from sim.rollout.records import load

START = {"scenario": "2020-pandemic", "seat": "ROK"}


def test_interrupt_saves_in_one_line(sit, folder):
    found = sit(["end", "ik project"], ending=KeyboardInterrupt, **START)
    assert found.code == 130
    assert found.answers[-1].strip().endswith("Interrupted; the game is saved as 2020-pandemic-rok.")
    session = load(folder / "2020-pandemic-rok.yaml")
    assert session.game.season == 1
    assert session.drafts["ROK"] == {"ik": "project"}


def test_interrupt_in_the_middle_of_a_move_keeps_the_last_save(sit, folder, monkeypatch):
    from sim.engine.game import Game

    def torn(self, account, position):
        self.played.append(None)
        raise KeyboardInterrupt

    monkeypatch.setattr(Game, "_keep", torn)
    found = sit(["def firm", "end"], **START)
    assert found.code == 130
    assert "is kept as it was saved last" in " ".join(found.text.split())
    assert load(folder / "2020-pandemic-rok.yaml").game.played == []


def test_end_of_input_saves_in_one_line(sit, folder):
    found = sit(["accept 1"], **START)
    assert found.code == 0
    assert "End of input; the game is saved as 2020-pandemic-rok." in found.answers[-1]
    session = load(folder / "2020-pandemic-rok.yaml")
    assert [accord.package for accord in session.game.table.in_force()] == ["seoul-relief"]


def test_interrupt_before_a_game(sit, folder):
    found = sit(["help", "3"], ending=KeyboardInterrupt, lens=None, level=None)
    assert found.code == 130
    assert "Nothing was begun." in found.text
    assert not folder.exists()


@pytest.mark.parametrize("inside", ["file", "locked"])
def test_folder_that_cannot_be_written(sit, tmp_path, inside, monkeypatch):
    wall = tmp_path / "wall"
    wall.write_text("not a folder")
    if inside == "locked":
        monkeypatch.setattr("sim.rollout.records.save", full_disk)
        wall = tmp_path / "fine"
    found = sit(["end", "why DPRK", "save", "save elsewhere", "quit"], saves=wall / "saves", **START)
    assert found.code == 0
    assert found.text.count("Could not save: ") >= 3
    assert "Traceback" not in found.text
    assert "As seen from Seoul" in found.answers[1]
    assert "Left without saving" in found.answers[-1]


def full_disk(*_: object) -> None:
    raise OSError(28, "No space left on device")


def test_what_could_be_written_stays(sit, folder, monkeypatch):
    """A disk that fills up in mid-game leaves the last good save as it was."""
    sit(["end"], **START)
    before = (folder / "2020-pandemic-rok.yaml").read_text()
    monkeypatch.setattr(os, "fsync", full_disk)
    sit(["end", "quit"], file=folder / "2020-pandemic-rok.yaml")
    assert (folder / "2020-pandemic-rok.yaml").read_text() == before
    assert not [path for path in folder.iterdir() if path.name.startswith(".")]


def test_korean_reason_and_name(sit, folder):
    found = sit(["end 문은 열어 둔다", "save 봄 이야기", "saves", "load 봄-이야기", "quit"], **START)
    assert 'Your reason: "문은 열어 둔다"' in found.answers[0]
    assert "봄-이야기: 2020-pandemic" in found.answers[2]
    assert "Going on with 봄-이야기" in found.answers[3]
    assert "문은 열어 둔다" in (folder / "봄-이야기.yaml").read_text(encoding="utf-8")


def test_odd_letters_do_no_harm(sit, folder):
    found = sit(["end \udcff half \x1b[31mred\x07 \u1100\u1161", "quit"], **START)
    assert found.code == 0
    assert "\x1b" not in found.text
    assert load(folder / "2020-pandemic-rok.yaml").game.played[0].reasons["ROK"].endswith("가")


def test_saved_and_loaded_is_the_same_game(sit, folder):
    one = sit(["accept 1", "ik cbm", "quit"], **START)
    two = sit(["end", "look"], file=folder / "2020-pandemic-rok.yaml")
    whole = sit(["accept 1", "ik cbm", "end", "look"], **START)
    assert one.code == 0
    assert two.answers[0] == whole.answers[2]
    assert two.answers[1].rpartition(">")[0] == whole.answers[3].rpartition(">")[0]


def test_undo_and_redo_are_inverse(sit, folder):
    first = sit(["end one", "end two", "quit"], **START)
    again = sit(["undo", "redo", "quit"], file=folder / "2020-pandemic-rok.yaml")
    assert first.code == again.code == 0
    plain = sit(["end one", "end two", "quit"], **START)
    assert plain.code == 0
    assert (folder / "2020-pandemic-rok.yaml").read_text() == (folder / "2020-pandemic-rok-2.yaml").read_text()


def test_fork_leaves_the_old_game_alone(sit, folder):
    sit(["end", "end", "quit"], **START)
    before = (folder / "2020-pandemic-rok.yaml").read_text()
    found = sit(["fork 2", "ik summit", "end", "fork 1 fresh", "end", "branches", "load 2020-pandemic-rok", "quit"], file="2020-pandemic-rok")
    assert (folder / "2020-pandemic-rok.yaml").read_text() == before
    fork = load(folder / "2020-pandemic-rok-fork2.yaml")
    assert fork.game.taken_back == [(1, 0)]
    assert len(fork.game.played) == 2
    fresh = load(folder / "2020-pandemic-rok-fork1.yaml")
    assert fresh.game.played[0].before.branch == 1
    assert "2020-pandemic-rok-fork2: another game" in " ".join(found.answers[5].split())


def test_load_what_is_not_there_or_wrong(sit, folder, tmp_path):
    with pytest.raises(DocumentError):
        sit([], file=tmp_path / "nothing.yaml")
    bad = tmp_path / "bad.yaml"
    bad.write_text("peninsula: record 1\nscenario: [")
    found = sit([f"load {bad}", "look", "quit"], **START)
    assert "bad.yaml" in found.answers[0]
    assert "season 1 of 12" in found.answers[1]


def test_saves_list_names_what_cannot_be_read(sit, folder):
    folder.mkdir(parents=True)
    (folder / "broken.yaml").write_text("hello")
    found = sit(["saves"], **START)
    assert "broken: cannot be read" in found.answers[0]


def test_export_does_not_write_over_and_tells_what_fails(sit, tmp_path):
    there = tmp_path / "there.yaml"
    there.write_text("mine")
    found = sit([f"export record {there}", f"export record {tmp_path}/no/such.yaml", f"export record {tmp_path}/new.yaml", "export"], **START)
    assert "is there already" in " ".join(found.answers[0].split())
    assert there.read_text() == "mine"
    assert "Could not write" in found.answers[1]
    assert (tmp_path / "new.yaml").read_text().startswith("peninsula: record 1")
    assert "Expected: `export debrief" in found.answers[3]


def test_exported_debrief_is_markdown(sit, tmp_path):
    path = tmp_path / "debrief.md"
    sit(["end"] * 4 + [f"export debrief {path}"], scenario="tutorial", seat="ROK")
    text = path.read_text(encoding="utf-8")
    assert text.startswith("# Debrief: Four seasons to learn by\n\nExplores arguments made in five op-eds; predicts nothing.")
    assert text.rstrip().endswith("Explores arguments made in five op-eds; predicts nothing.")
    assert "\n## Boards\n" in text


def test_a_closed_pipe_saves_and_is_passed_on(library, folder):
    lines = iter(["end"])

    def show(text: str) -> None:
        if "Orders, revealed" in text:
            raise BrokenPipeError

    with pytest.raises(BrokenPipeError):
        play(None, Options(**START, lens="pool", level="standard", rng_seed=1, saves=folder), lambda prompt: next(lines), show, library)
    assert load(folder / "2020-pandemic-rok.yaml").game.season == 1


def test_home_is_taken_from_the_environment(monkeypatch, tmp_path):
    from sim.play.saves import save_folder

    monkeypatch.setenv("PENINSULA_HOME", str(tmp_path))
    assert save_folder() == tmp_path / "saves"
    monkeypatch.delenv("PENINSULA_HOME")
    assert save_folder().name == "saves"
    assert Path(save_folder()).parts[-2] == "peninsula"


def test_a_fault_in_the_program_is_one_line(sit, monkeypatch):
    monkeypatch.delenv("PENINSULA_DEBUG")
    monkeypatch.setitem(__import__("sim.play.commands.obeying", fromlist=["x"]).COMMANDS, "card", lambda sitting, text: {}["gone"])
    found = sit(["card", "look"], **START)
    assert "A fault in the program (KeyError: 'gone')" in " ".join(found.answers[0].split())
    assert "season 1 of 12" in found.answers[1]


def test_standard_input_and_output(monkeypatch, capsys, folder):
    """Without a terminal the prompts are written and lines are read as they come."""
    import io

    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(b"ik project\nquit\n"), encoding="utf-8"))
    monkeypatch.setattr(builtins, "input", None)
    assert play(None, Options(**START, lens="pool", level="standard", rng_seed=1, saves=folder)) == 0
    assert "Inter-Korean policy: project" in capsys.readouterr().out
