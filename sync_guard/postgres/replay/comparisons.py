"""Whether PostgreSQL has an operator for the two sides of a comparison."""
from __future__ import annotations

from sync_guard.catalog import BUILT_IN
from sync_guard.catalog import Enum
from sync_guard.catalog import Type
from sync_guard.postgres.reads import Compared
from sync_guard.postgres.reads import Operand
from sync_guard.postgres.reads import Reads
from sync_guard.postgres.reads import Scope
from sync_guard.postgres.replay import errors
from sync_guard.postgres.replay import sources
from sync_guard.postgres.replay.database import Database
from sync_guard.postgres.types import format_type

# Types that compare among each other; between two groups there is neither an operator nor a cast
# that PostgreSQL would apply by itself.
_GROUPS = (
    ('uuid',), ('text', 'varchar', 'bpchar'), ('bool',),
    ('int2', 'int4', 'int8', 'numeric', 'float4', 'float8'), ('date', 'timestamp', 'timestamptz'),
    ('jsonb',),
)
_GROUP_OF = {name: number for number, names in enumerate(_GROUPS) for name in names}
_ENUM = len(_GROUPS)


def check(db: Database, operation: Reads, scope: Scope, comparison: Compared) -> None:
    """42883 where both types are known, and of two groups. Whoever makes operators or casts of
    his own is believed."""
    if db.unsure:
        return
    left = _type(db, operation, scope, comparison.left)
    right = _type(db, operation, scope, comparison.right)
    if left is None or right is None:
        return
    groups = [_group(db, left), _group(db, right)]
    if None in groups or groups[0] == groups[1]:
        return
    spelled = f' {comparison.operator} '.join(
        format_type(type_._replace(modifiers=()), db.effective_path()) for type_ in (left, right)
    )
    raise errors.plain('42883', f'operator does not exist: {spelled}')


def _type(db: Database, operation: Reads, scope: Scope, operand: Operand) -> Type | None:
    if operand.type:
        return Type(BUILT_IN, operand.type)
    if (operand.alias or operand.column) in operation.known:
        return None
    table = sources.table_of(db, operation, scope, operand.alias, operand.column)
    column = None if table is None else table.column(operand.column)
    return None if column is None or column.type.is_array else column.type


def _group(db: Database, type_: Type) -> int | None:
    if type_.schema == BUILT_IN:
        return _GROUP_OF.get(type_.name)
    made = db.types.get(type_.key)
    return _ENUM if isinstance(made, Enum) and made.uncertain is None else None
