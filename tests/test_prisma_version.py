"""Which Prisma a project has, as its package manager would say."""
from __future__ import annotations

import json

import pytest

from sync_guard.prisma_version import prisma_major

# From the schema's folder up to the top.
FOLDERS = ['apps/api/prisma', 'apps/api', 'apps', '']
MANIFEST, NESTED = 'package.json', 'apps/api/package.json'


def package(**sections: object) -> str:
    return json.dumps(sections, indent=2)


def asks(version: str, name: str = 'prisma') -> dict[str, str]:
    return {MANIFEST: package(dependencies={name: version})}


def lock(**versions: str) -> str:
    """A package-lock.json; its paths are spelled with ``__`` for ``/``, ``client`` is Prisma's."""
    packages = {
        path.replace('__', '/').replace('client', '@prisma/client'): {
            'resolved': 'x', 'version': version,
        } for path, version in versions.items()
    }
    return package(packages=packages)


ANY = asks('latest', '@prisma/client')


@pytest.mark.parametrize(('wanted', 'major'), [
    ('7', 7), ('^6.1.0', 6), ('~5.22.0', 5), ('=6.0.0', 6), ('v6.0.0', 6), ('6.x', 6), ('6.*', 6),
    ('6.17.0-dev.13', 6), ('>=5.1 <6', 5), ('>=5.1.0 <6.0.0', 5), ('5.1 - 5.9', 5),
    ('^6.0.0 || ^6.3.0', 6), ('workspace:^6.0.0', 6), ('npm:@prisma/client@6.2.0', 6),
    # What leaves a choice, and no lock file that has made it.
    ('latest', None), ('next', None), ('*', None), ('', None), ('>=5', None), ('<7', None),
    ('>=5 <7', None), ('>=5 <6.1', None), ('5.1 - 6.2', None), ('^5.0.0 || ^6.0.0', None),
    ('workspace:*', None), ('file:../v2', None), ('github:prisma/prisma#v2', None),
    ('catalog:', None),
])
def test_what_a_range_allows(wanted: str, major: int | None) -> None:
    files = asks(wanted)
    assert prisma_major(FOLDERS, set(files), files.get) == major


@pytest.mark.parametrize(('files', 'major'), [
    pytest.param({}, None, id='no package.json'),
    pytest.param({MANIFEST: package(name='x')}, None, id='no prisma'),
    pytest.param({MANIFEST: '{"prisma": "6"'}, None, id='no JSON'),
    pytest.param({MANIFEST: package(devDependencies={'prisma': '^6.1.0'})}, 6, id='dev'),
    pytest.param({MANIFEST: package(peerDependencies={'prisma': '6'})}, None, id='a peer'),
    pytest.param({MANIFEST: package(scripts={'prisma': 'prisma5 generate'},
                                    prisma={'schema': 'db6'})}, None, id='names that are others'),
    pytest.param({**asks('6.0.0'), NESTED: package(dependencies={'@prisma/client': '~5.22.0'})}, 5,
                 id='the nearest'),
    pytest.param({**asks('6.0.0'), NESTED: package(name='api')}, 6, id='the nearest that asks'),
])
def test_what_is_asked_for(files: dict[str, str], major: int | None) -> None:
    assert prisma_major(FOLDERS, set(files), files.get) == major


@pytest.mark.parametrize(('files', 'major'), [
    pytest.param({'pnpm-workspace.yaml': 'packages:\n  - apps/*\ncatalog:\n  # ours\n'
                                         '  "prisma": ^7.0.0 # new\n'}, 7, id='pnpm'),
    pytest.param({'pnpm-workspace.yaml': 'catalogs:\n  default:\n    prisma: 6.1.0\n'}, 6,
                 id='pnpm, called default'),
    pytest.param({'.yarnrc.yml': 'nodeLinker: node-modules\ncatalog:\n  prisma: "^6.1.0"\n'}, 6,
                 id='Yarn'),
    pytest.param({MANIFEST: package(workspaces={'packages': ['apps/*'],
                                                'catalog': {'prisma': '^6.1.0'}})}, 6, id='Bun'),
    pytest.param({MANIFEST: package(catalog={'prisma': '^6.1.0'})}, 6, id='Bun, at the top'),
    pytest.param({'pnpm-workspace.yaml': 'catalog:\n  zod: 3.0.0\nprisma: 5.0.0\n'}, None,
                 id='of something else'),
    pytest.param({'pnpm-workspace.yaml': 'catalog:\n  prisma: latest\n',
                  'package-lock.json': lock(node_modules__client='6.1.0')}, 6,
                 id='that leaves the choice to the lock file'),
])
def test_a_catalog_says_it(files: dict[str, str], major: int | None) -> None:
    files = {NESTED: package(dependencies={'prisma': 'catalog:'}), **files}
    assert prisma_major(FOLDERS, set(files), files.get) == major


@pytest.mark.parametrize('files', [
    {'pnpm-workspace.yaml': 'catalog:\n  prisma: 5.0.0\ncatalogs:\n  old5:\n    prisma: ^6.0.0\n'
                            '  new:\n    prisma: ^7.0.0\n'},
    {MANIFEST: package(workspaces={'catalogs': {'old5': {'prisma': '6.1.0'}},
                                   'catalog': {'prisma': '7.0.0'}})},
])
def test_a_catalog_with_a_name_says_it(files: dict[str, str]) -> None:
    files = {NESTED: package(dependencies={'prisma': 'catalog:old5'}), **files}
    assert prisma_major(FOLDERS, set(files), files.get) == 6


PNPM_9 = '''lockfileVersion: '9.0'

importers:

  .:
    devDependencies:
      prisma:
        specifier: latest
        version: 6.1.0(typescript@5.0.0)

  apps/api:
    dependencies:
      '@prisma/client':
        specifier: latest
        version: 7.0.0(prisma@7.0.0)

packages:

  '@prisma/client@6.1.0':
    resolution: {}

  '@prisma/client@7.0.0':
    resolution: {}
'''
PNPM_5 = 'lockfileVersion: 5.4\n\npackages:\n\n  /@prisma/client/4.2.0_prisma@5.0.0:\n'
PNPM_6 = "lockfileVersion: '6.0'\n\npackages:\n\n  /@prisma/client@5.2.0(prisma@6.0.0):\n"
YARN_1 = '# yarn lockfile v1\n\n"@prisma/client@latest":\n  version "6.2.0"\n  resolved "x"\n'
YARN_2 = (
    '__metadata:\n  version: 8\n\n"@prisma/client@npm:^5.0.0":\n  version: 5.2.0\n\n'
    '"@prisma/client@npm:6.0.0, @prisma/client@npm:latest":\n  version: 6.2.0\n'
)
BUN = (
    '{\n  "workspaces": {"": {"dependencies": {"prisma": "latest"}}},\n  "packages": {\n'
    '    "prisma": ["prisma@6.2.0", "", {}, "sha"],\n  }\n}\n'
)


@pytest.mark.parametrize(('files', 'major'), [
    pytest.param({'package-lock.json': lock(node_modules__client='6.19.3')}, 6, id='npm'),
    pytest.param({'package-lock.json': lock(node_modules__prisma='6.19.3')}, 6,
                 id='npm, the command alone'),
    pytest.param({'npm-shrinkwrap.json': lock(node_modules__client='5.1.0')}, 5, id='shrinkwrap'),
    pytest.param({'package-lock.json': package(dependencies={
        '@prisma/client': {'version': '5.1.0'}})}, 5, id='npm 6'),
    pytest.param({MANIFEST: '', NESTED: ANY[MANIFEST], 'package-lock.json': lock(
        node_modules__client='6.1.0', apps__api__node_modules__client='7.1.0')}, 7,
        id='npm, a workspace with its own'),
    pytest.param({MANIFEST: '', NESTED: ANY[MANIFEST], 'package-lock.json': lock(
        node_modules__client='6.1.0', apps__web__node_modules__client='7.1.0')}, 6,
        id='npm, another workspace with its own'),
    pytest.param({'pnpm-lock.yaml': PNPM_9}, 6, id='pnpm 9, at the top'),
    pytest.param({MANIFEST: '', NESTED: ANY[MANIFEST], 'pnpm-lock.yaml': PNPM_9}, 7,
                 id='pnpm 9, a workspace'),
    pytest.param({'pnpm-lock.yaml': PNPM_6}, 5, id='pnpm 8'),
    pytest.param({'pnpm-lock.yaml': PNPM_5}, 4, id='pnpm 7'),
    pytest.param({'pnpm-lock.yaml': PNPM_6 + '\n  /@prisma/client@6.2.0:\n'}, None,
                 id='pnpm 8, several'),
    pytest.param({'yarn.lock': YARN_1}, 6, id='Yarn 1'),
    pytest.param({'yarn.lock': YARN_2}, 6, id='Yarn 4, several'),
    pytest.param({'bun.lock': BUN}, 6, id='Bun'),
    pytest.param({'bun.lock': BUN.replace('prisma@', '@prisma/client@').replace(
        '"prisma": [', '"@prisma/client": [')}, 6, id='Bun, the client'),
    pytest.param({'bun.lockb': 'prisma 6.2.0'}, None, id='Bun, binary'),
    pytest.param({'package-lock.json': '{'}, None, id='damaged'),
    pytest.param({}, None, id='none'),
])
def test_a_lock_file_has_chosen(files: dict[str, str], major: int | None) -> None:
    files = {**ANY, **files}
    assert prisma_major(FOLDERS, set(files), files.get) == major
