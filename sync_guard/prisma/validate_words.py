"""Words that Prisma does not know. A later version may know more of them: of one that does not look
like a slip of the pen it is said that its version decides."""
from __future__ import annotations

from collections.abc import Iterable

from sync_guard.catalog import Origin
from sync_guard.prisma.expected import SyntaxProblem

# The versions before the current one, whose words no release will add to.
CLOSED = (2, 3, 4, 5, 6)


def later(
    place: Origin, message: str, *, sure: tuple[int, ...] = CLOSED, never: tuple[int, ...] = (),
) -> SyntaxProblem:
    """What Prisma up to 7.10 refuses; it is certain of the versions that are closed alone."""
    why = 'Prisma 7.10 refuses it; a later version may not'
    return SyntaxProblem(place, message, why, sure, never)


def looks_like(name: str, known: Iterable[str]) -> bool:
    """Whether a name nobody knows is one of the known ones, misspelled."""
    import difflib
    lower = {word.lower() for word in known}
    return bool(difflib.get_close_matches(name.lower(), lower, 1, 0.75))


def unknown(place: Origin, message: str, name: str, known: Iterable[str]) -> SyntaxProblem:
    """A word that Prisma does not know, where it knows others."""
    return SyntaxProblem(place, message) if looks_like(name, known) else later(place, message)
