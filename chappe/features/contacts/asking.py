"""How many strangers' numbers an account may ask about in a day: who asks for all numbers in turn would learn
who is here. Numbers that stand in the address book already are not asked for anew."""

from chappe.config import Profile
from chappe.db.database import Tx
from chappe.ids import UserId

ASKED_PER_DAY_MAX = 3000
"""A big address book in one day; in profile dev there is no limit."""
DAY_SECONDS = 86_400
SPEND = """
INSERT INTO contact_asked (owner_id, day, count) VALUES (:owner, :day, :count)
ON CONFLICT (owner_id) DO UPDATE SET day = excluded.day, count = excluded.count
    + CASE WHEN contact_asked.day = excluded.day THEN contact_asked.count ELSE 0 END
RETURNING count
"""


async def spend(tx: Tx, profile: Profile, owner: UserId, now: float, wanted: int) -> int:
    """Ask for so many numbers; for how many of them it may be done today."""
    if profile is Profile.DEV or not wanted:
        return wanted
    row = await tx.row(SPEND, owner=owner, day=int(now // DAY_SECONDS), count=wanted)
    assert row is not None
    over: int = row[0] - ASKED_PER_DAY_MAX
    return max(0, wanted - max(0, over))


def seconds_left(now: float) -> int:
    """Until the day is over, which begins at midnight UTC."""
    return DAY_SECONDS - int(now % DAY_SECONDS)
