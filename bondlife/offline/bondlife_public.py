#!/usr/bin/env python3
"""Read the open data of a bondlife portal. One file, nothing but Python 3.11 or newer: copy it.

    site=https://bonds.example.gov.cn
    python3 bondlife_public.py $site projects             # id, title, amount of every project
    python3 bondlife_public.py $site project KEY          # one project by OC4IDS
    python3 bondlife_public.py $site contract KEY         # one PPP contract by OCDS for PPPs
    python3 bondlife_public.py $site changes [CURSOR]     # what changed since, and a cursor
    python3 bondlife_public.py $site table f4_rows        # one table, a line a row
    python3 bondlife_public.py $site evidence KEY a.zip   # a signed pack to check offline

As a module:

    from bondlife_public import Portal
    portal = Portal("https://bonds.example.gov.cn")
    for project in portal.projects():
        print(project["id"], project["title"], project["x_bondlife"].get("coverage"))
    for change in portal.changes(after=open("cursor").read()):
        print(change["state"], change["title"], change["page"])
    open("cursor", "w").write(portal.cursor)

Amounts of the standards are yuan; amounts under ``x_bondlife`` and in tables are fen, whole numbers.
An answer that did not change is not sent again: keep one ``Portal`` while you look again.
"""

import csv
import json
import sys
from collections.abc import Iterator
from http.client import HTTPResponse
from io import TextIOWrapper
from pathlib import Path
from typing import Any
from urllib.error import HTTPError
from urllib.parse import quote, urlencode
from urllib.request import Request, urlopen

AGENT = "bondlife-public-client/1"
SECONDS = 60.0
CHUNK = 1 << 16


class PortalError(Exception):
    """What the portal refused: the status, and its words."""

    def __init__(self, status: int, words: str) -> None:
        super().__init__(f"{status}: {words}")
        self.status = status


class Portal:
    """A portal by its address. ``cursor`` is how far its changes were read."""

    def __init__(self, base: str, *, seconds: float = SECONDS) -> None:
        if not base.startswith(("http://", "https://")):
            raise ValueError("the address of a portal begins with http:// or https://")
        self.base = base.rstrip("/")
        self.seconds = seconds
        self.cursor = ""
        self._kept: dict[str, tuple[str, bytes]] = {}

    def projects(self) -> Iterator[dict[str, Any]]:
        """Yield every project by OC4IDS, read as it arrives: memory does not grow with the file."""
        with self._open("/public/data/projects.json") as answer:
            yield from records(TextIOWrapper(answer, encoding="utf-8"), "projects")

    def contracts(self) -> Iterator[dict[str, Any]]:
        """Yield every PPP contract by OCDS for PPPs; none while none is published."""
        try:
            answer = self._open("/public/data/contracts.json")
        except PortalError as error:
            if error.status == 404:
                return
            raise
        with answer:
            yield from records(TextIOWrapper(answer, encoding="utf-8"), "releases")

    def funds(self) -> Iterator[dict[str, Any]]:
        """Yield every government investment fund, amounts in fen."""
        with self._open("/public/data/funds.json") as answer:
            yield from records(TextIOWrapper(answer, encoding="utf-8"), "funds")

    def project(self, key: str) -> dict[str, Any]:
        """Return one project by OC4IDS."""
        [found] = self._json(f"/public/data/projects/{quote(key)}")["projects"]
        return dict(found)

    def contract(self, key: str) -> dict[str, Any]:
        """Return one PPP contract by OCDS for PPPs."""
        [found] = self._json(f"/public/data/contracts/{quote(key)}")["releases"]
        return dict(found)

    def publication(self, key: str) -> dict[str, Any]:
        """Return one published content as its form has it, amounts in fen."""
        return self._json(f"/public/publications/{quote(key)}/file/json")

    def changes(self, after: str = "", *, limit: int = 500) -> Iterator[dict[str, Any]]:
        """Yield everything that changed after a cursor, in order; ``self.cursor`` goes on behind it.

        A content that changed several times comes once, as it stands now; a withdrawn one comes without data.
        """
        self.cursor = after
        has_more = True
        while has_more:
            query = urlencode({"after": self.cursor, "limit": limit})
            page = self._json(f"/public/data/changes?{query}")
            yield from page["changes"]
            self.cursor, has_more = page["cursor"], page["has_more"]

    def tables(self) -> dict[str, str]:
        """Return the names of all tables with their titles."""
        found = self._json("/public/data/datapackage.json")["resources"]
        return {Path(one["path"]).stem: one["title"] for one in found}

    def table(self, name: str) -> Iterator[dict[str, str]]:
        """Yield the lines of a table by the names of its columns."""
        where = "figures.csv" if name == "figures" else f"tables/{quote(name)}.csv"
        with self._open(f"/public/data/{where}") as answer:
            yield from csv.DictReader(TextIOWrapper(answer, encoding="utf-8", newline=""))

    def evidence(self, key: str, to: Path) -> Path:
        """Fetch the signed evidence pack of a project; check it with ``check_pack.py``, which lies in it."""
        with self._open(f"/public/data/projects/{quote(key)}/evidence.zip") as answer, to.open("wb") as file:
            while chunk := answer.read(CHUNK):
                file.write(chunk)
        return to

    def _json(self, path: str) -> dict[str, Any]:
        tag, body = self._kept.get(path, ("", b""))
        try:
            with self._open(path, {"If-None-Match": tag} if tag else {}) as answer:
                body = answer.read()
                self._kept[path] = (answer.headers.get("ETag", ""), body)
        except PortalError as error:
            if error.status != 304:
                raise
        return dict(json.loads(body))

    def _open(self, path: str, headers: dict[str, str] | None = None) -> HTTPResponse:
        told = {"User-Agent": AGENT, "Accept": "application/json, */*", **(headers or {})}
        try:
            answer: HTTPResponse = urlopen(  # noqa: S310 — only http and https come here
                Request(self.base + path, headers=told),  # noqa: S310
                timeout=self.seconds,
            )
        except HTTPError as error:
            with error:
                raise PortalError(error.code, error.reason) from None
        return answer


def records(text: Any, name: str) -> Iterator[dict[str, Any]]:
    """Yield the records of one list of a JSON file, reading no more of it than needed.

    >>> from io import StringIO
    >>> list(records(StringIO('{"version":"0.9","projects":[{"id":"a"},{"id":"b"}]}'), "projects"))
    [{'id': 'a'}, {'id': 'b'}]
    """
    decoder, held = json.JSONDecoder(), ""
    lead = f'"{name}":['
    while lead not in held:
        more = text.read(CHUNK)
        if not more:
            return
        held += more
    held = held.partition(lead)[2]
    while True:
        held = held.lstrip(", \n")
        if held.startswith("]"):
            return
        try:
            record, end = decoder.raw_decode(held)
            held = held[end:]
        except ValueError:
            more = text.read(CHUNK)
            if not more:
                raise
            held += more
            continue
        yield record


def source() -> bytes:
    """Return this file."""
    return Path(__file__).read_bytes()


def main(arguments: list[str]) -> int:
    """Answer one question of the command line."""
    if len(arguments) < 2:
        sys.stderr.write((__doc__ or "") + "\n")
        return 2
    portal, what, rest = Portal(arguments[0]), arguments[1], arguments[2:]
    try:
        for line in _answer(portal, what, rest):
            sys.stdout.write(line + "\n")
    except (PortalError, OSError) as error:
        sys.stderr.write(f"{error}\n")
        return 1
    except (ValueError, IndexError):
        sys.stderr.write((__doc__ or "") + "\n")
        return 2
    return 0


def _answer(portal: Portal, what: str, rest: list[str]) -> Iterator[str]:
    if what in ("project", "contract", "publication"):
        yield _text(getattr(portal, what)(rest[0]))
    elif what == "projects":
        for one in portal.projects():
            amount = one.get("budget", {}).get("amount", {}).get("amount", "")
            yield "\t".join(str(part) for part in (one["id"], one["title"], amount))
    elif what in ("contracts", "funds"):
        yield from (_text(one) for one in getattr(portal, what)())
    elif what == "tables":
        yield from map("\t".join, portal.tables().items())
    elif what == "changes":
        yield from (_text(one) for one in portal.changes(*rest[:1]))
        yield _text({"cursor": portal.cursor})
    elif what == "table":
        yield from (_text(one) for one in portal.table(rest[0]))
    elif what == "evidence":
        yield str(portal.evidence(rest[0], Path(rest[1])))
    else:
        raise ValueError(what)


def _text(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
