"""The report of a training: a page for people, its figures and the history of the epochs for programs."""

import json
import math
import sys
from dataclasses import asdict
from pathlib import Path
from typing import Any

from paddy_segmenter.core.card import ModelCard
from paddy_segmenter.core.output import whole_file
from paddy_segmenter.errors import OutputError
from paddy_segmenter.events import Reporter
from paddy_segmenter.jobs import TrainJob
from paddy_segmenter.packages import remedy_for

from ..bootstrap import MEASURES
from ..ground.ground import Ground
from ..outcome import Outcome
from .certainty import baseline_rows, class_intervals_of, list_blocks, tell_baseline, tell_intervals
from .gallery import PANELS, Exhibit, Gallery
from .images import Picture, confidence_scale
from .page import percent, render_page
from .split_tables import fold_rows, optimism_rows, split_facts, tell_optimism
from .summary import class_rows, glance, tell_epochs, tell_preset, tell_split


def write_report(
    job: TrainJob, ground: Ground, outcome: Outcome, card: ModelCard, gallery: Gallery, report: Reporter
) -> str:
    """Writes the page, its figures and the history, and returns the page's path, "" where that failed.

    The model is saved by then: where the report cannot be written, or has to do without plots, that is a warning.
    """
    report.progress(1.0, "drawing the report")
    exhibits = gallery.exhibits(ground)
    rows = class_rows(outcome.best, ground)
    validation = card.training["validation"]
    head, *others = glance(ground, outcome, rows)
    certainty = filter(None, [tell_intervals(validation), tell_baseline(card.training)])
    sentences = [head, *certainty, *others, *tell_preset(card.training)]
    page = render_page(
        "training.html",
        model=Path(job.output).name,
        card=card,
        glance=sentences,
        outcome=outcome,
        rows=rows,
        known=validation.get("intervals", dict.fromkeys(MEASURES)),
        shown_share=percent,
        class_intervals=class_intervals_of(validation),
        baseline=baseline_rows(card.training),
        baseline_sentence=tell_baseline(card.training),
        plots=_draw_plots(ground, outcome, report),
        epochs_sentence=tell_epochs(outcome),
        averaged=job.ema_decay > 0,
        split_sentence=tell_split(card.training["split"], ground),
        split=split_facts(card.training["split"]),
        folds=fold_rows(card.training["split"]),
        optimism=optimism_rows(card.training),
        optimism_sentence=tell_optimism(card.training),
        exhibits=exhibits,
        panels=PANELS,
        scale=confidence_scale(),
    )
    figures = {
        "model": Path(job.output).name,
        "summary": sentences,
        "classes": rows,
        "blocks": list_blocks(card.training["split"], outcome.best.by_block),
        "chips": [_described(exhibit) for exhibit in exhibits],
        "training": {name: entry for name, entry in card.training.items() if name != "curves"},
    }
    try:
        _write(job, page, _json(figures), _json(_history(outcome)))
    except OutputError as error:
        report.warning(f"the model is whole, but its report is not: {error}")
        return ""
    return job.report_paths[0]


def _write(job: TrainJob, *texts: str) -> None:
    for path, text in zip(job.report_paths, texts, strict=True):
        with whole_file(path) as part:
            Path(part).write_text(text, encoding="utf-8")


def _draw_plots(ground: Ground, outcome: Outcome, report: Reporter) -> dict[str, Picture]:
    """Returns the plots by name, none where matplotlib is missing."""
    try:
        from .curves import draw_curves
        from .matrix import draw_matrix
    except ImportError as error:
        remedy = remedy_for(("matplotlib",), sys.executable)
        report.warning(f"the report has no plots, because matplotlib cannot be loaded ({error}): {remedy}")
        return {}
    return {
        "curves": draw_curves(outcome.curves, outcome.best_epoch),
        "matrix": draw_matrix(outcome.best.matrix, ground.legend.classes),
    }


def _described(exhibit: Exhibit) -> dict[str, Any]:
    chip = exhibit.chip
    place = {"raster": exhibit.raster, **asdict(chip.window), "centre": exhibit.centre}
    fold = {"fold": chip.fold} if chip.fold else {}
    return {"kind": exhibit.kind, **fold, **place, "accuracy": chip.accuracy, "labelled": chip.labelled}


def _history(outcome: Outcome) -> list[dict[str, Any]]:
    return [
        {"epoch": number, **{name: value if math.isfinite(value) else None for name, value in figures.items()}}
        for number, figures in enumerate(outcome.curves, 1)
    ]


def _json(content: Any) -> str:
    return json.dumps(content, ensure_ascii=False, indent=1) + "\n"
