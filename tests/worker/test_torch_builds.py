"""Which build of torch is offered for which driver and GPU."""

import os

import pytest

from paddy_segmenter.worker.torch_builds import Gpu, builds_for, find_gpu, gpu_of

CPU, NEW, OLD, MAC = (
    "processor only",
    "NVIDIA GPU, CUDA 13.0",
    "NVIDIA GPU, CUDA 12.6",
    "Mac, processor and Apple's GPU",
)


@pytest.mark.parametrize(
    ("system", "gpu", "expected"),
    [
        ("Linux", None, [CPU]),
        ("Windows", None, [CPU]),
        ("Darwin", None, [MAC]),
        ("Linux", Gpu("H100", 580, (9, 0)), [NEW, OLD, CPU]),
        ("Windows", Gpu("RTX 5090", 591, (12, 0)), [NEW, CPU]),
        (
            "Windows",
            Gpu("RTX 5090", 572, (12, 0)),
            [CPU],
        ),  # too new for the older build, its driver too old for the newer
        ("Linux", Gpu("GTX 1080", 580, (6, 1)), [OLD, CPU]),
        ("Linux", Gpu("T4", 535, (7, 5)), [OLD, CPU]),
        ("Linux", Gpu("T4", 470, (7, 5)), [CPU]),
    ],
)
def test_the_build_fits_driver_and_gpu_and_the_best_stands_first(system, gpu, expected):
    assert [build.name for build in builds_for(system, gpu)] == expected


@pytest.mark.parametrize(
    ("answer", "expected"),
    [
        (
            "NVIDIA H100 80GB HBM3, 580.95.05, 9.0\nNVIDIA L4, 580.95.05, 8.9\n",
            Gpu("NVIDIA H100 80GB HBM3", 580, (9, 0)),
        ),
        ("Quadro, of sorts, 535.1, 7.5", Gpu("Quadro, of sorts", 535, (7, 5))),
        ("No devices were found", None),
        ("NVIDIA GeForce, 470.82, [N/A]", None),
        ("", None),
    ],
)
def test_the_answer_of_the_driver_is_understood_or_taken_for_no_gpu(answer, expected):
    assert gpu_of(answer) == expected


def test_without_a_driver_there_is_no_gpu():
    assert find_gpu({**os.environ, "PATH": ""}) is None or os.name == "nt"
