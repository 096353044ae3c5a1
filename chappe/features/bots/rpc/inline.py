"""`messages.*`: inline queries and their answers."""

from chappe.db.database import Tx
from chappe.features.bots import queries, starts
from chappe.features.bots.access import access_bot
from chappe.features.bots.callbacks import KEPT_SECONDS
from chappe.features.bots.inline import answers
from chappe.features.bots.inline.answers import Answer
from chappe.features.bots.inline.asking import InlineQuery, peer_type_of
from chappe.features.bots.inline.offering import check_results
from chappe.features.bots.queries import Kind, access_query, bell_of, wait
from chappe.features.files.actions import keep_media
from chappe.features.files.view import fill
from chappe.features.messages.markup import check_button_url
from chappe.features.messages.payload import write_value
from chappe.features.users.access import access_peer
from chappe.features.users.model import User
from chappe.ids import BoxId, PeerId
from chappe.rpc.apart import look_apart, write_apart
from chappe.rpc.call import Call
from chappe.rpc.errors import RpcError
from chappe.rpc.method import Who, method
from chappe.tl import api
from chappe.updates.log import Journal
from chappe.updates.render import render_peers_of

QUERY_CHARACTERS_MAX = 256
OFFSET_BYTES_MAX = 64


@method("messages.getInlineBotResults", rows=False, aside=True)
async def get_results(
    call: Call, q: api.messages.GetInlineBotResults
) -> api.messages.BotResults:
    """Ask a bot from any chat, and return what it offers; what somebody was answered lately is not asked again.

    Wire:   https://core.telegram.org/method/messages.getInlineBotResults
    Errors: BOT_INVALID (access_bot), BOT_INLINE_DISABLED, PEER_ID_INVALID, CHANNEL_PRIVATE (access_peer);
            BOT_RESPONSE_TIMEOUT
    """
    query = q.query.replace("\0", "").strip()[:QUERY_CHARACTERS_MAX]
    place = q.offset.replace("\0", "")[:OFFSET_BYTES_MAX]
    bot, peer, fresh = await look_apart(call, lambda tx: _asked(call, tx, q, query, place))
    if fresh is not None:
        return await look_apart(call, lambda tx: _shown(call, tx, fresh.results))
    wanted = bot.bot is not None and bot.bot.inline_geo
    where = write_value(_geo(q.geo_point)) if wanted else None

    async def ask(journal: Journal) -> int:
        kind = write_value(await peer_type_of(journal.tx, peer, bot.id))
        query_id = await queries.ask(
            journal.tx,
            bot.id,
            call.user_id,
            Kind.INLINE,
            journal.at,
            f"{len(place)} {place}{query}",
            where,
        )
        asked = InlineQuery(query_id, call.user_id, query, place, where, kind)
        await journal.append(BoxId(bot.id), asked)
        return query_id

    query_id = await write_apart(call, ask)
    with call.world.bells.listening(bell_of(query_id)) as bell:
        bell.ring()  # it may have answered by now
        results: api.messages.BotResults = await wait(call, bell, query_id)
    return await look_apart(call, lambda tx: _shown(call, tx, results))


async def _asked(
    call: Call, tx: Tx, q: api.messages.GetInlineBotResults, query: str, place: str
) -> tuple[User, PeerId | None, Answer | None]:
    """Who is asked, from where, and what was answered lately; where somebody is counts, so that is asked anew."""
    bot = await access_bot(tx, call.viewer, q.bot)
    if bot.bot is None or bot.bot.inline_placeholder is None:
        raise RpcError(400, "BOT_INLINE_DISABLED")
    peer = None
    if not isinstance(q.peer, api.InputPeerEmpty):
        peer = await access_peer(tx, call.viewer, q.peer, reading=True)
    if isinstance(q.geo_point, api.InputGeoPoint) and bot.bot.inline_geo:
        return bot, peer, None
    now = int(call.now)
    return bot, peer, await answers.find_fresh(tx, bot.id, call.user_id, query, place, now)


def _geo(said: "api.TypeInputGeoPoint | None") -> api.GeoPoint | None:
    if not isinstance(said, api.InputGeoPoint):
        return None
    return api.GeoPoint(
        lat=said.lat, long=said.long, access_hash=0, accuracy_radius=said.accuracy_radius
    )


async def _shown(
    call: Call, tx: Tx, results: api.messages.BotResults
) -> api.messages.BotResults:
    """An answer with files as the caller sees them, and the people in it."""
    await fill(tx, call.viewer, [results])
    results.users, _ = await render_peers_of(tx, call.viewer, results.results)
    return results


@method("messages.setInlineBotResults", who=Who.BOT, writes=True)
async def set_results(call: Call, q: api.messages.SetInlineBotResults) -> bool:
    """Answer an inline query; whoever asks the same within `cache_time` is shown it as well, unless it is `private`.

    Wire:   https://core.telegram.org/method/messages.setInlineBotResults
    Errors: QUERY_ID_INVALID (access_query); NEXT_OFFSET_INVALID, SWITCH_PM_TEXT_EMPTY, START_PARAM_EMPTY,
            START_PARAM_INVALID, START_PARAM_TOO_LONG, SWITCH_WEBVIEW_URL_INVALID; those of check_results
    """
    _check_switches(call, q)
    offered = await check_results(call, q.results)
    query = await access_query(call, q.query_id, Kind.INLINE)
    length, _, asked = query.asked.partition(" ")
    place, words = asked[: int(length)], asked[int(length) :]
    seconds = min(max(q.cache_time, 0), KEPT_SECONDS)
    results = api.messages.BotResults(
        gallery=q.gallery,
        query_id=query.id,
        next_offset=q.next_offset or None,
        switch_pm=q.switch_pm,
        switch_webview=q.switch_webview,
        results=[each.result for each in offered],
        cache_time=seconds,
        users=[],
    )
    media = {
        each.result.id: await keep_media(call.journal, each.media)
        for each in offered
        if each.media is not None
    }
    answer = Answer(query.id, query.bot_id, query.user_id, q.private, words, media, results)
    await queries.answer(call.journal, query, results)
    await answers.put(call.tx, answer, place, int(call.now), int(call.now) + seconds)
    return True


def _check_switches(call: Call, q: api.messages.SetInlineBotResults) -> None:
    if len((q.next_offset or "").encode()) > OFFSET_BYTES_MAX:
        raise RpcError(400, "NEXT_OFFSET_INVALID")
    if q.switch_pm is not None:
        if not q.switch_pm.text.strip():
            raise RpcError(400, "SWITCH_PM_TEXT_EMPTY")
        starts.check_param(q.switch_pm.start_param)
    if q.switch_webview is not None:
        try:
            check_button_url(call, q.switch_webview.url, page=True)
        except RpcError as error:
            raise RpcError(400, "SWITCH_WEBVIEW_URL_INVALID") from error
