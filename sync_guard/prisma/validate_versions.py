"""What some versions of Prisma refuse in a schema and others take: preview features, settings and
what needs a feature (psl, ``preview_features.rs``; measured on 6.19 and 7.10)."""
from __future__ import annotations

from collections.abc import Iterator

from sync_guard.catalog import Origin
from sync_guard.prisma.expected import POSTGRESQL
from sync_guard.prisma.expected import SyntaxProblem
from sync_guard.prisma.schema import Schema
from sync_guard.prisma.schema import texts_in
from sync_guard.prisma.syntax import Block
from sync_guard.prisma.syntax import Property
from sync_guard.prisma.syntax import SchemaFile
from sync_guard.prisma.syntax import Text
from sync_guard.prisma.validate_words import CLOSED
from sync_guard.prisma.validate_words import later
from sync_guard.prisma.validate_words import unknown

# The providers that Prisma has besides PostgreSQL's.
PROVIDERS = ('cockroachdb', 'mysql', 'sqlite', 'sqlserver', 'mongodb')
_NO_PROVIDER = 'Datasource provider not known: "{}".'
_EMPTY_PROVIDER = (
    'Error validating datasource `{}`: The provider argument in a datasource must not be empty'
)
_SETTINGS = (
    'provider', 'url', 'directUrl', 'shadowDatabaseUrl', 'schemas', 'relationMode',
    'referentialIntegrity', 'extensions',
)
_NO_SETTING = 'Property not known: "{}".'
_NO_EXTENSIONS = (
    'The `extensions` property is only available with the `postgresqlExtensions` preview feature.'
)
# Features of Prisma 7.10, and past ones that it still takes: of others nothing is known.
_FEATURES = (
    'fullTextSearchPostgres, nativeDistinct, partialIndexes, postgresqlExtensions, relationJoins, '
    'schemaEngineDriverAdapters, shardKeys, strictUndefinedChecks, typedSql, views'
)
_PAST = (
    'aggregateApi atomicNumberOperations clientExtensions cockroachdb connectOrCreate createMany '
    'dataProxy deno distinct driverAdapters extendedIndexes extendedWhereUnique fieldReference '
    'filterJson filteredRelationCount fullTextIndex fullTextSearch groupBy improvedQueryRaw '
    'interactiveTransactions jsonProtocol microsoftSqlServer middlewares mongoDb '
    'multiSchema nApi namedConstraints nativeTypes omitApi orderByAggregateGroup orderByNulls '
    'orderByRelation prismaSchemaFolder queryCompiler reactNative referentialActions '
    'referentialIntegrity selectRelationCount tracing transactionApi uncheckedScalarInputs'
)
_TAKEN = frozenset((_FEATURES.replace(',', '') + ' ' + _PAST).lower().split())
_NO_FEATURE = f'The preview feature "{{}}" is not known. Expected one of: {_FEATURES}'
_NO_SUCH = 'No such argument.'
_NO_PARTIAL = (
    'Error parsing attribute "{}": Partial indexes are a preview feature. Add "partialIndexes" to '
    'previewFeatures in your generator block.'
)
_OF_7 = 'Prisma 6 refuses it'
_NOT_OF_7 = 'Prisma 7 refuses it'
# Refused since 7.0.0. Every schema of Prisma 6 has the first, so nothing is said of it where the
# version is not known.
_MOVED = (
    'The datasource property `{}` is no longer supported in schema files. Move connection URLs '
)
_URLS = {
    'url': _MOVED + (
        'for Migrate to `prisma.config.ts` and pass either `adapter` for a direct database '
        'connection or `accelerateUrl` for Accelerate to the `PrismaClient` constructor. See '
        'https://pris.ly/d/config-datasource and https://pris.ly/d/prisma7-client-config'
    ),
    **dict.fromkeys(('directUrl', 'shadowDatabaseUrl'), _MOVED + (
        'to `prisma.config.ts`. See https://pris.ly/d/config-datasource'
    )),
}


def version_problems(schema: Schema) -> Iterator[SyntaxProblem]:
    """The problems of settings and of partial indexes."""
    for file in schema.files:
        for block in file.tree:
            for one in block.properties:
                place = file.origin(one.start)
                if block.keyword == 'datasource':
                    yield from _setting(one, block, place, schema)
                elif one.name == 'previewFeatures':
                    for name in texts_in(one.value):
                        yield from _feature(name, place)
            yield from _partial(block, file, schema)


def _setting(
    one: Property, block: Block, place: Origin, schema: Schema,
) -> Iterator[SyntaxProblem]:
    if one.name == 'provider' and isinstance(one.value, Text):
        provider = one.value.value
        if not provider:
            yield SyntaxProblem(place, _EMPTY_PROVIDER.format(block.name))
        elif provider not in (*POSTGRESQL, *PROVIDERS):
            message = _NO_PROVIDER.format(provider)
            yield unknown(place, message, provider, ('postgresql', *PROVIDERS))
    elif one.name == 'extensions':
        if 'postgresqlExtensions' not in schema.settings.preview_features:
            yield later(place, _NO_EXTENSIONS)
    elif one.name in _URLS and one.value is not None:
        message = _URLS[one.name].format(one.name)
        yield SyntaxProblem(place, message, _NOT_OF_7, (7,), (None, *CLOSED))
    elif one.name not in _SETTINGS:
        yield unknown(place, _NO_SETTING.format(one.name), one.name, _SETTINGS)


def _feature(name: str, place: Origin) -> Iterator[SyntaxProblem]:
    message = _NO_FEATURE.format(name)
    if name.lower() == 'metrics':
        yield SyntaxProblem(place, message, _NOT_OF_7, (7,), CLOSED)
    elif name.lower() == 'partialindexes':
        yield SyntaxProblem(place, message, _OF_7, (), (7,))
    elif name.lower() not in _TAKEN:
        yield later(place, message, sure=())


def _partial(block: Block, file: SchemaFile, schema: Schema) -> Iterator[SyntaxProblem]:
    """Prisma 7.4 brought ``where:``, as a preview feature."""
    of_fields = [('@', one) for field in block.fields for one in field.attributes]
    for mark, attribute in (*of_fields, *(('@@', one) for one in block.attributes)):
        if attribute.name in ('unique', 'index') and any(
            argument.name == 'where' for argument in attribute.arguments
        ):
            place = file.origin(attribute.start)
            yield SyntaxProblem(place, _NO_SUCH, _OF_7, CLOSED, (7,))
            if 'partialIndexes' not in schema.settings.preview_features:
                message = _NO_PARTIAL.format(mark + attribute.name)
                yield later(place, message, sure=(), never=CLOSED)
