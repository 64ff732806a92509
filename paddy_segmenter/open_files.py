"""How many files a program may hold open: a training holds some of each of its rasters."""

from contextlib import suppress

OF_MACOS = 10_240  # macOS takes no more, though it names no limit


def allow_open_files() -> None:
    """Lets this process open as many files as the system grants at the most, which is often far more than at first. Windows has no such limit."""
    try:
        import resource
    except ImportError:
        return

    _, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    granted = OF_MACOS if most == resource.RLIM_INFINITY else most
    with suppress(ValueError, OSError):
        resource.setrlimit(resource.RLIMIT_NOFILE, (granted, most))
