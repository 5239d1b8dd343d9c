"""Names of duties, forms, platforms and events in the language of the page."""

from bondlife.queries.words import said
from models.disclosure_duties import BY_KEY, PLATFORMS
from models.disclosure_events import EVENTS
from models.disclosure_forms import forms
from models.lifecycle import Label


def duty_name(key: str) -> str:
    """Return the name of a kind of duty."""
    return said(BY_KEY[key].label) if key in BY_KEY else key


def form_name(key: str) -> str:
    """Return the name of a form, led by its number where the field knows it by one."""
    spec = forms().get(key)
    if spec is None:
        return key
    return f"{form_code(key)} {said(spec.label)}".strip()


def form_code(key: str) -> str:
    """Return the number the field knows a form by, empty where it has none."""
    return key if key[:1].isupper() else ""


def form_word(key: str) -> str:
    """Return a form in the fewest words: its number, else its name."""
    return form_code(key) or form_name(key)


IDENTITIES = {
    "f1.total_investment = own_funds + special_bond + other_debt": Label(
        "Total investment = own funds + special bonds + other debt",
        "项目总投资＝项目资金＋专项债券融资＋其他债务融资",
    ),
    "f1.special_bond = sum(yearly special_bond)": Label(
        "Special bonds = sum of the years", "专项债券融资＝分年合计"
    ),
    "f1.other_debt = sum(yearly other_debt)": Label(
        "Other debt = sum of the years", "其他债务融资＝分年合计"
    ),
    "f1.total_revenue = sum(yearly revenue)": Label(
        "Net income = sum of the years", "项目总收益＝分年收益合计"
    ),
    "f1.project_count = linked projects": Label(
        "Number of projects = projects linked", "对应项目数量＝关联项目数"
    ),
    "f8.total = general + special": Label("Total = general + special", "合计＝一般＋专项"),
    "f8.balance <= limit": Label("Balance ≤ limit", "债务余额≤债务限额"),
    "b1.total = general + special": Label("Total = general + special", "合计＝一般＋专项"),
    "f3.bond_share <= received": Label("Bond money spent ≤ received", "债券资金支出≤债券资金到位"),
    "f4.realised does not fall without a reason": Label(
        "Realised figures fall only with a reason", "已实现数不下降（下降须说明）"
    ),
}
"""What each identity of a form says, by the words of its rule."""


def identity_name(key: str) -> str:
    """Return an identity in words; one a region wrote itself stands as it is."""
    return said(IDENTITIES[key]) if key in IDENTITIES else key


def platform_name(key: str) -> str:
    """Return the name of a platform."""
    return said(PLATFORMS[key]) if key in PLATFORMS else key


def event_choices() -> list[tuple[str, str]]:
    """Return every type of major event with its name."""
    return [(key, said(one.label)) for key, one in EVENTS.items()]
