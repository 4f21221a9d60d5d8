"""The conditions that PL/pgSQL raises and handles, by name or by SQLSTATE."""
from __future__ import annotations

# PL/pgSQL's names for SQLSTATEs (plerrcodes.h), as far as DDL raises them.
_CONDITIONS = {
    'ambiguous_column': '42702',
    'check_violation': '23514',
    'data_exception': '22000',
    'datatype_mismatch': '42804',
    'dependent_objects_still_exist': '2BP01',
    'duplicate_alias': '42712',
    'duplicate_column': '42701',
    'duplicate_database': '42P04',
    'duplicate_function': '42723',
    'duplicate_object': '42710',
    'duplicate_schema': '42P06',
    'duplicate_table': '42P07',
    'feature_not_supported': '0A000',
    'foreign_key_violation': '23503',
    'insufficient_privilege': '42501',
    'integrity_constraint_violation': '23000',
    'invalid_column_reference': '42P10',
    'invalid_foreign_key': '42830',
    'invalid_object_definition': '42P17',
    'invalid_parameter_value': '22023',
    'invalid_schema_name': '3F000',
    'invalid_table_definition': '42P16',
    'not_null_violation': '23502',
    'object_not_in_prerequisite_state': '55000',
    'raise_exception': 'P0001',
    'syntax_error': '42601',
    'syntax_error_or_access_rule_violation': '42000',
    'undefined_column': '42703',
    'undefined_function': '42883',
    'undefined_object': '42704',
    'undefined_parameter': '42P02',
    'undefined_table': '42P01',
    'unique_violation': '23505',
    'wrong_object_type': '42809',
}


def sqlstate_of(condition: str) -> str:
    """The SQLSTATE of a name; another is one itself, or one that DDL never raises."""
    return _CONDITIONS.get(condition, condition)


def handles(condition: str, sqlstate: str) -> bool:
    """Whether EXCEPTION WHEN ``condition`` catches it. A class, like ``data_exception``, has all
    that begin with its two characters."""
    if condition == 'others':
        return True
    wanted = sqlstate_of(condition)
    return wanted == sqlstate or wanted.endswith('000') and wanted[:2] == sqlstate[:2]
