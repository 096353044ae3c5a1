"""Being there by doing something: whoever writes is there, though its client does not say so.

It is looked at with every message, so what there is to know comes out of a statement that is asked anyway.
"""

from collections.abc import Awaitable, Callable

from chappe.ids import UserId, is_bot
from chappe.updates.log import Journal

ONLINE_SECONDS = 300
"""For so long an account counts as there; clients say so again before (config: online_update_period_ms)."""
RENEWED_SECONDS = 150
"""With less than this left it is written and told anew; before that, saying it again costs nothing."""

Seen = Callable[[Journal, UserId], Awaitable[None]]
_witnesses: list[Seen] = []


def sees_activity(seen: Seen) -> Seen:
    """The decorated function tells others that an account is there."""
    _witnesses.append(seen)
    return seen


async def was_active(journal: Journal, user_id: UserId, online_until: int) -> None:
    """An account has done something. `online_until`: as it was until now; Unix seconds. Of a bot nobody says
    that it is there."""
    if not is_bot(user_id) and online_until - journal.now <= RENEWED_SECONDS:
        for seen in _witnesses:
            await seen(journal, user_id)
