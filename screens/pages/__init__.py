"""The pages: each module shows one kind of view and registers itself with `@shows`."""

import importlib
import pkgutil

from screens.pages.page import PAGES, Page, shows

for _module in pkgutil.iter_modules(__path__):
    importlib.import_module(f"{__name__}.{_module.name}")

__all__ = ["PAGES", "Page", "shows"]
