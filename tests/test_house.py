"""The direction of the house: nothing imports anything on its right (docs/architecture.md)."""
from __future__ import annotations

import ast
import subprocess
import sys
from pathlib import Path

import pytest

import sync_guard

PACKAGE = Path(sync_guard.__file__).parent
# Left to right; the rooms of one group may know each other.
GROUPS = (
    {'__init__', 'catalog', 'finding', 'errors', 'text'},
    {'toml', 'config', 'repository', 'cache'},
    {'postgres', 'prisma'},
    {'projects', 'schemas', 'prisma_version', 'supabase_config'},
    {'migrations', 'compare', 'expectations', 'ignores', 'decisions'},
    {'draft'},
    {'rules'},
    {'mend'},
    {'checklist'},
    {'report'},
    {'commands'},
    {'cli'},
    {'main'},
    {'__main__'},
)
PLACE = {room: place for place, group in enumerate(GROUPS) for room in group}
FILES = sorted(PACKAGE.rglob('*.py'))


@pytest.mark.parametrize('file', FILES, ids=lambda file: file.relative_to(PACKAGE).as_posix())
def test_a_room_imports_nothing_on_its_right(file: Path) -> None:
    room = file.relative_to(PACKAGE).parts[0].removesuffix('.py')
    imported = {
        name.split('.')[1] if '.' in name else '__init__'
        for node in ast.walk(ast.parse(file.read_bytes()))
        for name in (
            [node.module or ''] if isinstance(node, ast.ImportFrom)
            else [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
        )
        if name.split('.')[0] == 'sync_guard'
    }
    assert imported <= PLACE.keys(), 'say in GROUPS where the new room stands'
    assert {name for name in imported if PLACE[name] > PLACE[room]} == set()


def test_the_rooms_of_the_hook_load_nothing_expensive_before_they_need_it() -> None:
    done = subprocess.run(
        (sys.executable, '-c', 'import sync_guard.commands.check, sys; print(*sys.modules)'),
        cwd=PACKAGE.parent, capture_output=True, text=True, check=True,
    )
    expensive = {'asyncio', 'click', 'dataclasses', 'git', 'logging', 'sqlparse', 'tempfile'}
    assert expensive & set(done.stdout.split()) == set()
