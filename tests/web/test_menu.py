"""The menu: the page of an address is the longest that begins it, and foreign areas stay closed."""

from bondlife.web.menu import MENU, menu_of
from tests.web.signed import SignIn


def current(path: str) -> list[str]:
    pages = [page for entry in menu_of(path, lambda _: True) for page in (entry, *entry.pages)]
    return [page.href for page in pages if page.is_current]


def test_a_page_is_shown_where_it_belongs() -> None:
    assert current("/money-trail") == ["/money-trail"]
    assert current("/money") == ["/money"]
    assert current("/bonds/wall") == ["/bonds/wall"]
    assert current("/projects/330304") == ["/projects"]
    assert current("/") == ["/"]
    assert current("/nowhere") == []


def test_an_area_without_a_right_is_not_offered() -> None:
    assert [entry.href for entry in menu_of("/", lambda right: right == "home.read")] == ["/"]


def test_no_address_stands_twice() -> None:
    addresses = [page.href for area in MENU for page in area.pages]
    assert len(addresses) == len(set(addresses))


def test_every_page_of_the_menu_opens(site: SignIn) -> None:
    for account in ("officer", "security"):
        person = site(account)
        found = [(page.href, person.get(page.href).status_code) for area in MENU for page in area.pages]
        assert {status for _, status in found} <= {200, 403}, found


def test_the_menu_speaks_the_language_of_the_page(site: SignIn) -> None:
    officer = site("officer")
    assert "Bonds and money" in officer.get("/projects?lang=en").text
    assert "债券与资金" in officer.get("/projects?lang=zh_CN").text
