"""Which versions of Prisma refuse what: of words that a later one may know, and of what an earlier
one took. test_conformance.py has the verdicts of the engines themselves."""
from __future__ import annotations

import pytest

from sync_guard.prisma import expect
from sync_guard.prisma import parse
from sync_guard.prisma import refused_by
from tests.oracle.prisma import Prisma

VIEWS = 'generator c {\n  provider = "prisma-client"\n  previewFeatures = ["views"]\n}\n'
DB = 'datasource db {\n  provider = "postgresql"\n}\n'
SURE, DOUBTFUL, SILENT = 'refused', 'perhaps refused', 'taken'


def model(*lines: str) -> str:
    body = ''.join(f'  {line}\n' for line in lines)
    return DB + f'model A {{\n  id Int @id\n  b Int\n{body}}}\n'


def feature(name: str) -> str:
    return VIEWS.replace('views', name) + model()


def _url(name: str) -> str:
    return DB.replace('}', f'  {name} = env("{name}")\n}}') + model().removeprefix(DB)


VIEW = 'view V {\n  id Int\n}\n'
PARTIAL = '@@index([b], where: raw("b > 1"))'
CASES = {
    # The schema, then what Prisma 6 and 7 say, and one whose version is not known.
    'a slip of the pen': (model('c Int @uniqe'), SURE, SURE, SURE),
    'an unknown attribute': (model('c Int @nothing'), SURE, DOUBTFUL, DOUBTFUL),
    'an unknown attribute of a block': (model('@@nothing'), SURE, DOUBTFUL, DOUBTFUL),
    'an unknown native type': (model('c Int @db.Nothing'), SURE, DOUBTFUL, DOUBTFUL),
    'a native type of MySQL': (model('c Int @db.TinyInt'), SURE, SURE, SURE),
    'an unknown function': (model('c Int @default(nothing())'), SURE, DOUBTFUL, DOUBTFUL),
    'an unknown kind of index': (model('@@index([b], type: Rum)'), SURE, DOUBTFUL, DOUBTFUL),
    'an unknown operator class': (
        model('@@index([b(ops: NothingOps)], type: Brin)'), SURE, DOUBTFUL, DOUBTFUL,
    ),
    'an unknown setting': (
        DB.replace('}', '  nothing = "x"\n}') + model().removeprefix(DB), SURE, DOUBTFUL, DOUBTFUL,
    ),
    'an unknown preview feature': (feature('nothing'), DOUBTFUL, DOUBTFUL, DOUBTFUL),
    'a preview feature of Prisma 6': (feature('metrics'), SILENT, SURE, DOUBTFUL),
    'a preview feature of Prisma 7': (feature('partialIndexes'), DOUBTFUL, SILENT, SILENT),
    'a URL of the datasource': (_url('url'), SILENT, SURE, SILENT),
    'another URL of the datasource': (_url('directUrl'), SILENT, SURE, SILENT),
    'a preview feature of old': (feature('multiSchema'), SILENT, SILENT, SILENT),
    'a preview feature in capitals': (feature('Views'), SILENT, SILENT, SILENT),
    'a view without the preview feature': (model() + VIEW, SURE, DOUBTFUL, DOUBTFUL),
    'a view': (VIEWS + model() + VIEW, SILENT, SILENT, SILENT),
    'a view with an id, which Prisma 5 and most of 6 take': (
        VIEWS + model() + VIEW.replace('Int', 'Int @id'), DOUBTFUL, SURE, DOUBTFUL,
    ),
    'a partial index without the preview feature': (model(PARTIAL), SURE, DOUBTFUL, DOUBTFUL),
    'a partial index': (feature('partialIndexes').replace('  b Int\n', f'  b Int\n  {PARTIAL}\n'),
                        SURE, SILENT, SILENT),
}


@pytest.mark.parametrize(('text', 'six', 'seven', 'unknown'), CASES.values(), ids=list(CASES))
def test_the_version_decides(text: str, six: str, seven: str, unknown: str) -> None:
    assert [said(text, major) for major in (6, 7, None)] == [six, seven, unknown]


def test_a_later_version_may_take_what_is_known_to_be_refused_today() -> None:
    assert said(model('@@nothing'), 8) == DOUBTFUL
    assert said(model('@@uniq([b])'), 8) == SURE


def test_a_url_is_refused_in_the_words_of_prisma_7(prisma: Prisma) -> None:
    text = 'datasource db {\n  provider = "postgresql"\n' + ''.join(
        f'  {name} = env("{name}")\n' for name in ('url', 'directUrl', 'shadowDatabaseUrl')
    ) + '}\n' + model().removeprefix(DB)
    found = refused_by(expect([parse('schema.prisma', text)]).problems, 7)

    refused = prisma.validate(text)

    assert refused is not None and refused.endswith('Validation Error Count: 3')
    assert [(p.place.line, p.uncertain) for p in found] == [(3, None), (4, None), (5, None)]
    assert all(f'error: {problem.message}\n' in refused for problem in found)
    assert prisma.validate(text, '6') is None


def test_a_url_that_a_later_version_may_take_again_is_doubtful() -> None:
    assert said(_url('url'), 8) == DOUBTFUL


def test_what_is_uncertain_hides_nothing() -> None:
    expected = expect([parse('schema.prisma', model('c Int @nothing', 'd A'))])

    assert [problem.uncertain is None for problem in expected.problems] == [False, True]


def test_of_a_database_system_nobody_knows_only_that_is_said() -> None:
    text = 'datasource db {\n  provider = "nothing"\n}\nmodel A {\n  id Foo\n}\n'
    expected = expect([parse('schema.prisma', text)])

    assert [p.message for p in expected.problems] == ['Datasource provider not known: "nothing".']


def said(text: str, major: int | None) -> str:
    file = parse('schema.prisma', text)
    assert file.problems == ()
    found = refused_by(expect([file]).problems, major)
    if not found:
        return SILENT
    return SURE if any(problem.uncertain is None for problem in found) else DOUBTFUL
