"""The sheets that rise over a page: each module shows one kind and registers itself with `@raises`."""

import importlib
import pkgutil

from screens.sheets.sheet import SHEETS, SheetPart, raises

for _module in pkgutil.iter_modules(__path__):
    importlib.import_module(f"{__name__}.{_module.name}")

__all__ = ["SHEETS", "SheetPart", "raises"]
