"""What a connected bot does on behalf of an account: the same calls, by the account, as far as the bot has the rights.

What the bot names (people, files, buttons) it names as itself; what it hears in answer, it hears as itself.
"""

from collections.abc import Awaitable, Callable, Collection
from typing import Any

from chappe.db.database import Tx
from chappe.features.bots.callbacks import PressedFor, on_pressed_for_account
from chappe.features.business import store
from chappe.features.business.access import (
    access_acting,
    access_chat,
    check_active,
    chosen_among,
)
from chappe.features.business.hearing import show_said
from chappe.features.business.model import Connection
from chappe.features.messages import leaving
from chappe.features.messages import store as messages
from chappe.features.photos.view import render_photo
from chappe.features.users.access import named_peer, named_user
from chappe.ids import BoxId, MessageId, PeerId, UserId, user_peer
from chappe.rpc.apart import look_apart
from chappe.rpc.behalf import carries_out
from chappe.rpc.call import Call
from chappe.rpc.errors import RpcError
from chappe.rpc.method import Method
from chappe.tl import api
from chappe.tl.build import TLObject, TLRequest
from chappe.updates.log import Agent, Journal
from chappe.updates.render import render_container, render_peers
from chappe.updates.viewer import Viewer

NOT_FOR_OTHERS = (api.InputMediaGame, api.InputMediaInvoice, api.InputMediaPaidMedia)
"""What only a bot itself sends."""
SAYING = (
    api.messages.SendMessage,
    api.messages.SendMedia,
    api.messages.SendMultiMedia,
    api.messages.EditMessage,
    api.messages.UpdatePinnedMessage,
    api.messages.SetTyping,
)
FRESH = (api.UpdateNewMessage, api.UpdateEditMessage)


def forbidden() -> RpcError:
    """The bot was not given the right."""
    return RpcError(403, "BOT_ACCESS_FORBIDDEN")


async def _carry(
    call: Call,
    connection_id: str,
    q: TLRequest[object],
    method: Method,
    check: Callable[[Tx, Connection], Awaitable[None]],
) -> tuple[Connection, Any]:
    """Look whether the bot may, in a transaction of its own: the method may wait before its first statement."""

    async def look(tx: Tx) -> Connection:
        it = await access_acting(tx, call.user_id, connection_id)
        await check(tx, it)
        return it

    it = await look_apart(call, look)
    theirs = call.on_behalf_of(it.user_id)
    _rename(q, call.viewer, theirs.viewer)
    call.journal.agent = Agent(it.bot_id, it.user_id)
    return it, await method.handler(theirs, q)


@carries_out(*SAYING, api.messages.ReadHistory)
async def _in_chat(call: Call, connection_id: str, q: Any, method: Method) -> Any:
    """Say something in a chat, change it, show that one types, mark as read.

    Errors: SCHEDULE_BOT_NOT_ALLOWED, BOT_ACCESS_FORBIDDEN (403), BUSINESS_PEER_INVALID (the chat, or one from which
            something is answered, is not chosen), BUSINESS_PEER_USAGE_MISSING
    """
    if getattr(q, "schedule_date", None) is not None:
        raise RpcError(400, "SCHEDULE_BOT_NOT_ALLOWED")
    if isinstance(getattr(q, "media", None), NOT_FOR_OTHERS):
        raise forbidden()
    reads = isinstance(q, api.messages.ReadHistory)

    async def check(tx: Tx, it: Connection) -> None:
        if not (it.rights.read_messages if reads else it.rights.reply):
            raise forbidden()
        peer = await access_chat(tx, it, _peer(call.viewer, q.peer))
        elsewhere = getattr(getattr(q, "reply_to", None), "reply_to_peer_id", None)
        if (
            elsewhere is not None
        ):  # what is answered comes along: nothing of a chat that is not chosen
            await access_chat(tx, it, _peer(call.viewer, elsewhere))
        if not reads:
            await check_active(tx, it, peer, call.now)

    it, answer = await _carry(call, connection_id, q, method, check)
    if isinstance(answer, api.UpdateShortSentMessage | api.Updates):
        return await _heard(call, it, answer)
    return answer


def _peer(viewer: Viewer, named: "api.TypeInputPeer") -> PeerId:
    """A chat as a bot names it.

    Errors: BUSINESS_PEER_INVALID
    """
    try:
        return named_peer(viewer, named)
    except RpcError as error:
        raise RpcError(400, "BUSINESS_PEER_INVALID") from error


async def _heard(
    call: Call, it: Connection, answer: "api.UpdateShortSentMessage | api.Updates"
) -> "api.TypeUpdates":
    """What came of it, as the bot hears of such messages."""
    new: set[MessageId] = set()
    changed: set[MessageId] = set()
    numbers: list[api.UpdateMessageID] = []
    if isinstance(answer, api.UpdateShortSentMessage):
        new.add(MessageId(answer.id))
    else:
        for each in answer.updates:
            if isinstance(each, FRESH):
                place = new if isinstance(each, api.UpdateNewMessage) else changed
                place.add(MessageId(each.message.id))
            elif isinstance(each, api.UpdateMessageID):
                numbers.append(each)
    said = await messages.find_many(call.tx, BoxId(it.user_id), new | changed)
    shown = await show_said(call.tx, it, list(said.values()), new, call.viewer)
    return await render_container(call.tx, call.viewer, [*numbers, *shown], int(call.now))


@carries_out(api.messages.DeleteMessages)
async def _delete(call: Call, connection_id: str, q: Any, method: Method) -> Any:
    """Delete messages of one or several chosen chats: its own, or any."""

    async def check(tx: Tx, it: Connection) -> None:
        if not (it.rights.delete_sent_messages or it.rights.delete_received_messages):
            raise forbidden()
        found = await leaving.find_own(tx, BoxId(it.user_id), q.id[:1000])
        for peer in {each.peer for each in found}:
            await access_chat(tx, it, peer)
        if not it.rights.delete_received_messages:
            await _check_own(tx, it, [each.id for each in found])

    _, answer = await _carry(call, connection_id, q, method, check)
    return answer


async def _check_own(tx: Tx, it: Connection, ids: Collection[MessageId]) -> None:
    """Whether the bot itself has said all of this."""
    said = await messages.find_many(tx, BoxId(it.user_id), ids)
    if any(each.body.business_bot != it.bot_id for each in said.values()):
        raise forbidden()


@carries_out(api.account.UpdateProfile, api.account.UpdateUsername)
async def _profile(call: Call, connection_id: str, q: Any, method: Method) -> "api.TypeUser":
    """Change names, the text about the account, its public name."""

    async def check(_tx: Tx, it: Connection) -> None:
        if isinstance(q, api.account.UpdateUsername):
            allowed = it.rights.edit_username
        else:
            names = q.first_name is not None or q.last_name is not None
            allowed = (it.rights.edit_name or not names) and (
                it.rights.edit_bio or q.about is None
            )
        if not allowed:
            raise forbidden()

    it, _ = await _carry(call, connection_id, q, method, check)
    (user,), _ = await render_peers(call.tx, call.viewer, [user_peer(it.user_id)])
    return user


@carries_out(api.photos.UploadProfilePhoto, api.photos.UpdateProfilePhoto)
async def _photo(call: Call, connection_id: str, q: Any, method: Method) -> api.photos.Photo:
    """Put up a new photo of the account, or take the one that it shows away."""
    other = isinstance(q, api.photos.UpdateProfilePhoto) and not isinstance(
        q.id, api.InputPhotoEmpty
    )

    async def check(_tx: Tx, it: Connection) -> None:
        if not it.rights.edit_profile_photo or q.bot is not None or other:
            raise forbidden()

    it, answer = await _carry(call, connection_id, q, method, check)
    shown = await render_photo(call.tx, call.viewer, answer.photo.id or None)
    people, _ = await render_peers(call.tx, call.viewer, [user_peer(it.user_id)])
    return api.photos.Photo(photo=shown.photo, users=people)


@on_pressed_for_account
async def _pressed(call: Call, journal: Journal, pressed: PressedFor) -> None:
    """Tell the bot which button was pressed, with the message as the account has it.

    Errors: MESSAGE_ID_INVALID (it is not connected any more, or not to this chat)
    """
    message = pressed.message
    owner = UserId(message.box)
    it = (await store.find_live(journal.tx, [owner])).get(owner)
    if it is None or it.bot_id != message.body.business_bot:
        raise RpcError(400, "MESSAGE_ID_INVALID")
    if message.peer not in await chosen_among(journal.tx, it, [message.peer]):
        raise RpcError(400, "MESSAGE_ID_INVALID")
    viewer = Viewer(it.bot_id, call.world.secret, journal.now)
    (said,) = await show_said(journal.tx, it, [message], set(), viewer)
    update = api.UpdateBusinessBotCallbackQuery(
        query_id=pressed.query_id,
        user_id=call.user_id,
        connection_id=it.id,
        message=said.message,
        reply_to_message=said.reply_to_message,
        chat_instance=pressed.chat_instance,
        data=pressed.data,
    )
    journal.tell(update, [it.bot_id])


def _rename(holder: TLObject, mine: Viewer, theirs: Viewer) -> None:
    """Name the people in a request as the account does, whom the bot has named as itself does; media and buttons stay
    the bot's."""
    for param in holder.SHAPE.fields:
        name = param.name
        value = getattr(holder, name, None)
        if name in {"media", "reply_markup"} or value is None:
            continue
        for each in value if isinstance(value, list) else [value]:
            if isinstance(each, api.InputPeerUser):
                peer = PeerId(each.user_id)
                if mine.knows(peer, each.access_hash):
                    each.access_hash = theirs.access_hash(peer)
            elif isinstance(each, api.InputUser):
                if named_user(mine, each) is not None:
                    each.access_hash = theirs.access_hash(PeerId(each.user_id))
            elif isinstance(each, TLObject):
                _rename(each, mine, theirs)
