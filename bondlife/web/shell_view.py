"""The frozen view of everything around a page: who looks, in which language and unit, and the ways on."""

from dataclasses import dataclass

from bondlife.locale import DEFAULT

UNITS = ("yuan", "wan", "yi")
"""Units in which money is shown: 元, 万元, 亿元."""


@dataclass(frozen=True, slots=True)
class MenuEntry:
    """One entry of the left menu."""

    label: str
    href: str
    is_current: bool = False
    pages: tuple["MenuEntry", ...] = ()


@dataclass(frozen=True, slots=True)
class RegionChoice:
    """One region the user may look at; ``code`` is what the address carries."""

    code: str
    label: str


@dataclass(frozen=True, slots=True)
class ShellView:
    """What base.html draws around a page; the defaults are those of a visitor who has not signed in."""

    locale: str = DEFAULT
    unit: str = "wan"
    user_name: str = ""
    role_label: str = ""
    menu: tuple[MenuEntry, ...] = ()
    regions: tuple[RegionChoice, ...] = ()
    region: str = ""
    task_count: int = 0
    alert_count: int = 0
    notice_count: int = 0
    sees: frozenset[str] = frozenset()
    csrf_token: str = ""
    business_date: str = ""
    is_demo: bool = False
    publisher: str = ""

    @property
    def is_signed_in(self) -> bool:
        """Say whether somebody is signed in."""
        return bool(self.user_name)

    @property
    def language_tag(self) -> str:
        """Return the language as pages name it."""
        return "en" if self.locale == "en" else "zh-CN"


VISITOR = ShellView()
"""The shell of a visitor who has not signed in."""
