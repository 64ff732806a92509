"""Locks that fall with the process that holds them, however it ends."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from .partial import place_of

LOCK_SUFFIX = ".lock"

# By this process.
held_locks: set[Path] = set()


def lock_path(path: str) -> Path:
    """Returns the file that a process locks while it makes `path`."""
    target = place_of(path)
    return target.with_name(f".{target.name}{LOCK_SUFFIX}")


def discard_lock(path: str) -> None:
    """Removes the lock of `path` that a killed process left; one that is held stays, and it may be missing."""
    remove_where_free(lock_path(path))


def discard_held_locks() -> None:
    """Removes the locks that this process holds, which is about to end: they fall with it, their files do not."""
    for lock in tuple(held_locks):
        # Windows keeps files that are open.
        with suppress(OSError):
            lock.unlink()


def remove_where_free(lock: Path) -> bool:
    """Removes a lock file that no living process holds. Returns whether it did."""
    with suppress(OSError):
        if sys.platform == "win32":
            # Windows refuses it while the file is open.
            lock.unlink()
            return True
        with _taken(lock):
            lock.unlink()
            return True
    return False


def is_free(lock: Path) -> bool:
    """Returns whether this is a lock file that no living process holds. On Windows, where nothing else tells, it is removed then."""
    if sys.platform == "win32":
        return remove_where_free(lock)
    with suppress(OSError), _taken(lock):
        return True
    return False


@contextmanager
def _taken(lock: Path) -> Iterator[None]:
    """Holds a lock file that is there while the block runs. Raises OSError where it is not, or another process holds it."""
    import fcntl

    with lock.open("rb+") as file:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        yield


@contextmanager
def held(lock: Path) -> Iterator[None]:
    """Makes a lock file and holds it while the block runs; the file stays. On disks that know no locks, nobody finds it free."""
    if sys.platform == "win32":
        # What is open cannot be removed there.
        with lock.open("wb"):
            yield
        return
    import fcntl

    unheld = lock.with_name(f"{lock.name}.new")
    with unheld.open("wb") as file:
        with suppress(OSError):
            fcntl.flock(file, fcntl.LOCK_EX)
            # It gets its name once it is held: no other process can find it free before.
            unheld.replace(lock)
        yield
