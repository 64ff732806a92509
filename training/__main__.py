"""The terminal of the training: python -m training scene | plan | fit | assess."""

import sys
from typing import Any

from paddy_segmenter.events import Reporter
from paddy_segmenter.jobs import AssessJob, PlanJob, SceneJob, TrainJob
from paddy_segmenter.terminal import run_program


def scene(job: SceneJob, report: Reporter) -> dict[str, Any]:
    """Imports only what the job needs, so that --help is quick and a missing package is told as a sentence."""
    from training.practice.scene import create_scene

    return create_scene(job, report)


def plan(job: PlanJob, report: Reporter) -> dict[str, Any]:
    from training.planning.planner import plan_training

    return plan_training(job, report)


def fit(job: TrainJob, report: Reporter) -> dict[str, Any]:
    from training.fit import fit_model
    from training.processes import together

    with together(job, report) as told:
        return fit_model(job, told)


def assess(job: AssessJob, report: Reporter) -> dict[str, Any]:
    from training.assessment.accuracy import assess_maps

    return assess_maps(job, report)


if __name__ == "__main__":
    sys.exit(run_program("training", {SceneJob: scene, PlanJob: plan, TrainJob: fit, AssessJob: assess}))
