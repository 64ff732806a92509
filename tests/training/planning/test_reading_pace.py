import time
from dataclasses import replace
from pathlib import Path

import pytest
import torch

from paddy_segmenter.core.rasters.raster import Raster
from paddy_segmenter.events import Reporter
from paddy_segmenter.jobs import TrainJob
from training.assessment.validate import Sizes, lattice_of, tiles_to_validate, validation_panels
from training.ground.survey import survey
from training.planning.reading_pace import time_reading

SLOW = 0.02  # seconds for a tile


def test_a_slow_disk_is_part_of_the_time_of_a_validation(
    tmp_path: Path, fields: tuple[str, str], report: Reporter, monkeypatch: pytest.MonkeyPatch
) -> None:
    job = TrainJob(fields[:1], fields[1:], str(tmp_path / "m.safetensors"), chip=32, block=32, buffer=0, weights="none")
    ground = survey(job, tmp_path, report)
    sizes, [site] = Sizes.of(job, ground), ground.sites
    rows = [tiles_to_validate(site, lattice_of(site, sizes), strips) for strips in validation_panels(site, sizes)]
    tiles = sum(len(row) for panel in rows for row in panel)

    read = Raster.read

    def read_slowly(*given: object) -> object:
        time.sleep(SLOW)
        return read(*given)

    monkeypatch.setattr(Raster, "read", read_slowly)
    assert time_reading(ground, sizes, torch.device("cpu")) >= SLOW * tiles


def test_without_ground_to_validate_on_nothing_is_read(
    tmp_path: Path, fields: tuple[str, str], report: Reporter
) -> None:
    job = TrainJob(fields[:1], fields[1:], str(tmp_path / "m.safetensors"), chip=32, block=32, buffer=0, weights="none")
    ground = survey(job, tmp_path, report)
    whole = replace(ground, sites=tuple(replace(site, validation=()) for site in ground.sites), validation_blocks=())
    assert time_reading(whole, Sizes.of(job, whole), torch.device("cpu")) == 0.0
