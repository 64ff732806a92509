"""What unfinished work depends on: a job's settings and what it read, as JSON values."""

import hashlib
import json
from collections.abc import Mapping
from typing import Any

Identity = Mapping[str, Any]


def plain(identity: Identity) -> dict[str, Any]:
    """Returns the identity as it comes back from a file."""
    values: dict[str, Any] = json.loads(json.dumps(identity))
    return values


def changes(known: Identity, identity: Identity) -> list[str]:
    """Returns the names of what differs from a known identity; none where nothing is known."""
    before, now = plain(known), plain(identity)
    names = dict.fromkeys([*now, *before])
    return [name for name in names if before and before.get(name) != now.get(name)]


def digest_of(identity: Identity) -> bytes:
    """Returns the SHA-256 of an identity, the same in every run."""
    return hashlib.sha256(json.dumps(identity, sort_keys=True).encode()).digest()
