"""How somebody is notified of a topic. https://core.telegram.org/api/forum"""

from chappe.features.channels.access import access_visible
from chappe.features.forums import own
from chappe.features.forums.access import access_topic
from chappe.features.messages.payload import read_value, write_value
from chappe.features.notify.actions import settings_of
from chappe.features.notify.topics import forgets_topics, knows_topics
from chappe.features.users.access import named_peer
from chappe.features.users.actions import takes_leave
from chappe.features.users.model import User
from chappe.ids import BoxId, ChannelId, MessageId, UserId, channel_of
from chappe.rpc.call import Call
from chappe.rpc.errors import RpcError
from chappe.tl import api
from chappe.updates.facts import Fact, Kind, fact
from chappe.updates.log import Journal


@fact(Kind.TOPIC_SETTINGS)
class TopicSettings(Fact, frozen=True):
    """Notifications of a topic are set otherwise."""

    channel_id: ChannelId
    topic_id: MessageId


@knows_topics
async def topic_settings(
    call: Call, named: api.InputNotifyForumTopic, said: api.InputPeerNotifySettings | None
) -> api.PeerNotifySettings:
    """How the caller is notified of a topic; `said`: from now on.

    Errors: PEER_ID_INVALID, CHANNEL_INVALID, CHANNEL_PRIVATE (406), MSG_ID_INVALID (no topic),
            SETTINGS_INVALID
    """
    channel_id = channel_of(named_peer(call.viewer, named.peer))
    if channel_id is None:
        raise RpcError(400, "MSG_ID_INVALID")
    seat = await access_visible(call.tx, call.user_id, channel_id, call.now)
    topic = await access_topic(call.tx, seat, named.top_msg_id, error="MSG_ID_INVALID")
    key, me = (channel_id, topic.id), call.user_id
    if said is None:
        kept = (await own.find(call.tx, me, [key]))[key]
        return read_value(kept.settings) or api.PeerNotifySettings()
    settings = settings_of(said)
    await call.journal.append(BoxId(me), TopicSettings(*key))
    bare = settings == api.PeerNotifySettings()
    await own.set_settings(call.tx, me, key, None if bare else write_value(settings))
    return settings


@takes_leave
async def leave(journal: Journal, user: User) -> None:
    """What an account kept of topics goes with it."""
    await own.forget(journal.tx, user.id)


@forgets_topics
async def reset(journal: Journal, owner: UserId) -> None:
    """All topics are as at first."""
    await journal.lock([BoxId(owner)])
    keys = await own.drop_settings(journal.tx, owner)
    if keys:
        await journal.append(BoxId(owner), *(TopicSettings(*key) for key in keys))
