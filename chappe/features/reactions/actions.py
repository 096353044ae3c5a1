"""Reacting, and seeing that others have."""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import replace

from chappe.db.database import Tx
from chappe.features.dialogs import marks
from chappe.features.dialogs import store as dialogs
from chappe.features.dialogs.marks import MemberMark
from chappe.features.messages.actions.deletions import forgets
from chappe.features.messages.actions.reading import on_seen
from chappe.features.messages.leaving import find_own as find_holders_of
from chappe.features.messages.marking import mark_body, mark_copies
from chappe.features.messages.model import BodyMark, CopyMark, Message
from chappe.features.messages.store import Holder, find_holders
from chappe.features.reactions import store
from chappe.features.reactions.model import PER_MESSAGE_MAX, Reacted, Reaction
from chappe.ids import BoxId, MessageId, PeerId, UserId, user_of, user_peer
from chappe.rpc.errors import RpcError
from chappe.updates.facts import Fact, Kind, fact
from chappe.updates.log import Journal


@fact(Kind.CHANNEL_REACTIONS_SEEN)
class ChannelReactionsSeen(Fact, frozen=True):
    """The owner of the box has seen the reactions to its messages in a channel."""

    channel: PeerId
    ids: tuple[MessageId, ...]


@fact(Kind.REACTIONS)
class Reactions(Fact, frozen=True):
    """The reactions to a message are others now."""

    id: MessageId


async def react(
    journal: Journal,
    user_id: UserId,
    message: Message,
    reactions: Sequence[Reaction],
    *,
    big: bool = False,
    recent: bool = False,
    most: int = PER_MESSAGE_MAX,
) -> None:
    """These are the reactions of a user to a message now; none: they are taken back.

    `big`: shown large once. `recent`: they belong to those that the user has used lately. `most`: different
    ones on the message.

    Errors: MESSAGE_NOT_MODIFIED, REACTIONS_TOO_MANY (different ones on one message)
    """
    tx, body_id = journal.tx, message.body_id
    await journal.lock(holder.box for holder in await find_holders(tx, [body_id]))
    holders = await find_holders(tx, [body_id])
    there = (await store.find(tx, [body_id])).get(body_id, [])
    mine = sorted((each for each in there if each.user_id == user_id), key=lambda r: r.place)
    if [each.reaction for each in mine] == list(reactions):
        raise RpcError(400, "MESSAGE_NOT_MODIFIED")
    others = [each for each in there if each.user_id != user_id]
    if reactions and len({each.reaction for each in others} | set(reactions)) > most:
        raise RpcError(400, "REACTIONS_TOO_MANY")
    new = _reacted(journal, user_id, message, reactions, mine, big=big)
    await store.replace(tx, body_id, user_id, new)
    if bool(others or new) != bool(there):
        await mark_body(tx, body_id, BodyMark.REACTED, on=bool(others or new))
    added = [r for r in reactions if r not in {each.reaction for each in mine}]
    if added:
        await store.use(tx, user_id, added, recent=recent)
    await _note_unread(tx, message, holders, unread=any(each.unread for each in others + new))
    for holder in holders:
        await journal.append(holder.box, Reactions(holder.id))
    for hear in _hearers:
        await hear(journal, user_id, message, [each.reaction for each in mine], reactions)


Hearer = Callable[
    [Journal, UserId, Message, Sequence[Reaction], Sequence[Reaction]], Awaitable[None]
]
_hearers: list[Hearer] = []


def on_reacted(hear: Hearer) -> Hearer:
    """The decorated function is told who reacts to what, how before, and how now."""
    if hear not in _hearers:
        _hearers.append(hear)
    return hear


def _reacted(
    journal: Journal,
    user_id: UserId,
    message: Message,
    reactions: Sequence[Reaction],
    before: Sequence[Reacted],
    *,
    big: bool,
) -> list[Reacted]:
    """The new reactions of a user; one that was there stays as old as it is."""
    known = {each.reaction: each for each in before}
    me = user_peer(user_id)
    saved_peer = message.saved_peer or me if message.peer == me else None
    unread = message.body.from_id != me
    return [
        replace(known[reaction], place=place)
        if reaction in known
        else Reacted(
            message.body_id, user_id, place, reaction, big, unread, journal.at, saved_peer
        )
        for place, reaction in enumerate(reactions, 1)
    ]


async def _note_unread(
    tx: Tx, message: Message, holders: Sequence[Holder], *, unread: bool
) -> None:
    """Mark the author's copy when there is a reaction that the author has not seen; of a group's message that
    all share, that author's row."""
    author = user_of(message.body.from_id)
    if message.shared:
        if author is not None:
            await _note_member(tx, author, message, unread=unread)
        return
    for holder in holders:
        marked = bool(holder.marks & CopyMark.REACTIONS_UNREAD)
        if author is None or holder.box != BoxId(author) or marked == unread:
            continue
        await mark_copies(tx, holder.box, [holder.id], CopyMark.REACTIONS_UNREAD, on=unread)
        await dialogs.count_reactions(tx, author, holder.peer, 1 if unread else -1)


async def _note_member(tx: Tx, author: UserId, message: Message, *, unread: bool) -> None:
    mark, peer = MemberMark.REACTIONS_UNREAD, message.peer
    if unread:
        await marks.add(tx, [author], peer, message.id, mark, message.body.at)
    else:
        await marks.take_off(tx, [author], peer, [message.id], mark)


async def read_channel_reactions(
    journal: Journal, user_id: UserId, peer: PeerId, ids: Sequence[MessageId]
) -> None:
    """An author has seen the reactions to some of its messages in a channel, all of them marked as unread. The
    channel's box is taken."""
    if not ids:
        return
    found = await find_holders_of(journal.tx, BoxId(peer), ids)
    await journal.lock([BoxId(user_id)])
    await store.read(journal.tx, [holder.body_id for holder in found])
    await marks.take_off(journal.tx, [user_id], peer, ids, MemberMark.REACTIONS_UNREAD)
    await journal.append(BoxId(user_id), ChannelReactionsSeen(peer, tuple(sorted(ids))))


async def read_reactions(
    journal: Journal, user_id: UserId, peer: PeerId, found: Sequence[tuple[MessageId, int]]
) -> None:
    """An author has seen the reactions to some of the messages of a dialog: (id, body) each, all of them
    marked as unread. The box is locked already."""
    if not found:
        return
    tx, box = journal.tx, BoxId(user_id)
    ids = [message_id for message_id, _ in found]
    await store.read(tx, [body_id for _, body_id in found])
    await mark_copies(tx, box, ids, CopyMark.REACTIONS_UNREAD, on=False)
    await dialogs.count_reactions(tx, user_id, peer, -len(ids))
    for message_id in ids:
        await journal.append(box, Reactions(message_id))


@on_seen
async def see(journal: Journal, reader: UserId, messages: Sequence[Message]) -> None:
    """Whoever has seen a message has seen the reactions to it."""
    for peer in sorted({each.peer for each in messages if each.shared}):
        await _see_in_channel(journal, reader, peer, messages)
    box = BoxId(reader)
    own = [each for each in messages if not each.shared]
    news = [each for each in own if CopyMark.REACTIONS_UNREAD in each.marks]
    if not news:
        return
    await journal.lock([box])
    for peer in sorted({each.peer for each in news}):
        found = [(each.id, each.body_id) for each in news if each.peer == peer]
        await read_reactions(journal, reader, peer, found)


async def _see_in_channel(
    journal: Journal, reader: UserId, peer: PeerId, messages: Sequence[Message]
) -> None:
    mine = [each.id for each in messages if each.peer == peer and each.author == reader]
    found = await marks.find(journal.tx, [reader], [peer], mine)
    unread = [id_ for (_, _, id_), mark in found.items() if MemberMark.REACTIONS_UNREAD in mark]
    await read_channel_reactions(journal, reader, peer, unread)


@forgets
async def forget(tx: Tx, bodies: Sequence[int]) -> None:
    """Some bodies are gone."""
    await store.forget(tx, bodies)
