"""Where Python interpreters lie on Linux, Windows and macOS. `system` is what platform.system() returns there."""

from collections.abc import Iterable
from pathlib import Path, PurePath, PurePosixPath, PureWindowsPath


def pythons_in(folder: str, system: str) -> list[str]:
    """Returns where the interpreter of a virtual environment or of a conda environment in `folder` would lie."""
    root = _pure_path(folder, system)
    names = ("Scripts/python.exe", "python.exe") if system == "Windows" else ("bin/python3", "bin/python")
    return [str(root / name) for name in names]


def pythons_of_host(prefixes: Iterable[str], version: tuple[int, int], system: str) -> list[str]:
    """Returns where the interpreter of the Python inside QGIS would lie: sys.executable is QGIS itself there.

    Windows (OSGeo4W): sys.prefix is apps/Python3x and holds python.exe. macOS: Contents/MacOS of the bundle holds it in
    bin or directly, while sys.prefix may be another folder of Contents.
    """
    full = f"python{version[0]}.{version[1]}"
    names = ["python.exe", "python3.exe"] if system == "Windows" else [f"bin/{full}", "bin/python3"]
    found: list[str] = []
    for prefix in prefixes:
        root = _pure_path(prefix, system)
        found += [str(root / name) for name in names]
        if system == "Darwin" and "Contents" in root.parts:
            bundle = PurePosixPath(*root.parts[: root.parts.index("Contents") + 1], "MacOS")
            found += [str(bundle / name) for name in (*names, full, "python3")]
    return list(dict.fromkeys(found))


def base_folder(python: str) -> Path:
    """Returns the folder of the interpreter, or of the one that the virtual environment around it was made by."""
    folder = Path(python).parent
    for settings in (folder / "pyvenv.cfg", folder.parent / "pyvenv.cfg"):
        if settings.is_file():
            lines = settings.read_text(encoding="utf-8", errors="replace").splitlines()
            pairs = (line.partition("=") for line in lines)
            return next((Path(value.strip()) for key, _, value in pairs if key.strip() == "home"), folder)
    return folder


def _pure_path(folder: str, system: str) -> PurePath:
    return PureWindowsPath(folder) if system == "Windows" else PurePosixPath(folder)
