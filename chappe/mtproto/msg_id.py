"""Message ids: time and order in one 64-bit number.

An id is Unix time · 2^32. Clients' ids are divisible by 4; ours leave remainder 1 when they answer
a message and 3 otherwise, and grow strictly within a session.
https://core.telegram.org/mtproto/description#message-identifier-msg-id
"""

from chappe.ids import MsgId

PAST_SECONDS_MAX = 300
FUTURE_SECONDS_MAX = 30

TOO_LOW, TOO_HIGH, LOW_BITS = 16, 17, 18
"""Codes of bad_msg_notification that `fault` may give."""


def fault(msg_id: int, now: float) -> int:
    """Why a client's outermost id cannot stand, as a bad_msg_notification code, or 0.

    The documents want the fraction of the second to be there. Pyrogram's first id of every second is
    without one, so it may be missing.
    """
    if msg_id & 3:
        return LOW_BITS
    seconds = msg_id >> 32
    if seconds < now - PAST_SECONDS_MAX:
        return TOO_LOW
    if seconds > now + FUTURE_SECONDS_MAX:
        return TOO_HIGH
    return 0


def following(last: int, now: float, *, answer: bool) -> MsgId:
    """The server's next id after `last`: near `now`, greater than `last`, remainder 1 or 3."""
    base = int(now * 4294967296) & ~3
    if base <= last:
        base = (last & ~3) + 4
    return MsgId(base + (1 if answer else 3))
