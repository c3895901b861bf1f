"""What stops a publish: a sentence for whoever asked for it, and what to do about it."""

from __future__ import annotations

import errno


class Failure(Exception):
    """A publish cannot go on; `remedy` says what to do, `lasting` that trying the same commit again will not help."""

    def __init__(self, text: str, remedy: str, lasting: bool = False) -> None:
        super().__init__(text)
        self.text, self.remedy, self.lasting = text, remedy, lasting


_SYSTEM = {
    errno.EACCES: ("không có quyền", "Chạy bằng người dùng được quyền ghi vào thư mục này."),
    errno.EPERM: ("không có quyền", "Chạy bằng người dùng được quyền ghi vào thư mục này."),
    errno.ENOSPC: ("ổ đĩa đã đầy", "Giải phóng chỗ trên ổ đĩa, hoặc giữ ít bản cũ hơn (--keep), rồi phát hành lại."),
    errno.EDQUOT: ("hết hạn mức ổ đĩa", "Giải phóng chỗ, hoặc xin thêm hạn mức, rồi phát hành lại."),
    errno.EROFS: ("ổ đĩa chỉ cho đọc", "Gắn lại ổ đĩa ở chế độ cho ghi, rồi phát hành lại."),
    errno.EFBIG: ("tệp quá lớn", "Bỏ tệp lớn khỏi bản này."),
    errno.ENOENT: ("không có tệp hay thư mục này", "Xem lại tên và chạy lại."),
}


def system_failure(error: OSError) -> Failure:
    """Return what the system refused as a sentence with its remedy."""
    what, remedy = _SYSTEM.get(error.errno or 0, (error.strerror or str(error), "Xem lại ổ đĩa và quyền, rồi phát hành lại."))
    place = f"{error.filename}: " if error.filename else ""
    return Failure(f"Không ghi được: {place}{what}.", remedy)


def failure_of(error: Failure | OSError) -> Failure:
    """Return any refusal as one with a remedy."""
    return error if isinstance(error, Failure) else system_failure(error)
