"""Themes: dark, light, and one whose colours stay apart for every kind of colour vision.

A colour never stands alone: a glyph or a three-letter code is beside it. Every text has a contrast of at least 4.5 to 1, which
tests/play/app/test_looks.py holds.
"""

from __future__ import annotations

from textual.theme import Theme


def _theme(name: str, *, dark: bool, ground: tuple[str, str, str], ink: str, quiet: str, accent: str, tones: dict[str, str]) -> Theme:
    """Return a theme of few colours: three grounds, two inks, an accent, and a tone for each meaning."""
    background, surface, panel = ground
    return Theme(
        name=name,
        primary=accent,
        secondary=accent,
        accent=accent,
        warning=tones["warn"],
        error=tones["bad"],
        success=tones["good"],
        foreground=ink,
        background=background,
        surface=surface,
        panel=panel,
        dark=dark,
        variables={
            "quiet": quiet,
            "cite": tones["cite"],
            **tones,
            "text": ink,
            "text-muted": quiet,
            "text-disabled": quiet,
            "foreground-muted": quiet,
            "foreground-disabled": quiet,
            "border": accent,
            "border-blurred": quiet,
            "block-cursor-background": accent,
            "block-cursor-foreground": background,
            "block-cursor-text-style": "bold",
            "block-cursor-blurred-background": panel,
            "block-cursor-blurred-foreground": ink,
            "block-hover-background": panel,
            "input-cursor-background": ink,
            "input-cursor-foreground": background,
            "input-selection-background": panel,
            "input-selection-foreground": ink,
            "link-color": tones["cite"],
            "link-background-hover": panel,
            "link-color-hover": tones["cite"],
            "scrollbar": quiet,
            "scrollbar-hover": accent,
            "scrollbar-active": accent,
            "scrollbar-background": surface,
            "scrollbar-background-hover": surface,
            "scrollbar-background-active": surface,
            "scrollbar-corner-color": surface,
        },
    )


DARK = _theme(
    "dark",
    dark=True,
    ground=("#0f1419", "#151b22", "#24303c"),
    ink="#dce3ea",
    quiet="#9fb0c0",
    accent="#8fc7ff",
    tones={
        "good": "#7fd6a0", "bad": "#ff9c8f", "warn": "#f3c969", "cite": "#c9b6ff",
        "us": "#8fb8ff", "rok": "#7fd6a0", "dprk": "#ff9c8f", "chn": "#f3c969",
    },
)  # fmt: skip
LIGHT = _theme(
    "light",
    dark=False,
    ground=("#faf8f3", "#fffdf9", "#e6e1d6"),
    ink="#1d2228",
    quiet="#515a63",
    accent="#174f86",
    tones={
        "good": "#0d5c3a", "bad": "#94231a", "warn": "#6b4a00", "cite": "#5a2d91",
        "us": "#1d4690", "rok": "#0d5c3a", "dprk": "#94231a", "chn": "#6b4a00",
    },
)  # fmt: skip
SAFE = _theme(  # the palette of Okabe and Ito, lightened where it was too dark to read on black
    "safe",
    dark=True,
    ground=("#000000", "#0b0b0b", "#2a2a2a"),
    ink="#f2f2f2",
    quiet="#b9b9b9",
    accent="#56b4e9",
    tones={
        "good": "#56b4e9", "bad": "#f0863a", "warn": "#f0e442", "cite": "#dd9ec4",
        "us": "#56b4e9", "rok": "#2bc39b", "dprk": "#f0863a", "chn": "#f0e442",
    },
)  # fmt: skip
THEMES = (DARK, LIGHT, SAFE)
