import sys
from pathlib import Path

import pytest

from paddy_segmenter.worker import survey


def test_a_python_is_asked_without_the_modules_of_the_folder_that_it_is_started_in(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    usual = survey.child_environment
    # As Python 3.10, which knows no PYTHONSAFEPATH.
    monkeypatch.setattr(survey, "child_environment", lambda python: usual(python) | {"PYTHONSAFEPATH": ""})
    for name in ("json", "importlib", "platform"):
        (tmp_path / f"{name}.py").write_text(f"raise SystemExit('{name}.py of the folder was run')")
    monkeypatch.chdir(tmp_path)
    assert "torch" in survey.facts_of(sys.executable).versions
