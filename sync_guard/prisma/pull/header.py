"""The settings at the top of a schema that has none yet."""
from __future__ import annotations

from sync_guard.prisma.layout import in_columns
from sync_guard.prisma.spelling import quoted


def header(schemas: tuple[str, ...] | None, prisma: int | None, *, partial: bool) -> str:
    """A generator and a datasource that the major version takes (None: the current one), with the
    ``schemas`` to list, None for none. ``partial`` says that there are partial indexes."""
    features = ['partialIndexes'] if partial else []
    if schemas is not None and prisma is not None and prisma < 7:
        features.append('multiSchema')  # without it only since Prisma 6.13
    generator = [('provider', '=', '"prisma-client-js"')]
    if features:
        generator.append(('previewFeatures', '=', _listed(features)))
    datasource = [('provider', '=', '"postgresql"')]
    if prisma is not None and prisma < 7:
        # Prisma 7 has the address in prisma.config.ts, and refuses it here.
        datasource.append(('url', '=', 'env("DATABASE_URL")'))
    if schemas is not None:
        datasource.append(('schemas', '=', _listed(schemas)))
    return '\n'.join(
        '\n'.join([f'{head} {{', *(f'  {line}' for line in in_columns(lines)), '}', ''])
        for head, lines in (('generator client', generator), ('datasource db', datasource))
    )


def _listed(texts: list[str] | tuple[str, ...]) -> str:
    return f'[{", ".join(map(quoted, texts))}]'
