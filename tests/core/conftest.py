"""A place for downloads and a place to download from."""

import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest


class Server:
    """Serves `files` by name at `address`; with `promised`, it announces that many bytes and hangs up early."""

    def __init__(self) -> None:
        self.files: dict[str, bytes] = {}
        self.promised = 0
        self.asked: list[str] = []
        self.address = ""


@pytest.fixture
def server() -> Iterator[Server]:
    served = Server()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            name = self.path[1:]
            served.asked.append(name)
            content = served.files.get(name, b"")
            self.send_response(200 if name in served.files else 404)
            self.send_header("Content-Length", str(served.promised or len(content)))
            self.end_headers()
            self.wfile.write(content)

        def log_message(self, format: str, *arguments: object) -> None: ...

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as listening:
        served.address = f"http://127.0.0.1:{listening.server_address[1]}"
        thread = threading.Thread(target=listening.serve_forever, args=(0.01,))
        thread.start()
        yield served
        listening.shutdown()
        thread.join()


@pytest.fixture
def checkpoints(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder, empty and not yet there, in which torch caches weights."""
    monkeypatch.setattr("torch.hub.get_dir", lambda: str(tmp_path / "hub of père"))
    return tmp_path / "hub of père" / "checkpoints"
