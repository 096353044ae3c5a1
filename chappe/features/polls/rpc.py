"""`messages.*`: polls."""

from dataclasses import replace

from chappe.features.messages import bodies
from chappe.features.messages.actions.edits import edit, holders_with_followers
from chappe.features.messages.model import BodyMark, Message
from chappe.features.messages.rpc.editing import edits_media
from chappe.features.polls import asked, store
from chappe.features.polls.access import (
    access_answer,
    access_answers,
    access_poll,
    check_may_vote,
    poll_of,
)
from chappe.features.polls.actions import PollChanged, close, lock, vote
from chappe.features.polls.answers import add_answer, drop_answer
from chappe.features.polls.view import render_change, render_polls, render_votes
from chappe.ids import MessageId
from chappe.rpc.call import Call
from chappe.rpc.errors import RpcError
from chappe.rpc.method import Who, method
from chappe.tl import api
from chappe.updates.render import Updates, render_container, render_own

ASKED = asked.prepare_poll
"""The road of a new poll is open once this file is loaded."""
PAGE_MAX = 50
TOP = (1 << 62, 0)
"""Before the last vote: time, user."""


@method("messages.sendVote", who=Who.USER, writes=True)
async def send_vote(call: Call, q: api.messages.SendVote) -> "api.TypeUpdates":
    """Vote in a poll; without options the vote is taken back.

    Wire:   https://core.telegram.org/method/messages.sendVote
    Errors: PEER_ID_INVALID, MESSAGE_ID_INVALID, CHAT_WRITE_FORBIDDEN (access_poll); OPTION_INVALID, OPTIONS_TOO_MUCH
            (access_answers); POLL_MEMBER_RESTRICTED, POLL_COUNTRY_RESTRICTED (406, check_may_vote);
            MESSAGE_POLL_CLOSED, REVOTE_NOT_ALLOWED (vote)
    """
    message, poll = await access_poll(call, q.peer, q.msg_id)
    if q.options:
        await check_may_vote(call, message, poll)
    answers = access_answers(poll, q.options)
    await vote(call.journal, call.user_id, message.peer, poll.id, answers)
    return await _answer(call, message, poll.id)


async def _answer(call: Call, message: Message, poll_id: int) -> "api.TypeUpdates":
    """How the poll stands, for the message that was asked about."""
    shown = await render_polls(call.tx, call.viewer, [poll_id])
    changed = PollChanged(poll_id, message.peer, MessageId(message.id))
    updates: Updates = [render_change(changed, each) for each in shown.values()]
    return await render_container(call.tx, call.viewer, updates, int(call.now))


@method("messages.getPollResults", who=Who.USER)
async def get_poll_results(call: Call, q: api.messages.GetPollResults) -> "api.TypeUpdates":
    """Return how a poll stands, unless the client knows.

    Wire:   https://core.telegram.org/method/messages.getPollResults
    Errors: PEER_ID_INVALID, MESSAGE_ID_INVALID (access_poll)
    """
    message, poll = await access_poll(call, q.peer, q.msg_id, look=True)
    if q.poll_hash == poll.version:
        return await render_container(call.tx, call.viewer, [], int(call.now))
    return await _answer(call, message, poll.id)


@method("messages.getPollVotes", who=Who.USER)
async def get_poll_votes(call: Call, q: api.messages.GetPollVotes) -> api.messages.VotesList:
    """Return who has voted in a poll that is not anonymous; only those learn it who have voted themselves.

    Wire:   https://core.telegram.org/method/messages.getPollVotes
    Errors: PEER_ID_INVALID, MSG_ID_INVALID (access_poll; an anonymous one), POLL_VOTE_REQUIRED (403),
            OPTION_INVALID (access_answer)
    """
    _, poll = await access_poll(call, q.peer, q.id, error="MSG_ID_INVALID", look=True)
    shown = poll.read()
    if not shown.public_voters:
        raise RpcError(400, "MSG_ID_INVALID")
    if not poll.closed and not await store.find_answers(call.tx, poll.id, call.user_id):
        raise RpcError(403, "POLL_VOTE_REQUIRED")
    answer = None if q.option is None else access_answer(poll, q.option)
    limit = max(1, min(q.limit, PAGE_MAX))
    found = await store.find_page(call.tx, poll.id, answer, _read_offset(q.offset), limit + 1)
    page, last = found[:limit], found[min(limit, len(found)) - 1] if found else None
    more = f"{last.at}_{last.user_id}" if last is not None and len(found) > limit else None
    count = await store.count(call.tx, poll.id, answer)
    one = answer is not None
    return await render_votes(call.tx, call.viewer, shown, page, count, more, one=one)


def _read_offset(offset: str | None) -> tuple[int, int]:
    """A place in the list; what was not made by `get_poll_votes` is the beginning."""
    parts = (offset or "").split("_")
    if len(parts) != 2 or not all(part.isascii() and part.isdigit() for part in parts):
        return TOP
    at, user_id = (int(part[:18]) for part in parts)
    return at, user_id


@method("messages.addPollAnswer", who=Who.USER, writes=True)
async def add_poll_answer(call: Call, q: api.messages.AddPollAnswer) -> "api.TypeUpdates":
    """Add an answer to a poll that is open for them; all who have it are told.

    Wire:   https://core.telegram.org/method/messages.addPollAnswer
    Errors: POLL_ANSWER_INVALID, MEDIA_INVALID (prepare_answer); PEER_ID_INVALID, MESSAGE_ID_INVALID
            (access_poll); POLL_UNSUPPORTED (it is not open for answers), MESSAGE_POLL_CLOSED,
            POLL_ANSWERS_INVALID (too many), POLL_ANSWER_INVALID (it is there already)
    """
    attached = asked.Attached()
    answer = await asked.prepare_answer(call, q.answer, b"", attached)
    message, poll = await access_poll(call, q.peer, q.msg_id)
    await add_answer(call.journal, call.user_id, message, poll.id, answer, attached.keep)
    return await render_own(call.tx, call.viewer, call.journal.entries)


@method("messages.deletePollAnswer", who=Who.USER, writes=True)
async def delete_poll_answer(call: Call, q: api.messages.DeletePollAnswer) -> "api.TypeUpdates":
    """Take an answer away that was added to a poll: one's own, or any in a poll of one's own.

    Wire:   https://core.telegram.org/method/messages.deletePollAnswer
    Errors: PEER_ID_INVALID, MESSAGE_ID_INVALID (access_poll), OPTION_INVALID (access_answer; it may not be
            taken away), MESSAGE_POLL_CLOSED
    """
    message, poll = await access_poll(call, q.peer, q.msg_id)
    place = access_answer(poll, q.option)
    await drop_answer(call.journal, call.user_id, message, poll.id, place)
    return await render_own(call.tx, call.viewer, call.journal.entries)


@edits_media(api.InputMediaPoll)
async def close_by_hand(call: Call, message: Message, said: api.InputMediaPoll) -> None:
    """Close a poll of the caller's: all that may be changed in one, but for the keyboard under it.

    Errors: MEDIA_PREV_INVALID (the message has no poll), MEDIA_NEW_INVALID (it is not to be closed),
            MESSAGE_POLL_CLOSED
    """
    poll = await poll_of(call, message, error="MEDIA_PREV_INVALID")
    if not said.poll.closed:
        raise RpcError(400, "MEDIA_NEW_INVALID")
    holders = await holders_with_followers(call.tx, message)
    await lock(call.journal, poll.id, *(holder.box for holder in holders))
    if not await close(call.journal, poll.id):
        raise RpcError(400, "MESSAGE_POLL_CLOSED")
    kept = (await bodies.find(call.tx, [message.body_id]))[message.body_id]
    if kept.markup != message.body.markup:
        marks = kept.marks | BodyMark.EDIT_HIDE
        body = replace(message.body, edited_at=int(call.now), marks=marks)
        await edit(call.journal, message, body)
