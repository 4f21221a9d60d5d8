"""What tests of several rooms share."""
from __future__ import annotations

from tests.support.repositories import GitRepository
from tests.support.repositories import make_repository

__all__ = ['GitRepository', 'make_repository']
