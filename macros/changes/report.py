"""The reviewers' report: Markdown in Vietnamese sentences, at most 60 kB, whatever the size of the change.

    report(compare(before, after))                          # what an import would do
    report(changes, effects=…, surroundings=…)              # a whole pull request
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from macros.changes.attention import all_touched, looks
from macros.changes.compare import Changes
from macros.changes.counting import by_kind_rows, by_unit_rows
from macros.changes.effects import Effects
from macros.changes.listing import content_blocks
from macros.changes.markdown import Block, code, link, names, size, table, text, within
from macros.problems import Problem

LIMIT = 60_000
_NAMED = (12, 6, 2, 0)  # names in one line of the red block, as many as fit into half the report; all of them follow below
_NAME = 150  # letters of such a name
_PAGES = 60
_UNITS = 30


@dataclass(frozen=True)
class Surroundings:
    """What the report says besides the records.

    `names` of the two sides; `problems` of each, which limit what could be compared; `rewritten` data files whose bytes
    differ; `prose`, `attachments` and `others` are pairs of a file and what became of it (Vietnamese); sites to look at.
    """

    names: tuple[str, str] = ("bản trước", "bản sau")
    problems: tuple[tuple[Problem, ...], tuple[Problem, ...]] = ((), ())
    rewritten: tuple[str, ...] = ()
    prose: tuple[tuple[str, str], ...] = ()
    attachments: tuple[tuple[str, str], ...] = ()
    others: tuple[tuple[str, str], ...] = ()
    site_before: str = ""
    site_after: str = ""


def report(changes: Changes, effects: Effects | None = None, surroundings: Surroundings | None = None, limit: int = LIMIT) -> str:
    """Return the report as Markdown of at most `limit` bytes in UTF-8; what does not fit is counted at the end."""
    around = surroundings or Surroundings()
    openings = [_opening(changes, effects, around, named) for named in _NAMED]
    opening = next((one for one in openings if size(one) <= limit // 2), openings[-1])
    blocks = [*content_blocks(changes), *_page_blocks(effects, around), *_unchanged(changes, around), *_file_blocks(around)]
    written, missing = within(blocks, limit - size(opening) - 1500)
    return "\n\n".join([opening, *written, *_remainder(missing)]) + "\n"


def _opening(changes: Changes, effects: Effects | None, around: Surroundings, named: int) -> str:
    """Return what stands above the changes themselves, with so many names a line."""
    return "\n\n".join([f"# {summary(changes, effects)}", *_unread(around, named), *_red_block(changes, effects, around, named), *_counts(changes)])


def summary(changes: Changes, effects: Effects | None = None) -> str:
    """Return the whole change in one sentence."""
    parts = [f"{word} {count}" for word, count in (("thêm", len(changes.added)), ("sửa", len(changes.edited)), ("bỏ", len(changes.removed))) if count]
    if not parts:
        return "Không đổi nội dung số liệu"
    said = ", ".join(parts)
    pages = f"; {len(effects.pages)} trang thay đổi" if effects else ""
    return f"Báo cáo thay đổi: {said} bản ghi{pages}"


def _unread(around: Surroundings, named: int) -> Iterator[str]:
    """Say which side could not be read whole, and by which problems."""
    for name, problems in zip(around.names, around.problems, strict=True):
        if problems:
            lines = [f"> - {text(str(problem), 2 * _NAME)}" for problem in problems[:named]]
            more = [f"> - … và {len(problems) - named} lỗi nữa; xem hết bằng lệnh kiểm tra."] if len(problems) > named else []
            limits = "Chỉ so sánh phần đọc được; bản ghi không đọc được không tính là thêm hay bỏ; chưa xét được các trang thay đổi."
            opening = f"> **{text(name[:1].upper() + name[1:])} có {len(problems)} lỗi.** {limits}"
            yield "\n".join([opening, ">", *lines, *more])


def _red_block(changes: Changes, effects: Effects | None, around: Surroundings, named: int) -> Iterator[str]:
    found = [f"> - **{text(look.what)}**{': ' + names([text(name, _NAME) for name in look.names], named) if look.names else ''}." for look in looks(changes)]
    found += [f"> - {line}" for line in _broken(effects, named)]
    gone = [code(file) for file, what in (*around.attachments, *around.prose) if what == "Bỏ"]
    found += [f"> - **Bỏ {len(gone)} bài viết, tệp đính kèm**: {names(gone, named)}."] if gone else []
    if around.others:
        found.append(f"> - **{len(around.others)} tệp ngoài số liệu và bài viết thay đổi** (mã chương trình, cấu hình): cần người phụ trách kỹ thuật xem.")
    if found:
        # GitHub and GitLab colour this block red by its first line; elsewhere it is a quotation that begins with a word.
        yield "\n".join(["> [!CAUTION]", "> **Cần xem kỹ**", ">", *found])


def _broken(effects: Effects | None, named: int) -> Iterator[str]:
    if effects is None:
        return
    gone = [page.address for page in effects.pages if page.kind == "gone"]
    if gone:
        yield f"**{len(gone)} trang không còn**: {names([code('/' + one) for one in gone], named)}."
    lost = _lost(effects)
    if lost:
        yield f"**{len(lost)} liên kết đã công bố sẽ hỏng**: {names(lost, named)}."


def _lost(effects: Effects) -> list[str]:
    """Return every published place that is no more, with where its record is now."""
    return [code(f"/{page}#{anchor}") + (f" (nay ở {code('/' + where)})" if where else "") for page, found in effects.broken.items() for anchor, where in found]


def _counts(changes: Changes) -> Iterator[str]:
    if changes:
        yield table(("Loại", "Thêm", "Sửa", "Bỏ"), by_kind_rows(changes))
        units = by_unit_rows(changes)
        if units:
            rows = units[:_UNITS]
            more = f"\n\n*… và {len(units) - _UNITS} đơn vị nữa.*" if len(units) > _UNITS else ""
            yield table(("Đơn vị (chủ trì, tổ chức, ban hành, được khen)", "Thêm", "Sửa", "Bỏ"), rows) + more


def _page_blocks(effects: Effects | None, around: Surroundings) -> Iterator[Block]:
    if effects is None or not effects.pages:
        return
    if len(lost := _lost(effects)) > _NAMED[0]:
        yield Block("## Liên kết đã công bố sẽ hỏng", tuple(lost), "liên kết", f"{len(lost)} liên kết")
    ordered = sorted(effects.pages, key=lambda page: (-len(page.ids), page.address))
    words = {"changed": "thay đổi", "new": "trang mới", "gone": "không còn"}
    lines = []
    for page in ordered:
        about = f" ({len(page.ids)} bản ghi)" if page.ids else ""
        sides = ((around.site_before, "trước", "new"), (around.site_after, "sau", "gone"))
        links = " · ".join(link(word, f"{site.rstrip('/')}/{page.address}") for site, word, not_there in sides if site and page.kind != not_there)
        lines.append(f"{text(page.title)} {code('/' + page.address)}: {words[page.kind]}{about}{' · ' + links if links else ''}")
    yield Block("## Trang thay đổi", tuple(lines), "trang", f"{len(lines)} trang" if len(lines) > 12 else "")


def _unchanged(changes: Changes, around: Surroundings) -> Iterator[Block]:
    touched = {entry.file for entry in all_touched(changes)} | {one.before.file for one in changes.edited}
    moved: dict[str, int] = {}
    for entry in changes.moved:
        moved[entry.file] = moved.get(entry.file, 0) + 1
    lines = [f"{code(file)}: {count} bản ghi đổi chỗ" for file, count in moved.items()]
    lines += [f"{code(file)}: đổi cách viết, ghi chú hoặc thứ tự mục" for file in around.rewritten if file not in touched and file not in moved]
    if lines:
        yield Block("## Không đổi nội dung", tuple(lines), "tệp")


def _file_blocks(around: Surroundings) -> Iterator[Block]:
    for head, listed, noun in (("## Tệp đính kèm", around.attachments, "tệp"), ("## Bài viết", around.prose, "bài"), ("## Ngoài số liệu và bài viết", around.others, "tệp")):
        if listed:
            yield Block(head, tuple(f"{what} {code(file)}" for file, what in listed), noun, f"{len(listed)} tệp" if len(listed) > 12 else "")


def _remainder(missing: Sequence[tuple[str, int]]) -> Iterable[str]:
    if not missing:
        return
    counts: dict[str, int] = {}
    for noun, count in missing:
        counts[noun] = counts.get(noun, 0) + count
    left = sorted(counts.items(), key=lambda item: -item[1])
    told = "; ".join(f"{count} {noun}" for noun, count in left[:10])
    more = f"; và {sum(count for _, count in left[10:])} dòng khác" if len(left) > 10 else ""
    yield f"> **Báo cáo dài quá nên không liệt kê hết.** Còn {told}{more}. Các số ở đầu báo cáo tính đủ mọi thay đổi; nên chia thành nhiều lần sửa nhỏ hơn."
