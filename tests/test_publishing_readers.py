"""Twenty publishes while fifty readers fetch pages and their assets without pause: nobody ever gets an error or two releases mixed."""

from __future__ import annotations

import http.client
import re
import threading
from collections import Counter
from typing import Any

import pytest

from macros.publishing import contents
from tests.depot import Depot, bytes_of
from tests.figures import count
from tests.real_server import RealServer, real_server
from tests.test_publishing_faults import without_known_scripts
from tests.tiny_project import wait_for

pytestmark = [pytest.mark.slow, pytest.mark.deploy]
READERS, PUBLISHES = 50, 20


class Reader(threading.Thread):
    """Fetches the home page, the style it names, the page before's style again, and asks whether the page changed."""

    def __init__(self, port: int, stop: threading.Event) -> None:
        super().__init__(daemon=True)
        self.port, self.stop = port, stop
        self.answers: Counter[int] = Counter()
        self.numbers: list[int] = []
        self.wrong: list[str] = []

    def run(self) -> None:
        """Read until told to stop."""
        connection, etag, opened = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60), "", ("", "")
        while not self.stop.is_set():
            try:
                status, body, tag = self.fetch(connection, "/", {"If-None-Match": etag} if etag else {})
                if status == 304:
                    continue
                etag, number = tag, re.findall(r"Lần (\d+)\.", body)[0]
                style = re.findall(r'href="(assets/trang\.\w+\.css)"', body)[0]
                self.numbers.append(int(number))
                for name, of in ((style, number), opened):  # its own, and that of the page that was open before
                    if name and self.fetch(connection, f"/{name}", {})[1] != f"/* lần {of} */\n":
                        self.wrong.append(f"page {of} with another's style")
                opened = (style, number)
            except Exception as error:
                self.wrong.append(repr(error))
                return
        connection.close()

    def fetch(self, connection: http.client.HTTPConnection, path: str, headers: dict[str, str]) -> tuple[int, str, str]:
        """Ask for a path and count the answer."""
        connection.request("GET", path, headers=headers)
        answer = connection.getresponse()
        body = answer.read().decode()
        self.answers[answer.status] += 1
        return answer.status, body, answer.headers.get("ETag", "")


def test_readers_never_notice_a_publish(tmp_path_factory: pytest.TempPathFactory, record_property: Any) -> None:
    depot = Depot(tmp_path_factory.mktemp("depot"))
    with real_server() as server:
        without_known_scripts(server)
        depot.out = server.target.folder
        depot.published()
        stop = threading.Event()
        readers = [Reader(server.port, stop) for _ in range(READERS)]
        for reader in readers:
            reader.start()
        kept: dict[str, dict[str, bytes]] = {}
        try:
            for number in range(1, PUBLISHES + 1):
                depot.edit(number)
                release = depot.published()
                kept[release.name] = bytes_of(release.site)
                wait_for(lambda number=number: any(number in reader.numbers for reader in readers), f"a reader of number {number}")
        finally:
            stop.set()
        for reader in readers:
            reader.join(60)
        answers = sum((reader.answers for reader in readers), Counter[int]())
        assert [fault for reader in readers for fault in reader.wrong] == []
        assert set(answers) == {200, 304}, answers
        assert all(reader.numbers == sorted(reader.numbers) for reader in readers)
        count(record_property, "publishes", PUBLISHES)
        count(record_property, "readers", READERS)
        count(record_property, "requests", sum(answers.values()))
        rollback_to_each(server, kept, record_property)


def rollback_to_each(server: RealServer, kept: dict[str, dict[str, bytes]], record_property: Any) -> None:
    """Go back to each kept release; its bytes, on disk and as served, are those it was published with."""
    releases = server.target.releases()
    assert [release.name for release in releases] == sorted(kept, reverse=True)[:10]
    for release in releases:
        assert server.publish("--rollback", release.name).returncode == 0
        assert server.target.live() == release and contents.differences(release) == []
        assert bytes_of(server.target.current / "site") == kept[release.name]
        assert server.get("/").body == kept[release.name]["index.html"]
        assert server.get("/release.txt").text == release.name + "\n"
    count(record_property, "rollbacks", len(releases))
