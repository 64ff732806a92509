"""Runs every command that the pages of docs/ show, page by page, each page in a folder of its own that looks like the checkout.

    .venv/bin/python setup/docs_check.py [PAGE ...]

Commands are the blocks marked `sh`; what cannot be run here, such as a cluster's own program, is marked otherwise.
"""

import os
import re
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
BLOCK = re.compile(r"^```sh\n(.*?)^```$", re.MULTILINE | re.DOTALL)
LINKED = (".venv", "metadata.txt", "paddy_segmenter", "requirements.txt", "setup", "training")


def check(page: Path) -> bool:
    """Runs the commands of a page one after the other and returns whether all went well."""
    commands = BLOCK.findall(page.read_text(encoding="utf-8"))
    if not commands:
        return True
    with tempfile.TemporaryDirectory() as folder:
        for name in LINKED:
            Path(folder, name).symlink_to(ROOT / name)
        started = time.monotonic()
        script = "set -euxo pipefail\n" + "\n".join(commands)
        path = f"{ROOT / 'setup'}{os.pathsep}{os.environ['PATH']}"
        ended = subprocess.run(["bash", "-c", script], cwd=folder, env={**os.environ, "PATH": path}, check=False)
    told = "went well" if ended.returncode == 0 else f"ended with {ended.returncode}"
    print(f"{page.relative_to(ROOT)}: {len(commands)} blocks {told}, {time.monotonic() - started:.0f} s", flush=True)
    return ended.returncode == 0


def main(pages: list[str]) -> int:
    """Checks the pages, else all, and returns the exit code."""
    found = [Path(page).resolve() for page in pages] or sorted((ROOT / "docs").glob("*.md"))
    went_well = [check(page) for page in found]
    return 0 if all(went_well) else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
