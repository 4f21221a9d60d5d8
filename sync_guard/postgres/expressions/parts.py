"""Expressions read from tokens and printed as PostgreSQL's pg_get_expr() prints them.

PostgreSQL keeps the tree of a default and prints it anew: brackets around every operator, literals
with the type they turned out to have, casts where argument types ask for one. This reader does the
same in one pass, by precedence (gram.y); each part knows its text and, as far as that can be told,
its type. What it has to guess it marks: ``Typing.certain`` turns False.
"""
from __future__ import annotations

from collections.abc import Mapping
from collections.abc import Sequence
from typing import NamedTuple

from sync_guard.catalog import AnyType
from sync_guard.catalog import BUILT_IN
from sync_guard.catalog import Domain
from sync_guard.catalog import Enum
from sync_guard.catalog import Name
from sync_guard.catalog import Type
from sync_guard.postgres.expressions.constants import output
from sync_guard.postgres.expressions.constants import print_constant
from sync_guard.postgres.expressions.constants import quote_literal
from sync_guard.postgres.expressions.constants import read_array
from sync_guard.postgres.expressions.constants import refused
from sync_guard.postgres.names import quote_identifier
from sync_guard.postgres.type_modifiers import fault
from sync_guard.postgres.types import built_in
from sync_guard.postgres.types import format_type
from sync_guard.postgres.types import TypeName


class Scope(NamedTuple):
    """What an expression can name. ``search_path`` looks names up, ``printed_path`` is the one
    whose schemas are left out when they are printed. ``spelled`` has the columns that are not
    printed by their own name; ``relation`` is the name of the table they belong to."""

    types: Mapping[Name, AnyType]
    extensions: Mapping[str, str] = {}
    columns: Mapping[str, Type] = {}
    search_path: Sequence[str] = ('public', 'extensions')
    printed_path: Sequence[str] = ()
    spelled: Mapping[str, str] = {}
    relation: str = ''


class Refusal(NamedTuple):
    """What PostgreSQL refuses about an expression."""

    sqlstate: str
    message: str


class Call(NamedTuple):
    """A call of a function that is none of those known here, with so many arguments."""

    schema: str | None
    name: str
    arguments: int


class Label(NamedTuple):
    """A value of an enum type."""

    type: Name
    text: str


# What is to be asked of the database: a type that is none of those known here, too.
Asked = Call | Label | TypeName


class Expr(NamedTuple):
    """A part of an expression.

    ``type`` is None where it is not known. ``literal`` is the text of a literal that has no type
    yet: what stands around it decides. ``constant`` is the value of a constant in output form,
    ``items`` the parts of an ARRAY[…], ``joined`` those of a chain of AND or OR with that word.
    """

    text: str
    type: Type | None = None
    literal: str | None = None
    constant: str | None = None
    number: str | None = None
    is_null: bool = False
    items: tuple[Expr, ...] | None = None
    joined: tuple[str, tuple[str, ...]] | None = None

    @property
    def typname(self) -> str | None:
        """For looking signatures up: ``''`` for an untyped literal or NULL, None if not known."""
        if self.literal is not None or self.is_null and self.type is None:
            return ''
        if self.type is None or self.type.schema != BUILT_IN:
            return None
        return ('_' if self.type.is_array else '') + self.type.name


def builtin(typname: str) -> Type:
    """The type of pg_catalog with this typname; ``_text`` is an array."""
    if typname[0] == '_':
        return Type(BUILT_IN, typname[1:], (), True)
    return Type(BUILT_IN, typname)


TEXT = builtin('text')
BOOL = builtin('bool')


class Typing:
    """Literals, casts and names: what needs the catalog. The grammar builds on it."""

    def __init__(self, scope: Scope) -> None:
        self.scope = scope
        self.certain = True
        self.qualified = False  # whether a name was printed whose schema the path decides
        # Columns read on the way, those that are not there too, and where their names stand.
        self.columns: dict[str, list[tuple[int, int]]] = {}
        self.refusals: list[Refusal] = []
        self.asked: list[Asked] = []

    def doubt(self) -> None:
        self.certain = False

    def type_text(self, of: Type) -> str:
        self.qualified = self.qualified or of.schema != BUILT_IN
        return format_type(of, self.scope.printed_path)

    def name_text(self, schema: str, name: str) -> str:
        self.qualified = True
        if schema in self.scope.printed_path:
            return quote_identifier(name)
        return f'{quote_identifier(schema)}.{quote_identifier(name)}'

    def lookup(self, written: TypeName) -> Type:
        """The type that is meant; a guess, and said to be one, where no file creates it."""
        found = built_in(written)
        if found is not None:
            wrong = fault(found.name, found.modifiers)
            if wrong is not None:
                self.refusals.append(Refusal(*wrong))
            return found
        schemas = (written.schema,) if written.schema else self.scope.search_path
        for schema in schemas:
            if Name(schema, written.name) in self.scope.types:
                return Type(schema, written.name, written.modifiers, written.is_array)
        self.doubt()
        self.asked.append(written)
        return Type(schemas[0], written.name, written.modifiers, written.is_array)

    def base(self, of: Type) -> Type:
        """The type under a domain."""
        made = self.scope.types.get(of.key)
        while isinstance(made, Domain) and not of.is_array:
            of = made.base
            made = self.scope.types.get(of.key)
        return of

    def is_plain(self, of: Type) -> bool:
        """Whether PostgreSQL's own operators serve this type: its own ones and enums."""
        of = self.base(of)
        return of.schema == BUILT_IN or isinstance(self.scope.types.get(of.key), Enum)

    def constant(self, literal: str, of: Type) -> Expr:
        """An untyped literal that turned out to be of this type."""
        of = self.base(of)
        bare = of if of.name == 'interval' else of._replace(modifiers=())
        if of.name == 'regclass' and not of.is_array:
            return self.regclass(literal)
        value = output(literal, of, isinstance(self.scope.types.get(of.key), Enum))
        if self.certain:
            self.refuse_value(literal, of)
        if value is None or of.name == 'interval' and of.modifiers and '.' in value:
            self.doubt()  # of the last: fractions are rounded to the precision
            value = value or literal
        self.qualified = self.qualified or of.schema != BUILT_IN
        printed = print_constant(value, of, self.scope.printed_path)
        return Expr(printed, bare, constant=value)

    def refuse_value(self, literal: str, of: Type) -> None:
        """Write down where the literal is known to be no value of the type."""
        made = self.scope.types.get(of.key)
        if isinstance(made, Enum) and of.is_array:
            self.asked += [Label(of.key, item) for item in read_array(literal) or () if item]
        elif isinstance(made, Enum) and made.uncertain is None:
            self.asked.append(Label(of.key, literal))
            if all(label.text != literal for label in made.labels):
                self.refusals.append(Refusal('22P02', (
                    f'invalid input value for enum {format_type(of, self.scope.search_path)}: '
                    f'"{literal}"'
                )))
        elif refused(literal, of):
            moment = of.name in ('date', 'time', 'timetz', 'timestamp', 'timestamptz', 'interval')
            what = 'invalid input syntax for type ' + ('json' if of.name == 'jsonb' else (
                format_type(of._replace(modifiers=()))
            ))
            if of.is_array:
                what, moment = 'malformed array literal', False
            self.refusals.append(Refusal('22007' if moment else '22P02', f'{what}: "{literal}"'))

    def null(self, of: Type) -> Expr:
        of = self.base(of)
        bare = of if of.name == 'interval' else of._replace(modifiers=())
        return Expr(f'NULL::{self.type_text(bare)}', bare, is_null=True)

    def regclass(self, literal: str) -> Expr:
        """``'s'::regclass`` names a relation; it is printed with its schema."""
        from sync_guard.postgres.tokens import read
        from sync_guard.postgres.tokens import Unreadable
        try:
            parts = [t.value for t in read(literal) if t.kind in ('word', 'name')]
        except Unreadable:
            parts = []
        if not 1 <= len(parts) <= 2:
            self.doubt()
            return Expr(f'{quote_literal(literal)}::regclass', builtin('regclass'))
        if len(parts) == 1:
            parts.insert(0, self.scope.search_path[0])
        value = self.name_text(*parts)
        printed = f'{quote_literal(value)}::regclass'
        return Expr(printed, builtin('regclass'), constant='.'.join(parts))

    def coerce(self, part: Expr, to: Type, shown: bool = True) -> Expr:
        """The part as this type, by itself: a cast is printed in arguments (``shown``), and left
        out at the top, where PostgreSQL hides the ones it put there."""
        if part.literal is not None:
            return self.constant(part.literal, to)
        if part.is_null and part.type is None:
            return self.null(to)
        if not shown and to.name == 'interval' and part.constant is not None and part.type != to:
            return self.constant(part.constant, to)  # the column's fields count, not its own
        if not shown or part.type is None or part.type[:2] == to[:2]:
            return part  # of a domain the cast to its type is printed
        return Expr(f'({part.text})::{self.type_text(to._replace(modifiers=()))}', to)

    def cast(self, part: Expr, to: Type) -> Expr:
        """A cast that was written."""
        if part.items is not None and to.is_array:
            element = to._replace(is_array=False)
            items = [self.cast(i, element) for i in part.items]
            if not items:
                return Expr(f'ARRAY[]::{self.type_text(to)}', to, items=())
            text = ', '.join(i.text for i in items)
            return Expr(f'ARRAY[{text}]', to, items=tuple(items))
        domain = isinstance(self.scope.types.get(to.key), Domain) and not to.is_array
        if part.literal is not None:
            made = self.constant(part.literal, to)
            if domain:
                return Expr(f'({made.text})::{self.type_text(to)}', to)
            if to.modifiers and to.name != 'interval':
                # A constant cut to a length: the type is said once, with the length.
                bare = made.text.rpartition('::')[0] if "'::" in made.text else made.text
                return Expr(f'{bare}::{self.type_text(to)}', to, constant=made.constant)
            return made
        if part.is_null and part.type is None:
            made = self.null(to)
            if domain:
                return Expr(f'({made.text})::{self.type_text(to)}', to)
            if to.modifiers and to.name != 'interval':
                return Expr(f'NULL::{self.type_text(to)}', to)
            return made
        if part.type is not None and part.type[:2] == to[:2] and part.type.is_array == to.is_array:
            if not to.modifiers:
                return part._replace(number=None)
            if part.constant is not None:
                bare = part.text.rpartition('::')[0] if "'::" in part.text else part.text
                return Expr(f'{bare}::{self.type_text(to)}', to, constant=part.constant)
        elif part.type is None:
            self.doubt()  # if it is of this type already, no cast is printed
        return Expr(f'({part.text})::{self.type_text(to)}', to)
