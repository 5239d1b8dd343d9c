"""Where a record stands and how it came there: the two writes every move consists of."""

from collections.abc import Sequence

from bondlife.acts import Act
from models.lifecycle import Lifecycle
from models.registry import RecordRow, StateMove


def enter(act: Act, row: RecordRow, lifecycle: Lifecycle) -> None:
    """Put a new record at the start of its lifecycle."""
    row.state, row.state_since, row.state_moves = lifecycle.initial, act.now, 0


def set_state(act: Act, row: RecordRow, target: str) -> None:
    """Put a record into a state."""
    act.change(row, state=target, state_since=act.now, state_moves=row.state_moves + 1)


def note(
    act: Act,
    row: RecordRow,
    key: str,
    source: str,
    reason: str = "",
    approval_id: int | None = None,
    skipped: Sequence[str] | None = None,
) -> None:
    """Write down the move a record just made."""
    act.flush()
    assert row.id is not None
    move = StateMove(
        record=row.record,
        record_id=row.id,
        number=row.state_moves,
        transition=key,
        source=source,
        target=row.state,
        reason=reason,
        not_examined=list(skipped) if skipped is not None else None,
        business_date=act.business_date,
        at=act.now,
        actor_id=act.actor.user_id,
        approval_id=approval_id,
    )
    act.session.add(move)
    act.flush()
    assert move.id is not None
    act.seal(StateMove, move.id)
