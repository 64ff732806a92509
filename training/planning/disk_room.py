"""Whether a training will find room on the disks of its model, its checkpoints and its report."""

from pathlib import Path

from paddy_segmenter.core.amounts import free_size, size, sizes
from paddy_segmenter.core.mapping.room import Need, tight_disks
from paddy_segmenter.core.network.tensor_file import bytes_of
from paddy_segmenter.core.unfinished import UnfinishedWork
from paddy_segmenter.errors import OutputError
from paddy_segmenter.events import Reporter
from paddy_segmenter.jobs import TrainJob

from ..cross_validation import plan_trainings
from ..learner import Learner

# Moments that an optimiser keeps of each weight.
MOMENTS = {"adamw": 2, "adam": 2, "sgd": 1}
NETWORKS = 3  # in a checkpoint: the one that learns, its average, and the best one
REPORT = 0, 2e7  # bytes of the page with its pictures: without room for it, the model is whole all the same


def check_training_room(job: TrainJob, learner: Learner, report: Reporter) -> None:
    """Warns where checkpoints may not find room on their disk. Raises OutputError where the model or its report will not."""
    for folder, free, least, most, remedy in tight_disks(needs_of_training(job, learner)):
        if free < least:
            raise OutputError(
                f"{free_size(free)} are free in {folder}, but the model takes {size(least)} there: free disk space or {remedy}"
            )
        report.warning(
            f"{free_size(free)} are free in {folder}, and model, checkpoints and report take {sizes(least, most)} there: the disk may"
            f" run full, free some space or {remedy}"
        )


def needs_of_training(job: TrainJob, learner: Learner) -> list[Need]:
    """Returns what the files of a training take on their disks; it goes without checkpoints where these find no room."""
    model = bytes_of(learner.averaged.state_dict())
    models = model * (2 if job.keep_last == "yes" else 1)
    moments = MOMENTS[job.optimiser] * sum(weight.nbytes for weight in learner.averaged.parameters())
    checkpoint = NETWORKS * model + moments
    # Those of all trainings stay until the end, and one is written beside the one that it follows.
    checkpoints = (1 + sum(plan_trainings(job).values())) * checkpoint

    kept = UnfinishedWork(job.output, "checkpoints").folder.resolve()
    held = sum(file.lstat().st_size for file in kept.glob("*")) if kept.is_dir() else 0
    return [
        Need(Path(job.output).resolve().parent, models, models),
        Need(kept, 0, max(checkpoints - held, 0)),
        Need(Path(job.report_paths[0]).resolve().parent, *REPORT),
    ]
