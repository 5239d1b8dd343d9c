"""Collection tasks by level: sent down, answered, checked, reviewed, summed, sent up (经办 to 上报).

Every step is a line of one table: from which step, to which, who may, and what is asked. A returned part goes
back to its unit with the reason; nobody takes two steps of one part.
"""

from bondlife.services.collections.answering import advance, answer, send_back, take_back
from bondlife.services.collections.sending import CollectionInput, QuestionInput, send, withdraw
from bondlife.services.collections.summing import report, sum_up

__all__ = [
    "CollectionInput",
    "QuestionInput",
    "advance",
    "answer",
    "report",
    "send",
    "send_back",
    "sum_up",
    "take_back",
    "withdraw",
]
