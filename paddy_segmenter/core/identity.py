"""What unfinished work depends on, kept as JSON in the folder that holds what is finished of it."""

import json
import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any

FILE = "job.json"

Identity = Mapping[str, Any]


def plain(identity: Identity) -> dict[str, Any]:
    """Returns the identity as it comes back from its file."""
    values: dict[str, Any] = json.loads(json.dumps(identity))
    return values


def changes(known: Identity, identity: Identity) -> list[str]:
    """Returns the names of what differs from a known identity; none where nothing is known."""
    return [name for name, value in plain(identity).items() if known and known.get(name) != value]


def read_identity(folder: Path) -> dict[str, Any]:
    """Returns the identity that a folder keeps; empty where there is none that can be read."""
    try:
        found = json.loads((folder / FILE).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return found if isinstance(found, dict) else {}


def keep_identity(folder: Path, identity: Identity) -> None:
    """Makes the folder, and keeps the identity in it, where it keeps none. Raises OSError where the disk refuses."""
    if (folder / FILE).exists():
        return
    folder.mkdir(exist_ok=True)
    part = folder / f"{FILE}.{os.getpid()}.part"
    part.write_text(json.dumps(identity, indent=2, ensure_ascii=False), encoding="utf-8")
    os.replace(part, folder / FILE)
