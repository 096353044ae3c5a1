"""Polls to which those who have them add answers. https://core.telegram.org/api/poll#open-answer-polls"""

from collections.abc import Awaitable, Callable
from dataclasses import replace

from chappe.features.messages.actions import deliver
from chappe.features.messages.audience import boxes_of
from chappe.features.messages.model import Body, Message
from chappe.features.messages.payload import write_value
from chappe.features.messages.store import Holder
from chappe.features.polls import store
from chappe.features.polls.actions import lock, tell
from chappe.features.polls.model import ANSWERS_MAX, PLACES_MAX, Poll
from chappe.features.reactions.masks import voice_of
from chappe.ids import UserId, user_peer
from chappe.rpc.errors import RpcError
from chappe.tl import api
from chappe.updates.log import Journal
from chappe.updates.peers import peer_on_wire


async def add_answer(
    journal: Journal,
    user_id: UserId,
    message: Message,
    poll_id: int,
    answer: api.PollAnswer,
    keep: Callable[[Journal], Awaitable[None]],
) -> None:
    """Add an answer to the poll of a message. `keep`: writes the rows of what hangs on it.

    Errors: MESSAGE_POLL_CLOSED, POLL_UNSUPPORTED, POLL_ANSWERS_INVALID, POLL_ANSWER_INVALID
    """
    poll, holders = await _access_open(journal, user_id, message, poll_id)
    said = poll.read()
    living = poll.living(said)
    if len(living) >= ANSWERS_MAX or len(said.answers) >= PLACES_MAX:
        raise RpcError(400, "POLL_ANSWERS_INVALID")
    if answer.text.text in {each.text.text for each in living.values()}:
        raise RpcError(400, "POLL_ANSWER_INVALID")
    await keep(journal)
    answer.option = _free_option(said)
    voice = await voice_of(journal.tx, message.peer, user_id)
    answer.added_by, answer.date = peer_on_wire(voice), journal.at
    said.answers = [*said.answers, answer]
    await _change(journal, poll, said)
    await tell(journal, poll_id, holders)
    action = api.MessageActionPollAppendAnswer(answer=answer)
    await _note(journal, user_id, message, action)


async def drop_answer(
    journal: Journal, user_id: UserId, message: Message, poll_id: int, place: int
) -> None:
    """Take an answer away that was added later, with the votes for it.

    Errors: MESSAGE_POLL_CLOSED, POLL_UNSUPPORTED, OPTION_INVALID (not one that this user may take away)
    """
    poll, holders = await _access_open(journal, user_id, message, poll_id)
    said = poll.read()
    answer = poll.living(said).get(place)
    mine = peer_on_wire(await voice_of(journal.tx, message.peer, user_id))
    if answer is None or answer.added_by is None:
        raise RpcError(400, "OPTION_INVALID")
    if answer.added_by != mine and poll.author_id != user_id:
        raise RpcError(400, "OPTION_INVALID")
    await _change(journal, replace(poll, dropped=(*poll.dropped, place)), said)
    await tell(journal, poll_id, holders)
    action = api.MessageActionPollDeleteAnswer(answer=answer)
    await _note(journal, user_id, message, action)


async def _access_open(
    journal: Journal, user_id: UserId, message: Message, poll_id: int
) -> tuple[Poll, list[Holder]]:
    """The poll, when answers may be added; the boxes of all who have to hear of it are taken."""
    boxes = await boxes_of(journal.tx, user_id, message.peer)
    holders = await lock(journal, poll_id, *boxes)
    poll = await store.find(journal.tx, poll_id)
    if poll is None or poll.closed or 0 < poll.close_at <= journal.now:
        raise RpcError(400, "MESSAGE_POLL_CLOSED")
    if not poll.read().open_answers:
        raise RpcError(400, "POLL_UNSUPPORTED")
    return poll, holders


async def _change(journal: Journal, poll: Poll, said: api.Poll) -> None:
    kept = write_value(said)
    assert kept is not None
    await store.change(journal.tx, replace(poll, poll=kept))


def _free_option(said: api.Poll) -> bytes:
    """A name that no answer has, or had."""
    taken = {each.option for each in said.answers if isinstance(each, api.PollAnswer)}
    return next(
        option
        for n in range(len(taken), 2 * PLACES_MAX + 1)
        if (option := b"%d" % n) not in taken
    )


async def _note(
    journal: Journal, user_id: UserId, message: Message, action: "api.TypeMessageAction"
) -> None:
    """The message that says so, in answer to the one with the poll."""
    me = user_peer(user_id)
    body = Body(from_id=me, at=journal.at, text="", action=write_value(action))
    saved_peer = me if message.peer == me else None
    await deliver(journal, user_id, message.peer, body, reply_to=message, saved_peer=saved_peer)
