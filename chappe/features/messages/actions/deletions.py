"""Messages go, and dialogs are put right."""

from collections.abc import Awaitable, Callable, Collection, Sequence
from contextlib import nullcontext

from chappe.db.database import Tx
from chappe.features.dialogs import marks
from chappe.features.dialogs import store as dialogs
from chappe.features.messages import leaving, store, words
from chappe.features.messages.echoes import find_followers
from chappe.features.messages.mentions import UNNOTICED
from chappe.features.messages.model import CopyMark
from chappe.features.messages.store import Holder, find_holders
from chappe.features.messages.threads import leaving as see_leaving
from chappe.ids import BoxId, PeerId, UserId, channel_of, user_of
from chappe.updates.facts import DeleteMessages
from chappe.updates.log import Journal, Moment

Forget = Callable[[Tx, Sequence[int]], Awaitable[None]]
"""Forgets what another room keeps with bodies that are gone."""
FORGETTERS: list[Forget] = [words.forget]


def forgets(forget: Forget) -> Forget:
    """The decorated function keeps something with bodies, which goes when they go."""
    if forget not in FORGETTERS:
        FORGETTERS.append(forget)
    return forget


async def delete(
    journal: Journal, copies: Sequence[Holder], *, revoke: bool
) -> dict[BoxId, Moment]:
    """Take copies out of their box; `revoke`: out of the boxes of all others as well.

    Where each box is since.
    """
    if revoke:
        copies = await find_holders(journal.tx, {each.body_id for each in copies})
    asked = {each.box for each in copies}
    followers = await find_followers(journal.tx, copies)
    copies = list({(each.box, each.id): each for each in [*copies, *followers]}.values())
    gone: dict[BoxId, list[Holder]] = {}
    for copy in sorted(copies, key=lambda each: (each.box, each.id)):
        gone.setdefault(copy.box, []).append(copy)
    moments = {}
    for box, there in gone.items():
        with nullcontext() if box in asked else journal.unasked():
            ids = tuple(e.id for e in there)
            moments[box] = await journal.append(box, DeleteMessages(ids), ready=tuple(there))
    for box, there in gone.items():
        numbers = [each.id for each in there]
        await see_leaving(journal, moments[box], numbers)
        await leaving.delete_copies(journal.tx, box, numbers)
        if channel_of(PeerId(box)) is not None:
            await marks.forget(journal.tx, PeerId(box), numbers)
        await _put_right(journal.tx, box, there)
        if box not in asked:  # nobody else puts that channel right
            newest, at = await leaving.newest(journal.tx, box, PeerId(box))
            await dialogs.post_came(journal.tx, PeerId(box), newest, at or journal.at)
    await forget_bodies(journal.tx, {each.body_id for each in copies})
    return moments


async def forget_bodies(tx: Tx, ids: Collection[int]) -> None:
    """Those of some bodies that no box has a copy of are gone, with all that is kept with them."""
    bodies = await leaving.delete_bodies(tx, ids)
    if bodies:
        for forget in FORGETTERS:
            await forget(tx, bodies)


async def _put_right(tx: Tx, box: BoxId, gone: Sequence[Holder]) -> None:
    """What the dialogs of a box say of messages that are gone: which is the newest, how many are unread."""
    owner = user_of(PeerId(box))
    if owner is None:  # a channel's box: all its members have the newest message in one row
        newest_id, at = await leaving.newest(tx, box, PeerId(box))
        await dialogs.posts_went(tx, PeerId(box), newest_id, at)
        return
    by_peer: dict[PeerId, list[Holder]] = {}
    for copy in gone:
        by_peer.setdefault(copy.peer, []).append(copy)
    found = await dialogs.find_many(tx, owner, by_peer)
    for peer, dialog in found.items():
        copies = by_peer[peer]
        newest = dialog.top_id, dialog.top_at
        if any(each.id == dialog.top_id for each in copies):
            newest = await leaving.newest(tx, box, peer)
        unread = dialog.unread
        if any(
            each.id > dialog.read_inbox and CopyMark.OUT not in each.marks for each in copies
        ):
            unread = await store.count_unread(tx, box, peer, dialog.read_inbox)
        if (*newest, unread) != (dialog.top_id, dialog.top_at, dialog.unread):
            await dialogs.put_right(tx, UserId(owner), peer, *newest, unread)
        named = sum(UNNOTICED in CopyMark(each.marks) for each in copies)
        if named:
            await dialogs.count_mentions(tx, [owner], peer, -named)
        reacted = sum(CopyMark.REACTIONS_UNREAD in CopyMark(each.marks) for each in copies)
        if reacted:
            await dialogs.count_reactions(tx, owner, peer, -reacted)
