"""The terminal of the core: python -m paddy_segmenter segment | segment-many | describe."""

import sys
from typing import Any

from paddy_segmenter.events import Reporter
from paddy_segmenter.jobs import DescribeJob, SegmentJob, SegmentManyJob
from paddy_segmenter.terminal import run_program


def segment(job: SegmentJob, report: Reporter) -> dict[str, Any]:
    """Imports torch only when it is needed, so that --help is quick."""
    from paddy_segmenter.core.mapping.segment import segment_raster

    return segment_raster(job, report)


def segment_many(job: SegmentManyJob, report: Reporter) -> dict[str, Any]:
    from paddy_segmenter.core.mapping.segment import segment_rasters

    return segment_rasters(job, report)


def describe(job: DescribeJob, report: Reporter) -> dict[str, Any]:
    from paddy_segmenter.core.network.describe import describe_model

    return describe_model(job, report)


if __name__ == "__main__":
    sys.exit(run_program("paddy_segmenter", {SegmentJob: segment, SegmentManyJob: segment_many, DescribeJob: describe}))
