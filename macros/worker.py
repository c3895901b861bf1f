"""A process that builds again and again for the preview: `python -m macros.worker` reads folders, answers with faults.

One long-lived process, because importing MkDocs and its theme takes longer than a build. The preview starts a new one
when a Python file changes, the only thing a running process cannot take up.
"""

from __future__ import annotations

import gc
import json
import os
import sys
from pathlib import Path

from macros.beside import Beside, BesidePlugin
from macros.building import render
from macros.scanning import ReadPages
from macros.templates import CompiledTemplates, KeptRecord


def main() -> None:
    """Build into each folder named on stdin, a line each; answer with a line of JSON. Ends when stdin does."""
    # Nothing that a plugin prints may get between the answers.
    with os.fdopen(os.dup(sys.stdout.fileno()), "w", encoding="utf-8") as answers:
        os.dup2(sys.stderr.fileno(), sys.stdout.fileno())
        known: ReadPages = {}
        with Beside() as beside:
            extra = {"compiled templates": CompiledTemplates(), KeptRecord.NAME: KeptRecord(), BesidePlugin.NAME: BesidePlugin(beside)}
            for line in sys.stdin:
                faults = render(Path(line.rstrip("\n")), os.environ.get("SITE_URL", ""), known, extra)
                print(json.dumps(faults), file=answers, flush=True)
                gc.unfreeze()  # what the build set aside with the record, its configuration and pages, is garbage by now
                beside.ask(gc.collect)
                gc.collect()


if __name__ == "__main__":
    main()
