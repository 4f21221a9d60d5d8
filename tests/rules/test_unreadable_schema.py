from __future__ import annotations

from sync_guard.catalog import Catalog
from sync_guard.compare.differences import UnreadableSchema
from sync_guard.projects import Project
from sync_guard.rules import Context
from sync_guard.rules import findings


def test_it_says_what_the_file_is_and_where() -> None:
    context = Context(Project('', (), ()), Catalog(), None)

    (finding,) = findings([UnreadableSchema('schema.prisma', 'holds a NUL byte', 7)], context)

    assert (finding.rule, finding.item, finding.severity) == ('unreadable-schema', 'schema',
                                                              'error')
    assert finding.message == 'the schema holds a NUL byte, so nothing is compared'
    assert finding.place[:2] == ('schema.prisma', 7)
    assert finding.help == 'save the file as UTF-8'
