"""Workflows and templates of the code hosts: sound YAML, commands that exist, no secret within reach of a stranger's code."""

from __future__ import annotations

import json
import os
import re
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.test_makefile import make

REPOSITORY = Path(__file__).resolve().parent.parent
WORKFLOWS = {path.name: path.read_text(encoding="utf-8") for path in sorted((REPOSITORY / ".github/workflows").glob("*"))}
GITLAB = (REPOSITORY / ".gitlab-ci.yml").read_text(encoding="utf-8")
MAKEFILE = (REPOSITORY / "Makefile").read_text(encoding="utf-8")
TARGETS = set(re.findall(r"^([a-z-]+):", MAKEFILE, re.MULTILINE))
CHOICES = set(re.findall(r"[A-Z_]+", " ".join(re.findall(r"^export (.+)$", MAKEFILE, re.MULTILINE))))


def read(text: str) -> Any:
    """Return a YAML file as hosts read it; «on» is a word there, not a yes."""
    return yaml.load(text, Loader=yaml.BaseLoader)


def jobs() -> Iterator[tuple[str, str, dict[str, Any], dict[str, Any]]]:
    """Yield every job: file, name, workflow, job."""
    for name, text in WORKFLOWS.items():
        workflow = read(text)
        for job, content in workflow["jobs"].items():
            yield name, job, workflow, content


def scripts() -> Iterator[str]:
    """Yield every shell script of the hosts' files."""
    for _, _, _, job in jobs():
        yield from (step["run"] for step in job["steps"] if "run" in step)
    for job in read(GITLAB).values():
        if isinstance(job, dict):
            yield from (*job.get("script", ()), *job.get("before_script", ()))


def writes(workflow: dict[str, Any], job: dict[str, Any]) -> bool:
    """Tell whether a job may change anything on the host."""
    granted = job.get("permissions", workflow["permissions"])
    return granted == "write-all" or (isinstance(granted, dict) and "write" in granted.values())


def test_there_are_workflows() -> None:
    assert {"check.yml", "comment.yml"} <= set(WORKFLOWS)


@pytest.mark.parametrize("name", WORKFLOWS)
def test_every_action_is_pinned_by_its_commit_with_the_version_beside_it(name: str) -> None:
    used = re.findall(r"^ *-? *uses: (.*)$", WORKFLOWS[name], re.MULTILINE)
    assert used
    for action in used:
        assert re.fullmatch(r"[\w-]+/[\w-]+@[0-9a-f]{40} # v\d+(\.\d+)*", action), action


@pytest.mark.parametrize("name", WORKFLOWS)
def test_nothing_of_the_request_reaches_a_shell_unquoted(name: str) -> None:
    for step in (step for file, _, _, job in jobs() if file == name for step in job["steps"]):
        assert "${{" not in step.get("run", ""), step


@pytest.mark.parametrize("name", WORKFLOWS)
def test_no_secret_is_named_and_rights_are_told_at_the_top(name: str) -> None:
    workflow = read(WORKFLOWS[name])
    assert "secrets" not in WORKFLOWS[name]
    assert workflow["permissions"] in ({}, {"contents": "read"})
    assert "pull_request_target" not in workflow["on"]


def test_what_may_write_runs_no_code_of_the_repository() -> None:
    writing = [(name, job, content) for name, job, workflow, content in jobs() if writes(workflow, content)]
    assert [(name, job) for name, job, _ in writing] == [("comment.yml", "comment")]
    for _, _, content in writing:
        assert not any("checkout" in step.get("uses", "") or re.search(r"\b(make|git|python3?|pip|npm)\b", step.get("run", "")) for step in content["steps"])
        assert read(WORKFLOWS["comment.yml"])["on"] == {"workflow_run": {"workflows": [read(WORKFLOWS["check.yml"])["name"]], "types": ["completed"]}}


def test_code_of_a_request_runs_without_credentials() -> None:
    for _, _, workflow, job in jobs():
        for step in job["steps"]:
            if "checkout" in step.get("uses", ""):
                assert step["with"]["persist-credentials"] == "false" and not writes(workflow, job)


@pytest.mark.parametrize("script", sorted(set(scripts())))
def test_each_make_target_and_choice_exists(script: str) -> None:
    for call in re.findall(r"\bmake (?!python)([^>&|\n]*)", re.sub(r"apt-get install.*", "", script)):
        words = call.split()
        assert words[0] in TARGETS, call
        assert {word.split("=")[0] for word in words[1:]} <= CHOICES, call


def test_github_forgejo_and_gitlab_run_the_same_commands() -> None:
    workflow = read(WORKFLOWS["check.yml"])
    called = [sorted(re.findall(r"\bmake (\w+)", " ".join(step.get("run", "").replace("git make", "") for step in job["steps"]))) for job in workflow["jobs"].values()]
    assert called == [["changes", "check", "site"]] * 2
    assert sorted(re.findall(r"- make (\w+)", GITLAB)) == ["changes", "check", "site"]
    assert [job["if"] for job in workflow["jobs"].values()] == ["github.server_url == 'https://github.com'", "github.server_url != 'https://github.com'"]
    # Whoever skips a job may be its runner: both jobs ask for the same one, so that none waits for ever.
    assert {job["runs-on"] for job in workflow["jobs"].values()} == {"ubuntu-24.04"}
    assert set(workflow["env"]) <= CHOICES and set(read(GITLAB)["variables"]) - {"GIT_DEPTH"} <= CHOICES


@pytest.mark.parametrize("script", sorted(set(scripts())))
def test_scripts_are_sound_shell(script: str) -> None:
    assert subprocess.run(["bash", "-n"], input=script, text=True, check=False).returncode == 0


# --- the comment ---------------------------------------------------------------------------------------------------

# Stands in for the host's own command, which needs the host: answers with what is on file, and keeps what it is told.
_GH = """\
#!/bin/bash
printf '%s\\n' "$*" >> calls
case "$*" in
  *"/pulls "*) cat pulls;;
  *--paginate*) cat comments;;
esac
"""


def comment(folder: Path, report: str, pulls: str, comments: str) -> tuple[list[str], str]:
    """Run the script that writes the report; return what it asks of the host, and the comment's text."""
    script = read(WORKFLOWS["comment.yml"])["jobs"]["comment"]["steps"][-1]["run"]
    (folder / "report").mkdir()
    (folder / "bin").mkdir()
    for name, text in {"report/changes.md": report, "pulls": pulls, "comments": comments, "calls": "", "bin/gh": _GH}.items():
        (folder / name).write_text(text, encoding="utf-8")
    (folder / "bin/gh").chmod(0o755)
    settings = {"PATH": f"{folder}/bin:{os.environ['PATH']}", "REPOSITORY": "co-quan/trang", "OWNER": "ai-do", "BRANCH": "sửa; $(rm -rf x)", "COMMIT": "c0ffee"}
    subprocess.run(["bash", "-e", "-o", "pipefail", "-c", script], cwd=folder, env=settings, check=True)
    body = folder / "body.md"
    return (folder / "calls").read_text(encoding="utf-8").splitlines(), body.read_text(encoding="utf-8") if body.exists() else ""


def test_a_first_report_is_a_new_comment(tmp_path: Path) -> None:
    calls, body = comment(tmp_path, "# Báo cáo\n", "7\n", "")
    assert "-f head=ai-do:sửa; $(rm -rf x)" in calls[0]
    assert calls[-1] == "api --silent --method POST repos/co-quan/trang/issues/7/comments -F body=@body.md"
    assert body == "<!-- changes -->\n# Báo cáo\n"


def test_the_next_report_takes_the_place_of_the_first(tmp_path: Path) -> None:
    calls, _ = comment(tmp_path, "# Báo cáo\n", "7\n", "41\n42\n")
    assert calls[-1] == "api --silent --method PATCH repos/co-quan/trang/issues/comments/41 -F body=@body.md"


def test_a_run_without_an_open_request_writes_nothing(tmp_path: Path) -> None:
    calls, body = comment(tmp_path, "# Báo cáo\n", "", "")
    assert len(calls) == 1 and body == ""


def test_a_report_that_is_not_ours_cannot_be_too_long_or_broken(tmp_path: Path) -> None:
    _, body = comment(tmp_path, "ẽ" * 40_000, "7\n", "")
    assert len(body.encode()) <= 60_100 and set(body.partition("\n")[2]) == {"ẽ"}


# --- templates -----------------------------------------------------------------------------------------------------


def test_both_hosts_ask_the_same_of_a_change() -> None:
    ours = (REPOSITORY / ".github/PULL_REQUEST_TEMPLATE.md").read_text(encoding="utf-8")
    assert ours == (REPOSITORY / ".gitlab/merge_request_templates/Default.md").read_text(encoding="utf-8")
    assert not re.search(r"\bbạn\b", ours, re.IGNORECASE)


def test_issue_forms_are_whole() -> None:
    forms = [path for path in (REPOSITORY / ".github/ISSUE_TEMPLATE").glob("*.yml") if path.name != "config.yml"]
    assert len(forms) == 2
    for path in forms:
        form = read(path.read_text(encoding="utf-8"))
        ids = [part["id"] for part in form["body"]]
        assert form["name"] and form["description"] and len(ids) == len(set(ids)) and all(part["attributes"]["label"] for part in form["body"])
        labels = [part["attributes"]["label"] for part in form["body"]]
        twins = [text for other in (REPOSITORY / ".gitlab/issue_templates").glob("*.md") if (text := other.read_text(encoding="utf-8")).startswith(f"**{labels[0]}:**")]
        assert len(twins) == 1 and re.findall(r"^\*\*(.+):\*\*", twins[0], re.MULTILINE) == labels


# --- what the hosts call -------------------------------------------------------------------------------------------


def test_make_hands_the_choices_on() -> None:
    refused = make("check", "FORMAT=la")
    assert refused.returncode == 2 and "không có 'la'; chọn một trong: " in refused.stderr
    told = make("changes", "BASE=tests/small/data", "HEAD=tests/demo/data", "SITE_BEFORE=https://truoc.example", AS_OF="2024-06-30")
    assert told.returncode == 0, told.stderr
    assert told.stdout.startswith("# Báo cáo thay đổi: thêm ") and "[trước](<https://truoc.example/nam/2024/>)" in told.stdout


def test_a_sound_record_is_an_empty_quality_report() -> None:
    """GitLab reads the output as JSON: nothing else may stand there."""
    assert json.loads(make("check", "FORMAT=gitlab").stdout) == []
