"""Giving a dialog a period, and what follows from one."""

from collections.abc import Sequence

from chappe.db.database import Tx
from chappe.features.dialogs import store as dialogs
from chappe.features.messages import leaving
from chappe.features.messages.actions import deliver
from chappe.features.messages.actions.deletions import forgets
from chappe.features.messages.audience import boxes_of, dialog_in
from chappe.features.messages.model import Body
from chappe.features.messages.payload import write_value
from chappe.features.messages.periods import counts_down, gives_first_period
from chappe.features.vanish import store
from chappe.ids import BoxId, PeerId, UserId, channel_of, is_bot, user_of, user_peer
from chappe.jobs.kinds import Job, job
from chappe.jobs.schedule import schedule
from chappe.rpc.errors import RpcError
from chappe.tl import api
from chappe.updates.facts import Fact, Kind, fact
from chappe.updates.log import Journal


@fact(Kind.HISTORY_TTL)
class HistoryTtl(Fact, frozen=True):
    """A dialog has another period."""

    peer: PeerId


@job("vanish.messages")
class Vanish(Job, frozen=True):
    """Delete the messages whose time is over by then."""

    at: int


async def set_period(journal: Journal, user_id: UserId, peer: PeerId, seconds: int) -> None:
    """What is said in a dialog from now on goes after so many seconds (0: it stays); all who are in it are
    told.

    Errors: CHAT_NOT_MODIFIED; those of `deliver`
    """
    await journal.lock(await boxes_of(journal.tx, user_id, peer))
    if await _period(journal.tx, user_id, peer) == seconds:
        raise RpcError(400, "CHAT_NOT_MODIFIED")
    await _tell(journal, user_id, peer, seconds, by_default=False)
    await _set(journal, user_id, peer, seconds)


async def _period(tx: Tx, user_id: UserId, peer: PeerId) -> int:
    if channel_of(peer) is not None:
        return (await store.find_channels(tx, [peer])).get(peer, 0)
    dialog = await dialogs.find(tx, user_id, peer)
    return 0 if dialog is None else dialog.ttl_period


async def _tell(
    journal: Journal, user_id: UserId, peer: PeerId, seconds: int, *, by_default: bool
) -> None:
    """The message that says so."""
    action = api.MessageActionSetMessagesTTL(
        period=seconds, auto_setting_from=user_id if by_default else None
    )
    body = Body(from_id=user_peer(user_id), at=journal.at, text="", action=write_value(action))
    saved_peer = peer if peer == user_peer(user_id) else None
    await deliver(journal, user_id, peer, body, saved_peer=saved_peer)


async def _set(journal: Journal, user_id: UserId, peer: PeerId, seconds: int) -> None:
    """Write it into the dialogs of all who are in it; for a channel, once."""
    if channel_of(peer) is not None:
        await store.set_channel(journal.tx, peer, seconds)
        await journal.append(BoxId(peer), HistoryTtl(peer))
        return
    for box in await boxes_of(journal.tx, user_id, peer):
        owner, seen_as = user_of(PeerId(box)), dialog_in(box, user_id, peer)
        if owner is not None:
            await dialogs.set_period(journal.tx, owner, seen_as, seconds)
            await journal.append(box, HistoryTtl(seen_as))


async def first_period(tx: Tx, author: UserId, peer: PeerId) -> int:
    """The period that an author gives to new private chats, when this is one; that of a channel."""
    if channel_of(peer) is not None:
        return (await store.find_channels(tx, [peer])).get(peer, 0)
    if user_of(peer) in {None, author} or is_bot(author):  # a bot has chosen none
        return 0
    seconds = await store.find_default(tx, author)
    if seconds and (await leaving.newest(tx, BoxId(author), peer))[0]:
        return 0
    return seconds


async def begin(journal: Journal, author: UserId, peer: PeerId, seconds: int) -> None:
    """A new private chat gets the period of its author's choice; a channel has its own already."""
    if channel_of(peer) is not None:
        return
    await _set(journal, author, peer, seconds)
    await _tell(journal, author, peer, seconds, by_default=True)


gives_first_period(first_period, begin)


@counts_down
async def count_down(journal: Journal, bodies: Sequence[tuple[int, Body]]) -> None:
    """Messages with a period have come: see that they go. All of a second go together."""
    at = {body_id: body.at + body.ttl_period for body_id, body in bodies}
    await store.insert(journal.tx, at)
    for when in sorted(set(at.values())):
        await schedule(journal, Vanish(when), when, key=str(when), keep=True)


@forgets
async def forget(tx: Tx, bodies: Sequence[int]) -> None:
    """Some bodies are gone already."""
    await store.forget(tx, bodies)
