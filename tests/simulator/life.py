"""One life: bonds issued, lent on, spent, served on time or late, refinanced, called, repaid; by a seed."""

import heapq
import random
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import partial
from pathlib import Path
from typing import Any

from bondlife import clock
from bondlife.db import Database
from bondlife.errors import Refusal
from bondlife.lifecycle.legs import penalty_on
from bondlife.services.repayment_inputs import RefinancingLineInput, ShortfallLineInput
from bondlife.services.repayment_notices import open_due
from bondlife.services.repayments import save_mapping, save_shortfall
from calculators.kernel.dates import add_months
from models.registry import Instalment
from tests.lifecycle.story import Story, on
from tests.repayment.desk import yuan
from tests.simulator.invariants import Watch, whole
from tests.simulator.trouble import Trouble
from tests.simulator.world import Loan, World

START = date(2036, 3, 2)
TENORS = (3, 5, 7, 10, 15, 20, 30)
TROUBLE = 0.12
"""How often something goes wrong between two events."""
WAYS = ("on time",) * 15 + ("ahead",) * 2 + ("late",) * 2 + ("shortfall",)
WAN = 1_000_000
LAWFULLY_REFUSED = {"under_way", "carried_part"}
"""What officers of a life may be told: an order comes too late, or the bond is split already."""


@dataclass(order=True)
class Event:
    """Something that happens on a day; ``what`` takes no argument."""

    day: date
    number: int
    name: str = field(compare=False)
    loan: Loan = field(compare=False)
    what: Callable[[], None] = field(compare=False)


class Life:
    """A world, a queue of days, and counts of what was done."""

    def __init__(self, db: Database, folder: Path, *, seed: int, bonds: int, years: int) -> None:
        self.chance = random.Random(seed)
        self.world = World(Story(db, folder / "papers"))
        self.watch = Watch(self.world)
        self.trouble = Trouble(self.world, self.chance)
        self.end, self.years = add_months(START, 12 * years), years
        self.queue: list[Event] = []
        self.counts: Counter[str] = Counter()
        self.folder, self.number = folder, 0
        self.loans: list[Loan] = []
        self._begin(bonds)

    def run(self) -> Counter[str]:
        """Live until the last day; every event is followed by the checks of its loan."""
        while self.queue and self.queue[0].day <= self.end:
            event = heapq.heappop(self.queue)
            with on(event.day.isoformat()):
                self.counts[self._tried(event)] += 1
                self.watch.step(event.loan)
                self._disturb(event.loan)
        self.counts["steps checked"] = self.watch.steps
        self.counts["rows verified"] = whole(self.world.db, self.folder)
        self.counts["loans closed"] = sum(one.is_closed for one in self.loans)
        stuck = [
            one for one in self.loans if not one.is_closed and one.maturity + timedelta(days=90) < self.end
        ]
        assert not stuck, (len(stuck), self.counts)
        return self.counts

    def _disturb(self, loan: Loan) -> None:
        """Let something go wrong now and then; the books must look as they did."""
        if self.chance.random() < TROUBLE:
            name = self.trouble.do(loan)
            if name:
                self.counts[f"trouble: {name}"] += 1
                self.watch.step(loan)

    def _tried(self, event: Event) -> str:
        """Do what an event says and return how it is counted."""
        try:
            event.what()
        except Refusal as refusal:
            if refusal.problems[0].code not in LAWFULLY_REFUSED:
                raise
            return f"refused: {refusal.problems[0].code}"
        return event.name

    def _at(self, day: date, name: str, loan: Loan, what: Callable[[], None]) -> None:
        self.number += 1
        heapq.heappush(self.queue, Event(day, self.number, name, loan, what))

    def _begin(self, bonds: int) -> None:
        with on("2036-01-05"):
            projects = [self.world.project() for _ in range(max(bonds // 3, 1))]
        days = sorted(self.chance.randrange(365 * self.years // 2) for _ in range(bonds - 1))
        for day in (START, *(START + timedelta(days=after) for after in days)):
            tenor = self.chance.choice([one for one in TENORS if one <= max(self.years, 3)])
            with on(day.isoformat()):
                loan = self._issue(self.chance.choice(projects), day, tenor)
            spent = day + timedelta(days=self.chance.randrange(20, 40))
            self._at(spent, "money spent", loan, partial(self._spend, loan))

    def _issue(self, project: str, day: date, tenor: int, amount: int = 0, **terms: Any) -> Loan:
        face = amount or self.chance.randrange(100, 90_000) * WAN
        option = f"{tenor - 2}+2" if not amount and tenor > 3 and self.chance.random() < 0.3 else ""
        coupon = f"{self.chance.randrange(160, 420) / 100:.2f}"
        frequency = 1 if tenor <= 7 else 2
        form = "instalment" if not option and self.chance.random() < 0.2 else "bullet"
        base = {"value_date": day, "tenor_years": tenor, "coupon_percent": coupon, "option_pattern": option}
        more = {"coupon_frequency": frequency, "repayment_form": form}
        loan = self.world.issue(project, face, **base, **more, **terms)
        self.loans.append(loan)
        self.counts["bonds issued"] += 1
        if option:
            exercised = add_months(day, 12 * (tenor - 2))
            self._at(exercised - timedelta(days=60), "option", loan, lambda: self._option(loan, exercised))
        return loan

    def _spend(self, loan: Loan) -> None:
        self.world.receive_and_spend(loan)
        self._plan(loan)
        if self.chance.random() < 0.15:
            day = self._today() + timedelta(days=self.chance.randrange(100, 800))
            self._at(day, "on-lending repaid early", loan, lambda: self._repay_early(loan, day))

    def _plan(self, loan: Loan, *, after: date | None = None) -> None:
        """Put every open instalment of a loan on the queue, each in its own way."""
        for row in self.world.rows(loan):
            if row.state != "planned" or (after is not None and row.payment_date < after):
                continue
            if row.origin == "carried":
                self._at(row.payment_date, "carried by the issuer", loan, self._doing(self._carry, loan, row))
            elif row.principal and row.origin == "schedule" and self.chance.random() < 0.4:
                day = row.payment_date - timedelta(days=120)
                self._at(day, "refinancing begun", loan, self._doing(self._refinance, loan, row))
            else:
                self._serve(loan, row)
        closing = loan.maturity + timedelta(days=75)
        self._at(closing, "closing", loan, lambda: self._close(loan))

    def _doing(
        self,
        what: Callable[[Loan, Instalment], None],
        loan: Loan,
        row: Instalment,
        *,
        states: tuple[str, ...] = ("planned",),
    ) -> Callable[[], None]:
        """Do something with a row as it stands then, if it still stands there."""

        def doing() -> None:
            now = self.world.fresh(row)
            if now.state in states:
                what(loan, now)

        return doing

    def _serve(self, loan: Loan, row: Instalment) -> None:
        way, due = self.chance.choice(WAYS), row.payment_date
        if way == "late":
            fallen = self._doing(self._fall_late, loan, row, states=("planned", "overdue"))
            self._at(due + timedelta(days=1), "overdue", loan, fallen)
        elif way == "ahead":
            early = row.remittance_date - timedelta(days=self.chance.randrange(10, 60))
            self._at(early, "paid in ahead", loan, self._doing(self._ahead, loan, row))
        elif way == "shortfall":
            self._at(row.remittance_date - timedelta(days=15), way, loan, self._doing(self._short, loan, row))
        else:
            self._at(row.remittance_date, way, loan, self._doing(self._pay, loan, row))

    def _pay(self, loan: Loan, row: Instalment) -> None:
        self.world.budget(loan.project, row.payment_date.year)
        self.world.notified(row)
        self.world.remitted(row)
        self._pass_on(loan, row)

    def _pass_on(self, loan: Loan, row: Instalment) -> None:
        """Let city and province pass the money on the same day; the registrar is paid on the due day."""
        first, second, *last = self.world.legs(row)
        self.world.receive("city-officer", first)
        self.world.send("city-officer", second)
        self.world.receive("province-officer", second)
        for leg in last:
            if leg.state == "planned":
                day = max(row.payment_date, self._today())
                self._at(day, "holders paid", loan, partial(self._pay_holders, leg))

    def _pay_holders(self, leg: Any) -> None:
        self.world.send("province-officer", leg)
        self.world.receive("province-officer", leg)

    def _ahead(self, loan: Loan, row: Instalment) -> None:
        self.world.budget(loan.project, row.payment_date.year)
        self.world.remitted(row, "remit_ahead", "资金提前到位")
        self._pass_on(loan, row)

    def _short(self, loan: Loan, row: Instalment) -> None:
        self.world.budget(loan.project, row.payment_date.year)
        self.world.notified(row)
        due = yuan(row.principal + row.interest + row.fee)
        line = {"source": "fiscal_subsidy", "year": row.payment_date.year, "amount": due}
        line |= {"approval_number": "政府批复", "approved_on": self._today()}
        now = self.world.fresh(row)
        lines = [ShortfallLineInput.model_validate(line)]
        save_shortfall(self.world.db, self.world.story.people["officer"], row.public_id, lines, now.version)
        self.world.attach("instalment", row, "shortfall_plan")
        self.world.signed("officer", "instalment", row, "report_shortfall", "收入不足")
        sources = {"interest_source": "fiscal_subsidy", "principal_source": "fiscal_subsidy"}
        self.world.remitted(row, "cover_shortfall", **sources)
        self._pass_on(loan, row)

    def _fall_late(self, loan: Loan, row: Instalment) -> None:
        open_due(self.world.db)
        last = self.world.legs(row)[-1]
        if last.payee_id is None:
            self._pay_holders(last)
        day = row.payment_date + timedelta(days=self.chance.randrange(5, 40))
        self._at(day, "overdue settled", loan, lambda: self._settle(loan, row))

    def _settle(self, loan: Loan, row: Instalment) -> None:
        self.world.budget(loan.project, row.payment_date.year)
        now = self.world.fresh(row)
        penalty = penalty_on(now, self._today())
        if penalty > 1 and self.chance.random() < 0.5:
            form = {"instalment": row.public_id, "amount": yuan(penalty // 2), "effective_on": self._today()}
            self.world.order("officer", purpose="waiver", **form)
            self.counts["penalty waived"] += 1
        self.world.remitted(now, "settle_overdue")
        self._pass_on(loan, now)

    def _carry(self, loan: Loan, row: Instalment) -> None:
        story, key = self.world.story, row.public_id
        due = yuan(row.principal + row.interest + row.fee)
        sources = {"interest_source": "lawful_subsidy", "principal_source": "lawful_subsidy"}
        story.move("province-officer", "instalment", key, "budget")
        papers = ("payment_notice", "source_note", "remittance_voucher", "redemption_proof")
        self.world.attach("instalment", row, *papers, who="province-officer")
        story.move("province-officer", "instalment", key, "notify")
        story.edit("province-officer", "instalment", key, secured=due, **sources)
        self.world.signed("province-officer", "instalment", row, "remit")
        day = {"secured": due, "paid_on": self._today(), **sources}
        story.edit("province-officer", "instalment", key, **day)
        story.move("province-reviewer2", "instalment", key, "pay")

    def _refinance(self, loan: Loan, row: Instalment) -> None:
        self.world.story.edit("officer", "instalment", row.public_id, interest_source="dedicated_income")
        self.world.attach("instalment", row, "refinancing_plan")
        self.world.signed("officer", "instalment", row, "refinance", "到期本金再融资")
        day = self._today() + timedelta(days=60)
        self._at(day, "refinanced", loan, lambda: self._complete(loan, row))

    def _complete(self, loan: Loan, row: Instalment) -> None:
        principal = row.principal
        part = principal if self.chance.random() < 0.6 else max(principal // 2 // WAN, 1) * WAN
        fresh = self._issue(
            loan.project, self._today(), self.chance.choice((3, 5)), part, purpose="refinancing_maturing"
        )
        self.world.budget(loan.project, row.payment_date.year)
        lines = [RefinancingLineInput.model_validate({"new_share": fresh.share, "amount": yuan(part)})]
        officer = self.world.story.people["officer"]
        save_mapping(self.world.db, officer, row.public_id, lines, self.world.fresh(row).version)
        self.world.signed("officer", "instalment", row, "complete_refinancing")
        self._plan(fresh)
        for rest in self.world.rows(loan):
            if rest.origin == "rest" and rest.state == "planned" and rest.payment_date == row.payment_date:
                self._serve(loan, rest)
        self.watch.step(fresh)

    def _repay_early(self, loan: Loan, day: date) -> None:
        ahead = [one for one in self.world.rows(loan) if one.nominal_date > day and one.state == "planned"]
        owed = sum(one.principal for one in ahead)
        share = self.world.story.row("bond_share", loan.share).public_id
        form = {"share": share, "amount": yuan(max(owed // 3, 1)), "effective_on": day + timedelta(days=30)}
        self.world.order("officer", purpose="repay_onlending", **form)
        self._plan(loan)

    def _option(self, loan: Loan, day: date) -> None:
        whole_call = self.chance.random() < 0.5
        own = [one for one in self.world.rows(loan) if one.nominal_date >= day and one.origin != "early"]
        owed = sum(one.principal for one in own if one.state not in ("superseded", "paid", "refinanced"))
        amount = owed if whole_call else max(owed // 4 // 100 * 100, 100)
        form = {"bond": loan.bond, "region": "330000", "amount": yuan(amount), "effective_on": day}
        self.world.order("province-officer", purpose="call" if whole_call else "put", **form)
        if whole_call:
            loan.maturity = day
        self._plan(loan, after=day)

    def _close(self, loan: Loan) -> None:
        if loan.is_closed:
            return
        share = self.world.story.row("bond_share", loan.share)
        if share.state != "repaid":
            self.world.story.signed("officer", "bond_share", loan.share, "repay", "simple")
        self.world.signed("province-officer", "bond", self.world.story.row("bond", loan.bond), "redeem")
        loan.is_closed = True

    def _today(self) -> date:
        return clock.business_date()
