"""A topic in its short form, as it stands in the log of admins and beside messages."""

from chappe.features.forums.model import Topic
from chappe.ids import UserId, channel_peer
from chappe.tl import api
from chappe.updates.peers import peer_on_wire


def render_short(viewer: UserId, topic: Topic) -> api.ForumTopic:
    """What holds for everybody who sees it, and whether the viewer has made it."""
    return api.ForumTopic(
        my=topic.made_by(viewer),
        closed=topic.closed,
        short=True,
        hidden=topic.hidden,
        id=topic.id,
        date=topic.made_at,
        peer=peer_on_wire(channel_peer(topic.channel_id)),
        title=topic.title,
        icon_color=topic.icon_color,
        icon_emoji_id=topic.icon_emoji,
        top_message=0,
        read_inbox_max_id=0,
        read_outbox_max_id=0,
        unread_count=0,
        unread_mentions_count=0,
        unread_reactions_count=0,
        unread_poll_votes_count=0,
        from_id=peer_on_wire(topic.from_id),
        notify_settings=api.PeerNotifySettings(),
    )
