"""What connected bots hear: what comes, changes and goes in the chats that they were connected to.

Looked for in the transaction in which it happens, so that a bot hears of it if and only if it has happened. For the
chats of everybody else it is one look into an index.
"""

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from chappe.db.database import Tx
from chappe.features.business import store
from chappe.features.business.access import chosen_among, is_other
from chappe.features.business.model import Connection
from chappe.features.messages import store as messages
from chappe.features.messages.actions import Arrived
from chappe.features.messages.model import Message
from chappe.features.messages.store import Holder
from chappe.features.messages.view import render_messages
from chappe.ids import BoxId, MessageId, PeerId, UserId, is_bot
from chappe.tl import api
from chappe.updates.facts import DeleteMessages, EditMessage, NewMessage
from chappe.updates.log import Agent, Journal, Logged
from chappe.updates.peers import peer_on_wire
from chappe.updates.viewer import Viewer


class Happened(NamedTuple):
    """What happened in the box of one account. `new`, `edited`: messages; `gone`: copies that are no more."""

    new: list[Message]
    edited: list[MessageId]
    gone: list[Holder]


async def overhear(journal: Journal, entries: Sequence[Logged], secret: bytes) -> None:
    """Tell connected bots of facts in the boxes of people."""
    happened = _sorted(entries)
    if not happened:
        return
    for user_id, it in (await store.find_live(journal.tx, happened)).items():
        if journal.agent == Agent(it.bot_id, user_id):  # it has done that itself
            continue
        await _tell(journal, it, happened[user_id], secret)


def _sorted(entries: Sequence[Logged]) -> dict[UserId, Happened]:
    """What happened in private chats of people, by whose box it is."""
    found: dict[UserId, Happened] = {}
    for entry in entries:
        owner = UserId(entry.box)
        if entry.box < 0 or is_bot(owner):
            continue
        match entry.fact, entry.ready:
            case NewMessage(), Arrived() as arrived:
                if is_other(owner, arrived.message.peer):
                    _of(found, owner).new.append(arrived.message)
            case EditMessage() as fact, _:
                _of(found, owner).edited.append(fact.id)
            case DeleteMessages(), tuple() as copies:
                gone = [each for each in copies if is_other(owner, each.peer)]
                if gone:
                    _of(found, owner).gone.extend(gone)
            case _:
                pass
    return found


def _of(found: dict[UserId, Happened], owner: UserId) -> Happened:
    return found.setdefault(owner, Happened([], [], []))


async def _tell(journal: Journal, it: Connection, happened: Happened, secret: bytes) -> None:
    tx, box = journal.tx, BoxId(it.user_id)
    edited = list((await messages.find_many(tx, box, happened.edited)).values())
    said = [*happened.new, *edited]
    places = {each.peer for each in said} | {each.peer for each in happened.gone}
    chosen = await chosen_among(tx, it, places)
    heard = [each for each in said if each.peer in chosen]
    fresh = {each.id for each in happened.new}
    for update in await show_said(tx, it, heard, fresh, Viewer(it.bot_id, secret, journal.now)):
        journal.tell(update, [it.bot_id])
    for peer in sorted(chosen):
        ids = [each.id for each in happened.gone if each.peer == peer]
        if ids:
            journal.tell(show_gone(it, peer, ids), [it.bot_id])


def show_gone(
    it: Connection, peer: PeerId, ids: Iterable[MessageId]
) -> api.UpdateBotDeleteBusinessMessage:
    """Messages of one chat are gone."""
    return api.UpdateBotDeleteBusinessMessage(
        connection_id=it.id, peer=peer_on_wire(peer), messages=list(ids), qts=0
    )


async def show_said(
    tx: Tx, it: Connection, said: Sequence[Message], fresh: set[MessageId], viewer: Viewer
) -> "list[api.UpdateBotNewBusinessMessage | api.UpdateBotEditBusinessMessage]":
    """Messages of the account as its bot (`viewer`) hears of them, with what they answer. `fresh`: those that are
    new; the others read otherwise now."""
    if not said:
        return []
    wanted = {each.reply_to for each in said if each.reply_to is not None}
    before = await messages.find_many(tx, BoxId(it.user_id), wanted)
    answered = {
        each.id: shown
        for each, shown in zip(
            before.values(),
            await render_messages(tx, viewer, list(before.values())),
            strict=True,
        )
    }
    shown_all = await render_messages(tx, viewer, said)
    updates: list[api.UpdateBotNewBusinessMessage | api.UpdateBotEditBusinessMessage] = []
    for message, shown in zip(said, shown_all, strict=True):
        kind = (
            api.UpdateBotNewBusinessMessage
            if message.id in fresh
            else api.UpdateBotEditBusinessMessage
        )
        answer = None if message.reply_to is None else answered.get(message.reply_to)
        updates.append(kind(connection_id=it.id, message=shown, reply_to_message=answer, qts=0))
    return updates
