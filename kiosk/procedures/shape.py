"""Faults of shape: unknown, missing and wrong fields, said in words that whoever wrote the file can act on."""

import difflib
from typing import Any, get_args

from pydantic import BaseModel, ValidationError

from kiosk.language.text import Text
from kiosk.procedures.faults import Fault
from kiosk.procedures.lined import Lined, Path
from kiosk.procedures.model import Procedure


def shape_faults(file: str, source: Lined, error: ValidationError) -> list[Fault]:
    """One fault for each complaint of the model."""
    return [_fault(file, source, _path(source, found["loc"]), found) for found in error.errors()]


def _fault(file: str, source: Lined, path: Path, found: Any) -> Fault:
    where = ".".join(map(str, path)) or "the file"
    match found["type"]:
        case "extra_forbidden":
            known = _fields(_model_at(path[:-1]))
            close = difflib.get_close_matches(str(path[-1]), known, 1)
            remedy = f'Did you mean "{close[0]}"?' if close else f"Known here: {', '.join(known)}."
            return Fault(file, source.line(path), f"{where}: the field is not known.", remedy)
        case "missing" if path[-1] in ("vi", "en") and _model_at(path[:-1]) is Text:
            language = "Vietnamese" if path[-1] == "vi" else "English"
            return Fault(
                file, source.line(path), f"{where}: the {language} text is missing.", "Write it beside the other."
            )
        case "missing":
            return Fault(file, source.line(path), f"{where}: the field is missing.", "Add it.")
        case "literal_error":
            expected = found["ctx"]["expected"]
            return Fault(
                file, source.line(path), f"{where}: {found['input']!r} is not known.", f"Write one of {expected}."
            )
        case _:
            remedy = "Correct the value; docs and the JSON Schema say what may stand here."
            return Fault(file, source.line(path), f"{where}: {found['msg']}.", remedy)


def _path(source: Lined, loc: tuple[Any, ...]) -> Path:
    """`loc` without the parts that pydantic adds and no file has, such as "[key]"."""
    return tuple(part for part in loc if part != "[key]")


def _model_at(path: Path) -> type[BaseModel] | None:
    model: type[BaseModel] | None = Procedure
    for part in path:
        if model is not None and isinstance(part, str) and (field := _field(model, part)) is not None:
            model = _model_in(field)
    return model


def _field(model: type[BaseModel], name: str) -> Any:
    return next((f.annotation for key, f in model.model_fields.items() if name in (key, f.alias)), None)


def _model_in(annotation: Any) -> type[BaseModel] | None:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return annotation
    return next((found for part in get_args(annotation) if (found := _model_in(part))), None)


def _fields(model: type[BaseModel] | None) -> list[str]:
    return [field.alias or name for name, field in model.model_fields.items()] if model else []
