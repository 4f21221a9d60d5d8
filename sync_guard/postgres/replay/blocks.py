"""DO blocks carried out against the catalog: conditions, loops, EXECUTE, EXCEPTION."""
from __future__ import annotations

from collections.abc import Callable
from collections.abc import Sequence
from typing import Any

from sync_guard.postgres.actions import RowSecurity
from sync_guard.postgres.blocks import Assign
from sync_guard.postgres.blocks import Block
from sync_guard.postgres.blocks import CallFunctions
from sync_guard.postgres.blocks import CreateFunction
from sync_guard.postgres.blocks import Do
from sync_guard.postgres.blocks import Execute
from sync_guard.postgres.blocks import If
from sync_guard.postgres.blocks import Leave
from sync_guard.postgres.blocks import Loop
from sync_guard.postgres.blocks import Query
from sync_guard.postgres.blocks import Sql
from sync_guard.postgres.blocks import Statement
from sync_guard.postgres.blocks import Unread
from sync_guard.postgres.operations import Alter
from sync_guard.postgres.operations import Need
from sync_guard.postgres.operations import NotUnderstood
from sync_guard.postgres.operations import Operation
from sync_guard.postgres.reads import Reads
from sync_guard.postgres.replay import attached
from sync_guard.postgres.replay import doubt
from sync_guard.postgres.replay.conditions import handles
from sync_guard.postgres.replay.conditions import sqlstate_of
from sync_guard.postgres.replay.database import Database
from sync_guard.postgres.replay.errors import Refused
from sync_guard.postgres.replay.evaluate import each_row
from sync_guard.postgres.replay.evaluate import evaluate
from sync_guard.postgres.replay.evaluate import Scope
from sync_guard.postgres.replay.evaluate import unknown_row
from sync_guard.postgres.replay.functions import Partly
from sync_guard.postgres.replay.functions import PLACEHOLDER
from sync_guard.postgres.replay.functions import UNKNOWN
from sync_guard.postgres.replay.functions import Unknown
from sync_guard.postgres.replay.state import Function
from sync_guard.postgres.routines import AlterAttached
from sync_guard.postgres.routines import AlterRoutine
from sync_guard.postgres.routines import Attach
from sync_guard.postgres.routines import CreateRoutine
from sync_guard.postgres.routines import Detach
from sync_guard.postgres.routines import DropRoutines

# What is not compared: where it is not known, other objects stay as they are.
_BESIDE = (CreateRoutine, AlterRoutine, DropRoutines, Attach, AlterAttached, Detach)
# Functions that call functions; deeper is a recursion that only data ends.
_MOST_DEPTH = 20
# How a branch that may not run leaves what is around it. One that raises does not count: then
# PostgreSQL takes everything back.
_MAYBE = {
    'return': 'maybe return', 'maybe return': 'maybe return', 'exit': 'maybe exit',
    'maybe exit': 'maybe exit', 'continue': 'maybe continue', 'maybe continue': 'maybe continue',
}
# Rounds of loops in one block; more is no list of names.
_MOST_ROUNDS = 10_000


def run(db: Database, operation: Do) -> None:
    """Carry out a DO statement."""
    _Run(db, declared=operation.declared).block(operation.block)


def create_function(db: Database, operation: CreateFunction) -> None:
    """CREATE [OR REPLACE] FUNCTION of one that builds something."""
    db.functions[db.creation_name(operation.name)] = Function(
        operation.parameters, operation.body,
    )


def call(db: Database, operation: CallFunctions) -> None:
    """Run the functions that are kept; others are taken to build nothing."""
    _Run(db).call(operation)


class _Run:
    """One execution: the variables, the rounds left, how deep functions have called others, and
    whether what cannot be known has been declared."""

    def __init__(self, db: Database, depth: int = 0, declared: bool = False) -> None:
        self.db = db
        self.declared = declared
        self.variables: dict[str, Any] = {}
        self.rounds = _MOST_ROUNDS
        self.depth = depth
        self.raised: Refused | None = None  # by the block's own RAISE

    def call(self, operation: CallFunctions) -> None:
        for ref, arguments in operation.calls:
            name = self.db.find(ref, self.db.functions)
            if name is None:
                continue
            function = self.db.functions[name]
            block = _read_body(function.body, operation.line)
            if block is None or self.depth > _MOST_DEPTH:
                self.doubt_all(operation.line, f'what function {name} builds cannot be followed')
                continue
            values = [self.value(argument) for argument in arguments]
            inner = _Run(self.db, self.depth + 1, self.declared)
            inner.variables.update(zip(function.parameters, values))
            inner.block(block)

    @property
    def scope(self) -> Scope:
        return Scope(self.db, self.variables)

    def value(self, expression: Any) -> Any:
        return evaluate(self.scope, expression)

    def block(self, block: Block) -> str | None:
        """What is to be left: ``return``, ``exit``, ``continue``, or None to go on."""
        if not block.handlers:
            return self.statements(block.body)
        how: str | None = self.db.attempt(block.line, self.protected, block)
        return how

    def protected(self, db: Database, block: Block) -> str | None:
        """A block with EXCEPTION: a subtransaction that an error undoes."""
        saved, variables = db.save(), dict(self.variables)
        strict, silent = db.strict, db.silent
        db.strict, db.silent = True, False
        try:
            how = self.statements(block.body)
            return self.handled_perhaps(block) if how is None and _may_raise(block) else how
        except Refused as refusal:
            line = db.line
            db.restore(saved)
            for handler in block.handlers:
                if any(handles(c, refusal.sqlstate) for c in handler.conditions):
                    db.strict, db.silent = strict, silent
                    return self.statements(handler.body)
            self.variables = variables
            if refusal is self.raised and _may_raise(block):
                return self.handled_perhaps(block)  # what came before RAISE may have failed
            db.line = line
            raise
        finally:
            db.strict, db.silent = strict, silent

    def handled_perhaps(self, block: Block) -> str | None:
        """The handlers of a block that went well here, and may not where there are rows."""
        hows = set()
        before = dict(self.variables)
        for handler in block.handlers:
            reason = 'whether this block of a DO block raises an exception is not known here'
            hows.add(self.perhaps(block.line, reason, handler.body))
        self.forget(before)
        return next((_MAYBE[how] for how in _MAYBE if how in hows), None)

    def forget(self, before: dict[str, Any]) -> None:
        """Of the variables that have changed, the values are not known."""
        for name, value in self.variables.items():
            if name not in before or before[name] is not value:
                self.variables[name] = UNKNOWN

    def statements(self, body: Sequence[Statement]) -> str | None:
        for i, statement in enumerate(body):
            how = self.one(statement)
            if how is not None:
                if how in _MAYBE.values():
                    reason = 'whether this DO block goes on here is not known'
                    self.perhaps(statement.line, reason, body[i + 1:])
                return how
        return None

    def one(self, statement: Statement) -> str | None:
        if isinstance(statement, Sql):
            self.operations(statement.operations)
        elif isinstance(statement, Assign):
            self.assign(statement)
        elif isinstance(statement, If):
            return self.if_(statement)
        elif isinstance(statement, Loop):
            return self.loop(statement)
        elif isinstance(statement, Execute):
            self.db.attempt(statement.line, self.execute, statement)
        elif isinstance(statement, Block):
            return self.block(statement)
        elif isinstance(statement, Leave):
            return self.leave(statement)
        return None

    def operations(self, operations: Sequence[Operation]) -> None:
        from sync_guard.postgres.replay.apply import apply
        for operation in operations:
            if isinstance(operation, CallFunctions):
                self.call(operation)
            else:
                apply(self.db, operation)

    def assign(self, statement: Assign) -> None:
        value: Any = UNKNOWN
        if isinstance(statement.value, Query) and len(statement.targets) > 1:
            rows = each_row(self.scope, statement.value)
            if not isinstance(rows, Unknown):
                values = list(rows[0].values()) if rows else [None] * len(statement.targets)
                self.variables.update(zip(statement.targets, values))
                return
        elif len(statement.targets) == 1:
            value = self.db.attempt(
                statement.line, lambda _: (self.value(statement.value),),
            )
            value = UNKNOWN if value is None else value[0]
        for target in statement.targets:
            self.variables[target] = value

    def if_(self, statement: If) -> str | None:
        for i, branch in enumerate(statement.branches):
            self.db.line = statement.line
            held = self.db.attempt(
                statement.line, lambda _: (self.value(branch.condition),),
            )
            condition = UNKNOWN if held is None else held[0]
            if condition is True:
                return self.statements(branch.body)
            if condition is False or condition is None:
                continue
            reason = 'whether a condition of this DO block holds is not known here'
            before = dict(self.variables)
            hows = set()
            for body in (*(b.body for b in statement.branches[i:]), statement.otherwise):
                hows.add(self.perhaps(statement.line, reason, body))
            self.forget(before)
            return next((_MAYBE[how] for how in _MAYBE if how in hows), None)
        return self.statements(statement.otherwise)

    def doubt_all(self, line: int, reason: str) -> None:
        if not self.declared:
            doubt.everything(self.db, line, reason)

    def perhaps(self, line: int, reason: str, body: Sequence[Statement]) -> str | None:
        """Carry out what may not run; how it would be left."""
        if self.declared or not body:
            return None
        hows: list[str | None] = []

        def run() -> None:
            try:
                hows.append(self.statements(body))
            except Refused:
                pass

        doubt.on_trial(self.db, line, reason, run)
        return hows[0] if hows else None

    def loop(self, statement: Loop) -> str | None:
        items = self.items(statement)
        if items is None:
            for target in statement.targets:
                self.variables[target] = UNKNOWN
            if isinstance(statement.over, Query) and len(statement.targets) == 1:
                row = unknown_row(self.scope, statement.over)
                if any(isinstance(value, Partly) for value in row.values()):
                    self.variables[statement.targets[0]] = row
            reason = 'how often this loop runs, and over what, is not known here'
            how = self.perhaps(statement.line, reason, statement.body)
            return _MAYBE['return'] if how in ('return', _MAYBE['return']) else None
        for i, item in enumerate(items):
            self.rounds -= 1
            if self.rounds < 0:
                break
            self.variables.update(item)
            how = self.statements(statement.body)
            if how == 'exit':
                break
            if how in ('return', 'raise'):
                return how
            if how in (_MAYBE['exit'], _MAYBE['return']):
                for later in items[i + 1:]:
                    self.variables.update(later)
                    reason = 'whether this loop goes on is not known here'
                    self.perhaps(statement.line, reason, statement.body)
                return how if how == _MAYBE['return'] else None
        return None

    def items(self, statement: Loop) -> list[dict[str, Any]] | None:
        """What the loop's variables are in each round; None where that is not known."""
        targets = statement.targets
        if isinstance(statement.over, Unread) or not targets:
            return None
        if isinstance(statement.over, Query):
            rows = each_row(self.scope, statement.over)
            if isinstance(rows, Unknown):
                return None
            if len(targets) == 1:
                return [{targets[0]: row} for row in rows]
            return [dict(zip(targets, row.values())) for row in rows]
        value = self.value(statement.over)
        if isinstance(value, list):
            return [{targets[0]: item} for item in value]
        return None

    def execute(self, db: Database, statement: Execute) -> None:
        command = self.value(statement.command)
        if isinstance(command, str):
            self.operations(_read(command, statement.line))
            return
        if command is None:
            return
        if not isinstance(command, Partly):
            self.doubt_all(statement.line, 'what this EXECUTE runs is not known here')
            return
        if self.declared:
            return
        reason = 'what this EXECUTE changes is not known here'
        for operation in _read(command.text, statement.line):
            if isinstance(operation, (Need, Reads)):
                continue
            if isinstance(operation, NotUnderstood) and not operation.reason:
                self.operations((operation,))  # a function, a policy or the like
                continue
            if type(operation) in _BESIDE:
                if operation.kind in ('policy', 'trigger'):
                    attached.doubt(db, operation.kind)
                elif not isinstance(operation, AlterRoutine) or (
                        operation.rename or operation.schema
                ):
                    db.unsure |= {'routine'}
                continue
            if _is_named(operation):
                before = db.tables.copy()
                doubt.on_trial(db, statement.line, reason, lambda: self.operations((operation,)))
                if isinstance(operation, Alter) and db.tables == before and (
                        PLACEHOLDER in str(operation.actions)
                ):
                    # It drops or renames something of this table, nobody knows what.
                    doubt.table(db, operation.name, statement.line, reason)
            else:
                doubt.everything(db, statement.line, reason)

    def leave(self, statement: Leave) -> str | None:
        if statement.condition is not None:
            condition = self.value(statement.condition)
            if condition is not True:
                return None
        if statement.how == 'raise':
            sqlstate = sqlstate_of(statement.sqlstate)
            self.db.line = statement.line
            refusal = Refused(sqlstate, statement.message)
            if self.db.strict:
                self.raised = refusal
                raise refusal
            if not self.db.silent:
                self.db.report(refusal)
            return 'raise'
        return statement.how


def _read(command: str, line: int) -> list[Operation]:
    """The operations of an EXECUTE's text, all of them at the line of the EXECUTE."""
    from sync_guard.postgres.ddl.reader import read_command
    return read_command(command, line)


def _read_body(text: str, line: int) -> Block | None:
    from sync_guard.postgres.ddl.reader import read_body
    return read_body(text, line)


def _is_named(operation: Operation) -> bool:
    """Whether the object that changes is known, if not what changes on it."""
    name = getattr(operation, 'table', None) or getattr(operation, 'name', None)
    if isinstance(operation, NotUnderstood):
        return bool(operation.names) and all(PLACEHOLDER not in str(n) for n in operation.names)
    if name is None:
        names = getattr(operation, 'names', ())
        return all(PLACEHOLDER not in str(n) for n in names)
    if isinstance(operation, Alter) and all(
            isinstance(action, RowSecurity) for action in operation.actions
    ):
        return True  # nothing that is compared
    return PLACEHOLDER not in str(name)


def _may_raise(block: Block) -> bool:
    """Whether what a block with handlers does may fail for other reasons than the catalog's: rows,
    and whatever a function does. DDL and assignments alone do not."""
    return not all(
        isinstance(s, Assign) or isinstance(s, Sql) and not any(
            isinstance(o, (Reads, CallFunctions)) for o in s.operations
        ) for s in block.body
    )


APPLY: dict[type, Callable[[Database, Any], None]] = {
    Do: run,
    CreateFunction: create_function,
    CallFunctions: call,
}
