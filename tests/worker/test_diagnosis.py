"""The text for bug reports: what it tells and what it keeps to itself."""

import sys

import pytest

from paddy_segmenter.errors import EnvironmentMissing, WorkerError
from paddy_segmenter.packages import plugin_version
from paddy_segmenter.worker import diagnosis as room
from paddy_segmenter.worker.diagnosis import diagnosis, remember_failure
from paddy_segmenter.worker.survey import Facts, Survey, facts_of, survey
from paddy_segmenter.worker.torch_builds import CPU

SEEN = Survey(
    python="/home/ann/profile/env/bin/python3", fault="", host="/usr/bin/python3", present=(), builds=(CPU,), size=0,
    facts=Facts({"python": "3.11.2", "torch": "2.13.0"},
                {"device": "cpu", "gpu": None, "processor": "Xeon", "threads": 2, "precision": "bfloat16"}),
    host_facts=Facts({"python": "3.11.2", "numpy": "1.24.2"}),
)  # fmt: skip


@pytest.fixture(autouse=True)
def _nothing_failed_yet(monkeypatch):
    monkeypatch.setattr(room, "_last_failure", type(room._last_failure)(maxlen=1))


def test_it_names_programs_interpreters_versions_and_device():
    text = diagnosis(SEEN, {"QGIS": "3.22.16", "Qt": "5.15.8"}, "/home/ann", {})
    for line in (f"plugin: {plugin_version()}", "QGIS: 3.22.16", "Qt: 5.15.8", "device: processor: Xeon, 2 threads, in bfloat16",
                 "Python of QGIS: /usr/bin/python3 python 3.11.2, numpy 1.24.2", "fault: none", "last failure: none in this session",
                 "Python of the jobs: ~/profile/env/bin/python3 python 3.11.2, torch 2.13.0"):  # fmt: skip
        assert line in text.splitlines()


def test_it_holds_neither_secrets_nor_the_users_name():
    remember_failure(
        WorkerError("it failed in /home/ann/maps, not in /home/anna", "see https://ann:word@index.example/simple")
    )
    variables = {"PIP_INDEX_URL": "https://ann:word@index.example", "HTTPS_PROXY": "http://ann:word@proxy:80", "TOKEN": "hush",
                 "PYTHONPATH": "/home/ann"}  # fmt: skip
    text = diagnosis(SEEN, {}, "/home/ann", variables)
    assert not [secret for secret in ("word", "hush", "/home/ann/", "ann:") if secret in text]
    assert "https://***@index.example" in text
    assert "PYTHONPATH: ~" in text.splitlines()
    assert "it failed in ~/maps, not in /home/anna" in text


def test_it_ends_with_the_last_lines_of_the_last_failure():
    remember_failure(EnvironmentMissing("an earlier one"))
    remember_failure(WorkerError("the job crashed", "\n".join(f"line {number}" for number in range(100))))
    text = diagnosis(SEEN, {}, "/home/ann", {})
    assert "an earlier one" not in text
    assert "last failure: the job crashed\nline 75\n" in text
    assert text.endswith("line 99")


def test_a_job_that_fails_is_remembered(worker):
    with pytest.raises(WorkerError):
        worker.run("print('a last word', file=sys.stderr); sys.stderr.flush(); os._exit(3)")
    assert "last failure: the job ended without a result (exit code 3)" in diagnosis(SEEN, {}, "/home/ann", {})
    assert diagnosis(SEEN, {}, "/home/ann", {}).endswith("a last word")


def test_a_python_tells_its_packages_and_what_it_computes_on():
    facts = facts_of(sys.executable)
    assert {"python", "torch", "torchvision", "numpy", "GDAL"} <= set(facts.versions)
    assert facts.device().startswith(("processor: ", "GPU: ", "Apple's GPU: "))


def test_a_survey_says_why_there_is_none(monkeypatch, tmp_path):
    monkeypatch.setenv("PADDY_PYTHON", str(tmp_path / "missing"))
    seen = survey("", "")
    assert seen.python == ""
    assert f"{tmp_path / 'missing'} is not a Python" in seen.fault
    assert seen.host_facts.versions["numpy"]
    assert seen.builds
    assert facts_of(str(tmp_path / "missing")) == Facts()
