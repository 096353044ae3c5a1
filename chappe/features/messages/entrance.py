"""The door before a message that is sent, opened with one statement: it is asked so often.

Whoever is held up there is looked at properly, for the right refusal.
"""

from typing import TYPE_CHECKING, NamedTuple

from chappe.db.database import Tx
from chappe.features.dialogs import store as dialogs
from chappe.features.messages import store
from chappe.features.messages.access import access_addressee
from chappe.features.messages.audience import own_box
from chappe.features.users import relations
from chappe.features.users import store as users
from chappe.features.users.access import named_peer
from chappe.ids import PeerId, is_bot, user_of
from chappe.updates.viewer import Viewer

if TYPE_CHECKING:
    from chappe.tl import api

ENTER = f"SELECT ({relations.MAY_WRITE}), ({store.FIND_RANDOM}), ({users.ONLINE_UNTIL})"
ENTER_AS_BOT = f"SELECT ({relations.MAY_WRITE} AND {dialogs.HAS}), ({store.FIND_RANDOM}), NULL"
"""A bot writes only to those who have written to it, and is never there."""


class Entrance(NamedTuple):
    """Where a message goes, and whether it has gone there before. `online_until`: as the account of the
    author has it; None where it was not looked at."""

    peer: PeerId
    sent_before: bool
    online_until: int | None = None


async def enter(tx: Tx, viewer: Viewer, named: "api.TypeInputPeer", random_id: int) -> Entrance:
    """The peer that an InputPeer names, when the caller may write there.

    Errors: as access_addressee
    """
    peer = named_peer(viewer, named)
    box = own_box(viewer.user_id, peer)
    other = user_of(peer)
    if other is None or other == viewer.user_id:
        await access_addressee(tx, viewer, named)
        return Entrance(
            peer, bool(await store.find_randoms(tx, box, viewer.user_id, [random_id]))
        )
    bot = is_bot(viewer.user_id)
    if bot and is_bot(other):
        await access_addressee(tx, viewer, named)
    row = await tx.row(
        ENTER_AS_BOT if bot else ENTER,
        me=viewer.user_id,
        other=other,
        box=box,
        random_id=random_id,
    )
    assert row is not None
    if row[0] != 1:
        await access_addressee(tx, viewer, named)
    return Entrance(peer, row[1] is not None, row[2])
