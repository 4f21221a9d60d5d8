"""Blocks commits in which Supabase migrations and a Prisma schema drift apart."""
from __future__ import annotations

__version__ = '0.1.0'
