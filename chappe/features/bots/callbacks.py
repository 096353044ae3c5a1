"""Buttons under messages that ask their bot something. https://core.telegram.org/api/bots/buttons"""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from chappe.db.database import Tx
from chappe.features.bots import queries
from chappe.features.bots.inline_ids import author_copy, chat_instance, inline_id
from chappe.features.bots.queries import Kind as QueryKind
from chappe.features.messages import store as messages
from chappe.features.messages.audience import own_box
from chappe.features.messages.model import MediaKind, Message
from chappe.features.messages.payload import read_value, write_value
from chappe.ids import BoxId, MessageId, PeerId, UserId, is_bot, user_of, user_peer
from chappe.rpc.call import Call
from chappe.rpc.errors import RpcError
from chappe.tl import api
from chappe.updates.facts import Fact, Kind, fact
from chappe.updates.log import Journal, Logged
from chappe.updates.peers import peer_on_wire
from chappe.updates.render import Updates, renders
from chappe.updates.viewer import Viewer

KEPT_SECONDS = 24 * 3600
"""For so long a bot that was away is told of what it was asked meanwhile, as the Bot API says it."""

Pressed = Callable[[Call, Journal, Message, bytes], Awaitable[api.messages.BotCallbackAnswer]]
BUILT_IN: dict[UserId, Pressed] = {}
"""Bots that answer in the house, at once."""


@fact(Kind.BOT_CALLBACK_QUERY)
class CallbackQuery(Fact, frozen=True):
    """Somebody has pressed a button. `peer`, `msg_id`: the message, as the bot has it; 0: it was sent through the
    bot, and `inline` (TL) names it. `game`: the short name of the game that is
    to be opened; empty: `data` were on the button."""

    query_id: int
    user_id: UserId
    peer: PeerId
    msg_id: MessageId
    inline: bytes | None
    chat_instance: int
    data: bytes
    game: str = ""


def bot_of(message: Message) -> UserId | None:
    """The bot that answers for the buttons under a message."""
    if message.body.via_bot is not None:
        return UserId(message.body.via_bot)
    if message.body.business_bot is not None:
        return UserId(message.body.business_bot)
    author = message.author
    return author if author is not None and is_bot(author) else None


def button_with(message: Message, data: bytes) -> api.InlineButtonTypeCallback | None:
    """The button under a message that has these data."""
    return button_in(message.body.markup, data)


def button_in(kept: bytes | None, data: bytes) -> api.InlineButtonTypeCallback | None:
    """The button of a keyboard, as a body keeps it, that has these data."""
    markup = read_value(kept)
    if not isinstance(markup, api.ReplyInlineMarkup):
        return None
    kinds = (button.type for row in markup.rows for button in row.buttons)
    found = (k for k in kinds if isinstance(k, api.InlineButtonTypeCallback) and k.data == data)
    return next(found, None)


@dataclass(frozen=True, slots=True)
class Played:
    """The game that a message shows."""

    id: int
    short_name: str


def game_in(message: Message) -> Played | None:
    """The game that a message shows."""
    if message.body.media_kind is not MediaKind.GAME:
        return None
    media = read_value(message.body.media)
    assert isinstance(media, api.MessageMediaGame), "see messages.media"
    return Played(media.game.id, media.game.short_name)


class PressedFor(NamedTuple):
    """A button under what a connected bot has said for an account. `message`: the account's copy."""

    message: Message
    query_id: int
    data: bytes
    chat_instance: int


Tell = Callable[[Call, Journal, PressedFor], Awaitable[None]]
_of_accounts: list[Tell] = []


def on_pressed_for_account(tell: Tell) -> Tell:
    """The decorated function tells a connected bot that its button was pressed.

    Errors: MESSAGE_ID_INVALID (the bot is not connected any more)
    """
    if tell not in _of_accounts:
        _of_accounts.append(tell)
    return tell


async def press(
    call: Call, journal: Journal, message: Message, bot: UserId, data: bytes, game: str = ""
) -> int:
    """Ask a bot what its button does, or where its game is; the number of the question."""
    tx, me = journal.tx, call.user_id
    if message.body.business_bot is not None and message.body.via_bot is None:
        query_id = await queries.ask(tx, bot, me, QueryKind.CALLBACK, journal.at)
        own = await author_copy(tx, message)
        instance = chat_instance(call.world.secret, bot, message.peer, me)
        for tell in _of_accounts:
            await tell(call, journal, PressedFor(own, query_id, data, instance))
        return query_id
    inline, peer, msg_id = None, PeerId(0), MessageId(0)
    if message.body.via_bot is not None:
        own = await author_copy(tx, message)
        inline = write_value(inline_id(call.world.secret, bot, own))
    else:
        peer = user_peer(me) if user_of(message.peer) is not None else message.peer
        msg_id = await _as_the_bot_has_it(tx, message, bot)
    theirs = msg_id or (message.id if message.shared else None)
    where = queries.Pressed(message.peer, message.id, theirs)
    query_id = await queries.ask(
        tx, bot, me, QueryKind.CALLBACK, journal.at, game, pressed=where
    )
    instance = chat_instance(call.world.secret, bot, message.peer, me)
    await journal.append(
        BoxId(bot), CallbackQuery(query_id, me, peer, msg_id, inline, instance, data, game)
    )
    return query_id


async def _as_the_bot_has_it(tx: Tx, message: Message, bot: UserId) -> MessageId:
    box = own_box(bot, message.peer)
    if box == message.box:
        return message.id
    found = await messages.find_copies(tx, box, {message.body_id})
    if message.body_id not in found:
        raise RpcError(400, "MESSAGE_ID_INVALID")
    return found[message.body_id]


@renders(CallbackQuery)
async def render_queries(tx: Tx, viewer: Viewer, entries: Sequence[Logged]) -> list[Updates]:
    """updateBotCallbackQuery, updateInlineBotCallbackQuery; after a day nothing."""
    return [
        [] if entry.at < viewer.now - KEPT_SECONDS else [_query(entry.fact)]
        for entry in entries
        if isinstance(entry.fact, CallbackQuery)
    ]


def _query(asked: CallbackQuery) -> "api.TypeUpdate":
    if asked.inline is not None:
        return api.UpdateInlineBotCallbackQuery(
            query_id=asked.query_id,
            user_id=asked.user_id,
            msg_id=read_value(asked.inline),
            chat_instance=asked.chat_instance,
            data=None if asked.game else asked.data,
            game_short_name=asked.game or None,
        )
    return api.UpdateBotCallbackQuery(
        query_id=asked.query_id,
        user_id=asked.user_id,
        peer=peer_on_wire(asked.peer),
        msg_id=asked.msg_id,
        chat_instance=asked.chat_instance,
        data=None if asked.game else asked.data,
        game_short_name=asked.game or None,
    )
