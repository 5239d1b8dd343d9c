"""The first days of a demo's story: projects taken on, bonds lent on and received, budgets and contracts."""

from datetime import date

from bondlife.demo import projects, sites
from bondlife.demo.debts import Terms
from bondlife.demo.payments import Spender
from bondlife.demo.tale import Tale


def begin(tale: Tale) -> None:
    """Take the projects on."""
    tale.projects.update(projects.take_on(tale.desk, tale.today))


def received(tale: Tale, name: str, terms: Terms, **wan: tuple[str, int]) -> None:
    """Issue a bond, lend its shares on and let their money arrive; the tale keeps them by both names."""
    named = {key: (tale.projects[code], amount) for key, (code, amount) in wan.items()}
    for key, share in zip(wan, tale.debts.issue(terms, **named), strict=True):
        tale.debts.lend_on(share)
        tale.debts.receive(share)
        tale.shares[f"{name}{key}"] = share


def named(start: date, name: str) -> str:
    """Return the name of a bond of the story."""
    return f"{start.year}年示例省政府专项债券（{name}）"


def old_bond(tale: Tale) -> None:
    """Three years, due soon: the one that is refinanced. Most of it is spent at once."""
    start = tale.old_start()
    received(tale, "old", Terms(named(start, "一期"), start, 3, "2.55"), a=("DEMO-S-1", 15_000))
    project, share = tale.projects["DEMO-S-1"], tale.shares["olda"]
    spender = tale.spenders["old"] = Spender(tale.debts, project, share, 15_000)
    spender.agree("综合管廊土建合同", "示例市政工程有限公司", 14_000, 13_600)
    spender.pay("综合管廊土建合同", 13_500)


def factory_bond(tale: Tale) -> None:
    """Ten years, for a project that earns less than it said."""
    start, code = tale.ago(24, 22), "DEMO-S-2"
    project = tale.projects[code]
    sites.plan(tale.desk, project, start.year - 2, bonds=8_000, own=8_000, income=2_400)
    terms = Terms(named(start, "四期"), start, 10, "2.36", is_disclosed=True)
    received(tale, "factory", terms, a=(code, 8_000))
    spender = tale.spenders["factory"] = Spender(tale.debts, project, tale.shares["factorya"], 8_000)
    spender.agree("厂房施工合同", "示例建工集团有限公司", 7_800, 7_800)
    spender.pay("厂房施工合同", 7_600)


def two_bonds(tale: Tale) -> None:
    """One bond with shares of two projects; its interest comes due in two weeks."""
    start = tale.ago(12, -15)
    shares = {"a": ("DEMO-S-3", 6_000), "b": ("DEMO-S-4", 4_000)}
    received(tale, "pair", Terms(named(start, "二期"), start, 7, "2.21"), **shares)


def budgets(tale: Tale) -> None:
    """Budget lines, contracts, plans and milestones of the two projects under construction."""
    desk, day = tale.desk, tale.ago(11)
    for name, code, wan in (("a", "DEMO-S-3", 6_000), ("b", "DEMO-S-4", 4_000)):
        project = tale.projects[code]
        tale.spenders[name] = Spender(tale.debts, project, tale.shares[f"pair{name}"], wan)
        sites.plan(desk, project, day.year, bonds=9_000, own=9_000, income=3_000)
    sites.permit(desk, tale.projects["DEMO-S-4"], day, "physical_work", "department_approval")
    sites.evaluate(desk, tale.projects["DEMO-S-4"], day.year)
    parking, pipes = tale.spenders["a"], tale.spenders["b"]
    parking.agree("停车场土建合同", "示例建工集团有限公司", 5_200, 1_800)
    parking.agree("停车设备采购合同", "示例智能设备有限公司", 1_400, 0, "goods")
    pipes.agree("管网改造施工合同", "示例水务工程有限公司", 3_600, 700)
    start = tale.ago(14)
    sites.milestones(desk, parking.project, start, {1: tale.ago(12)})
