import hashlib
import socket
from pathlib import Path
from typing import Any

import pytest

from paddy_segmenter.core.network.download import CHUNK, cached_download
from paddy_segmenter.errors import Cancelled, EnvironmentMissing, OutputError
from paddy_segmenter.events import Event, Message, Progress, Reporter

CONTENT = bytes(range(256)) * (3 * CHUNK // 256) + b"end"
NAME = f"resnet34-{hashlib.sha256(CONTENT).hexdigest()[:8]}.pth"


def refused_address() -> str:
    with socket.socket() as unused:
        unused.bind(("127.0.0.1", 0))
        return f"http://127.0.0.1:{unused.getsockname()[1]}"


def test_a_file_is_downloaded_once_with_progress_and_then_taken_from_the_cache(
    server: Any, checkpoints: Path, report: Reporter, events: list[Event]
):
    server.files[NAME] = CONTENT
    for _ in range(2):
        path = cached_download(f"{server.address}/{NAME}", report)
        assert path == checkpoints / NAME
        assert path.read_bytes() == CONTENT
    assert server.asked == [NAME]
    shares = [event.share for event in events if isinstance(event, Progress)]
    assert shares == sorted(shares)
    assert shares[-1] == 1.0
    assert len(shares) >= 4
    assert list(checkpoints.iterdir()) == [path]


@pytest.mark.parametrize("content", [CONTENT[:-1], b"", b"something else"])
def test_a_damaged_file_in_the_cache_is_downloaded_again(
    content: bytes, server: Any, checkpoints: Path, report: Reporter, events: list[Event]
):
    checkpoints.mkdir(parents=True)
    (checkpoints / NAME).write_bytes(content)
    server.files[NAME] = CONTENT
    assert cached_download(f"{server.address}/{NAME}", report).read_bytes() == CONTENT
    assert any(isinstance(event, Message) and "is damaged" in event.text for event in events)


def test_a_damaged_file_in_the_cache_is_never_used_offline(checkpoints: Path, report: Reporter):
    checkpoints.mkdir(parents=True)
    (checkpoints / NAME).write_bytes(CONTENT[:-1])
    with pytest.raises(EnvironmentMissing, match="cannot be downloaded"):
        cached_download(f"{refused_address()}/{NAME}", report)


@pytest.mark.parametrize(
    ("content", "promised"),
    [(CONTENT[:-1], 0), (CONTENT[:1000], len(CONTENT)), (b"<html>log in to the hotel's network</html>", 0)],
    ids=["one byte short", "connection lost", "another page"],
)
def test_a_download_with_a_wrong_checksum_leaves_nothing(
    content: bytes, promised: int, server: Any, checkpoints: Path, report: Reporter
):
    server.files[NAME], server.promised = content, promised
    with pytest.raises(EnvironmentMissing, match="cannot be downloaded"):
        cached_download(f"{server.address}/{NAME}", report)
    assert list(checkpoints.iterdir()) == []


def test_offline_one_sentence_says_which_file_to_put_where(checkpoints: Path, report: Reporter):
    with pytest.raises(EnvironmentMissing) as refusal:
        cached_download(f"{refused_address()}/{NAME}", report)
    assert f"fetch {NAME} elsewhere and put it into {checkpoints}, or choose weights none" in str(refusal.value)
    assert "\n" not in str(refusal.value)
    assert list(checkpoints.iterdir()) == []


def test_a_file_that_the_server_does_not_have_is_told_like_that(server: Any, checkpoints: Path, report: Reporter):
    with pytest.raises(EnvironmentMissing, match="Not Found"):
        cached_download(f"{server.address}/{NAME}", report)


def test_a_cancelled_download_leaves_nothing(server: Any, checkpoints: Path, report: Reporter):
    server.files[NAME] = CONTENT
    report.cancel()
    with pytest.raises(Cancelled):
        cached_download(f"{server.address}/{NAME}", report)
    assert list(checkpoints.iterdir()) == []


def test_a_cache_that_cannot_be_made_is_told_with_a_remedy(checkpoints: Path, report: Reporter):
    checkpoints.parent.write_text("a file stands where the folder should be")
    with pytest.raises(OutputError, match="set TORCH_HOME"):
        cached_download(f"{refused_address()}/{NAME}", report)
