"""What mending does, case by case; Prisma takes each, and would lay out none otherwise."""
from __future__ import annotations

import re

import pytest

from tests.mend.specification import Case
from tests.mend.specification import cases
from tests.mend.specification import DATASOURCE
from tests.mend.specification import mended
from tests.oracle.prisma import Prisma

EVERY = pytest.mark.parametrize('case', [*cases()], ids=lambda case: case.what)


@EVERY
def test_the_schema_is_mended_byte_for_byte(case: Case) -> None:
    after, done = mended(case.sql, DATASOURCE + case.before, case.level)

    assert after == DATASOURCE + case.after
    assert done.left == ()


@EVERY
def test_mending_twice_is_mending_once(case: Case) -> None:
    done = mended(case.sql, DATASOURCE + case.after, case.level)[1]

    assert (done.files, done.edits) == ({}, ())


@EVERY
def test_line_ends_are_kept(case: Case) -> None:
    before = (DATASOURCE + case.before).replace('\n', '\r\n')

    after, _ = mended(case.sql, before, case.level)

    assert after == (DATASOURCE + case.after).replace('\n', '\r\n')


@EVERY
def test_a_last_line_without_its_end_is_kept_so(case: Case) -> None:
    after, _ = mended(case.sql, (DATASOURCE + case.before).rstrip('\n'), case.level)

    assert after.rstrip('\n') == (DATASOURCE + case.after).rstrip('\n')


@EVERY
def test_no_comment_is_lost(case: Case) -> None:
    comments = re.compile('//.*')

    assert sorted(comments.findall(case.after)) == sorted(comments.findall(case.before))


@EVERY
def test_prisma_takes_what_comes_out(case: Case, prisma: Prisma) -> None:
    before, after = DATASOURCE + case.before, DATASOURCE + case.after

    assert prisma.validate(after) is None
    if prisma.format(before) == before:
        assert prisma.format(after) == after
