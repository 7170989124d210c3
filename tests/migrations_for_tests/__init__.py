"""The project's migrations, and after them a few that a later release might bring."""

import pkgutil

from procedures import migrations

__path__ = [*__path__, *migrations.__path__]

#: The project's own last migration: the first of these follows it.
LATEST = max(module.name for module in pkgutil.iter_modules(migrations.__path__))
