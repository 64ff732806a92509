"""What this computer has: the Python that runs the jobs, QGIS' own, their packages, processor and GPU."""

import json
import platform
import subprocess  # nosec B404 # to ask Pythons
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from ..errors import EnvironmentMissing
from .environment import (
    LEAVE_FOLDER,
    NO_WINDOW,
    PATIENCE,
    child_environment,
    faults_of,
    find_environment,
    host_python,
    look_for_torch,
)
from .installation import present_in, size_of
from .torch_builds import Build, builds_for, find_gpu

# osgeo is imported because not every GDAL has its metadata; the torch wing tells of the device what its jobs would use.
QUESTION = """
import json, platform
from importlib import metadata
versions = {"python": platform.python_version()}
for package in ("torch", "torchvision", "safetensors", "numpy", "openvino"):
    try:
        versions[package] = metadata.version(package)
    except metadata.PackageNotFoundError:
        pass
try:
    from osgeo import gdal
    versions["GDAL"] = gdal.__version__
except ImportError:
    pass
machine = {}
if "torch" in versions and "GDAL" in versions:
    try:
        from paddy_segmenter.core.network.device import choose_device, choose_precision
        from training.machine import describe_machine
        device = choose_device("auto")
        machine = describe_machine(device, choose_precision("auto", device))
    except (ImportError, OSError, AttributeError):
        pass
print()
print(json.dumps({"versions": versions, "machine": machine}))
"""


@dataclass(frozen=True)
class Facts:
    """What one Python tells of itself: versions by package, and what its torch computes on."""

    versions: Mapping[str, str] = field(default_factory=dict)
    machine: Mapping[str, Any] = field(default_factory=dict)

    def device(self) -> str:
        """Returns what the jobs compute on, in words."""
        if not self.machine:
            return ""
        threads = f"{self.machine['threads']} thread{'' if self.machine['threads'] == 1 else 's'}"
        chip = self.machine["gpu"] or f"{self.machine['processor']}, {threads}"
        kind = {"cpu": "processor", "cuda": "GPU", "mps": "Apple's GPU"}[self.machine["device"]]
        return f"{kind}: {chip}, in {self.machine['precision']}"


@dataclass(frozen=True)
class Survey:
    """The Python that runs the jobs ('' where none can: `fault` says why), QGIS' own, and what could be installed."""

    python: str
    fault: str
    facts: Facts
    host: str
    host_facts: Facts
    present: tuple[str, ...]
    builds: tuple[Build, ...]
    size: int  # bytes of the plugin's own environment


def survey(setting: str, own_folder: str) -> Survey:
    """Looks at everything; the arguments are those of `find_environment`. It starts Pythons and takes seconds."""
    python, fault, host = "", "", ""
    try:
        host = host_python()
        look_for_torch(setting, own_folder)  # says it shorter where there is none at all
        python = find_environment(setting, own_folder).python
    except EnvironmentMissing as error:
        fault = str(error)
    host_facts = facts_of(host) if host else Facts()
    present = present_in(host_facts.versions, faults_of(host)) if "torch" in host_facts.versions else []
    builds = builds_for(platform.system(), find_gpu(child_environment(host)))
    facts = facts_of(python) if python else Facts()
    return Survey(python, fault, facts, host, host_facts, tuple(present), tuple(builds), size_of(own_folder))


def facts_of(python: str) -> Facts:
    """Asks a Python for its packages and what it computes on; one that does not answer has none."""
    try:
        child = subprocess.run(  # nosec B603 # a fixed program, given to a Python that was found or chosen
            [python, "-c", LEAVE_FOLDER + QUESTION], env=child_environment(python), stdin=subprocess.DEVNULL, capture_output=True,
            timeout=PATIENCE, check=False, creationflags=NO_WINDOW)  # fmt: skip
        return Facts(**json.loads(child.stdout.splitlines()[-1]))
    except (OSError, subprocess.TimeoutExpired, ValueError, IndexError):
        return Facts()
