"""What two texts of one schema have in common: their trees, without places and comments."""
from __future__ import annotations

import re
from typing import Any

from sync_guard.mend.again import meaning
from sync_guard.prisma import parse

_PLACES = ('start', 'end', 'name_start', 'body', 'close')
_SETTINGS = re.compile(r'^(?:generator|datasource) .*?^}\n+', re.M | re.S)


def blocks_of(text: str) -> str:
    """The text without its generators and datasources."""
    return _SETTINGS.sub('', text)


def tree(text: str) -> list[Any]:
    """Every block with its members, attributes and arguments, all in their order."""
    return [_without_places(block) for block in parse('schema.prisma', text).tree]


def _without_places(node: Any) -> Any:
    if isinstance(node, tuple) and hasattr(node, '_fields'):
        return type(node).__name__, {
            name: _without_places(value) for name, value in zip(node._fields, node)
            if name not in _PLACES
        }
    return [_without_places(one) for one in node] if isinstance(node, tuple) else node


def loose_tree(text: str) -> dict[str, Any]:
    """The models and enums by name, members by name: whatever their order is, and that of
    attributes and their arguments."""
    return {
        block.name: (
            {member.name: meaning(member) for member in block.members},
            sorted(meaning(attribute) for attribute in block.attributes),
        )
        for block in parse('schema.prisma', text).tree
        if block.keyword not in ('generator', 'datasource')
    }
