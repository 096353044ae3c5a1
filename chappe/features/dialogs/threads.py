"""Drafts in threads of a dialog: the room that knows topics keeps them, and says so here."""

from typing import Protocol

from chappe.db.database import Tx
from chappe.ids import MessageId, PeerId, UserId
from chappe.updates.log import Journal

Place = tuple[PeerId, MessageId]
"""A dialog, and what heads the thread."""


class Keeper(Protocol):
    """Keeps drafts of threads."""

    async def put(
        self, journal: Journal, owner: UserId, place: Place, draft: bytes | None
    ) -> bool:
        """Keep a draft (draftMessage, TL), or forget it; False: drafts there are those of the dialog."""

    async def find_all(self, tx: Tx, owner: UserId) -> dict[Place, bytes]:
        """All that an account has."""

    async def drop_all(self, journal: Journal, owner: UserId) -> None:
        """Forget them; the owner's box is taken."""


KEEPERS: list[Keeper] = []


async def put(
    journal: Journal, owner: UserId, peer: PeerId, thread: MessageId | None, draft: bytes | None
) -> bool:
    """Keep the draft of a thread, or forget it; False: it is the dialog's own."""
    if thread is None:
        return False
    return any([await each.put(journal, owner, (peer, thread), draft) for each in KEEPERS])
