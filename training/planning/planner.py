"""Planning: looks at data and machine before a training, as nnU-Net does (Isensee et al. 2021)."""

from dataclasses import replace
from itertools import chain
from pathlib import Path
from typing import Any

import torch

from paddy_segmenter.core.amounts import many
from paddy_segmenter.core.network.device import choose_device, choose_precision
from paddy_segmenter.core.output import check_writable
from paddy_segmenter.events import Reporter
from paddy_segmenter.jobs import PlanJob, TrainJob
from paddy_segmenter.scratch import scratch

from .. import processes
from ..baseline.measure import Baseline, measure_baseline
from ..checkpoints import Checkpoints
from ..course import Fit
from ..cross_validation import plan_trainings
from ..ground.block_layer import write_block_layer
from ..ground.ground import Ground
from ..ground.split import split_ground
from ..ground.survey import survey
from ..learner import Learner
from ..logbook import Logbook
from ..machine import free_memory_on
from ..metrics import plain
from ..optimism import prepare_comparison
from ..record import make_card
from .disk_room import check_training_room
from .lines import plan_lines, warn_of
from .pace import is_worth_measuring, measure_memory_of_step, measure_paces
from .plan import Plan

# Of an epoch, that the baseline may take where it is left open.
BASELINE_SHARE = 0.1
# What leaves an option open.
OPEN = {"bands": (), "block": 0, "atrous_rates": (), "batch": 0, "chips_per_epoch": 0, "learning_rate": 0.0, "device": "auto",
        "precision": "auto"}  # fmt: skip


def plan_training(job: PlanJob, report: Reporter) -> dict[str, Any]:
    """Does all that a training does before its first step, tells the plan and returns it as JSON values; draws the blocks where asked."""
    for path in job.output_paths():
        check_writable(path)
    with scratch() as folder, Logbook(job) as log:
        ground = survey(job, folder, report)
        if job.optimism == "yes":
            prepare_comparison(job, ground, folder, report)  # refuses what could not be compared
        splits = _splits_of(job, ground, folder, report)
        ground = splits[0]
        fit = Fit(job, ground, Checkpoints(str(folder / "none"), log, report).next(), report)
        make_card(fit.job, ground, fit.outcome, log)  # refuses what could not be saved
        check_training_room(job, fit.learner, report)
        announce(job, ground, fit.learner, log, report)
        if not job.blocks_layer:
            return log.plan
        write_block_layer(job.blocks_layer, splits)
        return log.plan | {"blocks_layer": job.blocks_layer}


def _splits_of(job: PlanJob, ground: Ground, folder: Path, report: Reporter) -> list[Ground]:
    """Returns the single split, or the first fold; all folds where their blocks are asked for."""
    if not job.folds:
        return [ground]
    folds = split_ground(ground, job, folder, report)
    return [next(folds), *(folds if job.blocks_layer else ())]


def announce(asked: TrainJob, ground: Ground, learner: Learner, log: Logbook, report: Reporter) -> Baseline | None:
    """Tells the plan before the first training of a job and keeps it in the log; before the others only what differs.

    A job that goes on tells the plan again, as it was when the job began. Returns the baseline, where it is measured.
    """
    if log.plan:
        log.tell_plan(report)
        is_other = asked.split != log.plan.get("split", asked.split)
        differs = "the split is random and nothing stops it early, all else" if is_other else "all else"
        report.message(
            f"{many(len(ground.training_blocks), 'block')} to train and {len(ground.validation_blocks)} to validate,"
            f" {many(learner.steps_per_epoch, 'step')} per epoch; {differs} as in the plan"
        )
        was_worth_it = log.plan.get("baseline") is not None
        is_wanted = processes.is_first() and (asked.baseline == "yes" or (asked.baseline == "auto" and was_worth_it))
        return measure_baseline(ground, learner.normalisation, None, report) if is_wanted else None

    plan = make_plan(asked, ground, learner, report)
    baseline = _try_baseline(plan, ground, report)
    plan = replace(plan, baseline=baseline and _described(baseline))
    log.plan, log.plan_lines = plan.described(), plan_lines(plan)
    log.tell_plan(report)
    warn_of(plan, report)
    return baseline


def _try_baseline(plan: Plan, ground: Ground, report: Reporter) -> Baseline | None:
    """Returns the baseline, where the job wants it and this process tells: with `auto`, where it takes a small part of an epoch."""
    asked = plan.job.baseline
    if not processes.is_first() or asked == "no" or (asked == "auto" and not plan.paces):
        return None
    allowance = None
    if asked == "auto":
        allowance = BASELINE_SHARE * plan.paces[plan.job.output_stride].seconds
    return measure_baseline(ground, plan.normalisation, allowance, report)


def _described(baseline: Baseline) -> dict[str, Any]:
    figures = baseline.figures
    return {"accuracy": plain(figures.accuracy), "miou": plain(figures.miou), "seconds": round(baseline.seconds, 1)}


def make_plan(asked: TrainJob, ground: Ground, learner: Learner, report: Reporter) -> Plan:
    """Returns the plan of a job whose first training is ready; what it takes is measured on a copy of the network."""
    job, device = learner.job, choose_device(asked.device)
    free, measured = free_memory_on(device), is_worth_measuring(learner)
    learnt, validated = ground.labelled
    cut = ground.audit.cut if ground.audit and ground.audit.cut and ground.audit.cut.are_withheld else None
    return Plan(
        job=job,
        decided=_decided(asked),
        rasters=len(ground.sites),
        gsd=ground.gsd,
        classes=dict(zip(ground.legend.names, learnt.tolist(), strict=True)),
        validated=int(validated.sum()),
        polygons_cut=cut.to_withhold if cut else 0,
        labels_withheld=cut.cost if cut else 0.0,
        unvalidated=() if asked.folds else _unvalidated(ground),
        block=ground.block,
        training_blocks=len(ground.training_blocks),
        validation_blocks=len(ground.validation_blocks),
        bands=ground.band_names,
        values=ground.values,
        normalisation=learner.normalisation,
        left_out=_left_out(ground),
        atrous_rates=learner.atrous_rates,
        coarse_epochs=learner.coarse_epochs,
        steps_per_epoch=learner.steps_per_epoch,
        device=device.type,
        precision=str(choose_precision(asked.precision, device)).removeprefix("torch."),
        threads=torch.get_num_threads(),
        memory=measure_memory_of_step(learner) if measured else None,
        free_memory=free,
        paces=measure_paces(learner, ground, report) if measured else {},
        trainings=sum(plan_trainings(asked).values()),
    )


def _unvalidated(ground: Ground) -> tuple[str, ...]:
    """Returns the classes that are learnt and not validated on."""
    rows = zip(ground.legend.names, *ground.labelled, strict=True)
    return tuple(name for name, learnt, validated in rows if learnt and not validated)


def _left_out(ground: Ground) -> dict[str, list[float]]:
    """Returns which values count as no data though their raster does not declare them, by the name of the raster."""
    values = {site.raster.name: site.raster.left_out.values() for site in ground.sites}
    return {name: sorted(set(chain.from_iterable(each))) for name, each in values.items() if each}


def _decided(asked: TrainJob) -> tuple[str, ...]:
    """Returns the options that were left open; the side of random cells never is, it is the chip's."""
    left_open = (name for name, value in OPEN.items() if getattr(asked, name) == value)
    return tuple(name for name in left_open if (name, asked.split) != ("block", "random"))
