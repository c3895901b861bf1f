"""What is new as an Atom feed (RFC 4287), newest first by each record's own date; the page «Mới cập nhật» for machines."""

from __future__ import annotations

import uuid
from xml.sax.saxutils import escape, quoteattr

from macros.calendars import Address
from macros.pages.latest import SHOWN, Item, items
from macros.site import Site

TITLE = "Kế hoạch và Kết quả công tác: mới cập nhật"
AUTHOR = "Cơ quan Ủy ban Trung ương Mặt trận Tổ quốc Việt Nam"
# The namespace of the ids of entries: ids outlive addresses.
_IDS = uuid.uuid5(uuid.NAMESPACE_URL, "ke-hoach-ket-qua")


def feed(site: Site, address: Address, own_address: str) -> bytes:
    """Return the feed of what lies behind the build's day; what is still to come is no news."""
    listed = [item for item in items(site) if item.day <= site.today][:SHOWN]
    newest = _moment(listed[0]) if listed else f"{site.today.isoformat()}T00:00:00+07:00"
    title = f"{TITLE} (dữ liệu minh họa)" if site.demo else TITLE
    lines = [
        '<?xml version="1.0" encoding="utf-8"?>', '<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="vi">',
        f"<title>{escape(title)}</title>", f"<id>urn:uuid:{uuid.uuid5(_IDS, 'moi')}</id>", f"<updated>{newest}</updated>",
        f'<link rel="self" type="application/atom+xml" href={quoteattr(own_address)}/>', f'<link rel="alternate" type="text/html" href={quoteattr(address("moi.md", ""))}/>',
        f"<author><name>{escape(AUTHOR)}</name></author>", *(_entry(item, address) for item in listed), "</feed>", "",
    ]
    return "\n".join(lines).encode()


def _moment(item: Item) -> str:
    return f"{item.day.isoformat()}T00:00:00+07:00"


def _entry(item: Item, address: Address) -> str:
    return (
        f"<entry><title>{escape(item.title)}</title><id>urn:uuid:{uuid.uuid5(_IDS, item.id)}</id><updated>{_moment(item)}</updated>"
        f'<link rel="alternate" type="text/html" href={quoteattr(address(item.path, item.anchor))}/><category term={quoteattr(item.kind)}/>'
        f"<summary>{escape(f'{item.kind}, {item.shown_day}')}</summary></entry>"
    )
