"""The manifest of a batch: what it is made of, so that nothing else is ever mixed into its folder."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from typing import Any

from sim import DISCLAIMER
from sim.batch.chunk import file_columns, made_with, version_of
from sim.batch.plan import Plan

HEADER = "batch 1"
DECIDES = ("experiment", "documents", "design", "games_in_a_chunk", "made_with")


def manifest(plan: Plan, command: str) -> dict[str, Any]:
    """Return the manifest of a plan.

    Args:
        plan: The plan.
        command: What was asked for, as a person would type it.
    """
    points = [sorted(point.items()) for point in plan.points]
    whole: dict[str, Any] = {
        "peninsula": HEADER,
        "note": DISCLAIMER,
        "question": plan.experiment.question,
        "command": command,
        "rng_seed": plan.experiment.rng_seed,
        "cells": plan.cells,
        "games": plan.games,
        "chunks": plan.chunks,
        "games_in_a_chunk": plan.chunk,
        "experiment": plan.experiment.model_dump(mode="json"),
        "documents": {
            "rulebook": plan.rules,
            "scenarios": {scenario.name: scenario.digest for scenario in plan.scenarios},
            "policies": plan.policies,
            "lenses": {lens.name: lens.values for lens in plan.lenses},
        },
        "design": _digest(points),
        "made_with": made_with(plan.program),
        "versions": {name: found for name in ("numpy", "numba", "SALib") if (found := version_of(name))},
        "columns": {
            kind: {column.name: {"unit": column.unit, "description": column.says} for column in columns}
            for kind, columns in file_columns(plan).items()
        },
    }
    return {"peninsula": HEADER, "batch": _digest({name: whole[name] for name in DECIDES}), **whole}


def manifest_text(made: dict[str, Any]) -> str:
    """Return a manifest as it is written."""
    return json.dumps(made, ensure_ascii=False, indent=1) + "\n"


def difference(theirs: dict[str, Any], ours: dict[str, Any]) -> str:
    """Return in words the first thing that decides the bytes of a batch and differs between two manifests."""
    for name in DECIDES:
        for path, there, here in _differences(theirs.get(name), ours[name], name):
            return f"{path} is {_short(there)} there and {_short(here)} here"
    return "it was made by another version"


def _differences(theirs: Any, ours: Any, path: str) -> Iterator[tuple[str, Any, Any]]:
    if isinstance(theirs, dict) and isinstance(ours, dict):
        for name in {**ours, **theirs}:
            yield from _differences(theirs.get(name), ours.get(name), f"{path}.{name}")
    elif theirs != ours:
        yield path, theirs, ours


def _short(value: Any) -> str:
    text = json.dumps(value, ensure_ascii=False)
    return text if len(text) <= 60 else f"{text[:57]}..."


def _digest(value: Any) -> str:
    return hashlib.sha256(json.dumps(value, sort_keys=True, ensure_ascii=False).encode()).hexdigest()[:16]
