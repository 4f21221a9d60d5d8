"""Functions by the calls of them: whether one that is called is there, as far as that is known.

PostgreSQL's own and the platform's functions are not in the register (``routines``): nothing is
said of them.
"""
from __future__ import annotations

from collections.abc import Iterator

from sync_guard.catalog import is_managed
from sync_guard.catalog import Name
from sync_guard.postgres.built_in import built_in_functions
from sync_guard.postgres.operations import Ref
from sync_guard.postgres.replay import errors
from sync_guard.postgres.replay.database import Database
from sync_guard.postgres.replay.state import Routine
from sync_guard.postgres.types import BUILT_IN_NAMES

# What the extensions bring that every Supabase database has, and Supabase beside them.
_OF_EXTENSIONS = {
    'uuid-ossp': 'uuid_generate_v1 uuid_generate_v1mc uuid_generate_v3 uuid_generate_v4 '
                 'uuid_generate_v5 uuid_nil uuid_ns_dns uuid_ns_oid uuid_ns_url uuid_ns_x500',
    'pgcrypto': 'armor crypt dearmor decrypt decrypt_iv digest encrypt encrypt_iv fips_mode '
                'gen_random_bytes gen_random_uuid gen_salt hmac pgp_armor_headers pgp_key_id '
                'pgp_pub_decrypt pgp_pub_decrypt_bytea pgp_pub_encrypt pgp_pub_encrypt_bytea '
                'pgp_sym_decrypt pgp_sym_decrypt_bytea pgp_sym_encrypt pgp_sym_encrypt_bytea',
    'pg_stat_statements': 'pg_stat_statements pg_stat_statements_info pg_stat_statements_reset',
    'pg_net': '', 'pg_graphql': '', 'supabase_vault': '', 'pg_cron': '', 'plpgsql': '',
    'supabase': 'algorithm_sign grant_pg_cron_access grant_pg_graphql_access grant_pg_net_access '
                'pgrst_ddl_watch pgrst_drop_watch set_graphql_placeholder sign try_cast_double '
                'url_decode url_encode verify',
}
# Extensions that bring no function a trigger could call.
_WITHOUT_TRIGGERS = frozenset("""
address_standardizer btree_gin btree_gist bloom citext cube dblink dict_int earthdistance
fuzzystrmatch hstore http hypopg index_advisor intarray isn ltree pg_graphql pg_hashids
pg_jsonschema pg_net pg_prewarm pg_repack pg_stat_monitor pg_stat_statements pg_trgm pg_walinspect
pgaudit pgcrypto pgjwt pgrowlocks pgstattuple plpgsql_check postgres_fdw rum seg sslinfo tablefunc
unaccent uuid-ossp vector wrappers
""".split())
# The kind of a function that is called and that no migration creates.
ASSUMED = 'assumed'


def is_named(db: Database, name: str) -> bool:
    """Whether any function has this name, in whatever schema."""
    return any(known.name == name for known in db.routines)


def needed(db: Database, ref: Ref) -> Name | None:
    """A trigger's function, which takes no arguments; 42883 where there is none."""
    called(db, ref, 0, trigger=True)
    return db.find(ref, db.routines)


def called(db: Database, ref: Ref, count: int, trigger: bool = False) -> None:
    """A call with so many arguments: 42883 where no function of that name can take them."""
    name = db.find(ref, db.routines)
    if name is not None:
        overloads = db.routines[name]
        if any(r.kind == ASSUMED for r in overloads):
            db.needed_here(_key(name))
            return
        others = ref.schema is None and len(list(_named(db, ref.name))) > 1
        if others or not is_ours(db, Ref(name.schema, name.name)):
            return
        if any(_takes(r, count) for r in overloads):
            return
    elif not is_ours(db, ref, trigger):
        return
    if ref.schema is not None and ref.schema not in db.schemas:
        raise errors.schema_missing(ref.schema)
    if ref.schema is None and ref.name in BUILT_IN_NAMES or (
            db.find(ref, db.types, db.tables) is not None
    ):
        return  # a cast in the form of a call
    if ref.schema is None and count == 1 and any(
            t.column(ref.name) is not None for t in db.tables.values()
    ):
        return  # f(t) is t.f
    raise errors.function_missing(
        f'function {ref}({"…" if count else ""}) does not exist', db.missing_name(ref),
        (n.name for n in db.routines),
    )


def _named(db: Database, name: str) -> Iterator[Name]:
    return (known for known in db.routines if known.name == name)


def _takes(routine: Routine, count: int) -> bool:
    if routine.types is None or routine.variadic or routine.kind != 'function':
        return True
    return len(routine.types) - routine.optional <= count <= len(routine.types)


def is_ours(db: Database, ref: Ref, trigger: bool = False) -> bool:
    """Whether a function of this name, if there were one, would be in the register."""
    if 'routine' in db.unsure:
        return False
    if ref.schema is not None:
        if is_managed(ref.schema) or ref.schema == 'information_schema':
            return False
        schemas: tuple[str, ...] = (ref.schema,)
    else:
        if ref.name in built_in_functions() or ref.name in _OF_EXTENSIONS['supabase'].split():
            return False
        schemas = db.effective_path()
    for extension, schema in db.extensions.items():
        if schema in schemas:
            if trigger and extension in _WITHOUT_TRIGGERS:
                continue
            known = _OF_EXTENSIONS.get(extension)
            if known is None or ref.name in known.split():
                return False
    return True


def _key(name: Name) -> Name:
    """The register of what is missing holds tables and functions: these with parentheses."""
    return Name(name.schema, f'{name.name}()')
