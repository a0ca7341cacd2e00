"""A person's settings: theme, language, pace of the reveal, keys; one small YAML file, and nothing in it is needed to play."""

from __future__ import annotations

import os
from dataclasses import dataclass, field, fields, replace
from pathlib import Path
from typing import Any

from sim.play.saves import HOME

LARGEST = 100_000  # bytes; a settings file is far smaller


@dataclass(frozen=True)
class Settings:
    """What a person has set.

    Attributes:
        theme: dark, light or safe.
        lang: Language of the words.
        stepwise: Whether a reveal goes step by step.
        keys: Keys bound anew: Textual's key names by the id of the binding.
    """

    theme: str = "dark"
    lang: str = "en"
    stepwise: bool = True
    keys: dict[str, str] = field(default_factory=dict)

    def with_(self, **changes: Any) -> Settings:
        """Return settings with some of them changed."""
        return replace(self, **changes)


def settings_file() -> Path:
    """Return where settings are kept: ``PENINSULA_HOME/settings.yaml``, or in the user's configuration folder."""
    home = os.environ.get(HOME, "")
    if home:
        return Path(home) / "settings.yaml"
    import platformdirs

    return Path(platformdirs.user_config_dir("peninsula")) / "settings.yaml"


def read_settings(path: Path | None = None) -> Settings:
    """Return the settings; whatever cannot be read or understood is as it is by default."""
    path = path or settings_file()
    try:
        text = path.read_text(encoding="utf-8") if path.stat().st_size <= LARGEST else ""
    except (OSError, UnicodeDecodeError):
        return Settings()
    import yaml

    try:
        found = yaml.safe_load(text)
    except yaml.YAMLError:
        return Settings()
    if not isinstance(found, dict):
        return Settings()
    usual = Settings()
    fine = {each.name: found[each.name] for each in fields(Settings) if type(found.get(each.name)) is type(getattr(usual, each.name))}
    if "keys" in fine:
        fine["keys"] = {str(name): str(keys) for name, keys in fine["keys"].items()}
    return Settings(**fine)


def keep_settings(settings: Settings, path: Path | None = None) -> str:
    """Write the settings; return why that failed, or an empty text."""
    import yaml

    path = path or settings_file()
    plain = {each.name: getattr(settings, each.name) for each in fields(Settings)}
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(yaml.safe_dump(plain, allow_unicode=True, sort_keys=False), encoding="utf-8")
    except OSError as failure:
        return f"{failure.strerror or failure} ({path})"
    return ""
