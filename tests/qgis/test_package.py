"""The package for QGIS' plugin manager: what is in it, what the plugin site says of it, and whether it works where this checkout is not."""

import json
import os
import shutil
import subprocess
import sys
import zipfile
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

from paddy_segmenter.packages import ROOT, plugin_version

from .conftest import QGIS_PROCESS

MOST_BYTES = 2_000_000
SINGLE_FILES = ("__init__.py", "metadata.txt", "LICENSE", "README.md", "CHANGELOG.md", "requirements.txt", ".flake8")
KINDS = (".py", ".svg", ".html", ".md", ".qm", ".txt")  # of the files in the two packages

pytestmark = [pytest.mark.slow, pytest.mark.skipif(not shutil.which("make"), reason="packages are made by make")]


@pytest.fixture(scope="module")
def package() -> Path:
    """The zip as `make package` writes it."""
    command = ["make", "--old-file=setup", "package", f"PYTHON={sys.executable}"]
    subprocess.run(command, cwd=ROOT, check=True, capture_output=True)
    return ROOT / "build" / "paddy_segmenter.zip"


@pytest.fixture(scope="module")
def profiles(package: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Profiles of QGIS with this package in the empty default one, as the plugin manager unpacks it."""
    folder = tmp_path_factory.mktemp("profiles")
    profile = folder / "profiles" / "default"
    (profile / "QGIS").mkdir(parents=True)
    (profile / "QGIS" / "QGIS3.ini").write_text("[PythonPlugins]\npaddy_segmenter=true\n", encoding="utf-8")
    with zipfile.ZipFile(package) as archive:
        archive.extractall(profile / "python" / "plugins")
    return folder


@pytest.fixture(scope="module")
def plugin(profiles: Path) -> Path:
    return profiles / "profiles" / "default" / "python" / "plugins" / "paddy_segmenter"


@pytest.fixture
def elsewhere(profiles: Path) -> Mapping[str, str]:
    """The environment of a user who has the package and not this checkout."""
    variables = {name: value for name, value in os.environ.items() if name not in ("PYTHONPATH", "QGIS_PLUGINPATH")}
    return variables | {"QGIS_CUSTOM_CONFIG_PATH": str(profiles), "PADDY_PYTHON": sys.executable, "QT_QPA_PLATFORM": "offscreen",
                        "PATH": f"/usr/bin{os.pathsep}{variables['PATH']}"}  # fmt: skip


@pytest.fixture
def run_packaged(elsewhere: Mapping[str, str], tmp_path: Path) -> Callable[..., str]:
    """Returns a function that runs an algorithm of the package in a folder of its own and returns its log."""

    def run(name: str, *words: str) -> str:
        command = [QGIS_PROCESS, "run", f"paddy_segmenter:{name}", "--", *words]
        ended = subprocess.run(command, env=elsewhere, cwd=tmp_path, capture_output=True, text=True, timeout=300)
        assert ended.returncode == 0, ended.stdout + ended.stderr
        return ended.stdout

    return run


def test_the_package_holds_what_is_shipped_and_nothing_else(package: Path) -> None:
    with zipfile.ZipFile(package) as archive:
        packed = {name for name in archive.namelist() if not name.endswith("/")}
    sources = [path for wing in ("paddy_segmenter", "training") for path in (ROOT / wing).rglob("*") if path.is_file()]
    shipped = [path for path in sources if path.suffix in KINDS] + [ROOT / name for name in SINGLE_FILES]
    assert packed == {f"paddy_segmenter/{path.relative_to(ROOT).as_posix()}" for path in shipped}
    assert package.stat().st_size < MOST_BYTES


def test_the_metadata_have_all_that_the_plugin_site_asks_for(plugin: Path) -> None:
    lines = (plugin / "metadata.txt").read_text(encoding="utf-8").splitlines()
    told = {key.strip(): value.strip() for key, _, value in (line.partition("=") for line in lines)}
    wanted = (
        "name",
        "description",
        "about",
        "qgisMinimumVersion",
        "author",
        "email",
        "tracker",
        "repository",
        "homepage",
    )
    assert all(told[key] for key in wanted)
    assert told["version"] == plugin_version()
    assert (plugin / told["icon"]).is_file()


def test_bandit_finds_nothing(plugin: Path) -> None:
    command = [sys.executable, "-m", "bandit", "--recursive", "--quiet", "--format=json", str(plugin)]
    found = json.loads(subprocess.run(command, capture_output=True, text=True, check=False).stdout)
    assert found["results"] == []
    assert found["errors"] == []
    assert found["metrics"]["_totals"]["loc"] > 5000


def test_detect_secrets_finds_nothing(plugin: Path) -> None:
    command = [sys.executable, "-m", "detect_secrets", "scan", "--all-files", "--exclude-files", r"metadata\.txt", "."]
    found = json.loads(subprocess.run(command, cwd=plugin, capture_output=True, text=True, check=True).stdout)
    assert found["results"] == {}


def test_flake8_finds_nothing(plugin: Path) -> None:
    command = [
        sys.executable,
        "-m",
        "flake8",
        "--max-line-length=120",
        "--config",
        str(plugin / ".flake8"),
        str(plugin),
    ]
    ended = subprocess.run(command, capture_output=True, text=True, check=False)
    assert (ended.returncode, ended.stdout, ended.stderr) == (0, "", "")


def test_the_checkout_cannot_be_imported_where_the_package_is_tried(
    elsewhere: Mapping[str, str], tmp_path: Path
) -> None:
    search = "from importlib.util import find_spec; print(find_spec('paddy_segmenter'), find_spec('training'))"
    found = subprocess.run(
        [sys.executable, "-c", search], env=elsewhere, cwd=tmp_path, capture_output=True, text=True, check=True
    )
    assert found.stdout == "None None\n"


def test_from_the_package_a_network_is_trained_and_maps(run_packaged: Callable[..., str], tmp_path: Path) -> None:
    run_packaged("createpracticescene", "OUTPUT=scene.tif", "LABELS=fields.gpkg", "WIDTH=384", "HEIGHT=256", "SEED=1")
    run_packaged("trainmodel", "INPUT=scene.tif", "LABELS=fields.gpkg", "CLASS_FIELD=class", "OUTPUT=model.safetensors",
                 "WEIGHTS=none", "OUTPUT_STRIDE=16", "CHIP=64", "EPOCHS=1", "CHIPS_PER_EPOCH=8", "DEVICE=cpu")  # fmt: skip
    run_packaged("segmentraster", "INPUT=scene.tif", "MODEL=model.safetensors", "OUTPUT=map.tif", "DEVICE=cpu")
    assert "resnet34" in run_packaged("describemodel", "MODEL=model.safetensors")
    assert (tmp_path / "map.tif").stat().st_size > 0
    assert "<img" in (tmp_path / "model.report.html").read_text(encoding="utf-8")
