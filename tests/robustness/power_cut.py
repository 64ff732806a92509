"""A folder as the worst allowed disk would hold it after a power cut: what was not synced may be there, old, cut or empty."""

import os
import shutil
import stat
from pathlib import Path
from random import Random
from typing import NamedTuple

NAMES = ("old", "new", "new", "mixed")  # which of the names that were not synced are there after the cut


class Entry(NamedTuple):
    """What a name in a folder stands for."""

    inode: int
    is_folder: bool


class Written(NamedTuple):
    """The state of a file's content that is known to be on the disk."""

    size: int
    changed: int


class Disk:
    """What is certainly on the disk below `root`, kept below `shadow`, which lies on the same file system.

    All that is there at first is on the disk. Files are links in `shadow`, too, so that no other file gets their number.
    """

    def __init__(self, root: Path, shadow: Path) -> None:
        self._root, self._shadow = root, shadow
        self._names = dict[int, dict[str, Entry]]()
        self._contents = dict[int, Written]()
        self._written_until = 0
        self._opened = list[int]()  # a folder's number is its own while it is open
        shadow.mkdir()
        for folder, _, files in os.walk(root):
            self._sync_path(Path(folder))
            for name in files:
                self._sync_path(Path(folder, name))

    def sync(self, handle: int) -> None:
        """Takes a file or folder for written, as `fsync` does."""
        status, place = os.fstat(handle), os.readlink(f"/proc/self/fd/{handle}")
        if stat.S_ISDIR(status.st_mode):
            self._opened.append(os.dup(handle))
            self._names[status.st_ino] = self._listing(Path(place))
        elif stat.S_ISREG(status.st_mode) and status.st_nlink:
            self._keep(place, status.st_ino)
            shutil.copyfile(self._link(status.st_ino), self._copy(status.st_ino))
            self._contents[status.st_ino] = Written(status.st_size, status.st_mtime_ns)

    def cut(self, target: Path, random: Random) -> None:
        """Writes to `target` what the disk may hold if the power fails now.

        A system writes the contents of files that nobody has synced by and by: those that are older than one of the files
        with a name that is not hidden may all be there.
        """
        times = sorted(path.lstat().st_mtime_ns for path in self._root.glob("[!.]*"))
        self._written_until = random.choice((0, random.choice(times or [0])))
        self._restore(os.stat(self._root).st_ino, self._root, target, random, random.choice(NAMES))

    def _restore(self, number: int, now: Path | None, target: Path, random: Random, names: str) -> None:
        target.mkdir()
        known, found = self._names.get(number, {}), self._listing(now) if now else {}
        places = {entry.inode: now / name for name, entry in found.items()} if now else {}
        for name, entry in _chosen(known, found, random, names).items():
            if entry.is_folder:
                self._restore(entry.inode, places.get(entry.inode), target / name, random, names)
            else:
                self._restore_file(entry.inode, places.get(entry.inode), target / name, random)

    def _restore_file(self, number: int, now: Path | None, target: Path, random: Random) -> None:
        place = now or self._link(number)
        if not place.exists():
            target.touch()
            return
        status, written = place.stat(), self._contents.get(number)
        if written == Written(status.st_size, status.st_mtime_ns) or status.st_mtime_ns < self._written_until:
            shutil.copyfile(place, target)
            return

        content = place.read_bytes()
        older = self._copy(number).read_bytes() if written else b""
        target.write_bytes(random.choice((b"", b"", older, content[: len(content) // 2], bytes(len(content)), content)))

    def _listing(self, folder: Path) -> dict[str, Entry]:
        with os.scandir(folder) as entries:
            listed = {each.name: (each, Entry(each.inode(), each.is_dir(follow_symlinks=False))) for each in entries}
        for each, entry in listed.values():
            if not entry.is_folder:
                self._keep(each.path, entry.inode)
        return {name: entry for name, (_, entry) in listed.items()}

    def _keep(self, path: str, number: int) -> None:
        if not self._link(number).exists():
            os.link(path, self._link(number), follow_symlinks=False)

    def _sync_path(self, path: Path) -> None:
        handle = os.open(path, os.O_RDONLY)
        self.sync(handle)
        os.close(handle)

    def _link(self, number: int) -> Path:
        return self._shadow / f"link_{number}"

    def _copy(self, number: int) -> Path:
        return self._shadow / f"copy_{number}"


def _chosen(known: dict[str, Entry], found: dict[str, Entry], random: Random, names: str) -> dict[str, Entry]:
    """Returns which entries a folder has after the cut. A file that was renamed has one of both names, a name one of both files."""
    is_new = {entry: _is_new(names, random) for entry in sorted({*known.values(), *found.values()})}
    chosen = {}
    for name in sorted(known.keys() | found.keys()):
        before, after = known.get(name), found.get(name)
        if before and after:
            chosen[name] = after if before == after or _is_new(names, random) else before
        elif before and not is_new[before]:
            chosen[name] = before
        elif after and is_new[after]:
            chosen[name] = after
    return chosen


def _is_new(names: str, random: Random) -> bool:
    return names == "new" or (names == "mixed" and random.random() < 0.5)
