from dataclasses import replace
from pathlib import Path

import pytest
from torch import Tensor

from paddy_segmenter.events import Reporter
from tests.training.stops import train_job
from training.ground.survey import survey
from training.learner import Learner
from training.planning.disk_room import needs_of_training


def bytes_in(part: object) -> int:
    """Returns the bytes of all tensors in a nested state."""
    if isinstance(part, Tensor):
        return part.nbytes
    parts = part.values() if isinstance(part, dict) else part if isinstance(part, (list, tuple)) else ()
    return sum(map(bytes_in, parts))


@pytest.mark.parametrize("optimiser", ["adamw", "sgd"])
def test_the_room_for_a_checkpoint_is_what_it_takes(
    tmp_path: Path, fields: tuple[str, str], report: Reporter, optimiser: str
) -> None:
    job = train_job(tmp_path, fields, optimiser=optimiser)
    learner = Learner(job, survey(job, tmp_path, report), {}, report)
    for weight in learner._network.parameters():
        weight.grad = weight.detach().clone()
    learner._optimisation.step()
    best = learner.averaged.state_dict()
    checkpoint = bytes_in(learner.state()) + bytes_in(dict(best))

    model, checkpoints, _ = needs_of_training(job, learner)
    assert (model.least, model.most) == (bytes_in(dict(best)),) * 2
    assert checkpoints.least == 0
    # One is written beside the one that it follows.
    assert checkpoints.most == pytest.approx(2 * checkpoint, rel=0.02)
    both, more, _ = needs_of_training(replace(job, keep_last="yes", optimism="yes"), learner)
    assert both.most == 2 * model.most
    assert more.most == pytest.approx(3 * checkpoint, rel=0.02)
