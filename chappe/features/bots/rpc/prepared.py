"""`messages.*`: messages that bots make ready for somebody to send from a Mini App."""

from chappe.db.database import Tx
from chappe.features.bots import queries
from chappe.features.bots.access import access_bot
from chappe.features.bots.callbacks import KEPT_SECONDS
from chappe.features.bots.inline import answers
from chappe.features.bots.inline.answers import Answer
from chappe.features.bots.inline.offering import check_results
from chappe.features.bots.queries import Kind
from chappe.features.files.actions import keep_media
from chappe.features.files.view import fill
from chappe.features.messages.payload import read_values, write_value, write_values
from chappe.features.users.access import access_user
from chappe.rpc.call import Call
from chappe.rpc.errors import RpcError
from chappe.rpc.method import Who, method
from chappe.tl import api
from chappe.updates.render import render_peers_of

NUMBER_DIGITS_MAX = 19
"""As many as the numbers of questions have, which are of 62 bits."""


@method("messages.savePreparedInlineMessage", who=Who.BOT, writes=True)
async def save_prepared(
    call: Call, q: api.messages.SavePreparedInlineMessage
) -> api.messages.BotPreparedInlineMessage:
    """Make a message ready that one person may send within a day.

    Wire:   https://core.telegram.org/method/messages.savePreparedInlineMessage
    Errors: USER_ID_INVALID (access_user), those of check_results
    """
    (offered,) = await check_results(call, [q.result])
    user = await access_user(call.tx, call.viewer, q.user_id)
    kinds = (write_values(q.peer_types) or b"").hex()
    now = int(call.now)
    query_id = await queries.ask(call.tx, call.user_id, user.id, Kind.PREPARED, now, kinds)
    results = api.messages.BotResults(
        query_id=query_id, results=[offered.result], cache_time=KEPT_SECONDS, users=[]
    )
    media = {}
    if offered.media is not None:
        media[offered.result.id] = await keep_media(call.journal, offered.media)
    await queries.keep_answer(call.tx, query_id, write_value(results))
    answer = Answer(query_id, call.user_id, user.id, True, "", media, results)
    await answers.put(call.tx, answer, "", now, now)
    return api.messages.BotPreparedInlineMessage(
        id=str(query_id), expire_date=now + KEPT_SECONDS
    )


@method("messages.getPreparedInlineMessage")
async def get_prepared(
    call: Call, q: api.messages.GetPreparedInlineMessage
) -> api.messages.PreparedInlineMessage:
    """Return a message that a bot has made ready for the caller, which sends it as an inline result.

    Wire:   https://core.telegram.org/method/messages.getPreparedInlineMessage
    Errors: BOT_INVALID (access_bot), ID_INVALID (none, or for somebody else), ID_EXPIRED
    """
    bot = await access_bot(call.tx, call.viewer, q.bot)
    query_id = int(q.id) if q.id.isdecimal() and len(q.id) <= NUMBER_DIGITS_MAX else 0
    query, answer = await _find(call.tx, query_id if query_id < 1 << 63 else 0)
    if query is None or answer is None or query.kind is not Kind.PREPARED:
        raise RpcError(400, "ID_INVALID")
    if (query.bot_id, query.user_id) != (bot.id, call.user_id):
        raise RpcError(400, "ID_INVALID")
    left = query.at + KEPT_SECONDS - int(call.now)
    if left <= 0:
        raise RpcError(400, "ID_EXPIRED")
    (result,) = answer.results.results
    await fill(call.tx, call.viewer, [result])
    users, _ = await render_peers_of(call.tx, call.viewer, [result])
    return api.messages.PreparedInlineMessage(
        query_id=query_id,
        result=result,
        peer_types=read_values(bytes.fromhex(query.asked)) or [],
        cache_time=left,
        users=users,
    )


async def _find(tx: Tx, query_id: int) -> tuple[queries.Query | None, Answer | None]:
    return await queries.find(tx, query_id), await answers.find(tx, query_id)
