"""A way to build the demo with MkDocs alone, with any settings; built once for all tests it is `demo_site` of conftest.py."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

REPOSITORY = Path(__file__).resolve().parent.parent
DEMO = "tests/demo/data"
AS_OF = "2024-06-30"


def build(target: Path, *, data: str = DEMO, at: Path = REPOSITORY, **environment: str) -> Path:
    """Build a record strictly into `target` and return it; the test fails with MkDocs' own words where that fails."""
    settings = {**os.environ, "DATA_DIR": data, "DEMO": "1", "AS_OF": AS_OF, "NO_MKDOCS_2_WARNING": "1", "SITE_URL": "", **environment}
    command = [sys.executable, "-m", "mkdocs", "build", "--strict", "-q", "-d", str(target)]
    done = subprocess.run(command, cwd=at, env=settings, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    return target
