"""Counting what was seen and sent on, and forgetting what is gone."""

from collections.abc import Collection, Sequence

from chappe.db.database import Tx
from chappe.features.messages.actions.deletions import forgets
from chappe.features.messages.delivered import on_forwarded
from chappe.features.messages.model import Body
from chappe.features.messages.payload import read_value
from chappe.features.views import store
from chappe.features.views.spans import read_spans, unseen
from chappe.features.views.store import Post
from chappe.features.views.tally import ViewTally
from chappe.ids import BoxId, ChannelId, MessageId, UserId, channel_peer
from chappe.tl import api
from chappe.updates.log import Journal


async def see(tx: Tx, tally: ViewTally, user_id: UserId, posts: Collection[Post]) -> bool:
    """Somebody has seen posts; whether one of them is new to it."""
    by_box: dict[BoxId, list[MessageId]] = {}
    for post in posts:
        by_box.setdefault(post.box, []).append(post.id)
    counted = False
    for box, ids in by_box.items():
        new = set(ids) - tally.seen_by(user_id, box)
        if new:
            spans = read_spans(await store.find_viewed(tx, user_id, box))
            new = set(map(MessageId, unseen(spans, new)))
        if new:
            tally.see(user_id, box, new)
            counted = True
    return counted


@on_forwarded
async def count_forward(journal: Journal, _body_id: int, body: Body) -> None:
    """A post was sent on; what a channel itself says again in its discussion group does not count."""
    header = read_value(body.forward)
    if not isinstance(header, api.MessageFwdHeader) or header.channel_post is None:
        return
    if not isinstance(header.from_id, api.PeerChannel):
        return
    peer = channel_peer(ChannelId(header.from_id.channel_id))
    if body.from_id != peer:
        post = Post(BoxId(peer), MessageId(header.channel_post))
        journal.count(ViewTally, lambda tally: tally.send_on(post))


@forgets
async def forget(tx: Tx, bodies: Sequence[int]) -> None:
    """Some messages are gone."""
    await store.forget(tx, bodies)
