"""Templates with slots, in any language: a slot of a Korean template may name the particle that follows what fills it.

The particle's form after a consonant is the slot's format spec: ``{seat:이}`` gives ``한국이`` and ``중국 정부가``. A closing mark may stand
before it, as in ``"{name:"은}``, and then stands between the two. Which form is right depends on the last sound as it is read out: of a
Korean syllable, a figure, a Latin letter or an English word; closing marks are looked past, and so is a bracket with what it holds.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from string import Formatter
from typing import Any

# form after a consonant: form after a vowel
PARTICLES = {
    "이": "가",
    "은": "는",
    "을": "를",
    "과": "와",
    "으로": "로",
    "이라": "라",
    "이다": "다",
    "이었": "였",
    "이며": "며",
    "이고": "고",
    "이나": "나",
    "이면": "면",
    "아": "야",
}
CLOSING = "\"'”’`)]}』」》〉>*_.,!?…% "
VOWEL, CONSONANT, RIEUL = "vowel", "consonant", "ㄹ"

_FIGURES = {"0": CONSONANT, "1": RIEUL, "3": CONSONANT, "6": CONSONANT, "7": RIEUL, "8": RIEUL}  # 영 일 삼 육 칠 팔; the rest end in a vowel
_LETTERS = {"l": RIEUL, "m": CONSONANT, "n": CONSONANT, "r": RIEUL}  # 엘 엠 엔 알; the rest end in a vowel
_SHORT = re.compile(r"(^|[^aeiou])[aeiou](b|ck|g|k|p|pp|t|tt)$|out$|oo[kt]$")  # summit 서밋, boycott 보이콧, but start 스타트
_SILENT_E = re.compile(r"[aeiou][mn]e$")  # line 라인, game 게임
_FIRST, _LAST, _FINALS, _RIEUL = ord("가"), ord("힣"), 28, 8


def fill(template: str, **slots: object) -> str:
    """Return a template with its slots filled and their particles chosen.

    Args:
        template: Text with slots as of ``str.format``.
        slots: What fills them.

    Raises:
        KeyError: A slot has nothing to fill it.

    Example:
        >>> fill("{seat:이} {n:을} 바란다.", seat="미국", n=2)
        '미국이 2를 바란다.'
    """
    return _SPEAKER.vformat(template, (), slots) if _speaks(template) else template.format(**slots)


def with_particle(text: str, particle: str) -> str:
    """Return a text with a particle after it.

    Args:
        text: What the particle follows.
        particle: Its form after a consonant, one of ``PARTICLES``; marks may stand before it.

    Example:
        >>> with_particle("서울", "으로"), with_particle("제재", '"은')
        ('서울로', '제재"는')
    """
    marks, form = _parted(particle)
    sound = last_sound(text)
    if not sound:
        return f"{text}{marks}{form}({PARTICLES[form]})"
    after_vowel = sound == VOWEL or (form == "으로" and sound == RIEUL)
    return f"{text}{marks}{PARTICLES[form] if after_vowel else form}"


def last_sound(text: str) -> str:
    """Return how a text ends when it is read in Korean: vowel, consonant or ㄹ; empty where it has nothing to read."""
    plain = unicodedata.normalize("NFC", text)
    if plain.rstrip().endswith("%"):
        return VOWEL  # 퍼센트
    plain = re.sub(r"(?<=\S)\s*[(\[][^()\[\]]*[)\]]\W*$", "", plain).rstrip(CLOSING)
    if not plain:
        return ""
    last = plain[-1]
    if _FIRST <= ord(last) <= _LAST:
        final = (ord(last) - _FIRST) % _FINALS
        return VOWEL if final == 0 else RIEUL if final == _RIEUL else CONSONANT
    if last.isdigit():
        return _FIGURES.get(last, VOWEL)
    found = re.search(r"[A-Za-z]+$", plain)
    return _english(found[0]) if found else VOWEL


def particle_specs(template: str) -> list[tuple[str, str]]:
    """Return the slots of a template that have a format spec, with it.

    Example:
        >>> particle_specs("{seat:이} {share:.1f}")
        [('seat', '이'), ('share', '.1f')]
    """
    return [(name, spec) for _, name, spec, _ in Formatter().parse(template) if name and spec]


def is_particle(spec: str) -> bool:
    """Say whether a format spec is a particle that this module knows."""
    return _parted(spec)[1] in PARTICLES


class _Speaker(Formatter):
    """Python's own formatting, with particles as format specs."""

    def format_field(self, value: Any, format_spec: str) -> str:  # noqa: ANN401  (as the method it stands for)
        if is_particle(format_spec):
            return with_particle(str(value), format_spec)
        return str(super().format_field(value, format_spec))


_SPEAKER = _Speaker()


@lru_cache(maxsize=4096)
def _speaks(template: str) -> bool:
    return any(is_particle(spec) for _, spec in particle_specs(template))


def _parted(spec: str) -> tuple[str, str]:
    """Return the closing marks before a particle, and the particle."""
    form = spec.lstrip(CLOSING)
    return spec[: len(spec) - len(form)], form


def _english(word: str) -> str:
    small = word.lower()
    if word.isupper() or len(word) == 1:
        return _LETTERS.get(small[-1], VOWEL)
    if small.endswith(("l", "le")):
        return RIEUL
    if small.endswith(("m", "n", "ng")) or _SHORT.search(small) or _SILENT_E.search(small):
        return CONSONANT
    return VOWEL
