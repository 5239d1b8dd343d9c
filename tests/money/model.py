"""The money of two shares in plain whole numbers: written from the rules, knowing nothing of the product."""

from dataclasses import dataclass, field


@dataclass
class Pot:
    """One share: what stands at the treasury, in the project's account, with the level above, with payees."""

    amount: int
    treasury: int = 0
    account: int = 0
    above: int = 0
    paid: int = 0
    moved: int = 0

    @property
    def received(self) -> int:
        """Return what is here or was spent here."""
        return self.treasury + self.account + self.paid


@dataclass
class Paid:
    """One payment that went out: from which pot, how much, what came back, through which account."""

    pot: int
    amount: int
    from_account: bool
    back: int = 0
    bounced: bool = False


@dataclass
class Moved:
    """One booked movement and whether it was corrected."""

    kind: str
    pot: int
    amount: int
    payment: int = -1
    corrected: bool = False


@dataclass
class Books:
    """Every act answers True where it is lawful and done, False where it must be refused."""

    pots: list[Pot]
    budget: int
    used: int = 0
    income: int = 0
    fees: int = 0
    payments: list[Paid] = field(default_factory=list)
    moves: list[Moved] = field(default_factory=list)

    def pay(self, pot: int, amount: int, *, from_account: bool) -> bool:
        """Pay a payee out of the treasury or out of the project's account."""
        own = self.pots[pot]
        there = own.account if from_account else own.treasury
        if amount > there or amount > self.budget - self.used or own.paid + amount > own.received:
            return False
        if from_account:
            own.account -= amount
        else:
            own.treasury -= amount
        own.paid += amount
        self.used += amount
        self.payments.append(Paid(pot, amount, from_account))
        return True

    def bounce(self, number: int) -> bool:
        """Take a whole payment back where it came from."""
        one = self.payments[number]
        if one.bounced or one.back:
            return False
        self._put(one.pot, one.amount, to_account=one.from_account)
        one.bounced = True
        return True

    def _put(self, pot: int, amount: int, *, to_account: bool) -> None:
        own = self.pots[pot]
        own.paid -= amount
        self.used -= amount
        if to_account:
            own.account += amount
        else:
            own.treasury += amount

    def refund(self, number: int, amount: int) -> bool:
        """Let a payee return a part to the treasury."""
        one = self.payments[number]
        if one.bounced or one.back + amount > one.amount:
            return False
        self._put(one.pot, amount, to_account=False)
        one.back += amount
        self.moves.append(Moved("refund", one.pot, amount, number))
        return True

    def release(self, pot: int, amount: int) -> bool:
        """Release money to the project's account."""
        own = self.pots[pot]
        if amount > own.treasury:
            return False
        own.treasury, own.account = own.treasury - amount, own.account + amount
        self.moves.append(Moved("release", pot, amount))
        return True

    def hand_back(self, pot: int, amount: int) -> bool:
        """Return money from the project's account to the treasury."""
        own = self.pots[pot]
        if amount > own.account:
            return False
        own.treasury, own.account = own.treasury + amount, own.account - amount
        self.moves.append(Moved("hand_back", pot, amount))
        return True

    def earn(self, amount: int) -> bool:
        """Hand project income in."""
        self.income += amount
        self.moves.append(Moved("income", -1, amount))
        return True

    def fee(self, pot: int, amount: int) -> bool:
        """Pay a fee out of the budget, never out of proceeds."""
        self.fees += amount
        self.moves.append(Moved("fee", pot, amount))
        return True

    def correct(self, number: int) -> bool:
        """Mirror a movement, once, where the money is still there."""
        one = self.moves[number]
        if one.corrected:
            return False
        own = self.pots[one.pot]
        if one.kind == "refund":
            payment = self.payments[one.payment]
            if own.treasury < one.amount or self.budget - self.used < one.amount:
                return False
            own.treasury, own.paid = own.treasury - one.amount, own.paid + one.amount
            self.used += one.amount
            payment.back -= one.amount
        elif one.kind == "release":
            if own.account < one.amount:
                return False
            own.treasury, own.account = own.treasury + one.amount, own.account - one.amount
        elif one.kind == "hand_back":
            if own.treasury < one.amount:
                return False
            own.treasury, own.account = own.treasury - one.amount, own.account + one.amount
        elif one.kind == "income":
            self.income -= one.amount
        else:
            self.fees -= one.amount
        one.corrected = True
        return True

    def move(self, amount: int) -> bool:
        """Give unused money of the first share to the second, by a change of use."""
        old, new = self.pots
        if amount > old.treasury or amount >= old.amount:
            return False
        old.treasury, new.treasury = old.treasury - amount, new.treasury + amount
        old.amount, new.amount = old.amount - amount, new.amount + amount
        old.moved, new.moved = old.moved - amount, new.moved + amount
        return True
