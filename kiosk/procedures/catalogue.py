"""The catalogue: every procedure the kiosk knows, read from its files and checked before anybody is asked anything."""

from collections.abc import Iterator
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any, Self

import yaml
from pydantic import ValidationError

from kiosk.procedures import lined
from kiosk.procedures.checks import check_procedure
from kiosk.procedures.faults import CatalogueFaults, Fault
from kiosk.procedures.fees import fee_row
from kiosk.procedures.model import Procedure
from kiosk.procedures.notices import Notices
from kiosk.procedures.shape import shape_faults

PROCEDURES = Path(__file__).parents[2] / "assets" / "procedures"


class Catalogue:
    """Procedures by id, in the order of area and id."""

    def __init__(self, procedures: dict[str, Procedure]) -> None:
        self._procedures = procedures

    @classmethod
    @cache
    def load(cls, folder: Path = PROCEDURES) -> Self:
        """Read and check `folder/AREA/ID.yaml`. Raises CatalogueFaults if anything is wrong anywhere."""
        procedures, faults = _read(folder)
        if faults:
            raise CatalogueFaults(faults)
        return cls(procedures)

    def __getitem__(self, procedure_id: str) -> Procedure:
        """Raises KeyError for an id that is not in the catalogue."""
        return self._procedures[procedure_id]

    def __contains__(self, procedure_id: str) -> bool:
        return procedure_id in self._procedures

    def __iter__(self) -> Iterator[Procedure]:
        return iter(self._procedures.values())

    def ids(self) -> list[str]:
        return list(self._procedures)

    def by_area(self, area: str) -> tuple[Procedure, ...]:
        return tuple(procedure for procedure in self if procedure.area == area)

    def listing(self, today: date) -> list[dict[str, Any]]:
        """One object a procedure, as `kiosk procedures list --json` gives it.

        `fee`: the plain fee of `today` in đồng, None when no row covers the day. `verified`: every fact of the
        file stands on primary text or two agreeing sources.
        """
        return [
            {
                "id": procedure.id,
                "area": procedure.area,
                "name": procedure.name.vi,
                "code": procedure.code,
                "version": procedure.version.isoformat(),
                "from": procedure.since.isoformat(),
                "fee": row.amount if (row := fee_row(procedure, {}, today)) else None,
                "payee": procedure.payee_kind,
                "rung": procedure.rung,
                "verdict": procedure.verdict,
                "verified": _verified(procedure),
            }
            for procedure in self
        ]


def check_catalogue(path: Path = PROCEDURES) -> list[Fault]:
    """Every fault of a file, or of all files in a folder and one level below, sorted; empty if all is well."""
    return sorted(_read(path)[1])


def json_schema() -> dict[str, Any]:
    """The JSON Schema of a procedure file."""
    schema = Procedure.model_json_schema(by_alias=True)
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", "title": "Procedure", **schema}


def _read(path: Path) -> tuple[dict[str, Procedure], list[Fault]]:
    files = sorted(path.glob("*/*.yaml")) + sorted(path.glob("*.yaml")) if path.is_dir() else [path]
    if not files:
        return {}, [Fault(str(path), 0, "The folder holds no procedure.", "Put files in it as AREA/ID.yaml.")]
    notices = Notices.load()
    procedures: dict[str, Procedure] = {}
    faults: list[Fault] = []
    for file in files:
        procedure, found = _read_file(file, notices)
        if procedure is not None:
            if procedure.id in procedures:
                found.append(Fault(str(file), 0, f"The id {procedure.id} stands in two files.", "Give one another id."))
            procedures[procedure.id] = procedure
        faults += found
    return procedures, faults


def _read_file(file: Path, notices: Notices) -> tuple[Procedure | None, list[Fault]]:
    name = str(file)
    try:
        text = file.read_text("utf-8")
    except UnicodeDecodeError:
        return None, [Fault(name, 0, "The file is not UTF-8.", "Save it as UTF-8 without a byte order mark.")]
    except OSError as error:
        return None, [Fault(name, 0, f"The file cannot be read: {error.strerror}.", "Check the path and the rights.")]
    try:
        source = lined.read(text)
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 0
        return None, [Fault(name, line, f"This is no YAML: {error.problem}.", "Put texts with , : ? { } in quotes.")]
    except (yaml.YAMLError, ValueError) as error:
        return None, [Fault(name, 0, f"This is no YAML: {error}.", "Write dates as YYYY-MM-DD and texts in quotes.")]
    faults = [Fault(name, line, f'The key "{key}" stands twice.', "Keep one of them.") for line, key in source.twice]
    try:
        procedure = Procedure.model_validate(source.data)
    except ValidationError as error:
        return None, faults + shape_faults(name, source, error)
    faults += [
        Fault(name, source.line(found.path), found.fault, found.remedy)
        for found in check_procedure(procedure, notices, file)
    ]
    return procedure, faults


def _verified(procedure: Procedure) -> bool:
    facts = (*procedure.fees, *procedure.papers, *procedure.basis, procedure.days)
    return all(fact.mark == "H" for fact in facts)
