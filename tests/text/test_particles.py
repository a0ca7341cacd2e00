"""Korean particles after what fills a slot."""

import pytest

from sim.text.particles import fill, is_particle, last_sound, with_particle
from sim.text.wording import Words


@pytest.mark.parametrize(
    ("text", "subject", "towards"),
    [
        ("한국", "한국이", "한국으로"),
        ("미국 정부", "미국 정부가", "미국 정부로"),
        ("서울", "서울이", "서울로"),  # ㄹ takes 로 like a vowel, and 이 like a consonant
        ("4", "4가", "4로"),
        ("7", "7이", "7로"),
        ("3.6", "3.6이", "3.6으로"),
        ("10", "10이", "10으로"),
        ("40 %", "40 %가", "40 %로"),
        ("B", "B가", "B로"),
        ("N", "N이", "N으로"),
        ("DPRK", "DPRK가", "DPRK로"),
        ("CHN", "CHN이", "CHN으로"),
        ("standstill", "standstill이", "standstill로"),
        ("summit", "summit이", "summit으로"),
        ("waiver", "waiver가", "waiver로"),
        ("“평양”", "“평양”이", "“평양”으로"),
        ("'제재'", "'제재'가", "'제재'로"),
        ("한국(ROK)", "한국(ROK)이", "한국(ROK)으로"),
        ("조화 [harmony]", "조화 [harmony]가", "조화 [harmony]로"),
    ],
)
def test_the_last_sound_chooses_the_form(text: str, subject: str, towards: str) -> None:
    assert with_particle(text, "이") == subject
    assert with_particle(text, "으로") == towards


def test_every_particle_of_the_contract_has_both_forms() -> None:
    after_consonant = [with_particle("북", spec).removeprefix("북") for spec in ("이", "은", "을", "과", "으로", "이라", "이다", "이었", "아")]
    after_vowel = [with_particle("소", spec).removeprefix("소") for spec in ("이", "은", "을", "과", "으로", "이라", "이다", "이었", "아")]
    assert after_consonant == ["이", "은", "을", "과", "으로", "이라", "이다", "이었", "아"]
    assert after_vowel == ["가", "는", "를", "와", "로", "라", "다", "였", "야"]


def test_decomposed_hangul_sounds_as_composed() -> None:
    assert last_sound("\u1112\u1161\u11ab") == last_sound("한")


def test_a_template_fills_its_slots_and_their_particles() -> None:
    assert fill("{seat:은} {other:과} {n}분기 동안 {x:.1f}", seat="북한", other="중국", n=3, x=2.04) == "북한은 중국과 3분기 동안 2.0"


def test_marks_may_stand_between_the_slot_and_its_particle() -> None:
    assert fill('"{name:"은} 없습니다. `{lever:`을} 보세요. 논설({title:)이다}.', name="소리", lever="sanc", title="조화") == (
        '"소리"는 없습니다. `sanc`를 보세요. 논설(조화)다.'
    )


def test_nothing_to_read_shows_both_forms() -> None:
    assert fill("{name:이} 없다", name="") == "이(가) 없다"


def test_templates_without_particles_are_as_ever() -> None:
    assert fill("{seat} {{kept}} {n:>3}|{x:+.2f}", seat="US", n=4, x=0.5) == "US {kept}   4|+0.50"
    with pytest.raises(KeyError):
        fill("{seat:이}")


def test_a_spec_that_is_no_particle_is_known_as_such() -> None:
    assert is_particle("으로") and is_particle('"을')
    assert not is_particle("가") and not is_particle(".1f") and not is_particle("")


def test_words_fill_through_the_same_door(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Words, "entry", lambda self, key, default=None: "{seat:이}")
    assert Words()("any", seat="중국") == "중국이"
