"""An office for browser tests: a server process over its own data, and people at their desks."""

import re
import shutil
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, ConsoleMessage, Locator, Page, Request, Response

from bondlife.demo.people import PASSWORD
from bondlife.server import free_port, wait_ready
from bondlife.settings import Settings
from tests.faults.nursery import nursery

LONG = 30_000
_CSRF = re.compile(r'name="csrf_token" value="([^"]+)"')
_BAR = re.compile(r'<section class="approve" id="approval".*?</section>', re.S)


@contextmanager
def serving(data_dir: Path, *, clock: Path | None = None, **more: str) -> Iterator[str]:
    """Run a server process over a data folder; yields its address. It may take its time from a file."""
    port, has_jobs = free_port(), more.pop("JOB_PROCESS", "1") != "0"
    told = {"DATA_DIR": str(data_dir), "PORT": str(port), "ARGON2_CHEAP": "1", "IDLE_MINUTES": "60"}
    given = {f"BONDLIFE_{name}": value for name, value in {**told, "JOB_PROCESS": "0", **more}.items()}
    log = data_dir / "server.log"
    process = nursery().fork(
        "tests.faults.nursery:site", has_jobs, str(clock or ""), log=log, environment=given
    )
    try:
        address = f"http://127.0.0.1:{port}"
        assert wait_ready(address, 60), log.read_text()
        yield address
    finally:
        process.terminate()
        process.wait()


def seeded(template: Path, settings: Settings) -> None:
    """Lay a copy of the seeded database with the demo people where a server looks for it."""
    settings.data_dir.mkdir()
    shutil.copyfile(template, settings.data_dir / "bondlife.db")


def width(page: Page) -> int:
    """Return how wide the page is, whatever it is shown on, two frames after it last changed its size."""
    page.evaluate("new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))")
    return int(page.evaluate("document.documentElement.scrollWidth"))


class Watch:
    """What a browser must never do: speak to strangers, report errors, be answered by a failure."""

    def __init__(self, address: str) -> None:
        self.address = address
        self.strangers: list[str] = []
        self.errors: list[str] = []
        self.refused: list[tuple[int, str]] = []
        self.turn: object = None
        """Who acted last: the pages of all others may be out of date."""

    def over(self, page: Page) -> None:
        """Watch a page."""
        page.on("request", self._request)
        page.on("response", self._response)
        page.on("console", self._console)
        page.on("pageerror", lambda error: self.errors.append(str(error)))

    def _request(self, request: Request) -> None:
        if not request.url.startswith((self.address + "/", "data:", "about:")):
            self.strangers.append(request.url)

    def _response(self, response: Response) -> None:
        if response.status >= 400:
            self.refused.append((response.status, response.url.removeprefix(self.address)))

    def _console(self, message: ConsoleMessage) -> None:
        """Note every error; what the network answered is judged by its status instead."""
        if message.type == "error" and "Failed to load resource" not in message.text:
            self.errors.append(message.text)


class Desk:
    """One person with a browser of its own."""

    def __init__(self, browser: Browser, address: str, account: str, watch: Watch, **more: Any) -> None:
        wide: dict[str, Any] = {"viewport": {"width": 1366, "height": 768}}
        self.context = browser.new_context(
            base_url=address, locale="zh-CN", timezone_id="Asia/Shanghai", **{**wide, **more}
        )
        self.address, self.account, self.watch = address, account, watch
        self.page = self.context.new_page()
        self.page.set_default_timeout(LONG)
        watch.over(self.page)

    def sign_in(self) -> None:
        """Sign in by the form."""
        self.page.goto("/sign-in")
        self.page.fill("#account", self.account)
        self.page.fill("#password", PASSWORD)
        self.page.click("#sign-in button[type=submit]")
        self.page.wait_for_url(f"{self.address}/")

    def sign_in_quickly(self) -> None:
        """Sign in as the form does, without drawing a page; what is open may be of another day."""
        self.watch.turn = None
        form: dict[str, str | float | bool] = {"account": self.account, "password": PASSWORD}
        answer = self.context.request.post(
            "/sign-in", form=form, headers={"Origin": self.address}, max_redirects=0
        )
        assert answer.status == 303, answer.text()

    def sign_out(self) -> None:
        """Sign out by the menu under the own name."""
        self.page.locator("details:has(form[action='/sign-out']) > summary").click()
        self.page.click("form[action='/sign-out'] button")
        self.page.wait_for_url("**/sign-in")

    def at(self, place: str) -> Page:
        """Stay at a page that is open, as a person does whom nobody interrupted; go there otherwise."""
        here = self.page.url.removeprefix(self.address).partition("#")[0]
        return self.page if here == place and self.watch.turn is self else self.open(place)

    def open(self, place: str) -> Page:
        """Go to a page that must be there."""
        self.watch.turn = self
        answer = self.page.goto(place)
        assert answer is not None
        assert answer.status == 200, f"{self.account} {place}: {answer.status}"
        return self.page

    def fill(self, values: Mapping[str, str]) -> None:
        """Fill in a form by the names of its fields: text, choices and ticks."""
        for name, value in values.items():
            field = self.field(name)
            kind = field.evaluate("field => field.tagName === 'SELECT' ? 'select' : field.type")
            if kind == "select":
                self._choose(field, value)
            elif kind == "checkbox":
                field.check()
            else:
                field.fill(value)

    def field(self, name: str) -> Locator:
        """Return a field of the page's own form by its name."""
        return self.page.locator(f"main [name='{name}']:not([type=hidden])").first

    def _choose(self, field: Locator, value: str) -> None:
        """Choose by value, or by a part of what the choice says."""
        offered: list[tuple[str, str]] = field.evaluate(
            "field => [...field.options].map(one => [one.value, one.textContent.trim()])"
        )
        exact = [index for index, names in enumerate(offered) if value in names]
        within = [index for index, (_, text) in enumerate(offered) if value in text]
        assert exact or within, f"{value} is not offered: {offered}"
        field.select_option(index=(exact or within)[0])

    def send(self, button: str = "main form button[type=submit].btn-primary") -> None:
        """Press the button of a form and wait for the page that follows."""
        self.watch.turn = self
        with self.page.expect_navigation(timeout=LONG):
            self.page.locator(button).first.click()

    def store(self, values: Mapping[str, str]) -> str:
        """Fill in the open form and store it; the address must change, since a refusal stays."""
        before = self.page.url
        self.fill(values)
        self.send("main form[data-guard] .form-end .btn-primary")
        problems = self.page.locator(".errors li").all_text_contents()
        assert self.page.url != before or not problems, problems
        assert not problems, problems
        return self.page.url.removeprefix(self.address)

    def attach(self, place: str, *types: str) -> None:
        """Attach a paper of each type by the form of the documents block."""
        self.at(place)
        for kind in types:
            body = f"{kind}：{place}\n".encode()
            self.page.select_option("#documents select[name=type]", kind)
            self.page.set_input_files(
                "#documents input[type=file]",
                {"name": f"{kind}.txt", "mimeType": "text/plain", "buffer": body},
            )
            self.send("#documents form[enctype] button[type=submit]")
            assert self.page.locator("#documents", has_text=f"{kind}.txt").count() == 1

    def step(self, place: str, label: str) -> None:
        """Take a step of a record by its button."""
        self.at(place)
        button = self.page.get_by_role("button", name=label, exact=True).first
        assert button.count(), self.not_yet(place)
        with self.page.expect_navigation(timeout=LONG):
            button.click()
        assert self.page.url.startswith(self.address + place.partition("?")[0]), self.page.inner_text("main")

    def not_yet(self, place: str) -> str:
        """Return what the page says about steps that are not possible yet."""
        self.at(place)
        return " ".join(self.page.locator("section:has(> header > :is(#next, #b-next))").all_inner_texts())

    def sign(self, place: str, minutes: str = "") -> str:
        """Sign by the approval bar, looking at the digest; returns the digest that was shown."""
        self.at(place)
        bar = self.page.locator("#approval")
        digest = bar.locator("code").inner_text()
        assert bar.locator("input[name=digest]").input_value().split(":")[-1][:16].upper() == digest
        if minutes:
            bar.locator("[name=minutes_number]").fill(minutes)
        with self.page.expect_navigation(timeout=LONG):
            bar.locator("button[value=approve]").click()
        return digest

    def sign_quickly(self, place: str, minutes: str = "") -> None:
        """Sign as the bar does, by its form alone, without drawing the page."""
        self.watch.turn = self
        shown = self.context.request.get(place)
        bar = _BAR.search(shown.text())
        assert bar, f"{self.account} has nothing to sign at {place}"
        action = re.search(r'<form method="post" action="([^"]+/decide)"', bar[0])
        assert action, bar[0]
        token = _CSRF.search(bar[0])
        assert token, bar[0]
        form: dict[str, str | float | bool] = {"csrf_token": token[1], "act": "approve"}
        form |= {"reason": "同意", "minutes_number": minutes}
        for name in ("digest", "idempotency_key"):
            found = re.search(f'name="{name}" value="([^"]+)"', bar[0])
            assert found, name
            form[name] = found[1]
        answer = self.context.request.post(
            action[1], form=form, headers={"Origin": self.address}, max_redirects=0
        )
        assert answer.status == 303, f"{self.account} at {place}: {answer.status} {answer.text()[:400]}"

    def close(self) -> None:
        """Leave the desk."""
        self.context.close()
