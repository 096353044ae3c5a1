"""What happens to ephemeral messages: facts in the boxes of the two, and of nobody else."""

from dataclasses import replace

from chappe.features.bots import queries
from chappe.features.bots.inline_ids import chat_instance
from chappe.features.ephemeral import store
from chappe.features.ephemeral.model import Ephemeral
from chappe.features.messages import store as messages
from chappe.features.messages.actions.deletions import forget_bodies
from chappe.features.messages.model import Body
from chappe.ids import BoxId, MessageId, PeerId, UserId
from chappe.rpc.call import Call
from chappe.updates.facts import Fact, Kind, fact
from chappe.updates.log import Journal


@fact(Kind.EPHEMERAL)
class NewEphemeral(Fact, frozen=True):
    """A message between a bot and a person is new."""

    user_id: UserId
    id: MessageId


@fact(Kind.EDIT_EPHEMERAL)
class EditEphemeral(Fact, frozen=True):
    """It reads otherwise now."""

    user_id: UserId
    id: MessageId


@fact(Kind.DELETE_EPHEMERAL)
class DeleteEphemeral(Fact, frozen=True):
    """It is gone."""

    peer: PeerId
    id: MessageId


@fact(Kind.EPHEMERAL_QUERY)
class EphemeralQuery(Fact, frozen=True):
    """The person has pressed a button under it."""

    user_id: UserId
    id: MessageId
    query_id: int
    data: bytes
    chat_instance: int


async def take_boxes(journal: Journal, user_id: UserId, bot_id: UserId) -> None:
    """Hold the boxes of both, before anything of theirs is written."""
    await journal.lock([BoxId(user_id), BoxId(bot_id)])


async def _note(journal: Journal, it: Ephemeral, what: Fact) -> None:
    for box in sorted((BoxId(it.user_id), BoxId(it.bot_id))):
        await journal.append(box, what)


async def say(journal: Journal, it: Ephemeral, body: Body) -> None:
    """Write a message, whose number and body are not known yet; the boxes of both are held."""
    body_id = await messages.insert_body(journal.tx, body)
    id_ = await store.take_id(journal.tx, it.user_id)
    it = replace(it, id=id_, body_id=body_id)
    await store.insert(journal.tx, it)
    await _note(journal, it, NewEphemeral(it.user_id, it.id))


async def say_otherwise(journal: Journal, it: Ephemeral, body: Body) -> None:
    """Let a message read otherwise."""
    await messages.update_body(journal.tx, it.body_id, body)
    await _note(journal, it, EditEphemeral(it.user_id, it.id))


async def take_back(journal: Journal, it: Ephemeral) -> None:
    """Let a message be gone, at both."""
    await store.drop(journal.tx, it.user_id, it.id)
    await forget_bodies(journal.tx, {it.body_id})
    await _note(journal, it, DeleteEphemeral(it.peer, it.id))


async def press(call: Call, journal: Journal, it: Ephemeral, data: bytes) -> int:
    """Ask the bot what its button does; the number of the question."""
    kind = queries.Kind.CALLBACK
    where = queries.Pressed(it.peer)
    query_id = await queries.ask(
        journal.tx, it.bot_id, it.user_id, kind, journal.at, pressed=where
    )
    instance = chat_instance(call.world.secret, it.bot_id, it.peer, it.user_id)
    await journal.append(
        BoxId(it.bot_id), EphemeralQuery(it.user_id, it.id, query_id, data, instance)
    )
    return query_id
