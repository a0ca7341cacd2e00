"""Why a planner sent its sheet: in full for whoever may see all, as seen by everybody else."""

from collections.abc import Callable
from pathlib import Path

import pytest

from sim.documents.library import Library
from sim.play.commands.reasons import why
from sim.play.saves import Saves
from sim.play.seen.desks import reasons
from sim.play.seen.recap import recap
from sim.play.seen.short import why_lines
from sim.play.sitting import Sitting
from sim.report.page import Page
from sim.rollout import planned, runner
from sim.rollout.planned import explain_plan, past_plan
from sim.rollout.session import new_session
from sim.text.wording import Words
from tests.engine.games import play

pytest.importorskip("numpy")


class Heard:
    """Keeps what is said."""

    def __init__(self) -> None:
        self.said: list[str] = []

    def page(self, page: Page) -> None:
        self.said += [block.text for block in page.blocks]

    def line(self, text: str) -> None:
        self.said.append(text)


Seat = Callable[[str], tuple[Sitting, Heard]]


@pytest.fixture
def seated(library: Library, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Seat:
    """Seat somebody at a game in which the DPRK plans."""
    for module in (runner, planned):
        monkeypatch.setattr(module, "native_available", lambda: False)

    def sit_down(seat: str) -> tuple[Sitting, Heard]:
        seats = {"DPRK": "planner:sheets=3,futures=16,seasons=2", **({seat: "person"} if seat else {})}
        session = play(new_session("2018-thaw", seats=seats, lens="lead", rng_seed=3, length=4, library=library), 1)
        heard = Heard()
        return Sitting(heard, Words(), library, session, seat, Saves(tmp_path), "x"), heard

    return sit_down


def test_who_watches_is_told_the_plan_and_its_sum(seated: Seat) -> None:
    sitting, heard = seated("")
    why(sitting, "DPRK")
    plan = past_plan(sitting.game, 0, "DPRK")
    assert plan is not None
    told = explain_plan(plan)
    assert any("it compared 3 sheets by playing on from each, the coming 2 seasons" in text for text in heard.said)
    assert any(text.startswith(f"{told.values[0]:+.3f}  chosen: test=") for text in heard.said)
    rows = [float(text[:6]) for text in heard.said if text[:1] in "+-" and "chosen" not in text and "next best" not in text]
    assert sum(rows[:-1]) == pytest.approx(rows[-1], abs=1e-9)
    assert rows[-1] == round(told.gain, 3)
    assert any("`why DPRK`" in line for line in why_lines(sitting, 0))


def test_one_lever_and_the_season_in_short_tell_of_the_plan_too(seated: Seat) -> None:
    sitting, heard = seated("")
    told = {seat: reasons(sitting, 0, seat)() for seat in sitting.layout.seats}
    assert [seat for seat, each in told.items() if each.plan] == ["DPRK"]
    assert any("when it played on" in block.text for block in recap(sitting, 0, told).blocks)
    plan = told["DPRK"].plan
    assert plan is not None
    differing = next(lever for lever in sitting.layout.seat_levers[2] if plan.plan.best_without(lever) is not None)
    why(sitting, sitting.layout.levers[differing])
    assert any("common futures" in text for text in heard.said)
    name = sitting.layout.levers[differing].split(".")[1]
    assert any(f"{name} " in text for text in heard.said if text.startswith("What made the difference"))


def test_a_rival_is_told_no_plan(seated: Seat) -> None:
    sitting, heard = seated("ROK")
    why(sitting, "DPRK")
    assert any("As seen from Seoul: ranges" in text for text in heard.said)
    assert not any("chosen: test=" in text for text in heard.said)
    assert not any("when it played on" in line for line in why_lines(sitting, 0))
