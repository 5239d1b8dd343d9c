"""Follow every link a person is shown: one page of each kind, or some."""

import re
from collections import Counter, deque
from collections.abc import Iterator
from html import unescape

from playwright.sync_api import APIRequestContext

KEY = re.compile(
    r"[0-9a-f]{8}-[0-9a-f-]{27}|(?<=/)\d{4,}(?=/|$)|(?<=^/calculators/)[^/]+|(?<=^/paper-templates/)[^/]+"
)
OUTSIDE = ("/static", "/public", "/api", "/sign-")
"""Places with walks of their own, or that end this one."""
SAME = re.compile(r"[?&](lang|unit|explain)=")
"""The page itself in another language or unit, or with a figure explained."""


def kind_of(link: str) -> str:
    """Return what pages of one kind share: the address without keys, and whether it asks for something."""
    return KEY.sub("*", link.partition("?")[0]) + ("?" if "?" in link else "")


def links_of(html: str) -> Iterator[str]:
    """Yield the places of this house a page leads to."""
    for found in re.findall(r'href="(/[^"#]*)', html):
        link = unescape(found)
        if not link.startswith(OUTSIDE) and not SAME.search(link):
            yield link


def dead_links(visitor: APIRequestContext, each: int) -> tuple[int, list[str]]:
    """Follow links from the first page, so many of each kind; return how many, and what was refused."""
    todo, seen, kinds, dead = deque([("/", "")]), {"/"}, Counter[str](), []
    while todo:
        link, shown_on = todo.popleft()
        kinds[kind_of(link)] += 1
        if kinds[kind_of(link)] > each:
            continue
        answer = visitor.get(link)
        if answer.status != 200:
            dead.append(f"{answer.status} {link} on {shown_on}")
        elif "html" in answer.headers["content-type"]:
            fresh = [one for one in links_of(answer.text()) if one not in seen]
            seen.update(fresh)
            todo.extend((one, link) for one in fresh)
    return sum(min(count, each) for count in kinds.values()), dead
