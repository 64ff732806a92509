"""Which Python is taken, in what order, with what environment variables, and what is said where there is none."""

import os
import subprocess
import sys
import venv
from pathlib import Path

import pytest

from paddy_segmenter.errors import EnvironmentMissing
from paddy_segmenter.packages import ROOT
from paddy_segmenter.worker import environment
from paddy_segmenter.worker.environment import (
    Environment,
    child_environment,
    find_environment,
    look_for_torch,
    pythons_to_try,
)

posix = pytest.mark.skipif(os.name != "posix", reason="stands in for Pythons by shell scripts")


@pytest.fixture(autouse=True)
def _own_world(monkeypatch, tmp_path):
    """No environment of this machine is found by chance, and no answer is remembered from another test."""
    monkeypatch.delenv(environment.VARIABLE, raising=False)
    monkeypatch.setattr(environment, "ROOT", tmp_path / "plugin")
    monkeypatch.setattr(environment, "_own_prefixes", lambda: [str(tmp_path / "host")])
    monkeypatch.setattr(environment, "_sound", set())
    (tmp_path / "plugin").mkdir()


@pytest.fixture
def stand_in(tmp_path):
    """Returns a function that makes a Python in tmp_path/folder that answers the probe with these lines."""

    def make(folder: str, *answer: str, name: str = "python3") -> str:
        python = tmp_path / folder / "bin" / name
        python.parent.mkdir(parents=True)
        lines = "\n".join(f"echo '{line}'; echo probed >> {tmp_path}/probes" for line in answer)
        python.write_text(f"#!/bin/sh\n{lines}\n")
        python.chmod(0o755)
        return str(python)

    return make


SOUND = '{"version": [3, 12], "faults": {}}'
NO_TORCH = '{"version": [3, 12], "faults": {"torch": "ModuleNotFoundError: No module named torch"}}'
BARE = '{"version": [3, 12], "faults": {"numpy": "gone", "osgeo": "gone", "torch": "gone"}}'


@posix
def test_the_order_is_variable_setting_own_environment_checkout_host(stand_in, tmp_path, monkeypatch):
    chosen, variable = stand_in("chosen", SOUND), stand_in("variable", SOUND)
    own, checkout, host = stand_in("own", SOUND), stand_in("plugin/.venv", SOUND), stand_in("host", SOUND)

    def found(setting: str = "") -> str:
        return find_environment(setting, str(tmp_path / "own")).python

    monkeypatch.setenv(environment.VARIABLE, variable)
    assert found(str(tmp_path / "chosen")) == found() == variable
    monkeypatch.delenv(environment.VARIABLE)
    assert found(str(tmp_path / "chosen")) == chosen
    assert found() == own
    Path(own).unlink()
    assert found() == checkout
    Path(checkout).unlink()
    assert found() == host


@posix
def test_a_python_that_lacks_something_is_passed_over(stand_in, tmp_path):
    stand_in("own", NO_TORCH)
    stand_in("plugin/.venv", "not an answer")
    host = stand_in("host", "chatter of a library", SOUND)
    assert find_environment("", str(tmp_path / "own")).python == host


@posix
def test_the_choice_of_the_user_is_not_passed_over_but_named_with_what_it_lacks(stand_in, monkeypatch):
    python = stand_in("chosen", NO_TORCH)
    stand_in("host", SOUND)
    with pytest.raises(EnvironmentMissing) as told:
        find_environment(python)
    assert str(told.value) == (
        f"the chosen {python} cannot load torch (ModuleNotFoundError: No module named torch): "
        f'run "{python}" -m pip install -r "{ROOT / "requirements.txt"}", or choose another in {environment.OPTIONS}'
    )
    monkeypatch.setenv(environment.VARIABLE, python)
    with pytest.raises(EnvironmentMissing, match=r"requirements\.txt\"$"):
        find_environment()


@posix
@pytest.mark.parametrize(
    ("answer", "told"),
    [
        (BARE, "--system-site-packages"),
        ('{"version": [3, 8], "faults": {}}', r"cannot load itself \(version 3\.8, at least 3\.10 is needed\)"),
        ("no answer", "set the environment variable PADDY_PYTHON to a Python that has torch, or choose"),
    ],
)
def test_the_remedy_fits_the_fault(stand_in, answer, told):
    with pytest.raises(EnvironmentMissing, match=told):
        find_environment(stand_in("chosen", answer))


@pytest.mark.parametrize("name", ["", "missing", "empty folder"])
def test_a_choice_that_is_no_python_is_named(tmp_path, name):
    (tmp_path / "empty folder").mkdir()
    with pytest.raises(EnvironmentMissing, match="is not a Python: set the environment variable PADDY_PYTHON"):
        find_environment(str(tmp_path / name / "x"))
    with pytest.raises(EnvironmentMissing, match="is not a Python: set the environment variable PADDY_PYTHON"):
        find_environment(str(tmp_path / "empty folder"))


@posix
@pytest.mark.parametrize("chosen", ["chosen", "chosen/bin/python3"])
def test_a_choice_may_be_relative_to_the_users_folder(stand_in, tmp_path, monkeypatch, chosen):
    python = stand_in("chosen", SOUND)
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv(environment.VARIABLE, chosen)
    assert find_environment().python == python


@posix
def test_to_look_for_a_python_starts_none(stand_in, tmp_path):
    python = stand_in("chosen", SOUND)
    assert pythons_to_try(python) == [python]
    assert not (tmp_path / "probes").exists()


@posix
def test_where_there_is_none_the_sentence_tells_how_to_make_one(stand_in, tmp_path):
    own = tmp_path / "profile" / "env"
    with pytest.raises(EnvironmentMissing, match="no Python was found beside QGIS: make an environment"):
        find_environment("", str(own))
    host = stand_in("host", NO_TORCH)
    with pytest.raises(EnvironmentMissing) as told:
        find_environment("", str(own))
    assert f"choose Install in {environment.OPTIONS}, or run" in str(told.value)
    assert f'run "{host}" -m venv --system-site-packages "{own}", then "{own}/bin/python3" -m pip install -r' in str(
        told.value
    )


@posix
def test_an_environment_that_is_being_made_or_removed_is_none(stand_in, tmp_path):
    own, host = stand_in("own", SOUND), stand_in("host", SOUND)
    mark = environment.unfinished_mark(str(tmp_path / "own"))
    mark.touch()
    assert find_environment("", str(tmp_path / "own")).python == host
    mark.unlink()
    assert find_environment("", str(tmp_path / "own")).python == own


@posix
def test_a_look_for_torch_starts_no_python_and_says_where_to_install_it(stand_in, tmp_path, monkeypatch):
    stand_in("host", SOUND)
    monkeypatch.setattr(sys, "path", [str(tmp_path / "packages")])
    with pytest.raises(EnvironmentMissing, match=r"^torch is not installed: choose Install in Settings"):
        look_for_torch("", str(tmp_path / "own"))
    (tmp_path / "packages" / "torch").mkdir(parents=True)
    look_for_torch("", str(tmp_path / "own"))
    monkeypatch.setattr(sys, "path", [])
    look_for_torch(stand_in("chosen", SOUND), "")
    stand_in("own", SOUND)
    look_for_torch("", str(tmp_path / "own"))
    assert not (tmp_path / "probes").exists()


@posix
def test_the_sentence_is_about_the_python_that_comes_nearest(stand_in, tmp_path):
    stand_in("own", BARE)
    stand_in("plugin/.venv", "no answer")
    host = stand_in("host", NO_TORCH)
    with pytest.raises(EnvironmentMissing, match=f"^{host} cannot load torch"):
        find_environment("", str(tmp_path / "own"))


@posix
def test_a_sound_python_is_asked_once_and_again_when_it_changed(stand_in, tmp_path):
    python = stand_in("chosen", SOUND)
    for _ in range(3):
        find_environment(python)
    assert (tmp_path / "probes").read_text() == "probed\n"
    os.utime(python, (1, 1))
    find_environment(python)
    assert (tmp_path / "probes").read_text() == "probed\nprobed\n"


@posix
def test_a_faulty_python_is_asked_again_because_packages_may_have_come(stand_in):
    python = stand_in("chosen", NO_TORCH)
    with pytest.raises(EnvironmentMissing):
        find_environment(python)
    Path(python).write_text(f"#!/bin/sh\necho '{SOUND}'\n")
    assert find_environment(python).python == python


def test_the_probe_accepts_the_python_of_these_tests():
    pytest.importorskip("torch")
    assert find_environment(sys.executable).python == sys.executable


@posix
@pytest.mark.parametrize(("package", "reason"), [("torch", "no libtorch"), ("safetensors", "halved"), ("numpy", "old")])
def test_the_probe_sees_a_package_that_is_there_but_broken(tmp_path, package, reason):
    venv.create(tmp_path / "env", system_site_packages=True, symlinks=True)
    site = next((tmp_path / "env").glob("lib/python*/site-packages"))
    (site / f"{package}.py").write_text(f"raise OSError('{reason}')")
    with pytest.raises(EnvironmentMissing, match=rf"{package} \(OSError: {reason}\)"):
        find_environment(str(tmp_path / "env"))


@posix
def test_the_probe_sees_a_gdal_that_does_not_fit_numpy(tmp_path):
    venv.create(tmp_path / "env", system_site_packages=True, symlinks=True)
    osgeo = next((tmp_path / "env").glob("lib/python*/site-packages")) / "osgeo"
    osgeo.mkdir()
    for module, source in {"__init__": "", "gdal": "", "gdal_array": "raise ImportError('numpy is too new')"}.items():
        (osgeo / f"{module}.py").write_text(source)
    with pytest.raises(EnvironmentMissing, match=r"osgeo \(ImportError: numpy is too new\).*: use the Python of QGIS"):
        find_environment(str(tmp_path / "env"))


@posix
def test_a_python_under_two_names_is_asked_once(stand_in, tmp_path):
    python = stand_in("own", BARE)
    Path(python).with_name("python").symlink_to(python)
    with pytest.raises(EnvironmentMissing):
        find_environment("", str(tmp_path / "own"))
    assert (tmp_path / "probes").read_text() == "probed\n"


def test_what_qgis_set_for_its_own_python_is_kept_from_a_foreign_one(tmp_path):
    host = {"PYTHONHOME": "/qgis", "PYTHONPATH": "/qgis/python", "GDAL_DATA": "/qgis/gdal", "PROJ_LIB": "/qgis/proj"}
    kept = child_environment("/qgis/bin/python3", host, ["/qgis"])
    assert {name: kept[name] for name in host} == host | {"PYTHONPATH": f"{environment.ROOT}{os.pathsep}/qgis/python"}
    foreign = child_environment("/conda/bin/python3", host, ["/qgis"])
    assert foreign["PYTHONPATH"] == str(environment.ROOT)
    assert not {"PYTHONHOME", "GDAL_DATA", "PROJ_LIB"} & set(foreign)


@posix
def test_the_python_of_qgis_is_recognised_under_another_name_of_its_folder(tmp_path):
    (tmp_path / "Program Files").mkdir()
    (tmp_path / "PROGRA~1").symlink_to("Program Files")
    host = {"PROJ_LIB": "/qgis/proj"}
    for one, other in (("Program Files", "PROGRA~1"), ("PROGRA~1", "Program Files")):
        variables = child_environment(str(tmp_path / one / "bin" / "python3"), host, [str(tmp_path / other)])
        assert variables["PROJ_LIB"] == "/qgis/proj"


def test_an_environment_made_by_the_python_of_qgis_is_its_own_but_finds_its_home_itself(tmp_path):
    (tmp_path / "pyvenv.cfg").write_text("home = /qgis/bin\ninclude-system-site-packages = true\n")
    host = {"PYTHONHOME": "/qgis", "PROJ_LIB": "/qgis/proj", "PYTHONEXECUTABLE": "/qgis/qgis"}
    variables = child_environment(str(tmp_path / "bin" / "python3"), host, ["/qgis"])
    assert variables["PROJ_LIB"] == "/qgis/proj"
    assert not {"PYTHONHOME", "PYTHONEXECUTABLE"} & set(variables)


def test_a_python_file_in_the_users_folder_is_not_taken_for_a_package(tmp_path):
    if sys.version_info < (3, 11):
        pytest.skip("PYTHONSAFEPATH came with Python 3.11")
    (tmp_path / "json.py").write_text("raise SystemExit('taken over')")
    run = subprocess.run([sys.executable, "-m", "json.tool", "--help"], cwd=tmp_path, capture_output=True, text=True,
                         env=child_environment(sys.executable))  # fmt: skip
    assert run.returncode == 0, run.stderr


def test_the_packages_of_the_plugin_are_found_from_any_folder(tmp_path, monkeypatch):
    monkeypatch.setattr(environment, "ROOT", ROOT)
    run = subprocess.run([sys.executable, "-c", "import paddy_segmenter, training; print('ä')"], cwd=tmp_path,
                         env=child_environment(sys.executable), capture_output=True, encoding="utf-8")  # fmt: skip
    assert run.stdout == "ä\n", run.stderr


def test_an_environment_does_not_print_the_users_variables():
    assert "secret" not in repr(Environment("python", {"TOKEN": "secret"}))
