"""`make offline`: the whole site in one archive that opens by double click from a disk or a stick, without any server."""

from __future__ import annotations

import os
import sys
import tempfile
import zipfile
from pathlib import Path

from macros.building import Stopped, render, stopping_cleanly
from macros.faults import sentence
from macros.problems import Refused

FOLDER = "ke-hoach-ket-qua"
# Made for a server: the page for missing addresses, the list for search engines.
_OF_A_SERVER = frozenset({"404.html", "sitemap.xml", "sitemap.xml.gz"})
_DATE = (1980, 1, 1, 0, 0, 0)  # the same site gives the same archive


def write_offline(target: Path) -> int:
    """Build the site for reading from disk and write it as `target`; return 0, or 1 after saying why, with the old archive kept."""
    # Links that end in a file's name: nothing but a server finds the index of a folder.
    os.environ |= {"USE_DIRECTORY_URLS": "false", "SITE_URL": ""}
    try:
        with stopping_cleanly(), tempfile.TemporaryDirectory(prefix=".offline-", dir=target.absolute().parent) as folder:
            site, archive = Path(folder) / "site", Path(folder) / "site.zip"
            faults = render(site)
            if faults:
                raise Refused("\n".join(faults))
            _pack(site, archive)
            archive.replace(target)
    except Stopped as stopped:
        return 128 + int(stopped.args[0])
    except (Refused, OSError) as refusal:
        print(f"{sentence(refusal)}\nChưa ghi được {target}.", file=sys.stderr)
        return 1
    print(_said(target))
    return 0


def _said(target: Path) -> str:
    size = f"{target.stat().st_size / 1e6:.1f}".replace(".", ",")
    return f"Đã ghi {target} ({size} MB). Giải nén ra, rồi mở tệp index.html trong thư mục {FOLDER}."


def _pack(site: Path, archive: Path) -> None:
    with zipfile.ZipFile(archive, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as packed:
        for path in sorted(site.rglob("*")):
            name = path.relative_to(site).as_posix()
            if path.is_file() and name not in _OF_A_SERVER:
                packed.writestr(zipfile.ZipInfo(f"{FOLDER}/{name}", _DATE), path.read_bytes(), zipfile.ZIP_DEFLATED, 9)
