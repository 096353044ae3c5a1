"""Voting, and closing."""

from collections.abc import Sequence

from chappe.db.database import Tx
from chappe.features.messages.actions.deletions import forgets
from chappe.features.messages.delivered import on_delivered, on_kept
from chappe.features.messages.model import Body, MediaKind
from chappe.features.messages.payload import read_value
from chappe.features.messages.store import Holder, find_holders
from chappe.features.polls import store
from chappe.features.polls.model import Poll
from chappe.features.reactions.masks import is_masked
from chappe.ids import BoxId, MessageId, PeerId, UserId, is_bot
from chappe.jobs.kinds import Job, job
from chappe.jobs.schedule import schedule
from chappe.rpc.errors import RpcError
from chappe.tl import api
from chappe.updates.facts import Fact, Kind, fact
from chappe.updates.log import Journal


@fact(Kind.POLL)
class PollChanged(Fact, frozen=True):
    """A poll stands otherwise now. `peer`, `id`: a message of the box that shows it."""

    poll_id: int
    peer: PeerId
    id: MessageId


@job("polls.close")
class ClosePoll(Job, frozen=True):
    """Close a poll whose time is over."""

    poll_id: int


async def vote(
    journal: Journal, user_id: UserId, peer: PeerId, poll_id: int, answers: Sequence[int]
) -> None:
    """These are a user's answers now, given in a dialog; none: the vote is taken back. Everyone who has the poll
    is told. The vote of an anonymous admin counts, and is listed nowhere.

    Errors: MESSAGE_POLL_CLOSED, REVOTE_NOT_ALLOWED
    """
    holders = await lock(journal, poll_id)
    poll = await store.find(journal.tx, poll_id)
    if poll is None or poll.closed or 0 < poll.close_at <= journal.now:
        raise RpcError(400, "MESSAGE_POLL_CLOSED")
    before = await store.find_answers(journal.tx, poll_id, user_id)
    shown = poll.read()
    if before and (shown.quiz or shown.revoting_disabled):
        raise RpcError(400, "REVOTE_NOT_ALLOWED")
    if before != set(answers):
        hidden = await is_masked(journal.tx, peer, user_id)
        await store.vote(journal.tx, poll_id, user_id, answers, journal.at, hidden=hidden)
        if not hidden:
            _overhear(journal, poll, user_id, sorted(answers))
        await tell(journal, poll_id, holders)


def _overhear(journal: Journal, poll: Poll, user_id: UserId, answers: Sequence[int]) -> None:
    """A bot hears who has voted in its poll, when that is no secret."""
    author, shown = UserId(poll.author_id), poll.read()
    if not is_bot(author) or not shown.public_voters:
        return
    kept = [each for each in shown.answers if isinstance(each, api.PollAnswer)]
    voted = api.UpdateMessagePollVote(
        poll_id=poll.id,
        peer=api.PeerUser(user_id=user_id),
        options=[kept[place].option for place in answers],
        positions=list(answers),
        qts=0,
    )
    journal.overhear(voted, [author])


async def close(journal: Journal, poll_id: int) -> bool:
    """Nobody votes in a poll any more, and its results are open; False when that was so."""
    holders = await lock(journal, poll_id)
    if not await store.close(journal.tx, poll_id):
        return False
    await tell(journal, poll_id, holders)
    return True


async def lock(journal: Journal, poll_id: int, *more: BoxId) -> list[Holder]:
    """Take the boxes of all who have a poll, and some more; one copy of each box that has several."""
    found = await store.find_bodies(journal.tx, poll_id)
    holders = await find_holders(journal.tx, found) if found else []
    await journal.lock([*more, *(holder.box for holder in holders)])
    first: dict[BoxId, Holder] = {}
    for holder in holders:
        first.setdefault(holder.box, holder)
    return list(first.values())


async def tell(journal: Journal, poll_id: int, holders: Sequence[Holder]) -> None:
    """Log that a poll stands otherwise."""
    for holder in sorted(holders, key=lambda each: each.box):
        await journal.append(holder.box, PollChanged(poll_id, holder.peer, holder.id))


@on_delivered(MediaKind.POLL)
async def begin(journal: Journal, body_id: int, body: Body) -> None:
    """A poll that closes by itself is open from the moment in which it is sent first."""
    poll_id = poll_id_of(body)
    poll = None if poll_id is None else await store.find(journal.tx, poll_id)
    if poll is None:
        return
    await store.add_body(journal.tx, poll.id, body_id)
    close_at, period = poll.close_at, poll.read().close_period
    if period is not None and not close_at:
        close_at = body.at + period
        await store.set_close(journal.tx, poll.id, close_at)
    if close_at and not poll.closed:
        what = ClosePoll(poll.id)
        await schedule(journal, what, close_at, key=str(poll.id), keep=True)


@on_kept(MediaKind.POLL)
async def hold(journal: Journal, body_id: int, body: Body) -> None:
    """A poll that waits to be sent is not forgotten meanwhile."""
    poll_id = poll_id_of(body)
    if poll_id is not None and await store.find(journal.tx, poll_id) is not None:
        await store.add_body(journal.tx, poll_id, body_id)


def poll_id_of(body: Body) -> int | None:
    """The poll that a message shows."""
    media = read_value(body.media) if body.media_kind is MediaKind.POLL else None
    return media.poll.id if isinstance(media, api.MessageMediaPoll) else None


@forgets
async def forget(tx: Tx, gone: Sequence[int]) -> None:
    """Messages are gone."""
    await store.forget_bodies(tx, gone)
