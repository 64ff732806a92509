"""A model file made ready to segment."""

from collections.abc import Callable
from pathlib import Path

import pytest

from paddy_segmenter.core.mapping.model import Model
from paddy_segmenter.errors import InputError
from paddy_segmenter.events import Reporter
from tests.core.mapping.broken_runs import job_maker, write_model


def test_a_model_file_that_is_replaced_while_it_is_in_use_is_not_mixed_with_the_first(
    tmp_path: Path, write_raster: Callable[..., str], report: Reporter
) -> None:
    job = job_maker(tmp_path, write_raster)()
    model = Model(job, report)
    first = model.identity["model"]
    model._take_network()
    write_model(job.model, seed=4)
    with pytest.raises(InputError, match="was replaced while it was in use: run the job again"):
        model._take_network()
    assert Model(job, report).identity["model"] != first
