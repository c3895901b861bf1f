"""Lists of documents, people, units, movements and events as offices have them."""
from __future__ import annotations

from collections.abc import Sequence

from macros.sheets.findings import Findings
from macros.sheets.tables import Table


def read_register(tables: Sequence[Table], findings: Findings) -> None:
    """Add."""
