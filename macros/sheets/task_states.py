"""States of tasks in columns that are not called so: «Tiến độ: Hoàn thành», a note or a result that says nothing else."""

from __future__ import annotations

from collections.abc import Sequence

from macros.sheets.findings import Findings, columns_said
from macros.sheets.grids import GridCell
from macros.sheets.incoming import Where
from macros.sheets.phrases import holds, one_line, phrase
from macros.sheets.tables import Table

_SHOWN = 8


def take_states(table: Table, findings: Findings) -> None:
    """Make cells that say a state the state of their task, in a table without such a column; say each, and results without one."""
    if "state" not in columns_said(table.head):
        _of_a_column(table, findings)
        for line in table.records:
            for name, said in (("note", "ghi chú"), ("result", "kết quả")):
                if "state" not in line.cells and findings.state(line.text(name)):
                    findings.heard(line.where(name), f"{said} «{line.text(name)}» hiểu là trạng thái")
                    line.cells["state"] = line.cells.pop(name)
    _say_results_alone(table, findings)


def _of_a_column(table: Table, findings: Findings) -> None:
    """Take the states of the first column half of whose cells say one; its other cells stay what they were."""
    due = next((text for column, text in table.head.texts.items() if table.head.fields.get(column) == "due" and holds(phrase(text), "tien do")), "")
    for head in [due, *table.head.others.values()]:
        cells = [(line, listed) for line in table.records if (listed := line.cells.get("due") if head == due else line.others.get(head))]
        states = [(line, listed) for line, listed in cells if findings.state(_text(listed))]
        if not head or head in table.private or not states or 2 * len(states) < len(cells):
            continue
        findings.heard(Where(states[0][0].sheet, states[0][1][0].address), f"cột «{head}» ghi trạng thái nên hiểu là trạng thái")
        for line, _ in states:
            line.cells["state"] = line.cells.pop("due") if head == due else line.others.pop(head)
        for line, listed in cells:
            if "state" not in line.cells and head != due:
                findings.heard(Where(line.sheet, listed[0].address), f"«{_text(listed)}» ở cột «{head}» không phải là trạng thái; đưa vào ghi chú")
        return


def _text(cells: Sequence[GridCell]) -> str:
    return "; ".join(dict.fromkeys(one_line(cell.text) for cell in cells if cell.text))


def _say_results_alone(table: Table, findings: Findings) -> None:
    lines = [line for line in table.records if line.text("result") and not line.text("state")]
    if lines:
        rows = ", ".join(str(line.row) for line in lines[:_SHOWN]) + ("…" if len(lines) > _SHOWN else "")
        findings.remarks.append(f"{lines[0].sheet.before}{len(lines)} dòng có kết quả mà không ghi trạng thái ({lines[0].sheet.rows(rows)}); nhiệm vụ mới trong số ấy sẽ là Chưa thực hiện.")
