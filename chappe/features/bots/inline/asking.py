"""Questions to bots from any chat, and what becomes of their answers: facts of the bot's box."""

from collections.abc import Sequence

from chappe.db.database import Tx
from chappe.features.bots.callbacks import KEPT_SECONDS
from chappe.features.channels import store as channels
from chappe.features.messages.payload import read_value
from chappe.ids import PeerId, UserId, channel_of, chat_of, is_bot, user_of
from chappe.tl import api
from chappe.updates.facts import Fact, Kind, fact
from chappe.updates.log import Logged
from chappe.updates.render import Updates, renders
from chappe.updates.viewer import Viewer


@fact(Kind.BOT_INLINE_QUERY)
class InlineQuery(Fact, frozen=True):
    """Somebody asks the bot whose box this is. `geo`, `peer_type`: TL. `place`: from where on results are asked for."""

    query_id: int
    user_id: UserId
    query: str
    place: str
    geo: bytes | None = None
    peer_type: bytes | None = None


@fact(Kind.BOT_INLINE_SEND)
class InlineSend(Fact, frozen=True):
    """Somebody has sent a result of the bot whose box this is. `body`: the number of what was said, so that one is told
    from another; `message`: its name (TL), where the bot may edit it; `geo`: where that one was who asked (TL)."""

    user_id: UserId
    query: str
    result_id: str
    body: int
    message: bytes | None = None
    geo: bytes | None = None


async def peer_type_of(
    tx: Tx, peer: PeerId | None, bot: UserId
) -> "api.TypeInlineQueryPeerType | None":
    """In what kind of chat somebody asks a bot; None: nobody has said."""
    if peer is None:
        return None
    user_id, channel_id = user_of(peer), channel_of(peer)
    if user_id is not None:
        if user_id == bot:
            return api.InlineQueryPeerTypeSameBotPM()
        return (
            api.InlineQueryPeerTypeBotPM() if is_bot(user_id) else api.InlineQueryPeerTypePM()
        )
    if chat_of(peer) is not None or channel_id is None:
        return api.InlineQueryPeerTypeChat()
    found = (await channels.find_many(tx, [channel_id])).get(channel_id)
    if found is not None and found.broadcast:
        return api.InlineQueryPeerTypeBroadcast()
    return api.InlineQueryPeerTypeMegagroup()


@renders(InlineQuery)
async def render_queries(tx: Tx, viewer: Viewer, entries: Sequence[Logged]) -> list[Updates]:
    """updateBotInlineQuery; after a day nothing."""
    return [
        [] if entry.at < viewer.now - KEPT_SECONDS else [_query(entry.fact)]
        for entry in entries
        if isinstance(entry.fact, InlineQuery)
    ]


def _query(asked: InlineQuery) -> api.UpdateBotInlineQuery:
    return api.UpdateBotInlineQuery(
        query_id=asked.query_id,
        user_id=asked.user_id,
        query=asked.query,
        geo=read_value(asked.geo),
        peer_type=read_value(asked.peer_type),
        offset=asked.place,
    )


@renders(InlineSend)
async def render_sends(tx: Tx, viewer: Viewer, entries: Sequence[Logged]) -> list[Updates]:
    """updateBotInlineSend."""
    return [
        [
            api.UpdateBotInlineSend(
                user_id=entry.fact.user_id,
                query=entry.fact.query,
                id=entry.fact.result_id,
                msg_id=read_value(entry.fact.message),
                geo=read_value(entry.fact.geo),
            )
        ]
        for entry in entries
        if isinstance(entry.fact, InlineSend)
    ]
