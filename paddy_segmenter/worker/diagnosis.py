"""A text for bug reports: what runs here, what was found, what went wrong last; without secrets and the user's name."""

import os
import platform
import re
from collections import deque
from collections.abc import Mapping
from pathlib import Path

from ..credentials import without_credentials
from ..errors import WorkerError
from ..packages import plugin_version
from .environment import SET_BY_QGIS, VARIABLE
from .survey import Survey

TOLD = (VARIABLE, *SET_BY_QGIS, "CUDA_VISIBLE_DEVICES", "OMP_NUM_THREADS", "LD_LIBRARY_PATH", "HTTP_PROXY", "HTTPS_PROXY",
        "NO_PROXY", "PIP_INDEX_URL", "PIP_EXTRA_INDEX_URL", "PIP_CONFIG_FILE", "PIP_CERT")  # fmt: skip
LAST_LINES = 25

_last_failure: deque[str] = deque(maxlen=1)


def remember_failure(error: Exception) -> None:
    """Keeps a failure for the next diagnosis of this session."""
    log = error.log if isinstance(error, WorkerError) else ""
    lines = [str(error), *log.splitlines()[-LAST_LINES:]]
    _last_failure.append("\n".join(lines))


def diagnosis(seen: Survey, programs: Mapping[str, str], home: str, variables: Mapping[str, str] = os.environ) -> str:
    """Returns the text.

    Args:
        seen: what was found.
        programs: versions of QGIS and Qt by name.
        home: the user's folder, which becomes ~.
        variables: of the environment; those that matter are told.
    """
    facts = {
        "plugin": plugin_version(),
        **programs,
        "system": platform.platform(),
        "Python of QGIS": f"{seen.host or 'not found'} {_words(seen.host_facts.versions)}",
        "Python of the jobs": f"{seen.python or 'none'} {_words(seen.facts.versions)}",
        "device": seen.facts.device() or "unknown",
        "fault": seen.fault or "none",
        **{name: variables[name] for name in TOLD if name in variables},
        "last failure": _last_failure[-1] if _last_failure else "none in this session",
    }
    return _cleaned("\n".join(f"{name}: {value}".rstrip() for name, value in facts.items()), home)


def _words(versions: Mapping[str, str]) -> str:
    return ", ".join(f"{package} {version}" for package, version in versions.items())


def _cleaned(text: str, home: str) -> str:
    """Returns the text without passwords and without the folder that bears the user's name."""
    text = without_credentials(text)
    spellings = {home, str(Path(home)), Path(home).as_posix(), str(Path(home)).replace("\\", "\\\\")} - {"", "/", "."}
    for spelling in spellings:
        text = re.sub(
            re.escape(spelling) + r"(?![^\\/\s\"',;:)])", "~", text, flags=re.IGNORECASE if os.name == "nt" else 0
        )
    return text
