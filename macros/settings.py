"""The site of one build: the environment's settings read once, the data loaded and checked."""

from __future__ import annotations

import gc
import os
import platform
import re
from collections.abc import Iterator, Mapping
from contextlib import suppress
from datetime import date, datetime, timedelta, timezone
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from macros.beside import Beside
from macros.data import KeptParts, load
from macros.problems import Refused, report
from macros.site import Edition, Site

# Asia/Ho_Chi_Minh has had no summer time since 1975: a fixed offset needs no time-zone files.
HO_CHI_MINH = timezone(timedelta(hours=7))


def judged_day(environment: Mapping[str, str]) -> date:
    """Return the day due dates are judged on: AS_OF, else the day of SOURCE_DATE_EPOCH, else today, in Vietnam."""
    if text := environment.get("AS_OF"):
        match = re.fullmatch(r"(\d{4})-(\d\d)-(\d\d)", text)
        try:
            return date(*map(int, match.groups())) if match else _refuse_day(text)
        except ValueError:
            return _refuse_day(text)
    epoch = environment.get("SOURCE_DATE_EPOCH")
    moment = datetime.fromtimestamp(int(epoch), HO_CHI_MINH) if epoch and epoch.isdigit() else datetime.now(HO_CHI_MINH)
    return moment.date()


def _refuse_day(text: str) -> date:
    raise Refused(f"AS_OF: '{text}' không phải là ngày. Viết năm-tháng-ngày, ví dụ AS_OF=2023-06-30.")


def load_site(environment: Mapping[str, str] = os.environ, kept: KeptParts | None = None, beside: Beside | None = None) -> Site:
    """Load the data named by DATA_DIR and return the site to build; raises Refused with every problem.

    `kept` holds the parts of the record that an earlier load read, for whoever builds again and again; a second process, `beside`, shares
    the work of the first.
    """
    folder = environment.get("DATA_DIR") or "data"
    gc.disable()
    try:
        loaded = load(Path(folder), folder, kept, beside)
    finally:
        gc.freeze()  # before the collector looks again: the record lives as long as the build, and it would walk its millions of objects
        gc.enable()
    if loaded.problems:
        raise Refused("\n" + report(loaded.problems, folder))
    only = environment.get("YEAR")
    if only and (not only.isdigit() or int(only) not in loaded.data.years):
        years = ", ".join(map(str, sorted(loaded.data.years)))
        raise Refused(f"YEAR: '{only}' không có trong dữ liệu. Các năm: {years}.")
    return Site(loaded.data, judged_day(environment), demo=environment.get("DEMO") == "1", only_year=int(only) if only else None, edition=edition(environment))


# What decides how pages look, as «Phiên bản» lists it.
PROGRAMS = {"MkDocs": "mkdocs", "Material for MkDocs": "mkdocs-material", "mkdocs-macros": "mkdocs-macros-plugin"}


def edition(environment: Mapping[str, str]) -> Edition:
    """Return what RELEASE, RELEASE_COMMIT and SOURCE_DATE_EPOCH, which a publisher sets, say of this build."""
    programs = (("Python", platform.python_version()), *_installed())
    if not environment.get("RELEASE"):
        return Edition(programs=programs)
    moment = datetime.fromtimestamp(int(environment["SOURCE_DATE_EPOCH"]), HO_CHI_MINH)
    return Edition(environment["RELEASE"], environment.get("RELEASE_COMMIT", ""), moment, programs)


def _installed() -> Iterator[tuple[str, str]]:
    """Yield the programs with their versions; plain pages are made without any of them."""
    for name, package in PROGRAMS.items():
        with suppress(PackageNotFoundError):
            yield name, version(package)
