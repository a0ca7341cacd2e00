"""Saved games with Korean names, whether their letters came composed or apart."""

import unicodedata

from sim.play.saves import Saves, proper
from sim.rollout.session import new_session

NAME = "정상회담-전"
APART = unicodedata.normalize("NFD", NAME)


def test_a_name_is_kept_in_composed_letters():
    assert proper(APART) == NAME
    assert proper("정상회담 전/2?") == "정상회담-전-2"


def test_a_game_saved_under_a_korean_name_is_found_by_either_spelling(library, tmp_path):
    saves = Saves(tmp_path)
    session = new_session("2018-thaw", seats={"ROK": "person"}, rng_seed=3, library=library)
    assert saves.keep(session, APART) == ""
    assert saves.names() == [NAME]
    assert saves.load(APART, library).game.terms.rng_seed == saves.load(NAME, library).game.terms.rng_seed == 3


def test_a_file_whose_letters_came_apart_is_found_and_written_again_in_place(library, tmp_path):
    saves = Saves(tmp_path)
    session = new_session("2018-thaw", seats={"ROK": "person"}, rng_seed=3, library=library)
    saves.keep(session, NAME)
    (tmp_path / f"{NAME}.yaml").rename(tmp_path / f"{APART}.yaml")  # as a copy from another system comes
    assert saves.names() == [NAME]
    assert saves.load(NAME, library).game.terms.rng_seed == 3
    assert saves.keep(session, NAME) == ""
    assert len(list(tmp_path.glob("*.yaml"))) == 1
    assert saves.free(NAME) == f"{NAME}-2"


def test_the_longest_korean_name_can_be_written(library, tmp_path):
    session = new_session("2018-thaw", seats={"ROK": "person"}, rng_seed=3, library=library)
    assert Saves(tmp_path).keep(session, "남북관계" * 40) == ""
