"""The money trail: every end tells the same fen, on any day; foreign rows are missing."""

from collections import Counter
from datetime import date

import pytest

from bondlife.errors import Invalid, Missing
from bondlife.queries import money_links, money_paths, money_trail
from bondlife.queries.idle_money import IdleAsk, idle_view, progress_view
from bondlife.queries.money_trail import TrailAsk, TrailView, trail_table, trail_told, trail_view
from tests.lifecycle.story import YI
from tests.money.county import ARRIVED, EACH, PAID, READ, County


@pytest.fixture(scope="module")
def told(county: County) -> County:
    """Return the county after it paid two payees and got some back."""
    county.moved("to_project_account", 30 * EACH, share=county.share.public_id)
    first = county.pay(4 * EACH, paid_from="project_account")
    county.pay(33 * EACH, county.other)
    county.moved("payee_refund", EACH, payment=first.public_id)
    return county


def seen(county: County, end: str, key: str, day: date = READ, who: str = "officer") -> TrailView:
    return trail_view(county.story.db, county.story.people[who], TrailAsk(end, key, day), whole=True)


def keys(county: County) -> dict[str, str]:
    return {
        "bond": county.bond.public_id,
        "region": "330304",
        "project": county.project.public_id,
    }


def test_every_end_tells_the_same_money(told: County) -> None:
    for end, key in keys(told).items():
        view = seen(told, end, key)
        assert (view.raised, view.paid) == (8 * YI, 36 * EACH), end
        assert (view.project_account, view.returned, view.gap) == (26 * EACH, 0, 0)
        assert view.treasury == 8 * YI - 30 * EACH - 33 * EACH + EACH
        assert view.released == 63 * EACH
        assert view.traced == 8 * YI


def test_contract_and_payee_tell_their_own_part(told: County) -> None:
    assert seen(told, "contract", told.works.public_id).paid == 3 * EACH
    view = seen(told, "payee", "示例设备公司")
    assert (view.paid, view.gap, view.is_part) == (33 * EACH, 0, True)
    assert [one.number for one in view.payments] == ["ZF-3"]
    assert view.payments[0].bond == told.bond.name


def test_links_of_one_column_add_up_to_the_next(told: County) -> None:
    view = seen(told, "bond", told.bond.public_id)
    totals = [stage.total for stage in view.stages]
    assert totals == [8 * YI, 8 * YI, 8 * YI, 36 * EACH]
    into: Counter[str] = Counter()
    out: Counter[str] = Counter()
    for stage in view.stages:
        for link in stage.links:
            into[link.target.text] += link.amount
            out[link.source.text] += link.amount
    for name in out.keys() & into.keys():
        assert out[name] == into[name], name


@pytest.mark.parametrize(
    ("day", "raised", "paid"),
    [(date(2036, 3, 31), 0, 0), (ARRIVED, 8 * YI, 0), (PAID, 8 * YI, 37 * EACH), (READ, 8 * YI, 36 * EACH)],
)
def test_the_trail_stands_still_on_any_day(told: County, day: date, raised: int, paid: int) -> None:
    view = seen(told, "project", told.project.public_id, day)
    assert (view.raised, view.paid, view.gap) == (raised, paid, 0)


def test_a_region_summed_tells_what_its_shares_tell(told: County, monkeypatch: pytest.MonkeyPatch) -> None:
    share_by_share = seen(told, "region", "330300", who="city")
    monkeypatch.setattr(money_trail, "FEW_SHARES", 0)
    summed = seen(told, "region", "330300", who="city")
    assert summed.is_summed
    assert not share_by_share.is_summed
    for name in money_trail.SUMS:
        assert getattr(summed, name) == getattr(share_by_share, name), name
    early = seen(told, "region", "330300", date(2036, 5, 5), who="city")
    assert (early.raised, early.paid) == (8 * YI, 0)


def test_many_nodes_of_a_column_are_put_together(told: County, monkeypatch: pytest.MonkeyPatch) -> None:
    whole = seen(told, "bond", told.bond.public_id)
    monkeypatch.setattr(money_links, "MOST_NODES", 2)
    few = seen(told, "bond", told.bond.public_id)
    assert [stage.total for stage in few.stages] == [stage.total for stage in whole.stages]
    assert len({link.target.text for link in few.stages[2].links}) == 2


def test_what_is_foreign_or_wrong_is_missing_or_refused(told: County) -> None:
    for end, key in keys(told).items():
        with pytest.raises(Missing):
            seen(told, end, key + "x")
    with pytest.raises(Invalid):
        seen(told, "planet", "x")
    with pytest.raises(Missing):
        seen(told, "payee", "没有此人")
    with pytest.raises(Missing):
        seen(told, "region", "320000")


def test_the_file_and_the_program_get_the_same_links(told: County) -> None:
    asked = TrailAsk("bond", told.bond.public_id, READ)
    actor = told.story.people["officer"]
    rows = list(trail_table(told.story.db, actor, asked).rows)
    links = trail_told(told.story.db, actor, asked)["links"]
    assert [row[3] for row in rows] == [link["amount"] for link in links]


def test_names_longer_than_the_picture_has_room_for_are_cut_in_the_middle() -> None:
    name = money_paths.Name("k", "2036年示例省政府专项债券（三期）", "")
    assert len(name.drawn) <= money_paths.MOST_SIGNS
    assert name.drawn.endswith("（三期）")


def test_idle_money_costs_its_coupon(told: County) -> None:
    view = idle_view(told.story.db, told.story.people["officer"], IdleAsk(as_of=READ), "idle_cost")
    unused = 8 * YI - 36 * EACH
    days = (READ - ARRIVED).days
    assert view.unused == unused
    assert view.cost == (unused * 236 * days * 2 + 10_000 * 365) // (2 * 10_000 * 365)
    assert sum(group.unused for group in view.groups) == unused
    assert view.explain is not None
    assert view.explain.value == view.cost
    line = idle_view(told.story.db, told.story.people["officer"], IdleAsk(as_of=READ), view.lines[0].key)
    assert line.explain is not None
    assert line.explain.value == view.lines[0].cost


@pytest.mark.parametrize(
    ("day", "listed"),
    [("2036-06-01", "达标"), ("2036-08-01", "未达标名单"), ("2037-05-01", "建议收回")],
)
def test_progress_is_judged_by_the_line_of_its_stage(told: County, day: str, listed: str) -> None:
    from bondlife.locale import speaking

    with speaking("zh_CN"):
        view = progress_view(
            told.story.db, told.story.people["officer"], IdleAsk(as_of=date.fromisoformat(day))
        )
    assert [one.listed for one in view.lines] == [listed]
    assert view.lines[0].consequence in ("", "仅提示", "informs only")
    assert view.rules[0].status == "unconfirmed"
    again = progress_view(
        told.story.db, told.story.people["officer"], IdleAsk(as_of=date.fromisoformat(day)), view.lines[0].key
    )
    assert again.explain is not None
