"""The report at a terminal: the same sentences, no marks."""

from __future__ import annotations

from macros.changes.plain import plain

MARKDOWN = """# Báo cáo thay đổi: sửa 2 bản ghi

> [!CAUTION]
> **Cần xem kỹ**
>
> - **Bỏ 1 nhiệm vụ**: Nhiệm vụ 3 “a \\| b \\*c\\*”.

| Loại | Thêm | Sửa | Bỏ |
|---|--:|--:|--:|
| Nhiệm vụ | – | 12 | – |

## Nội dung thay đổi

<details><summary>12 nhiệm vụ năm 2025</summary>

- Nhiệm vụ 1: `nv-1`, \\[x\\] &lt;b&gt; &amp; @\u2060ai, [trang](<https://x.vn/a>).
- *… và 3 mục nữa, không liệt kê ở đây.*

</details>
"""


def test_marks_go_and_every_sentence_stays() -> None:
    assert plain(MARKDOWN) == """Báo cáo thay đổi: sửa 2 bản ghi

Cần xem kỹ

- Bỏ 1 nhiệm vụ: Nhiệm vụ 3 “a | b *c*”.

Loại      Thêm  Sửa  Bỏ
Nhiệm vụ     –   12   –

Nội dung thay đổi

12 nhiệm vụ năm 2025:

- Nhiệm vụ 1: nv-1, [x] <b> & @ai, trang.
- … và 3 mục nữa, không liệt kê ở đây.
"""
