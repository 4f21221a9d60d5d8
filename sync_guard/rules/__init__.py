"""The rules: one file each, found by being there.

A rule is a function that looks at one *fact* and yields findings. It says which type of fact it
looks at; adding a rule edits no other file::

    '''What is the case, and why it matters (this text is `git sync-guard explain RULE`).'''
    @rule('duplicate-version', item='migration', on=SameVersion)
    def duplicate_version(fact: SameVersion, context: Context) -> Iterator[Finding]: ...

The module's docstring is the rule's explanation. Facts are the records of ``migrations/facts.py``
and ``compare/differences.py``, and a few others, of the room that finds them.
"""
from __future__ import annotations

import importlib
import os
import sys
from collections.abc import Callable
from collections.abc import Iterable
from collections.abc import Iterator
from typing import Any
from typing import NamedTuple
from typing import TYPE_CHECKING

from sync_guard.finding import Finding
from sync_guard.finding import Item

if TYPE_CHECKING:
    from sync_guard.catalog import Catalog
    from sync_guard.prisma import Expected
    from sync_guard.projects import Project


class Context(NamedTuple):
    """Everything a rule may see besides its fact. A rule never touches git or disk."""

    project: Project
    built: Catalog
    expected: Expected | None


CheckFunction = Callable[[Any, Context], Iterator[Finding]]


class Rule(NamedTuple):
    name: str
    item: Item
    on: type
    check: CheckFunction

    @property
    def explanation(self) -> str:
        """The docstring of the rule's module: the problem, then what to do."""
        return (sys.modules[self.check.__module__].__doc__ or '').strip()


_RULES: dict[str, Rule] = {}
_BY_FACT: dict[type, list[Rule]] = {}


def rule(name: str, *, item: Item, on: type) -> Callable[[CheckFunction], CheckFunction]:
    """Register a rule under its kebab-case name for one type of fact."""

    def register(check: CheckFunction) -> CheckFunction:
        if name in _RULES:
            raise AssertionError(f'two rules are called {name}')
        _RULES[name] = made = Rule(name, item, on, check)
        _BY_FACT.setdefault(on, []).append(made)
        return check

    return register


def load() -> dict[str, Rule]:
    """Every rule by name. Imports the modules of this package once."""
    if not _RULES:
        # Not pkgutil.iter_modules(): it imports inspect, a third of what all rules cost.
        for entry in sorted(os.listdir(__path__[0])):
            name, _, ending = entry.partition('.')
            if ending == 'py' and not name.startswith('_'):
                importlib.import_module(f'{__name__}.{name}')
    return _RULES


def findings(facts: Iterable[object], context: Context) -> Iterator[Finding]:
    """What the rules say about the facts, each fact given to the rules of its type."""
    for fact in facts:
        load()
        # Not type(fact): importing the rule `type` puts its module under that name here.
        for found in _BY_FACT.get(fact.__class__, ()):
            yield from found.check(fact, context)
