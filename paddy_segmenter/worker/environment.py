"""Which Python runs the torch wing: the user's choice, else the plugin's own environment, else the one QGIS was built on."""

import json
import os
import platform
import subprocess  # nosec B404 # to start other Pythons is what this module is for
import sys
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from ..errors import EnvironmentMissing
from ..packages import ROOT, install_command, remedy_for
from .interpreters import base_folder, pythons_in, pythons_of_host

VARIABLE = "PADDY_PYTHON"
OPTIONS = "Settings > Options > Paddy Segmenter"  # where the page of the environment lies
INSTALL = f"choose Install in {OPTIONS}"
CHOOSE = f"set the environment variable {VARIABLE} to a Python that has torch"
PATIENCE = 180  # seconds that a first import of torch may take, from a slow disk and past a virus scanner
PROGRAM = "itself"  # stands for the interpreter where the packages stand
LEAST_VERSION = (3, 10)
SET_BY_QGIS = ("PYTHONHOME", "PYTHONPATH", "GDAL_DATA", "GDAL_DRIVER_PATH", "PROJ_LIB", "PROJ_DATA")
NO_WINDOW: int = getattr(subprocess, "CREATE_NO_WINDOW", 0)  # flag of Windows: a console would pop up

# Run first: a json.py in the folder that a Python is started in is not json. PYTHONSAFEPATH does it from Python 3.11 on.
LEAVE_FOLDER = "import sys; sys.path[:] = [entry for entry in sys.path if entry]; "

# gdal_array fails where numpy is not the one that GDAL was built for. torchvision is only looked for: its plain import may fail.
PROBE = """
import importlib, importlib.util, json, sys
faults = {}
for package, module in {"numpy": "numpy", "osgeo": "osgeo.gdal_array", "torch": "torch", "safetensors": "safetensors"}.items():
    try:
        importlib.import_module(module)
    except Exception as error:
        faults[package] = f"{type(error).__name__}: {error}"
if importlib.util.find_spec("torchvision") is None:
    faults["torchvision"] = "not found"
print()
print(json.dumps({"version": sys.version_info[:2], "faults": faults}))
"""

_sound: set[tuple[str, int, int]] = set()  # interpreters that have everything; changed when, link and file


@dataclass(frozen=True)
class Environment:
    """A Python that can run the torch wing, and the environment variables to start it with."""

    python: str
    variables: Mapping[str, str] = field(repr=False)


def find_environment(setting: str = "", own_folder: str = "") -> Environment:
    """Returns the first Python that has all packages.

    Args:
        setting: the user's choice, an interpreter or the folder of an environment; the variable PADDY_PYTHON overrules it.
        own_folder: the plugin's own environment, beside the QGIS profile; need not exist.

    Raises:
        EnvironmentMissing: the user's choice lacks something, or there is none that lacks nothing.
    """
    tried: dict[str, dict[str, str]] = {}
    for python in pythons_to_try(setting, own_folder):
        tried[python] = faults_of(python)
        if not tried[python]:
            return Environment(python, child_environment(python))
    if _choice(setting):
        [(python, faults)] = tried.items()
        instead = "" if os.environ.get(VARIABLE) else f", or choose another in {OPTIONS}"
        raise EnvironmentMissing(f"the chosen {_complaint(python, faults)}: {_remedy(python, faults)}{instead}")
    raise EnvironmentMissing(_advice(tried, own_folder))


def pythons_to_try(setting: str = "", own_folder: str = "") -> list[str]:
    """Returns the Pythons that `find_environment` asks, without starting one. Raises EnvironmentMissing where there is none."""
    chosen = _choice(setting)
    pythons = [_chosen_python(chosen)] if chosen else _candidates(own_folder)
    if not pythons:
        folder = _folder_for(own_folder)
        raise EnvironmentMissing(
            f"no Python was found beside QGIS: make an environment with torch in {folder}, or {CHOOSE}"
        )
    return pythons


def look_for_torch(setting: str = "", own_folder: str = "") -> None:
    """Looks whether there may be a Python with torch, without starting one.

    Raises:
        EnvironmentMissing: the user's choice is no Python, or nothing was chosen and torch is in none of the usual places.
    """
    pythons_to_try(setting, own_folder)
    owned = any(Path(python).is_file() for python in _own_pythons(own_folder))
    if not (owned or _choice(setting) or _host_has_torch()):
        raise EnvironmentMissing(f"torch is not installed: {INSTALL}")


def host_python() -> str:
    """Returns the interpreter of the Python that QGIS embeds. Raises EnvironmentMissing where it is not found."""
    found = next((python for python in _host_pythons() if Path(python).is_file()), "")
    if not found:
        raise EnvironmentMissing(f"no Python was found beside QGIS: {CHOOSE}")
    return found


def unfinished_mark(own_folder: str) -> Path:
    """Returns the file that lies beside the plugin's own environment while that is made or removed: until then it is none."""
    folder = Path(own_folder)
    return folder.with_name(f"{folder.name}.unfinished")


def child_environment(
    python: str, host: Mapping[str, str] = os.environ, prefixes: Collection[str] = ()
) -> dict[str, str]:
    """Returns the environment variables for a child that runs `python`.

    What QGIS set for its own Python, GDAL and PROJ is passed on to that Python and to environments made by it, and is
    kept from all others. `prefixes` are the folders of QGIS' Python (default: those of the running one).
    """
    kept = {name: value for name, value in host.items() if name not in ("PYTHONEXECUTABLE", "__PYVENV_LAUNCHER__")}
    base = base_folder(python)
    if not any(_lies_in(base, prefix) for prefix in prefixes or _own_prefixes()):
        kept = {name: value for name, value in kept.items() if name not in SET_BY_QGIS}
    if base != Path(python).parent:
        kept.pop("PYTHONHOME", None)  # a venv finds its home by itself
    paths = [str(ROOT), *filter(None, [kept.get("PYTHONPATH")])]
    return kept | {
        "PYTHONPATH": os.pathsep.join(paths),
        "PYTHONSAFEPATH": "1",  # a numpy.py in the user's folder is not numpy
        "PYTHONUNBUFFERED": "1",
        "PYTHONUTF8": "1",
        "PYTHONIOENCODING": "utf-8:backslashreplace",
        "PYTHONFAULTHANDLER": "1",  # a crash leaves its Python stack in the log
    }


def _lies_in(folder: Path, prefix: str) -> bool:
    """Returns whether the folder is in the prefix, as written or as resolved: Windows may write either in 8.3 names."""
    return folder.is_relative_to(prefix) or folder.resolve().is_relative_to(Path(prefix).resolve())


def _choice(setting: str) -> str:
    return os.environ.get(VARIABLE) or setting


def _chosen_python(chosen: str) -> str:
    path = Path(chosen.strip().strip('"')).expanduser().absolute()  # the probe starts in another folder
    candidates = [python for python in pythons_in(str(path), platform.system()) if Path(python).is_file()]
    if path.is_file():
        candidates = [str(path)]
    if not candidates:
        raise EnvironmentMissing(f"{path} is not a Python: {CHOOSE}")
    return candidates[0]


def _candidates(own_folder: str) -> list[str]:
    pythons = _own_pythons(own_folder) + _host_pythons()
    candidates: dict[tuple[Path, Path], str] = {}
    for path in map(Path, pythons):
        if path.is_file():
            candidates.setdefault((path.parent, path.resolve()), str(path))  # python may link to python3
    return list(candidates.values())


def _own_pythons(own_folder: str) -> list[str]:
    whole = own_folder if own_folder and not unfinished_mark(own_folder).exists() else ""
    folders = filter(None, (whole, str(ROOT / ".venv")))  # the second is that of a development checkout
    return [python for folder in folders for python in pythons_in(folder, platform.system())]


def _host_pythons() -> list[str]:
    return pythons_of_host(_own_prefixes(), sys.version_info[:2], platform.system())


def _host_has_torch() -> bool:
    return any((Path(entry) / "torch").is_dir() for entry in sys.path)


def _own_prefixes() -> list[str]:
    return list(dict.fromkeys((sys.prefix, sys.exec_prefix, sys.base_prefix, sys.base_exec_prefix)))


def faults_of(python: str) -> dict[str, str]:
    """Returns what `python` cannot load and why; a Python that once could load everything is not asked again."""
    path = Path(python)
    known = python, path.stat().st_mtime_ns, path.lstat().st_mtime_ns
    if known in _sound:
        return {}
    faults = _probe(python)
    if not faults:
        _sound.add(known)
    return faults


def _probe(python: str) -> dict[str, str]:
    """Really imports the packages, because a torch that is there may still be broken."""
    try:
        child = subprocess.run(  # nosec B603 # a fixed program, given to the interpreter that the user or the plugin chose
            [python, "-c", LEAVE_FOLDER + PROBE], env=child_environment(python), cwd=ROOT, stdin=subprocess.DEVNULL, capture_output=True,
            timeout=PATIENCE, check=False, creationflags=NO_WINDOW)  # fmt: skip
        answer = json.loads(child.stdout.splitlines()[-1])
    except subprocess.TimeoutExpired:
        return {PROGRAM: f"no answer within {PATIENCE} s"}
    except OSError as error:
        return {PROGRAM: error.strerror or str(error)}
    except (ValueError, IndexError):
        return {PROGRAM: f"exit code {child.returncode}"}
    if tuple(answer["version"]) < LEAST_VERSION:
        return {PROGRAM: f"version {answer['version'][0]}.{answer['version'][1]}, at least 3.10 is needed"}
    return {package: " ".join(reason.split())[:150] for package, reason in answer["faults"].items()}


def _complaint(python: str, faults: Mapping[str, str]) -> str:
    reasons = ", ".join(f"{package} ({reason})" for package, reason in faults.items())
    return f"{python} cannot load {reasons}"


def _remedy(python: str, faults: Mapping[str, str]) -> str:
    return CHOOSE if PROGRAM in faults else remedy_for(faults, python)


def _advice(tried: Mapping[str, Mapping[str, str]], own_folder: str) -> str:
    """Returns what is wrong with the Python that comes nearest, and how to make an environment of the plugin's own."""
    folder = _folder_for(own_folder)
    nearest = min(tried, key=lambda python: (PROGRAM in tried[python], len(tried[python])))
    complaint = _complaint(nearest, tried[nearest])
    if PROGRAM in tried[nearest] or nearest in _own_pythons(own_folder):
        return f"{complaint}: {INSTALL}, or {_remedy(nearest, tried[nearest])}"
    make = f'"{nearest}" -m venv --system-site-packages "{folder}"'
    install = install_command(pythons_in(folder, platform.system())[0])
    return f"{complaint}: {INSTALL}, or run {make}, then {install}, or {CHOOSE}"


def _folder_for(own_folder: str) -> str:
    return own_folder or str(ROOT / ".venv")
