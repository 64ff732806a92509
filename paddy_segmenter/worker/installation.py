"""The plugin's own environment: made by QGIS' Python beside the profile, filled by pip, and found only when it is whole."""

import os
import platform
import shlex
import shutil
import subprocess  # nosec B404 # only for its quoting
from collections.abc import Callable, Collection, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from ..errors import EnvironmentMissing, InputError, OutputError, WorkerError
from ..events import Listener, Message, Progress
from ..packages import requirements
from .command import run_command
from .environment import child_environment, faults_of, unfinished_mark
from .interpreters import pythons_in
from .pip_failures import sentence_for
from .torch_builds import Build

PIP = ("-m", "pip", "install", "--only-binary=:all:", "--no-input", "--disable-pip-version-check", "--no-color",
       "--progress-bar=off")  # fmt: skip # only wheels: others run code of theirs, and want a compiler
DIVERTED = ("PIP_TARGET", "PIP_PREFIX", "PIP_ROOT", "PIP_BREAK_SYSTEM_PACKAGES")  # would install beside the environment
TORCH = ("torch", "torchvision")
LEAST_TORCH = (2, 6)
PAUSE = 5  # looks at a silent program between two at the growing folder
UNPACKED = 0.97  # the progress when all is unpacked; the rest is the check


@dataclass(frozen=True)
class Installation:
    """What is installed, from where and to where.

    Attributes:
        folder: of the environment to be; what is there is replaced.
        host: QGIS' Python, which makes it.
        numpy: the version of QGIS' numpy, which stays.
        build: of torch.
        wheels: a folder that holds all wheels, so that no network is needed, or ''.
        proxy: its address for pip, perhaps with a password, or ''; it is passed on unseen.
        present: packages that QGIS' Python has already and that are used.
    """

    folder: str
    host: str
    numpy: str
    build: Build
    wheels: str = ""
    proxy: str = field(default="", repr=False)
    present: Collection[str] = ()

    @property
    def python(self) -> str:
        """The interpreter of the environment."""
        return pythons_in(self.folder, platform.system())[0]

    @property
    def needed(self) -> float:
        """About how many bytes it takes until it is done."""
        return self.build.disk + (0 if self.wheels else self.build.download)

    def commands(self) -> list[list[str]]:
        """Returns the programs that make the environment and fill it, in their order."""
        wanted = [line for line in requirements() if _name(line) not in self.present]
        torch = [line for line in wanted if _name(line) in TORCH]
        pip = [self.python, *PIP]
        commands = [[self.host, "-m", "venv", "--system-site-packages", self.folder]]  # GDAL and numpy are QGIS' own
        if torch and self.build.index and not self.wheels:  # asked for these alone: where it is blocked, pip waits long
            commands += [[*pip, "--no-deps", f"--extra-index-url={self.build.index}", *torch]]
        source = ["--no-index", f"--find-links={self.wheels}"] if self.wheels else []
        return [*commands, [*pip, *source, f"numpy=={self.numpy}", *wanted]]  # GDAL was built against this numpy

    def text(self) -> str:
        """Returns the commands as they can be pasted into a terminal."""
        return "\n".join(_quoted(command) for command in self.commands())


def install(plan: Installation, listener: Listener, is_cancelled: Callable[[], bool]) -> None:
    """Makes the environment, fills it and checks that its packages can be loaded. Whatever ends it early removes it.

    Args:
        plan: what to install.
        listener: gets commands and lines as messages, and the progress, in this thread.
        is_cancelled: asked about ten times a second.

    Raises:
        Cancelled: the user asked for it.
        InputError: the folder of wheels has none.
        OutputError: the disk has too little room, or what is in the environment's place cannot be removed.
        EnvironmentMissing: the packages are there but cannot be loaded.
        WorkerError: venv or pip failed; `log` holds their last lines.
    """
    _check(plan)
    remove_environment(plan.folder)
    with _kept_if_whole(plan.folder):
        for command in plan.commands():
            _run(command, plan, listener, is_cancelled)
        shutil.rmtree(_scratch(plan), ignore_errors=True)
        listener(Progress(UNPACKED, None, "loading the packages"))
        faults = faults_of(plan.python)
        if faults:
            reasons = ", ".join(f"{package} ({reason})" for package, reason in faults.items())
            raise EnvironmentMissing(f"the packages were installed but cannot be loaded: {reasons}: try another build")
    listener(Progress(1.0))


def remove_environment(folder: str) -> None:
    """Removes the plugin's own environment, whole or not; a link goes, what it leads to stays.

    Raises:
        OutputError: it is something else, or part of it cannot be removed; it then counts as unfinished.
    """
    path, mark = Path(folder), unfinished_mark(folder)
    try:
        if path.is_symlink():
            path.unlink()
        elif path.exists():
            if not mark.exists() and not (path / "pyvenv.cfg").exists():
                raise OutputError(f"{folder} is no environment of Python: move it away first")
            mark.touch()
            shutil.rmtree(path)
        if mark.exists():
            mark.unlink()
    except OSError as error:
        reason = error.strerror or error
        raise OutputError(f"{folder} cannot be removed ({reason}): end the jobs that use it and try again") from error


def size_of(folder: str) -> int:
    """Returns how many bytes the files in a folder take; those that vanish meanwhile count nothing."""
    return sum(_bytes_of(os.path.join(place, name)) for place, _, names in os.walk(folder) for name in names)


def present_in(versions: Mapping[str, str], faults: Collection[str]) -> list[str]:
    """Returns the packages of torch that a Python has and that will do, by what `facts_of` and `faults_of` tell of it."""
    if any(package not in versions or package in faults for package in TORCH):
        return []
    major, minor = (int(number) for number in versions["torch"].split(".")[:2])
    return list(TORCH) if (major, minor) >= LEAST_TORCH else []


@contextmanager
def _kept_if_whole(folder: str) -> Iterator[None]:
    """While the block runs the environment counts as unfinished; where an error leaves the block it is removed."""
    mark = unfinished_mark(folder)
    try:
        mark.parent.mkdir(parents=True, exist_ok=True)
        mark.touch()
    except OSError as error:
        raise OutputError(
            f"{mark.parent} cannot be written ({error.strerror or error}): mend its permissions"
        ) from error
    try:
        yield
    except BaseException:
        remove_environment(folder)
        raise
    mark.unlink()


def _check(plan: Installation) -> None:
    if plan.wheels and not any(Path(plan.wheels).glob("*.whl")):
        raise InputError(f"{plan.wheels} holds no wheel: choose a folder of *.whl files, or none")
    place = next(parent for parent in Path(plan.folder).absolute().parents if parent.exists())
    free = shutil.disk_usage(place).free
    if free < plan.needed:
        amounts = (
            f"{free / 1e9:.1f} GB are free in {place}, but the installation needs about {plan.needed / 1e9:.1f} GB"
        )
        raise OutputError(f"{amounts}: make room and install again")


def _run(command: list[str], plan: Installation, listener: Listener, is_cancelled: Callable[[], bool]) -> None:
    listener(Message(_quoted(command)))
    if command[0] == plan.python:
        _scratch(plan).mkdir(exist_ok=True)
    place = str(Path(plan.folder).parent)
    code, log = run_command(command, _variables(command[0], plan), place, _Teller(plan, listener), is_cancelled)
    if code:
        raise WorkerError(sentence_for(log, plan.wheels), log)


class _Teller:
    """Turns a program's lines into messages, and its silence into progress: into a pipe, old pips do not tell theirs."""

    def __init__(self, plan: Installation, listener: Listener) -> None:
        self._plan = plan
        self._listener = listener
        self._stage = ""
        self._silence = 0

    def __call__(self, line: str) -> None:
        if line:
            self._stage = line.strip()
            self._listener(Message(line))
            return
        if self._silence % PAUSE == 0:
            share = size_of(self._plan.folder) / self._plan.needed
            self._listener(Progress(min(share, UNPACKED), None, self._stage))
        self._silence += 1


def _variables(python: str, plan: Installation) -> dict[str, str]:
    variables = {name: value for name, value in child_environment(python).items() if name not in DIVERTED}
    variables["PIP_USER"] = "0"
    if plan.proxy:
        variables["PIP_PROXY"] = plan.proxy
    if python == plan.python:  # the system's own folder may be small, and a killed pip leaves gigabytes in it
        variables |= dict.fromkeys(("TMPDIR", "TEMP", "TMP"), str(_scratch(plan)))
    return variables


def _bytes_of(path: str) -> int:
    try:
        return os.lstat(path).st_size
    except OSError:
        return 0


def _quoted(command: list[str]) -> str:
    """Returns the command for this system's shell."""
    return subprocess.list2cmdline(command) if os.name == "nt" else shlex.join(command)


def _scratch(plan: Installation) -> Path:
    return Path(plan.folder) / "downloads"


def _name(requirement: str) -> str:
    """Returns the package's name: what comes before the version."""
    return requirement.replace("<", "=").replace(">", "=").partition("=")[0].strip()
