"""Expressions, read and printed as PostgreSQL prints them: what ``defaults`` is built on."""
