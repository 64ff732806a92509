"""A map server on this machine."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from qgis.PyQt.QtCore import QBuffer, QIODevice
from qgis.PyQt.QtGui import QColor, QImage


class TileServer:
    """Serves tiles whose colour tells their place; with `holes`, no tile of an odd column; while `slow`, none at all."""

    def __init__(self) -> None:
        self.source = ""
        self.zooms: set[int] = set()
        self.holes = self.slow = False
        self.asked, self.released = threading.Event(), threading.Event()

    def tile(self, zoom: int, column: int, row: int) -> bytes:
        self.zooms.add(zoom)
        self.asked.set()
        if self.slow:
            self.released.wait(30)
        return b"" if self.holes and column % 2 else png(colour_of(column, row))


def colour_of(column: int, row: int) -> tuple[int, int, int]:
    return column * 40 % 256, row * 40 % 256, 77


def png(colour: tuple[int, int, int]) -> bytes:
    image, buffer = QImage(256, 256, QImage.Format.Format_RGB32), QBuffer()
    image.fill(QColor(*colour))
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    image.save(buffer, "PNG")
    return bytes(buffer.data())


@contextmanager
def serving() -> Iterator[TileServer]:
    served = TileServer()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            zoom, column, row = (int(part) for part in self.path[1:].removesuffix(".png").split("/"))
            content = served.tile(zoom, column, row)
            try:
                self.send_response(200 if content else 404)
                self.send_header("Content-Type", "image/png")
                self.send_header("Content-Length", str(len(content)))
                self.end_headers()
                self.wfile.write(content)
            except OSError:  # the client was cancelled and hung up
                self.close_connection = True

        def log_message(self, format: str, *arguments: object) -> None: ...

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as listening:
        address = f"http://127.0.0.1:{listening.server_address[1]}/{{z}}/{{x}}/{{y}}.png"
        served.source = f"type=xyz&url={address}&zmin=0&zmax=18"
        thread = threading.Thread(target=listening.serve_forever, args=(0.01,))
        thread.start()
        yield served
        served.released.set()
        listening.shutdown()
        thread.join()
