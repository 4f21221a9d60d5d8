"""Columns and constraints as CREATE TABLE and ALTER TABLE write them."""
from __future__ import annotations

from sync_guard.catalog import Action
from sync_guard.postgres.ddl.cursor import Cursor
from sync_guard.postgres.ddl.indexes import element
from sync_guard.postgres.operations import ColumnSpec
from sync_guard.postgres.operations import ConstraintSpec
from sync_guard.postgres.operations import IndexElement
from sync_guard.postgres.operations import Newer
from sync_guard.postgres.operations import Ref

# What can follow a column's DEFAULT: the words of ColConstraint in gram.y. NOT and NULL too, since
# a DEFAULT is a b_expr, which has neither.
_AFTER_DEFAULT = frozenset({
    'constraint', 'not', 'null', 'check', 'default', 'generated', 'unique', 'primary',
    'references', 'collate', 'deferrable', 'initially', 'storage', 'compression',
})
_CONSTRAINT_START = ('constraint', 'check', 'unique', 'primary', 'foreign', 'exclude')


def starts_constraint(cursor: Cursor) -> bool:
    """Whether a table constraint comes next, and not a column of such a name (they are reserved,
    but for EXCLUDE)."""
    token = cursor.token
    if token.kind != 'word' or token.value not in _CONSTRAINT_START:
        return cursor.at('not', 'null')
    if token.value == 'exclude':
        following = cursor.tokens[cursor.i + 1] if cursor.i + 1 < len(cursor.tokens) else token
        return following.kind == '(' or following.value == 'using'
    return True


def column(cursor: Cursor, *, typed: bool = True) -> ColumnSpec:
    """``name type …``; where not ``typed``, ``name [WITH OPTIONS] …`` of OF and PARTITION OF."""
    line = cursor.line
    name = cursor.identifier()
    type_ = None
    if typed:
        type_ = cursor.type()
    else:
        cursor.accept('with', 'options')
    return column_rest(cursor, ColumnSpec(line, name, type_))


def column_rest(cursor: Cursor, spec: ColumnSpec) -> ColumnSpec:
    """The column's constraints and attributes, in any order."""
    found: list[ConstraintSpec] = []
    name: str | None = None
    while True:
        line = cursor.line
        if cursor.accept('constraint'):
            name = cursor.name()
            continue
        if cursor.accept('not', 'null'):
            spec = _nullability(spec, True)._replace(not_null_name=name)
            cursor.accept_since(18, 'no', 'inherit')
        elif cursor.accept('null'):
            spec = _nullability(spec, False)
        elif cursor.accept('default'):
            conflict = _second_of(spec, 'default')
            spec = spec._replace(default=cursor.until(_AFTER_DEFAULT), conflict=conflict)
        elif cursor.accept('generated'):
            spec = _generated(cursor, spec)
        elif cursor.accept('check'):
            found.append(_check(cursor, line, name))
        elif cursor.accept('unique'):
            found.append(_index_options(cursor, ConstraintSpec(
                line, 'unique', name, (spec.name,), options=_nulls_distinct(cursor),
            )))
        elif cursor.accept('primary', 'key'):
            found.append(_index_options(
                cursor, ConstraintSpec(line, 'primary key', name, (spec.name,)),
            ))
        elif cursor.accept('references'):
            found.append(_references(
                cursor, ConstraintSpec(line, 'foreign key', name, (spec.name,)),
            ))
        elif cursor.accept('collate'):
            cursor.ref()
        elif cursor.accept_since(16, 'storage') or cursor.accept('compression'):
            cursor.name()
        elif cursor.at('options') and spec.type is not None:
            cursor.i += 1
            cursor.skip_options()
        elif found and (option := _deferral(cursor)):
            found[-1] = found[-1]._replace(options=found[-1].options | option)
        elif not _attribute(cursor):
            return spec._replace(constraints=tuple(found))
        name = None


def _generated(cursor: Cursor, spec: ColumnSpec) -> ColumnSpec:
    if cursor.accept('always', 'as'):
        if cursor.token.kind == '(':
            expression, _, _ = cursor.parenthesis()
            if not cursor.accept('stored') and not cursor.accept_since(18, 'virtual'):
                cursor.newer.append(Newer(cursor.line, 18, cursor.token.value))
            return spec._replace(generated=expression, conflict=_second_of(spec, 'generated'))
        kind = 'always'
    else:
        cursor.expect('by', 'default', 'as')
        kind = 'by default'
    cursor.expect('identity')
    conflict = _second_of(spec, 'identity')
    return spec._replace(
        identity=kind, conflict=conflict, sequence_name=sequence_options(cursor),
    )


# What PostgreSQL says where two of these are written, or one twice (transformColumnDefinition).
_TWICE = {
    'default': 'multiple default values specified',
    'identity': 'multiple identity specifications',
    'generated': 'multiple generation clauses specified',
}
_BOTH = {
    frozenset({'default', 'identity'}): 'both default and identity specified',
    frozenset({'default', 'generated'}): 'both default and generation expression specified',
    frozenset({'identity', 'generated'}): 'both identity and generation expression specified',
}


def _nullability(spec: ColumnSpec, not_null: bool) -> ColumnSpec:
    conflict = spec.conflict
    if spec.not_null is (not not_null):
        conflict = conflict or 'conflicting NULL/NOT NULL declarations'
    return spec._replace(not_null=not_null, conflict=conflict)


def _second_of(spec: ColumnSpec, how: str) -> str | None:
    """What is wrong with the column, now that its values come from ``how``: it can have only one
    such way, and ``serial`` is a default too."""
    filled = {
        'default': spec.default or spec.type is not None and spec.type.serial and 'serial',
        'identity': spec.identity, 'generated': spec.generated,
    }
    conflict = spec.conflict
    for other, there in filled.items():
        if there and conflict is None:
            conflict = _TWICE[how] if other == how else _BOTH[frozenset({how, other})]
    return conflict


def sequence_options(cursor: Cursor) -> Ref | None:
    """``(START WITH 5 SEQUENCE NAME s)`` of an identity: the name, if there is one (pg_dump)."""
    if cursor.token.kind != '(':
        return None
    name = None
    cursor.i += 1
    while not cursor.sign(')'):
        if cursor.at_end():
            raise cursor.fail(')')
        if cursor.accept('sequence', 'name'):
            name = cursor.ref()
        else:
            cursor.skip_balanced()
    return name


def table_constraint(cursor: Cursor) -> ConstraintSpec:
    """``[CONSTRAINT name] …``; PostgreSQL 18's NOT NULL constraints are of kind ``not null``."""
    line = cursor.line
    name = cursor.name() if cursor.accept('constraint') else None
    if cursor.accept('check'):
        spec = _check(cursor, line, name)
    elif cursor.accept('unique'):
        options = _nulls_distinct(cursor)
        spec = _key(cursor, ConstraintSpec(line, 'unique', name, options=options))
    elif cursor.accept('primary', 'key'):
        spec = _key(cursor, ConstraintSpec(line, 'primary key', name))
    elif cursor.accept('foreign', 'key'):
        spec = ConstraintSpec(line, 'foreign key', name, cursor.in_parentheses(_name_or_period))
        cursor.expect('references')
        spec = _references(cursor, spec)
    elif cursor.accept('exclude'):
        spec = _exclude(cursor, line, name)
    elif cursor.accept_since(18, 'not', 'null'):
        spec = ConstraintSpec(line, 'not null', name, (cursor.name(),))
    else:
        raise cursor.fail('a constraint')
    while True:
        if cursor.accept('not', 'valid'):
            spec = spec._replace(valid=False)
        elif cursor.accept('no', 'inherit'):
            spec = spec._replace(no_inherit=True)
        elif option := _deferral(cursor):
            spec = spec._replace(options=spec.options | option)
        elif not _attribute(cursor):
            return spec


def _check(cursor: Cursor, line: int, name: str | None) -> ConstraintSpec:
    expression, first, last = cursor.parenthesis()
    return ConstraintSpec(
        line, 'check', name, cursor.mentioned(first, last), expression,
        no_inherit=cursor.accept('no', 'inherit'),
    )


def _nulls_distinct(cursor: Cursor) -> frozenset[str]:
    if not cursor.accept('nulls'):
        return frozenset()
    alike = cursor.accept('not')
    cursor.expect('distinct')
    return frozenset({'nulls not distinct'}) if alike else frozenset()


def _key(cursor: Cursor, spec: ConstraintSpec) -> ConstraintSpec:
    if cursor.accept('using', 'index'):
        return spec._replace(using_index=cursor.name())
    columns = cursor.in_parentheses(_name_without_overlaps)
    return _index_options(cursor, spec._replace(columns=columns))


def _name_without_overlaps(cursor: Cursor) -> str:
    name = cursor.name()
    cursor.accept_since(18, 'without', 'overlaps')
    return name


def _name_or_period(cursor: Cursor) -> str:
    """``a`` or ``PERIOD a``"""
    if cursor.at('period') and cursor.tokens[cursor.i + 1].kind in ('word', 'name'):
        cursor.accept_since(18, 'period')
    return cursor.name()


def _index_options(cursor: Cursor, spec: ConstraintSpec) -> ConstraintSpec:
    if cursor.accept('include'):
        spec = spec._replace(include=cursor.names())
    if cursor.at('with') and cursor.i + 1 < len(cursor.tokens):
        if cursor.tokens[cursor.i + 1].kind == '(':
            cursor.i += 1
            cursor.skip_balanced()
    if cursor.accept('using', 'index', 'tablespace'):
        cursor.name()
    return spec


def _references(cursor: Cursor, spec: ConstraintSpec) -> ConstraintSpec:
    spec = spec._replace(references=cursor.ref())
    if cursor.token.kind == '(':
        spec = spec._replace(referenced_columns=cursor.in_parentheses(_name_or_period))
    while True:
        if cursor.accept('match'):
            cursor.name()
        elif cursor.accept('on', 'delete'):
            spec = spec._replace(on_delete=_action(cursor))
        elif cursor.accept('on', 'update'):
            spec = spec._replace(on_update=_action(cursor))
        else:
            return spec


def _action(cursor: Cursor) -> Action:
    if cursor.accept('no', 'action'):
        return 'no action'
    if cursor.accept('restrict'):
        return 'restrict'
    if cursor.accept('cascade'):
        return 'cascade'
    action: Action = 'set null'
    if cursor.accept('set', 'default'):
        action = 'set default'
    else:
        cursor.expect('set', 'null')
    if cursor.token.kind == '(':
        cursor.names()
    return action


def _deferral(cursor: Cursor) -> frozenset[str]:
    """INITIALLY DEFERRED makes a constraint DEFERRABLE too (processCASbits)."""
    if cursor.accept('deferrable'):
        return frozenset({'deferrable'})
    if cursor.accept('initially', 'deferred'):
        return frozenset({'deferrable', 'deferred'})
    return frozenset()


def deferrable(cursor: Cursor) -> bool | None:
    """What ALTER CONSTRAINT makes of a constraint; None where it does not say. INITIALLY IMMEDIATE
    alone takes DEFERRABLE away (processCASbits)."""
    said = None
    while True:
        if _deferral(cursor):
            said = True
        elif cursor.accept('not', 'deferrable') or cursor.accept('initially', 'immediate'):
            said = said or False
        else:
            return said


def _attribute(cursor: Cursor) -> bool:
    """DEFERRABLE, INITIALLY DEFERRED, NO INHERIT, ENFORCED: nothing that is compared."""
    if cursor.accept('not', 'deferrable') or cursor.accept('deferrable'):
        return True
    if cursor.accept('initially'):
        cursor.name()
        return True
    return (
        cursor.accept('no', 'inherit') or cursor.accept_since(18, 'not', 'enforced') or
        cursor.accept_since(18, 'enforced')
    )


def _exclude(cursor: Cursor, line: int, name: str | None) -> ConstraintSpec:
    first = cursor.i
    method = cursor.name() if cursor.accept('using') else 'btree'
    elements = cursor.in_parentheses(_excluded)
    spec = ConstraintSpec(
        line, 'exclude', name, tuple(e.name for e in elements if e.name is not None),
        elements=elements, method=method,
    )
    spec = _index_options(cursor, spec)
    if cursor.accept('where'):
        cursor.skip_balanced()
    return spec._replace(expression=cursor.between(first, cursor.i))


def _excluded(cursor: Cursor) -> IndexElement:
    """``c WITH &&``; an operator may have a schema (``OPERATOR(public.=)``)."""
    found = element(cursor)
    cursor.expect('with')
    while not cursor.at_end() and cursor.token.kind not in (',', ')'):
        cursor.skip_balanced()
    return found
