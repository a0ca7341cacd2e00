"""What every schema here shares: strict models, and pydantic's complaints told with file, line and the nearest right name."""

from __future__ import annotations

from typing import Any, TypeVar, get_args, get_origin

from pydantic import BaseModel, ConfigDict, ValidationError, model_validator

from sim.documents.errors import DocumentError, DocumentErrors, did_you_mean
from sim.documents.reading import Document, Key

Model = TypeVar("Model", bound=BaseModel)


class Strict(BaseModel):
    """A mapping of known keys only."""

    model_config = ConfigDict(extra="forbid", frozen=True, strict=False)


class Grounded(Strict):
    """Something of the model that must say where it comes from: claims of the seeds, or `ours` with a reason."""

    claims: list[str] = []
    ours: str | None = None

    @model_validator(mode="after")
    def _says_why(self) -> Grounded:
        if not self.claims and not self.ours:
            raise ValueError("names no claim; add claims: [...] or ours: with a reason")
        return self


class Term(Grounded):
    """One named, signed summand: an expression and what it rests on."""

    add: str | float


def validate(model: type[Model], document: Document, kind: str) -> Model:
    """Check a document against a schema.

    Args:
        model: The schema.
        document: The parsed document; its first key must be ``peninsula: <kind> 1``.
        kind: What the document must say it is.

    Raises:
        DocumentErrors: Every complaint, each with its line.
    """
    data = document.data
    if not isinstance(data, dict):
        raise DocumentErrors([document.error((), f'a mapping that begins with "peninsula: {kind} 1" was expected')])
    header = data.get("peninsula")
    if header != f"{kind} 1":
        found = f'found "{header}"' if header is not None else "it is missing"
        raise DocumentErrors([document.error(("peninsula",), f'"peninsula: {kind} 1" was expected', found)])
    try:
        return model.model_validate({key: value for key, value in data.items() if key != "peninsula"})
    except ValidationError as failure:
        raise DocumentErrors([_told(model, document, complaint) for complaint in failure.errors()[:40]]) from None


def _told(model: type[BaseModel], document: Document, complaint: Any) -> DocumentError:
    location: Key = tuple(part for part in complaint["loc"] if _in_document(part))
    kind = complaint["type"]
    if kind == "extra_forbidden":
        name = str(location[-1])
        siblings = _fields_at(model, location[:-1])
        return document.error(location, f'"{name}" is not a key here', did_you_mean(name, siblings), at_key=True)
    if kind == "missing":
        return document.error(location[:-1], f'"{location[-1]}" is missing')
    if kind == "value_error":
        return document.error(location, str(complaint["ctx"]["error"]))
    if kind == "literal_error":
        return document.error(location, f'"{complaint["input"]}" is not one of {complaint["ctx"]["expected"]}')
    return document.error(location, f"{complaint['msg'][0].lower()}{complaint['msg'][1:]}", f"found {str(complaint['input'])[:60]!r}")


def _in_document(part: str | int) -> bool:
    """Leave out what pydantic adds to a path: union branches and validators."""
    added = ("str", "float", "int", "dict", "list", "[key]")
    return isinstance(part, int) or not (part.startswith(("function-", "union", "literal[")) or part in added)


def _fields_at(model: type[BaseModel], location: Key) -> list[str]:
    """Return the keys that the schema knows at a path, following models through mappings and lists."""
    current: Any = model
    for part in location:
        current = _step(current, part)
    return sorted(getattr(_model_in(current), "model_fields", {}))


def _step(annotation: Any, part: str | int) -> Any:
    """Follow one part of a path: into a field of a model, a value of a mapping or an item of a list."""
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        field = annotation.model_fields.get(str(part))
        return field.annotation if field else None
    if get_origin(annotation) in (dict, list, tuple):
        return get_args(annotation)[-1]
    return _step(_model_in(annotation), part) if _model_in(annotation) else None


def _model_in(annotation: Any) -> Any:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return annotation
    for argument in getattr(annotation, "__args__", ()):
        found = _model_in(argument)
        if found is not None:
            return found
    return None
