"""`messages.*`: buttons that ask a bot, and what it answers."""

from urllib.parse import parse_qs, urlsplit

from chappe.db.database import Tx
from chappe.features.bots import queries
from chappe.features.bots.callbacks import BUILT_IN, Played, bot_of, button_with, game_in, press
from chappe.features.bots.queries import Kind, access_query, bell_of, wait
from chappe.features.messages.access import access_message
from chappe.features.messages.markup import check_button_url
from chappe.features.messages.model import Message
from chappe.features.password.access import access_password
from chappe.features.users import store as users
from chappe.features.users.access import access_peer
from chappe.ids import UserId
from chappe.rpc.apart import look_apart, write_apart
from chappe.rpc.call import Call
from chappe.rpc.errors import RpcError
from chappe.rpc.method import Who, method
from chappe.tl import api
from chappe.updates.log import Journal

ALERT_CHARACTERS_MAX = 200
LINKS = {"t.me", "telegram.me"}
CACHE_SECONDS_MAX = 30 * 86_400


@method("messages.getBotCallbackAnswer", rows=False, aside=True)
async def get_callback_answer(
    call: Call, q: api.messages.GetBotCallbackAnswer
) -> api.messages.BotCallbackAnswer:
    """Press a button under a message, and return what its bot answers.

    Wire:   https://core.telegram.org/method/messages.getBotCallbackAnswer
    Errors: PEER_ID_INVALID, CHANNEL_PRIVATE (access_peer), MESSAGE_ID_INVALID, DATA_INVALID (no such button, no
            game), PASSWORD_MISSING, those of access_password; BOT_RESPONSE_TIMEOUT
    """
    message, bot, button = await look_apart(call, lambda tx: _pressed(call, tx, q))
    if isinstance(button, Played):
        return await _ask(call, message, bot, b"", button.short_name)
    if button.requires_password:
        await write_apart(call, lambda journal: _check_password(call, journal.tx, q))
    data = button.data
    if bot in BUILT_IN:
        return await write_apart(
            call, lambda journal: BUILT_IN[bot](call, journal, message, data)
        )
    return await _ask(call, message, bot, data)


async def _ask(
    call: Call, message: Message, bot: UserId, data: bytes, game: str = ""
) -> api.messages.BotCallbackAnswer:
    """Ask a bot, and wait."""

    async def work(journal: Journal) -> int:
        return await press(call, journal, message, bot, data, game)

    query_id = await write_apart(call, work)
    with call.world.bells.listening(bell_of(query_id)) as bell:
        bell.ring()  # it may have answered by now
        answer: api.messages.BotCallbackAnswer = await wait(call, bell, query_id)
    return answer


async def _pressed(
    call: Call, tx: Tx, q: api.messages.GetBotCallbackAnswer
) -> tuple[Message, UserId, api.InlineButtonTypeCallback | Played]:
    """The message under which there is such a button, its bot, and the button, or the game."""
    peer = await access_peer(tx, call.viewer, q.peer, reading=True)
    message = await access_message(tx, call.viewer, peer, q.msg_id)
    bot = bot_of(message)
    if bot is None:
        raise RpcError(400, "MESSAGE_ID_INVALID")
    button: api.InlineButtonTypeCallback | Played | None = None
    if q.game:
        button = game_in(message)
    elif q.data is not None:
        button = button_with(message, q.data)
    if button is None:
        raise RpcError(400, "DATA_INVALID")
    user = await users.find(tx, bot)
    if user is None or user.deleted:
        raise RpcError(400, "BOT_RESPONSE_TIMEOUT")
    return message, bot, button


async def _check_password(call: Call, tx: Tx, q: api.messages.GetBotCallbackAnswer) -> None:
    """Some buttons want to know that it is the owner of the account who presses them.

    Errors: PASSWORD_MISSING, those of access_password
    """
    if not isinstance(q.password, api.InputCheckPasswordSRP):
        raise RpcError(400, "PASSWORD_MISSING")
    await access_password(tx, call.caller, call.now, q.password)


@method("messages.setBotCallbackAnswer", who=Who.BOT, writes=True)
async def set_callback_answer(call: Call, q: api.messages.SetBotCallbackAnswer) -> bool:
    """Answer whoever has pressed one of the caller's buttons.

    Wire:   https://core.telegram.org/method/messages.setBotCallbackAnswer
    Errors: QUERY_ID_INVALID (access_query), MESSAGE_TOO_LONG, URL_INVALID (only links to the bot itself; a game
            is at any address of the web)
    """
    query = await access_query(call, q.query_id, Kind.CALLBACK)
    if q.message is not None and len(q.message) > ALERT_CHARACTERS_MAX:
        raise RpcError(400, "MESSAGE_TOO_LONG")
    if q.url and not query.asked:
        await _check_link(call, q.url)
    elif q.url:
        check_button_url(call, q.url, page=True, error="URL_INVALID")
    answer = api.messages.BotCallbackAnswer(
        alert=q.alert,
        has_url=bool(q.url),
        message=q.message or None,
        url=q.url or None,
        cache_time=min(max(q.cache_time, 0), CACHE_SECONDS_MAX),
    )
    await queries.answer(call.journal, query, answer)
    return True


async def _check_link(call: Call, url: str) -> None:
    """A bot opens itself with a parameter, nothing else.

    Errors: URL_INVALID
    """
    me = await users.find(call.tx, call.user_id)
    assert me is not None, "the caller is signed in"
    try:
        parts = urlsplit(url if "://" in url else f"https://{url}")
    except ValueError:
        raise RpcError(400, "URL_INVALID") from None
    said = parse_qs(parts.query, keep_blank_values=True)
    if parts.scheme == "tg" and parts.hostname == "resolve":
        name = said.get("domain", [""])[0]
    elif parts.scheme in {"http", "https"} and parts.hostname in LINKS:
        name = parts.path.strip("/")
    else:
        raise RpcError(400, "URL_INVALID")
    known = {each.name.lower() for each in me.usernames if each.active}
    if name.lower() not in known or "start" not in said:
        raise RpcError(400, "URL_INVALID")
