"""Forms as they come from browsers and programs: fields into what a deed takes."""

from __future__ import annotations

import json
from typing import Any, get_origin

from starlette.datastructures import FormData, UploadFile
from starlette.requests import Request

from sim.classroom.deeds import DEEDS
from sim.classroom.lesson import Refusal

OURS = ("form_token", "once", "page")
MOST_FIELDS, MOST_PART = 120, 8 * 1024
MOST_KEY = 80


async def read_post(request: Request) -> tuple[FormData, dict[str, str]]:
    """Return the fields of a post and those of ours among them: form token, idempotency key, page to return to.

    Raises:
        Refusal: It is no form.
    """
    kind = request.headers.get("content-type", "").split(";")[0]
    if kind == "application/json":
        fields = await _from_json(request)
    elif kind in ("application/x-www-form-urlencoded", "multipart/form-data"):
        fields = await request.form(max_fields=MOST_FIELDS, max_files=0, max_part_size=MOST_PART)
    else:
        raise Refusal("form", field="content-type", why="a form or JSON was expected")
    ours = {name: str(fields.get(name, ""))[:MOST_KEY] for name in OURS}
    ours["once"] = ours["once"] or request.headers.get("idempotency-key", "")[:MOST_KEY]
    return fields, ours


async def _from_json(request: Request) -> FormData:
    try:
        given = json.loads(await request.body())
    except (ValueError, RecursionError):
        raise Refusal("form", field="body", why="this is no JSON") from None
    if not isinstance(given, dict):
        raise Refusal("form", field="body", why="an object was expected")
    pairs: list[tuple[str, str | UploadFile]] = []
    for name, value in given.items():
        if isinstance(value, dict):
            pairs += [(f"{name}.{key}", str(each)) for key, each in value.items()]
        elif isinstance(value, list):
            pairs += [(name, str(each)) for each in value]
        else:
            pairs.append((name, str(value)))
    return FormData(pairs[:MOST_FIELDS])


def given_for(name: str, fields: FormData) -> dict[str, Any]:
    """Return the fields of a form as a deed takes them; a mapping's come as ``sheet.LEVER``, a list's several times.

    Raises:
        Refusal: There is no such deed.
    """
    if name not in DEEDS:
        raise Refusal("no_page")
    found: dict[str, Any] = {}
    kinds = {field: get_origin(info.annotation) for field, info in DEEDS[name].form.model_fields.items()}
    for key, value in fields.multi_items():
        if key in OURS or not isinstance(value, str):
            continue
        field, dot, inner = key.partition(".")
        if dot and kinds.get(field) is dict:
            if value:
                found.setdefault(field, {})[inner] = value
        elif kinds.get(key) is list:
            found.setdefault(key, []).append(value)
        elif key == "team" and "seat" in kinds:
            found |= team_named(value)
        elif value or key not in kinds:
            found[key] = value
    return found


def team_named(text: str) -> dict[str, str]:
    """Return the team that a menu names: ``1.US``; empty is none."""
    world, _, seat = text.partition(".")
    return {"world": world, "seat": seat} if text else {}
