"""Statistics of channels."""

from typing import Any

from chappe.tl import api
from chappe.tl.build import TLObject
from chappe.tl.drift.frame import Fields, down, down_result, old, up


@down("stats.broadcastStats", "recent_message_interactions", until=166)
def interactions(o: api.stats.BroadcastStats) -> Fields:
    """Until layer 167 only messages were counted, by views and forwards."""
    return {
        "recent_message_interactions": [
            old(0xAD4FC9BD, msg_id=post.msg_id, views=post.views, forwards=post.forwards)
            for post in o.recent_posts_interactions
            if isinstance(post, api.PostInteractionCountersMessage)
        ]
    }


@up("stats.getMessagePublicForwards")
def offset_by_text(before: Any) -> Fields:
    """Until layer 168 a list went on behind a rate and an id; now behind any text.

    The text says both, apart by a space: a server that gives such offsets is understood.
    """
    if "offset" in before.FIELDS:
        return {}
    start = not before.offset_id
    return {"offset": "" if start else f"{before.offset_rate} {before.offset_id}"}


@down_result("stats.getMessagePublicForwards", until=168)
def forwards(result: api.stats.PublicForwards) -> TLObject:
    """Until layer 169 the answer was messages; stories that repeat one are left out."""
    found = [f.message for f in result.forwards if isinstance(f, api.PublicForwardMessage)]
    rate = (result.next_offset or "").partition(" ")[0]
    return api.messages.MessagesSlice(
        count=result.count,
        next_rate=int(rate) if rate.isdecimal() else None,
        messages=found,
        topics=[],
        chats=result.chats,
        users=result.users,
    )
