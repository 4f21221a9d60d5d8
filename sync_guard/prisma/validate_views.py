"""What Prisma refuses about views (psl, ``validations/views.rs``; measured)."""
from __future__ import annotations

from collections.abc import Iterator

from sync_guard.prisma.expected import SyntaxProblem
from sync_guard.prisma.schema import Model
from sync_guard.prisma.schema import Schema
from sync_guard.prisma.validate_words import later

_NO_FEATURE = (
    'Error validating: View definitions are only available with the `views` preview feature.'
)
_NO_KEYS = 'Error validating: Views cannot have primary keys.'
_NO_INDEXES = 'Error validating: Views cannot have indexes.'
_NO_NAMES = (
    'Error validating: @@unique annotations on views are not backed by unique indexes in the '
    'database and cannot specify a mapped database name.'
)
# Real schemas of Prisma 5 and 6 have views with ids.
_EARLIER = 'Prisma 6.19 and 7 refuse it; earlier versions do not'


def view_problems(schema: Schema) -> Iterator[SyntaxProblem]:
    for view in schema.models.values():
        if view.block.keyword == 'view':
            if 'views' not in schema.settings.preview_features:
                yield later(view.file.origin(view.block.start), _NO_FEATURE)
            yield from _keys(view)


def _keys(view: Model) -> Iterator[SyntaxProblem]:
    attributes = [a for field in view.block.fields for a in field.attributes]
    for attribute in (*attributes, *view.block.attributes):
        message = ''
        if attribute.name == 'id':
            message = _NO_KEYS
        elif attribute.name == 'index':
            message = _NO_INDEXES
        elif attribute.name == 'unique' and attribute.argument('map') is not None:
            message = _NO_NAMES
        if message:
            yield SyntaxProblem(view.file.origin(attribute.start), message, _EARLIER, (7,))
