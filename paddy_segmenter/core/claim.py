"""One run at a time makes an output: a lock beside it that falls with its process, however that ends."""

import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress

from paddy_segmenter.errors import InputError
from paddy_segmenter.locks import held_locks, lock_path
from paddy_segmenter.partial import discard_dead_partials

from .output import check_writable


@contextmanager
def claimed(output: str, *others: str) -> Iterator[None]:
    """Keeps other runs from making the same output while the block runs; on disks that know no locks it does nothing.

    What killed processes left unfinished of it, and of the others that are made with it, is removed first.

    Raises:
        InputError: another run makes it.
        OutputError: its folder cannot be written to.
    """
    from filelock import FileLock, Timeout  # torch brings it: where both are missing, torch is to be named

    check_writable(output)
    path = lock_path(output)
    lock = FileLock(path, timeout=0)
    try:
        lock.acquire()
    except Timeout as error:
        raise InputError(f"another run writes {output}: wait for its end, or choose another output") from error
    except (OSError, NotImplementedError):
        yield
        return
    held_locks.add(path)
    try:
        for each in (output, *others):
            discard_dead_partials(each)
        yield
    finally:
        held_locks.discard(path)
        if os.name != "nt":  # Windows removes it with its handle
            with suppress(OSError):
                os.unlink(lock.lock_file)
        lock.release()
