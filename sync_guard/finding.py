"""A Finding: one thing that is wrong, in words a person can act on."""
# Annotations are not postponed here, for the reason in catalog.py.
from typing import Literal
from typing import NamedTuple

from sync_guard.catalog import Origin

# The five items of the sync checklist, in their order. Everything printed hangs on one of them.
Item = Literal['migration', 'schema', 'client', 'types', 'tests']
ITEMS: dict[Item, str] = {
    'migration': 'Supabase migration applied',
    'schema': 'Prisma schema updated',
    'client': 'Prisma client regenerated',
    'types': 'Types verified',
    'tests': 'Tests pass',
}
# Each level holds the one before (docs/levels.md).
Level = Literal['types', 'client', 'strict']
LEVELS: tuple[Level, ...] = ('types', 'client', 'strict')
# error blocks the commit when it is new; warning and note never do.
Severity = Literal['error', 'warning', 'note']
# The command that mends what a finding says: `fix` edits the schema, `draft` writes a migration.
Mender = Literal['fix', 'draft']
COMMANDS: dict[Mender, str] = {
    'fix': 'git sync-guard fix', 'draft': 'git sync-guard draft NAME',
}


class Finding(NamedTuple):
    """``place`` is where to look (path, line, column); ``origin`` the line on the other side that
    caused it. ``table`` and ``name`` say which object; with ``rule`` and ``detail`` they are the
    finding's identity, which holds across commits because it names no line. What is not
    ``certain`` never blocks, whatever the configuration says. ``run`` is the command that mends it,
    None where none does. ``removal`` says what to remove from the schema where ``help`` offers a
    migration: it is the help where the change itself took that away from the migrations."""

    rule: str
    item: Item
    message: str
    help: str
    place: Origin
    origin: Origin | None = None
    table: str | None = None
    name: str | None = None
    level: Level = 'types'
    severity: Severity = 'error'
    detail: str = ''
    new: bool = True
    certain: bool = True
    run: str | None = None
    removal: str | None = None

    @property
    def identity(self) -> tuple[str, ...]:
        return (self.rule, self.table or '', self.name or '', self.detail)
