"""The plan of a training in lines for the log."""

from collections.abc import Callable, Sequence
from pathlib import Path

from paddy_segmenter.core.amounts import duration, many, size
from paddy_segmenter.core.network.decoder import FINE_STRIDE
from paddy_segmenter.events import Reporter
from paddy_segmenter.jobs.training.validation import AUTO

from ..baseline.verdict import NAME
from ..learner import COARSE_STRIDE
from .plan import Plan

SHOWN = 10  # classes or bands in a line
DEALT = {
    "polygons": ", into which the areas that say train or validation are dealt whole; all other ground is left alone"
}
COURSES = {  # of the learning rate, by its schedule
    "poly": "falling almost evenly (poly)",
    "cosine": "falling slowly at both ends (cosine)",
    "one_cycle": "falling like cosine after a long rise (one_cycle)",
    "constant": "staying there (constant)",
}
ADDING = "adam", "sgd"  # optimisers that add the weight decay to the gradient
MOST_ADDED = 0.001  # of it: 1e-4 is usual
BRIEF = 100  # seconds: what is shorter is told in seconds


def plan_lines(plan: Plan) -> str:
    """Returns the plan, a line for each of its parts."""
    return "\n".join([_head(plan), *(f"  {name + ':':11}{line(plan)}" for name, line in LINES.items())])


def warn_of(plan: Plan, report: Reporter) -> None:
    """Warns of classes that nothing validates, of a step that takes more memory than is free, and of too strong a weight decay."""
    if plan.unvalidated:
        report.warning(
            f"no pixel to validate on has one of the classes {_listed(plan.unvalidated)}: no figure will say how well they are mapped,"
            " and the best epoch is chosen by the others; label more of them elsewhere, or choose smaller blocks, another seed or folds"
        )
    if plan.memory and plan.memory > plan.free_memory:
        report.warning(
            f"a step takes about {size(plan.memory)} of memory, but {size(plan.free_memory)} are free: choose a smaller batch and let"
            " accumulate make up for it, or a smaller chip, or output_stride 16"
        )
    if plan.job.optimiser in ADDING and plan.job.weight_decay > MOST_ADDED:
        report.warning(
            f"weight_decay is {plan.job.weight_decay:g}, which {plan.job.optimiser} adds to the gradient: choose about 0.0001, or the optimiser adamw"
        )


def _head(plan: Plan) -> str:
    first = f", the first of {plan.trainings}" if plan.trainings > 1 else ""
    return f"Plan of the training{first}. Every option can be set; those in [brackets] were left open and are decided here."


def _recipe(plan: Plan) -> str:
    folds = f", {plan.job.folds} folds{DEALT.get(plan.job.split, '')}" if plan.job.folds else ""
    return f"preset {plan.job.preset}; ground to validate on is kept out by the split {plan.job.split}{folds}"


def _ground(plan: Plan) -> str:
    rasters = f"{many(plan.rasters, 'raster')} of {plan.gsd:.3g} m per pixel"
    blocks = f"blocks of up to {_square(plan, plan.block)}{_mark(plan, 'block')}"
    return f"{rasters}, in {blocks}: {plan.training_blocks} to train and {plan.validation_blocks} to validate"


def _labels(plan: Plan) -> str:
    learnt, validated = (pixels * plan.gsd**2 / 1e4 for pixels in (sum(plan.classes.values()), plan.validated))
    labels = f"{_round(learnt)} ha to learn from and {_round(validated)} ha to validate on"
    if not plan.polygons_cut:
        return labels
    mark = " [cut_polygons]" if plan.job.cut_polygons == AUTO else ""
    return (
        f"{labels}; the smaller sides of {many(plan.polygons_cut, 'polygon')} that the split cuts are neither, which costs"
        f" {plan.labels_withheld:.1%} of the labels{mark}"
    )


def _classes(plan: Plan) -> str:
    whole, shares = sum(plan.classes.values()), sorted(plan.classes.items(), key=lambda share: -share[1])
    learnt = _listed([f"{name} {pixels / whole:.1%}" for name, pixels in shares]) + " of what is learnt"
    if not plan.unvalidated:
        return learnt
    return f"{learnt}; not validated on: {_listed(plan.unvalidated)}"


def _bands(plan: Plan) -> str:
    return _listed(_band_names(plan)) + _mark(plan, "bands")


def _values(plan: Plan) -> str:
    rows = zip(_band_names(plan), *vars(plan.normalisation).values(), strict=True)
    told = [
        f"{name} {low:.4g} to {high:.4g} (mean {mean:.4g}, deviation {std:.4g})" for name, low, high, mean, std in rows
    ]
    by = "the figures given for it" if plan.job.normalisation else "its 1st and 99th percentile"
    scaled = "scaled by what each raster declares, " if plan.values == "scaled" else ""
    cut = f"{scaled}each band is cut off at {by}, less its mean, divided by its standard deviation: {_listed(told)}"
    if not plan.left_out:
        return cut
    left_out = _listed(
        [f"{', '.join(f'{value:.7g}' for value in values)} of {name}" for name, values in plan.left_out.items()]
    )
    return f"{cut}; left out as missing data: {left_out} [undeclared_missing]"


def _network(plan: Plan) -> str:
    weights = "random weights" if plan.job.weights == "none" else f"the weights {Path(plan.job.weights).name}"
    name = "DeepLabV3+" if plan.job.decoder == "yes" else "DeepLabV3"
    return f"{name} on {plan.job.backbone}, starting from {weights}"


def _detail(plan: Plan) -> str:
    stride, coarse = plan.job.output_stride, plan.coarse_epochs
    first = "the first epoch takes" if coarse == 1 else f"the first {coarse} epochs take"
    quick = f"; {first} {COARSE_STRIDE}, which is faster" if coarse else ""
    cell = _square(plan, FINE_STRIDE if plan.job.decoder == "yes" else stride)
    return f"output stride {stride}: an answer for each cell of {cell}, interpolated in between{quick}"


def _context(plan: Plan) -> str:
    *near, far = (_round(rate * plan.job.output_stride * plan.gsd) for rate in plan.atrous_rates)
    rates = ", ".join(map(str, plan.atrous_rates)) + _mark(plan, "atrous_rates")
    return f"atrous rates {rates}: beside each cell, the network looks at what lies {', '.join(near)} and {far} m away"


def _chips(plan: Plan) -> str:
    job = plan.job
    summed = f", {job.accumulate} times for each step" if job.accumulate > 1 else ""
    return f"{_square(plan, job.chip)}, {job.batch} at once{_mark(plan, 'batch')}{summed}"


def _steps(plan: Plan) -> str:
    job, steps = plan.job, plan.steps_per_epoch
    uncounted = f", where those at output stride {COARSE_STRIDE} never count" if plan.coarse_epochs else ""
    return (
        f"{steps} per epoch{_mark(plan, 'chips_per_epoch')}, up to {many(job.epochs, 'epoch')}: {steps * job.epochs:,} in all;"
        f" it stops after {many(job.patience, 'epoch')} without a better validation{uncounted}"
    )


def _learning(plan: Plan) -> str:
    job = plan.job
    weighted = ", rare classes weighted like common ones" if job.class_weights == "balanced" else ""
    rate = f"learning rate up to {job.learning_rate:.3g}{_mark(plan, 'learning_rate')}, {COURSES[job.schedule]}"
    return f"loss {job.loss}{weighted}; optimiser {job.optimiser}, {rate}"


def _machine(plan: Plan) -> str:
    threads = f" with {many(plan.threads, 'thread')}" if plan.device == "cpu" else ""
    return f"{plan.device}{threads}{_mark(plan, 'device')} in {plan.precision}{_mark(plan, 'precision')}"


def _memory(plan: Plan) -> str:
    taken = "not measured for so short a training" if plan.memory is None else f"about {size(plan.memory)} for a step"
    return f"{taken}; {size(plan.free_memory)} are free"


def _time(plan: Plan) -> str:
    if plan.seconds is None:
        return "so short a training is not measured: the first epoch shows how long it takes"
    many = f" for all {plan.trainings} trainings" if plan.trainings > 1 else ""
    paces = [
        f"{_brief(pace.seconds)} per epoch at output stride {stride}, {_brief(pace.validation)} of it validation"
        for stride, pace in reversed(plan.paces.items())
    ]
    return f"{duration(plan.seconds)} at the most{many}: {'; '.join(paces)}"


def _baseline(plan: Plan) -> str:
    if plan.baseline:
        accuracy, miou = (_figure(plan.baseline[name]) for name in ("accuracy", "miou"))
        return (
            f"{NAME} has accuracy {accuracy} and mIoU {miou} on the ground to validate on, learnt and measured in"
            f" {_brief(plan.baseline['seconds'])}: the network has to beat that"
        )
    if plan.job.baseline == "auto" and not plan.paces:
        return "the baseline is not measured for so short a training; baseline yes measures it"
    if plan.job.baseline == "auto":
        return "the baseline takes longer than a tenth of an epoch and is left out; baseline yes measures it"
    return "no baseline is measured"


LINES: dict[str, Callable[[Plan], str]] = {
    "recipe": _recipe,
    "ground": _ground,
    "labels": _labels,
    "classes": _classes,
    "bands": _bands,
    "values": _values,
    "network": _network,
    "detail": _detail,
    "context": _context,
    "chips": _chips,
    "steps": _steps,
    "learning": _learning,
    "machine": _machine,
    "memory": _memory,
    "time": _time,
    "baseline": _baseline,
}


def _mark(plan: Plan, option: str) -> str:
    return f" [{option}]" if option in plan.decided else ""


def _square(plan: Plan, side: int) -> str:
    metres = _round(side * plan.gsd)
    return f"{side} x {side} pixels ({metres} x {metres} m)"


def _round(number: float) -> str:
    return f"{number:,.0f}" if number >= 10 else f"{number:.2g}"


def _band_names(plan: Plan) -> list[str]:
    return [name or f"band {number}" for number, name in enumerate(plan.bands, 1)]


def _listed(names: Sequence[str]) -> str:
    return ", ".join([*names[:SHOWN], *([f"and {len(names) - SHOWN} more"] if len(names) > SHOWN else [])])


def _figure(value: float | None) -> str:
    return "unknown" if value is None else f"{value:.3f}"


def _brief(seconds: float) -> str:
    return f"{seconds:.2g} s" if seconds < BRIEF else duration(seconds).removeprefix("about ")
