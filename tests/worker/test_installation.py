"""A real installation from wheels that the test writes: what it makes, what it leaves alone, and how it ends early."""

import os
import re
import shutil
import subprocess
import sys
import threading
import zipfile
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from paddy_segmenter.errors import Cancelled, EnvironmentMissing, InputError, OutputError, WorkerError
from paddy_segmenter.events import Event, Message, Progress
from paddy_segmenter.packages import requirements
from paddy_segmenter.worker import environment
from paddy_segmenter.worker.environment import find_environment, unfinished_mark
from paddy_segmenter.worker.installation import Installation, install, present_in, remove_environment, size_of
from paddy_segmenter.worker.pip_failures import sentence_for
from paddy_segmenter.worker.torch_builds import Build

TINY = Build("tiny", "", 0, 1e6)
BASE = f"{sys.base_prefix}/bin/python3"


@pytest.fixture(autouse=True)
def _no_index(monkeypatch: pytest.MonkeyPatch) -> None:
    """Neither pip's settings on this machine nor an environment of this checkout play a part."""
    for name in [name for name in os.environ if name.startswith("PIP_")]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("PIP_CONFIG_FILE", os.devnull)
    monkeypatch.setenv("PIP_RETRIES", "1")
    monkeypatch.setenv("PIP_INDEX_URL", "http://127.0.0.1:9/simple")  # nobody listens there
    monkeypatch.delenv(environment.VARIABLE, raising=False)
    monkeypatch.setattr(environment, "_sound", set())


@pytest.fixture
def wheels(tmp_path: Path) -> Path:
    """A folder of wheels, with empty modules, for all that is required."""
    folder = tmp_path / "wheels of Öland"
    folder.mkdir()
    for wanted in requirements():
        name, version = re.match(r"(\w+)[=>]=([\d.]+)", wanted).groups()
        write_wheel(folder, name, version)
    return folder


@pytest.fixture
def plan(tmp_path: Path, wheels: Path) -> Callable[..., Installation]:
    """Returns a function that plans an installation into a path with a space and letters beyond ASCII."""

    def make(**changes: object) -> Installation:
        values = {
            "folder": str(tmp_path / "profil de Zoë" / "environment"),
            "host": BASE,
            "numpy": numpy_of(BASE),
            "build": TINY,
        }
        return Installation(**{**values, "wheels": str(wheels), **changes})

    return make


def write_wheel(folder: Path, name: str, version: str, source: str = "") -> None:
    place = f"{name}-{version}.dist-info"
    with zipfile.ZipFile(folder / f"{name}-{version}-py3-none-any.whl", "w") as wheel:
        wheel.writestr(f"{name}/__init__.py", source)
        wheel.writestr(f"{place}/METADATA", f"Metadata-Version: 2.1\nName: {name}\nVersion: {version}\n")
        wheel.writestr(
            f"{place}/WHEEL", "Wheel-Version: 1.0\nGenerator: test\nRoot-Is-Purelib: true\nTag: py3-none-any\n"
        )
        wheel.writestr(f"{place}/RECORD", "")


def numpy_of(python: str) -> str:
    return answer_of(python, "import numpy; print(numpy.__version__)")


def answer_of(python: str, program: str) -> str:
    asked = subprocess.run([python, "-I", "-c", program], capture_output=True, text=True, check=True)
    return asked.stdout.strip()


def state_of(folder: Path) -> set[tuple[str, int]]:
    return {(str(path), path.lstat().st_mtime_ns) for path in folder.iterdir()}


def programs_in(folder: str) -> list[str]:
    """Returns the running programs that name the folder."""
    commands = (path.read_bytes() for path in Path("/proc").glob("[0-9]*/cmdline") if path.exists())
    return [command.decode() for command in commands if folder.encode() in command]


def test_an_environment_is_made_from_a_folder_of_wheels_and_leaves_qgis_alone(plan, wheels, monkeypatch, tmp_path):
    for name, value in {"TARGET": str(tmp_path / "elsewhere"), "USER": "1", "BREAK_SYSTEM_PACKAGES": "1"}.items():
        monkeypatch.setenv(f"PIP_{name}", value)
    ours, packages_of_qgis = plan(), Path(answer_of(BASE, "import numpy; print(numpy.__file__)")).parents[1]
    before, told, early = state_of(packages_of_qgis), [], []

    def listen(event: Event) -> None:
        told.append(event)
        early.append(ours.python in environment.pythons_to_try("", ours.folder))

    install(ours, listen, lambda: False)
    assert find_environment("", ours.folder).python == ours.python
    assert answer_of(ours.python, "import torch; print(torch.__file__)").startswith(ours.folder)
    assert answer_of(ours.python, "import numpy; print(numpy.__file__)").startswith(str(packages_of_qgis))
    assert state_of(packages_of_qgis) == before
    assert not (tmp_path / "elsewhere").exists()
    assert not unfinished_mark(ours.folder).exists()
    assert not (Path(ours.folder) / "downloads").exists()
    assert not any(early[:-1])  # while it is made it is not found
    lines = [event.text for event in told if isinstance(event, Message)]
    assert [line for line in lines if line in ours.text().splitlines()] == ours.text().splitlines()
    assert any(line.startswith("Successfully installed") for line in lines)
    shares = [event.share for event in told if isinstance(event, Progress)]
    assert shares[-1] == 1
    assert any(0 < share < 0.9 for share in shares)
    remove_environment(ours.folder)
    assert list(Path(ours.folder).parent.iterdir()) == []


@pytest.mark.parametrize("moment", ["-m venv", "Processing"])
def test_one_that_is_cancelled_leaves_neither_files_nor_programs(plan, moment):
    ours, told = plan(), []

    def is_cancelled() -> bool:
        return any(isinstance(event, Message) and moment in event.text for event in told)

    with pytest.raises(Cancelled):
        install(ours, told.append, is_cancelled)
    assert list(Path(ours.folder).parent.iterdir()) == []
    assert programs_in(ours.folder) == []


def test_packages_that_cannot_be_loaded_make_no_environment(plan, wheels):
    write_wheel(wheels, "torch", "2.13.0", "raise OSError('libtorch is missing')")
    ours = plan()
    with pytest.raises(
        EnvironmentMissing, match=r"cannot be loaded: torch \(OSError: libtorch is missing\): try another build"
    ):
        install(ours, lambda event: None, lambda: False)
    assert not Path(ours.folder).exists()


def test_a_wheel_that_is_missing_is_named_with_the_folder(plan, wheels):
    next(wheels.glob("safetensors*")).unlink()
    with pytest.raises(WorkerError, match=re.escape(f"{wheels} holds no wheel of safetensors==")):
        install(plan(), lambda event: None, lambda: False)


def test_a_folder_without_wheels_is_refused_before_anything_is_made(plan, tmp_path):
    with pytest.raises(InputError, match=r"holds no wheel: choose a folder of \*\.whl files"):
        install(plan(wheels=str(tmp_path)), lambda event: None, lambda: False)
    assert not (tmp_path / "profil de Zoë").exists()


def test_a_disk_with_too_little_room_is_told_with_both_numbers(plan, monkeypatch, tmp_path):
    ours = plan(wheels="", build=Build("large", "", 3e9, 7e9))
    monkeypatch.setattr(shutil, "disk_usage", lambda path: shutil._ntuple_diskusage(9e9, 0, 2.04e9))
    told = rf"^2\.0 GB are free in {tmp_path}, but the installation needs about 10\.0 GB: make room"
    with pytest.raises(OutputError, match=told):
        install(ours, lambda event: None, lambda: False)
    assert not Path(ours.folder).exists()


def test_without_a_network_the_sentence_names_network_proxy_and_wheels(plan):
    ours = plan(wheels="")
    with pytest.raises(WorkerError) as told:
        install(ours, lambda event: None, lambda: False)
    assert str(told.value).startswith("pip cannot reach the package index: check the network and QGIS' proxy")
    assert "Connection refused" in told.value.log
    assert not Path(ours.folder).exists()


class Proxy(BaseHTTPRequestHandler):
    """Lets nothing through and keeps what it was asked, and by whom."""

    asked: list[tuple[str, str]]

    def do_GET(self) -> None:
        self.asked.append((self.path, self.headers.get("Proxy-Authorization", "")))
        self.send_error(404)

    def log_message(self, *_: object) -> None:
        pass


@pytest.fixture
def proxy() -> Iterator[ThreadingHTTPServer]:
    Proxy.asked = []
    server = ThreadingHTTPServer(("127.0.0.1", 0), Proxy)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield server
    server.shutdown()
    thread.join()
    server.server_close()


def test_the_proxy_is_used_and_its_password_is_not_shown(plan, proxy, monkeypatch):
    monkeypatch.setenv("PIP_INDEX_URL", "http://index.invalid/simple")
    monkeypatch.setenv("PIP_TRUSTED_HOST", "index.invalid")  # pip asks others by https only
    ours = plan(wheels="", proxy=f"http://ann:secret@127.0.0.1:{proxy.server_port}")
    told: list[Event] = []
    with pytest.raises(WorkerError):
        install(ours, told.append, lambda: False)
    assert ("http://index.invalid/simple/torch/", "Basic YW5uOnNlY3JldA==") in Proxy.asked
    assert "secret" not in repr(told) + repr(ours) + ours.text()


@pytest.mark.parametrize("whole", [True, False])
def test_an_environment_is_removed_whole_or_not(tmp_path, whole):
    folder = tmp_path / "env"
    (folder / "bin").mkdir(parents=True)
    (folder / "pyvenv.cfg" if whole else unfinished_mark(str(folder))).touch()
    remove_environment(str(folder))
    assert list(tmp_path.iterdir()) == []


def test_a_profile_that_cannot_be_written_is_named(plan, tmp_path):
    (tmp_path / "file").touch()
    ours = plan(folder=str(tmp_path / "file" / "environment"))
    with pytest.raises(OutputError, match=rf"^{tmp_path / 'file'} cannot be written \("):
        install(ours, lambda event: None, lambda: False)


def test_a_folder_that_is_no_environment_is_not_touched(plan):
    ours = plan()
    document = Path(ours.folder) / "thesis.odt"
    document.parent.mkdir(parents=True)
    document.touch()
    with pytest.raises(OutputError, match="is no environment of Python: move it away first"):
        install(ours, lambda event: None, lambda: False)
    assert document.exists()


def test_of_a_link_only_the_link_is_removed(tmp_path):
    (tmp_path / "env" / "bin").mkdir(parents=True)
    (tmp_path / "link").symlink_to(tmp_path / "env")
    remove_environment(str(tmp_path / "link"))
    assert list(tmp_path.iterdir()) == [tmp_path / "env"]
    assert (tmp_path / "env" / "bin").exists()


def test_a_torch_that_qgis_has_is_used(plan):
    versions = {"torch": "2.8.0+cu126", "torchvision": "0.23.0"}
    assert present_in(versions, {"safetensors": "not found"}) == ["torch", "torchvision"]
    assert present_in(versions, {"torch": "broken"}) == []
    assert present_in({**versions, "torch": "1.13.1"}, {}) == []
    assert present_in({"torch": "2.8.0"}, {}) == []
    _, words = plan(
        wheels="", build=Build("", "https://example.org", 1, 1), present=["torch", "torchvision"]
    ).commands()
    assert not [word for word in words if word.startswith("torch")]
    assert [word for word in words if word.startswith("safetensors==")]


def test_the_commands_pin_numpy_take_wheels_only_and_ask_the_index_of_the_build_for_torch_alone(plan):
    gpu = Build("GPU", "https://example.org/cu130", 1, 1)
    _, torch, others = plan(wheels="", build=gpu, numpy="1.26.4").commands()
    assert torch[-4:-2] == ["--no-deps", "--extra-index-url=https://example.org/cu130"]
    assert [word.partition("=")[0] for word in torch[-2:]] == ["torch", "torchvision"]
    assert {"numpy==1.26.4", *torch[-2:]} <= set(others)
    assert not [word for word in others if "index" in word]
    _, others = plan(build=gpu).commands()
    assert "--no-index" in others
    assert all("--only-binary=:all:" in words for words in (torch, others))


def test_the_size_of_a_folder_counts_its_files_and_follows_no_link(tmp_path):
    (tmp_path / "a" / "b").mkdir(parents=True)
    (tmp_path / "a" / "b" / "file").write_bytes(bytes(1000))
    (tmp_path / "outside").write_bytes(bytes(50_000))
    (tmp_path / "a" / "link").symlink_to(tmp_path / "outside")
    assert 1000 <= size_of(str(tmp_path / "a")) < 2000
    assert size_of(str(tmp_path / "missing")) == 0


@pytest.mark.parametrize(
    ("log", "told"),
    [
        ("ERROR: Could not install packages due to an OSError: [Errno 28] No space left on device", "the disk is full"),
        ("OSError: [WinError 112] There is not enough space on the disk", "the disk is full"),
        ("HINT: This error might have occurred since this system does not have Windows Long Path support enabled", "too long for Windows"),
        ("The virtual environment was not created successfully because ensurepip is not available.", "apt install python3-venv"),
        ("/usr/bin/python3: No module named venv", "apt install python3-venv"),
        ("ProxyError('Cannot connect to proxy.', OSError('Tunnel connection failed: 407'))", "the proxy does not let pip through"),
        ("SSLError(SSLCertVerificationError(1, '[SSL: CERTIFICATE_VERIFY_FAILED]'))", "PIP_CERT"),
        ("NewConnectionError('...: [Errno -3] Temporary failure in name resolution')", "check the network and QGIS' proxy"),
        ("WARNING: Connection broken by ReadTimeoutError\nERROR: No matching distribution found for torch", "check the network"),
        ("ERROR: No matching distribution found for torch==2.13.0", "the package index has no wheel of torch==2.13.0"),
        ("ERROR: ResolutionImpossible: for help visit", "do not fit the numpy of QGIS"),
        ("ERROR: [WinError 5] Access is denied: 'c10.dll'", "another program holds it"),
        ("ERROR: something new\nnotice: a pip", "the installation failed (something new): see the log"),
        ("Segmentation fault", "the installation failed (Segmentation fault): see the log"),
        ("", "the installation failed (no word): see the log"),
    ],
)  # fmt: skip
def test_the_reason_of_a_failure_is_one_sentence_with_a_remedy(log, told):
    sentence = sentence_for(log, "")
    assert told in sentence
    assert "\n" not in sentence
