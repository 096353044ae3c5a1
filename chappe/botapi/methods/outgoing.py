"""What all methods that send have in common: where to, what is answered, the words, the extras; and showing
what was sent."""

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from chappe.botapi.asking import Ask
from chappe.botapi.errors import TOO_OLD, bad
from chappe.botapi.marks.entities import Said, read_text
from chappe.botapi.methods.chats import chat_peer_of, input_peer, input_user, named_chat
from chappe.botapi.methods.keyboards import read_markup
from chappe.botapi.reading import number_in
from chappe.botapi.shown.business import show_business_message
from chappe.botapi.shown.ephemeral import show_ephemeral
from chappe.botapi.shown.messages import show_message
from chappe.botapi.shown.scene import OF_BUSINESS, Json, set_scene
from chappe.features.messages import store as messages
from chappe.ids import BoxId, MessageId, PeerId, channel_of
from chappe.tl import api
from chappe.updates.render import render

if TYPE_CHECKING:
    from chappe.tl.build import TLRequest

NEWS = (
    api.UpdateNewMessage
    | api.UpdateNewChannelMessage
    | api.UpdateEditMessage
    | api.UpdateEditChannelMessage
    | api.UpdateBotNewBusinessMessage
    | api.UpdateBotEditBusinessMessage
)
NOT_OFFERED = {
    "direct_messages_topic_id": "this server does not offer direct messages of channels",
    "suggested_post_parameters": "this server does not offer suggested posts",
}
"""Parameters of many methods that name what is not here."""


def check_offered(ask: Ask) -> None:
    """Refuse what would have to be passed over in silence.

    Raises: BotError.
    """
    for name, why in NOT_OFFERED.items():
        if ask.get(name) is not None:
            raise bad(why)


@dataclass(frozen=True, slots=True)
class Envelope:
    """Where a message goes, and how. `fields`: those that all requests that send have."""

    peer: "api.TypeInputPeer"
    fields: dict[str, Any]


async def envelope(ask: Ask) -> Envelope:
    """What all sending methods are asked for.

    Raises: BotError.
    """
    check_offered(ask)
    peer = await chat_peer_of(ask)
    markup = read_markup(ask, ask.get("reply_markup"))
    effect = ask.get("message_effect_id")
    number = None if effect is None else number_in(effect)
    if effect is not None and number is None:
        raise bad("invalid message effect identifier specified")
    fields = {
        "silent": ask.get("disable_notification", False),
        "noforwards": ask.get("protect_content", False),
        "reply_to": await read_reply(ask, peer),
        "effect": number,
    }
    if markup is not None:
        fields["reply_markup"] = markup
    return Envelope(peer, fields)


async def read_reply(ask: Ask, peer: "api.TypeInputPeer") -> "api.TypeInputReplyTo | None":
    """What is answered, and in which topic."""
    said, thread = ask.get("reply_parameters"), ask.get("message_thread_id")
    if said is not None and said.get("ephemeral_message_id") is not None:
        return _ephemeral_reply(ask, said)
    if said is None:
        return (
            None
            if thread is None
            else api.InputReplyToMessage(reply_to_msg_id=thread, top_msg_id=thread)
        )
    message_id = said.get("message_id")
    if not message_id:
        raise bad("message to be replied not found")
    elsewhere = None
    if said.get("chat_id") is not None:
        other = input_peer(ask, await named_chat(ask, said["chat_id"]))
        elsewhere = None if other == peer else other
    for_other = ask.get("business_connection_id") is not None  # another account numbers it
    if (
        said.get("allow_sending_without_reply")
        and not for_other
        and not await _is_there(ask, elsewhere or peer, message_id)
    ):
        return (
            None
            if thread is None
            else api.InputReplyToMessage(reply_to_msg_id=thread, top_msg_id=thread)
        )
    quote, entities = None, None
    if said.get("quote"):
        quote, entities = read_text(
            ask.viewer, said["quote"], said.get("quote_parse_mode"), said.get("quote_entities")
        )
    option = said.get("poll_option_id")
    return api.InputReplyToMessage(
        reply_to_msg_id=message_id,
        top_msg_id=thread,
        reply_to_peer_id=elsewhere,
        quote_text=quote,
        quote_entities=entities,
        quote_offset=said.get("quote_position"),
        todo_item_id=said.get("checklist_task_id"),
        poll_option=None if option is None else option.encode(),
    )


def _ephemeral_reply(ask: Ask, said: Json) -> "api.TypeInputReplyTo":
    """An ephemeral message that is answered, with such a one."""
    number = said["ephemeral_message_id"]
    if ask.get("ephemeral_message_parameters") is None or not 0 < number < 1 << 31:
        raise bad("message to be replied not found")
    return api.InputReplyToEphemeralMessage(id=number)


async def _is_there(ask: Ask, peer: "api.TypeInputPeer", message_id: int) -> bool:
    """Whether the bot has such a message. It may go before it is answered; then the answer is refused."""
    number = peer_number(peer)
    box = BoxId(ask.bot_id) if channel_of(number) is None else BoxId(number)
    async with ask.reading() as tx:
        found = await messages.find_many(tx, box, [MessageId(message_id)])
    return any(each.peer == number for each in found.values())


def peer_number(peer: "api.TypeInputPeer") -> PeerId:
    """The peer that one was named by us."""
    match peer:
        case api.InputPeerChat():
            return PeerId(-peer.chat_id)
        case api.InputPeerChannel():
            return PeerId(-1_000_000_000_000 - peer.channel_id)
        case _:
            return PeerId(peer.user_id)  # type: ignore[union-attr]  # we name users, chats and channels only


def caption(ask: Ask, said: Json | None = None) -> Said:
    """The words under a medium: of the call, or of one medium of several."""
    of = ask.params if said is None else said
    return read_text(
        ask.viewer, of.get("caption", ""), of.get("parse_mode"), of.get("caption_entities")
    )


def new_random_id() -> int:
    """A name for what is sent; nobody sends it twice."""
    return secrets.randbits(62) + 1


async def sent(ask: Ask, request: "TLRequest[api.TypeUpdates]") -> list[Json]:
    """Send, and show what was sent: every new or changed message, in order."""
    answer = await ask.tell(request)
    return await show_news(ask, answer)


async def show_news(ask: Ask, answer: "api.TypeUpdates") -> list[Json]:
    """The messages that are new or otherwise after a call. Answers in the short form say too little."""
    peers = None
    if isinstance(answer, api.Updates):
        updates, peers = answer.updates, (answer.users, answer.chats)
    else:
        own = [each for each in ask.call.journal.entries if each.box == BoxId(ask.bot_id)]
        updates = [each for some in await render(ask.tx, ask.viewer, own) for each in some]
    news = [each for each in updates if isinstance(each, NEWS)]
    scene = await set_scene(ask.tx, ask.viewer, news, peers=peers)
    shown = [
        show_business_message(scene, each)
        if isinstance(each, OF_BUSINESS)
        else show_message(scene, each.message)
        for each in news
    ]
    return [each for each in shown if each is not None]


async def sent_one(ask: Ask, request: "TLRequest[api.TypeUpdates]") -> Json:
    """As `sent`, for what sends one message, perhaps to one person alone."""
    if ask.get("ephemeral_message_parameters") is not None:
        return await _whispered(ask, request)
    shown = await sent(ask, request)
    assert shown, "a message was sent"
    return shown[0]


async def _whispered(ask: Ask, request: "TLRequest[api.TypeUpdates]") -> Json:
    """Send what would be for all who are in a group to one of them alone.

    Raises: BotError.
    """
    told = ask.params["ephemeral_message_parameters"]
    if not isinstance(request, api.messages.SendMessage | api.messages.SendMedia):
        raise bad("such a message can't be ephemeral")
    if request.effect is not None:
        raise bad("message effects can be used only in private chats")
    query = told.get("callback_query_id")
    if query is not None and not (query.isdecimal() and int(query) < 1 << 63):
        raise bad(TOO_OLD)
    replaces = bool(told.get("replace_callback_query_message"))
    if replaces and (query is None or request.reply_to is not None):
        raise bad("message to be replaced not found")
    whispered = api.ephemeral.SendMessage(
        anchor=replaces,
        invert_media=request.invert_media,
        noforwards=request.noforwards,
        peer=request.peer,
        receiver_id=input_user(ask, told["receiver_user_id"]),
        query_id=None if query is None else int(query),
        message=request.message,
        entities=request.entities,
        rich_message=None
        if isinstance(request, api.messages.SendMedia)
        else request.rich_message,
        media=request.media if isinstance(request, api.messages.SendMedia) else None,
        reply_markup=request.reply_markup,
        random_id=request.random_id,
        reply_to=request.reply_to,
    )
    answer = await ask.tell(whispered)
    assert isinstance(answer, api.Updates), "see ephemeral.rpc"
    (new,) = [e for e in answer.updates if isinstance(e, api.UpdateNewEphemeralMessage)]
    scene = await set_scene(ask.tx, ask.viewer, [new], peers=(answer.users, answer.chats))
    return show_ephemeral(scene, new.message)


def numbers(said: Sequence[Json]) -> list[Json]:
    """Messages by their numbers only."""
    return [{"message_id": each["message_id"]} for each in said]
