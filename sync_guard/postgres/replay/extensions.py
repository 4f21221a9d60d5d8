"""CREATE EXTENSION: the types, schemas and tables that an extension brings.

Only those that a column or a statement of a migration can name. From the control files and scripts
of PostgreSQL's contrib and of the extensions Supabase offers.
"""
from __future__ import annotations

from sync_guard.catalog import BUILT_IN
from sync_guard.catalog import Name
from sync_guard.catalog import OtherType
from sync_guard.postgres.actions import SetSchema
from sync_guard.postgres.operations import Alter
from sync_guard.postgres.operations import CreateExtension
from sync_guard.postgres.operations import Ref
from sync_guard.postgres.replay import errors
from sync_guard.postgres.replay.database import Database

_TYPES: dict[str, str] = {
    'citext': 'citext',
    'cube': 'cube',
    'hstore': 'hstore',
    'http': 'http_header http_request http_response http_method',
    'intarray': 'query_int',
    'isn': 'ean13 isbn isbn13 ismn ismn13 issn issn13 upc',
    'lo': 'lo',
    'ltree': 'ltree lquery ltxtquery',
    'pg_trgm': 'gtrgm',
    'pgmq': 'message_record queue_record',
    'pgrouting': '',
    'postgis': (
        'geometry geography box2d box3d box2df gidx spheroid geometry_dump valid_detail'
    ),
    'postgis_raster': 'raster rastbandarg addbandarg geomval summarystats unionarg',
    'postgis_topology': 'topogeometry topoelement topoelementarray validatetopology_returntype',
    'seg': 'seg',
    'vector': 'vector halfvec sparsevec',
}
# Extensions whose objects live in a schema of their own, whatever WITH SCHEMA says.
_OWN_SCHEMA = {
    'pg_cron': 'cron',
    'pg_net': 'net',
    'pgmq': 'pgmq',
    'pgsodium': 'pgsodium',
    'pgtle': 'pgtle',
    'pg_tle': 'pgtle',
    'postgis_tiger_geocoder': 'tiger',
    'postgis_topology': 'topology',
    'supabase_vault': 'vault',
}


def extension_of(type_: str) -> str | None:
    """The extension that brings a type of this name."""
    return next((name for name, types in _TYPES.items() if type_ in types.split()), None)


def create(db: Database, operation: CreateExtension) -> None:
    name = operation.name
    if name in db.extensions:
        if operation.if_not_exists:
            return
        raise errors.extension_exists(name)
    own = _OWN_SCHEMA.get(name)
    if own is not None:
        db.schemas.setdefault(own)
    wanted = operation.schema
    if wanted is not None and wanted not in db.schemas and wanted != BUILT_IN:
        raise errors.schema_missing(wanted)
    schema = own or wanted or db.creation_name(Ref(None, name)).schema
    db.extensions[name] = schema
    for type_ in _TYPES.get(name, '').split():
        full = Name(schema, type_)
        if full not in db.types or db.is_assumed(full):
            db.types[full] = OtherType(schema, type_, name, db.origin(operation.line))


def alter(db: Database, operation: Alter) -> None:
    """ALTER EXTENSION … SET SCHEMA moves its types; UPDATE changes nothing known here."""
    from sync_guard.postgres.replay import types
    name = operation.name.name
    require(db, name)
    for action in operation.actions:
        assert isinstance(action, SetSchema)
        if action.schema not in db.schemas:
            raise errors.schema_missing(action.schema)
        for old, made in list(db.types.items()):
            if isinstance(made, OtherType) and made.extension == name:
                types.move(db, old, Name(action.schema, old.name))
        db.extensions[name] = action.schema


def require(db: Database, name: str) -> None:
    if name not in db.extensions:
        raise errors.plain('42704', f'extension "{name}" does not exist')
