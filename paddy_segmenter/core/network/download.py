"""Downloads of pretrained weights: cached where torch caches them, checked by checksum, whole or not there at all."""

import hashlib
import http.client
import re
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import torch

from paddy_segmenter.errors import EnvironmentMissing, OutputError
from paddy_segmenter.events import Reporter

from ..output import whole_file

CHUNK = 1 << 20  # bytes between two looks at a wish to cancel
PATIENCE = 30  # seconds that a server may be silent


def cache_path(url: str) -> Path:
    """Returns where the file of that address lies once it was downloaded."""
    return Path(torch.hub.get_dir()) / "checkpoints" / url.rpartition("/")[2]


def cached_download(url: str, report: Reporter) -> Path:
    """Returns the file of that address, from torch's checkpoint folder or downloaded into it.

    The name ends in the first digits of the content's SHA-256, as in resnet34-b627a593.pth; the cache is checked too.

    Raises:
        EnvironmentMissing: the file is not cached and cannot be downloaded whole.
        OutputError: the folder cannot be written.
    """
    target = cache_path(url)
    if target.is_file():
        if _matches(target):
            return target
        report.message(f"{target} is damaged and is downloaded again")
    _download(url, target, report)
    return target


def _download(url: str, target: Path, report: Reporter) -> None:
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        remedy = "set TORCH_HOME to a folder that can be written to"
        raise OutputError(f"the folder {target.parent} cannot be created ({error.strerror}): {remedy}") from error
    report.message(f"downloading {url} to {target.parent}")
    with whole_file(str(target)) as part:
        with Path(part).open("wb") as file:
            for chunk in _chunks(url, target, report):
                file.write(chunk)
        if not _matches(Path(part), target.name):
            raise _unreachable(url, target, "what arrived is incomplete or not that file")


def _chunks(url: str, target: Path, report: Reporter) -> Iterator[bytes]:
    try:
        # Only the https addresses of torchvision's own tables come here.
        with urllib.request.urlopen(url, timeout=PATIENCE) as answer:  # noqa: S310  # nosec B310
            total, done = int(answer.headers.get("Content-Length") or 0), 0
            while chunk := answer.read(CHUNK):
                yield chunk
                done += len(chunk)
                report.progress(min(done / total, 1.0) if total else 0.0, f"downloading {target.name}")
    except (OSError, http.client.HTTPException, ValueError) as error:
        raise _unreachable(url, target, str(getattr(error, "reason", "") or error)) from error


def _matches(file: Path, name: str = "") -> bool:
    found = re.search(r"-([0-9a-f]{8,})\.", name or file.name)
    digest = hashlib.sha256()
    with file.open("rb") as stream:
        while chunk := stream.read(CHUNK):
            digest.update(chunk)
    return found is not None and digest.hexdigest().startswith(found[1])


def _unreachable(url: str, target: Path, reason: str) -> EnvironmentMissing:
    remedy = f"go online, fetch {target.name} elsewhere and put it into {target.parent}, or choose weights none to start at random"
    return EnvironmentMissing(f"{url} cannot be downloaded ({reason}): {remedy}")
