"""LibreOffice from Debian's packages, for reading back what Excel users get."""

from __future__ import annotations

import subprocess
from pathlib import Path

from tests.debian import installed

# Separator ;, quote ", UTF-8, from line 1, no fixed columns, cells as shown off, formulas off, and every sheet to a file of its own.
_CSV = "csv:Text - txt - csv (StarCalc):59,34,76,1,,0,false,false,false,false,false,-1"


def soffice() -> str:
    """Return LibreOffice's command, installed first where this user may; fails the test otherwise."""
    return installed("soffice", "libreoffice-calc")


# CSV as Vietnamese Excel reads it by double click, each of up to 60 columns as the text that stands there.
READ_CSV = "--infilter=CSV:59,34,76,1," + "/".join(f"{column}/2" for column in range(1, 61))


def to_csv(files: list[Path], folder: Path, *options: str) -> None:
    """Let LibreOffice write every sheet of every file as CSV into `folder`: `name-Sheet.csv`."""
    profile = f"-env:UserInstallation=file://{folder / 'profile'}"
    command = [soffice(), profile, "--headless", *options, "--convert-to", _CSV, "--outdir", str(folder), *map(str, files)]
    done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=600)
    assert done.returncode == 0, done.stderr


def saved_again(files: list[Path], folder: Path) -> None:
    """Let LibreOffice open every workbook and save it into `folder` under its own name, as an editor who uses it does."""
    profile = f"-env:UserInstallation=file://{folder / 'profile'}"
    command = [soffice(), profile, "--headless", "--convert-to", "xlsx:Calc MS Excel 2007 XML", "--outdir", str(folder), *map(str, files)]
    done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=600)
    assert done.returncode == 0, done.stderr
