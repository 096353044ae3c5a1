"""Forums and their topics on the wire."""

from collections.abc import Collection, Sequence

from chappe.db.database import Tx
from chappe.features.chatlist.view import completes_dialogs
from chappe.features.chats.full import Full, completes_group
from chappe.features.forums import own, store
from chappe.features.forums.drafts import TopicDraft
from chappe.features.forums.making import ForumToggled, ViewChanged
from chappe.features.forums.model import Line, Topic, TopicMark
from chappe.features.forums.pins import TopicPinned, TopicsOrdered
from chappe.features.forums.settings import TopicSettings
from chappe.features.forums.short import render_short
from chappe.features.forums.unread import State, find_states
from chappe.features.messages.model import Message
from chappe.features.messages.payload import read_value
from chappe.features.messages.threads import GENERAL
from chappe.features.messages.view import knows_topics
from chappe.ids import ChannelId, MessageId, PeerId, channel_of, channel_peer
from chappe.tl import api
from chappe.updates.log import Logged
from chappe.updates.peers import peer_on_wire
from chappe.updates.render import Updates, renders
from chappe.updates.viewer import Viewer


async def render_lines(
    tx: Tx, viewer: Viewer, channel: ChannelId, lines: Collection[Line]
) -> list[api.ForumTopic]:
    """Topics of a forum with all that the viewer has in them."""
    ids = [each.topic.id for each in lines]
    states = await find_states(tx, viewer.user_id, channel, ids)
    kept = await own.find(tx, viewer.user_id, [(channel, each) for each in ids])
    return [
        _line(viewer, each, states[each.topic.id], kept[channel, each.topic.id])
        for each in lines
    ]


def _line(viewer: Viewer, line: Line, state: State, kept: own.Own) -> api.ForumTopic:
    topic = render_short(viewer.user_id, line.topic)
    topic.short = False
    topic.pinned = line.topic.pinned > 0
    topic.top_message = line.top_id
    topic.read_inbox_max_id = state.read_inbox
    topic.read_outbox_max_id = state.read_outbox
    topic.unread_count = state.unread
    topic.unread_mentions_count = state.mentions
    topic.unread_reactions_count = state.reactions
    topic.draft = read_value(kept.draft)
    if kept.settings is not None:
        topic.notify_settings = read_value(kept.settings)
    return topic


@knows_topics
async def topics_of(
    tx: Tx, viewer: Viewer, messages: Sequence[Message]
) -> list[api.ForumTopic]:
    """The topics in which some messages lie, in short; of channels that are no forums there are none."""
    places = {(channel_of(each.peer), _topic_id(each)) for each in messages}
    named = {(channel, id_) for channel, id_ in places if channel is not None}
    ids = {GENERAL} | {id_ for _, id_ in named}
    found = await store.find_of(tx, {channel for channel, _ in named}, ids)
    awake = {
        each.channel_id for each in found if each.general and TopicMark.ASLEEP not in each.marks
    }
    there = {(each.channel_id, each.id): each for each in found if each.channel_id in awake}
    wanted = {key if key in there else (key[0], GENERAL) for key in named if key[0] in awake}
    return [
        render_short(viewer.user_id, there[key])
        for key in sorted(wanted)
        if TopicMark.DELETED not in there[key].marks
    ]


def _topic_id(message: Message) -> MessageId:
    return message.id if message.thread is None else message.thread


@renders(ForumToggled)
async def render_toggled(tx: Tx, viewer: Viewer, entries: Sequence[Logged]) -> list[Updates]:
    """updateChannel."""
    shown: list[Updates] = []
    for entry in entries:
        channel_id = channel_of(PeerId(entry.box))
        assert channel_id is not None
        shown.append([api.UpdateChannel(channel_id=channel_id)])
    return shown


@renders(ViewChanged)
async def render_view(tx: Tx, viewer: Viewer, entries: Sequence[Logged]) -> list[Updates]:
    """updateChannelViewForumAsMessages, as it is by now."""
    facts = [each.fact for each in entries if isinstance(each.fact, ViewChanged)]
    on = await store.find_views(tx, viewer.user_id, {each.channel_id for each in facts})
    return [
        [
            api.UpdateChannelViewForumAsMessages(
                channel_id=each.channel_id, enabled=each.channel_id in on
            )
        ]
        for each in facts
    ]


@renders(TopicPinned)
async def render_pinned(tx: Tx, viewer: Viewer, entries: Sequence[Logged]) -> list[Updates]:
    """updatePinnedForumTopic, as it is by now."""
    facts = [each.fact for each in entries if isinstance(each.fact, TopicPinned)]
    of = {each.channel_id for each in facts}
    found = await store.find_of(tx, of, {each.topic_id for each in facts})
    topics = {(each.channel_id, each.id): each for each in found}
    return [_pin(topics.get((each.channel_id, each.topic_id))) for each in facts]


def _pin(topic: Topic | None) -> Updates:
    if topic is None or TopicMark.DELETED in topic.marks:
        return []
    peer = peer_on_wire(channel_peer(topic.channel_id))
    update = api.UpdatePinnedForumTopic(pinned=topic.pinned > 0, peer=peer, topic_id=topic.id)
    return [update]


@renders(TopicsOrdered)
async def render_order(tx: Tx, viewer: Viewer, entries: Sequence[Logged]) -> list[Updates]:
    """updatePinnedForumTopics, in the order of by now."""
    facts = [each.fact for each in entries if isinstance(each.fact, TopicsOrdered)]
    orders = {each: await store.find_pinned(tx, each) for each in {f.channel_id for f in facts}}
    return [
        [
            api.UpdatePinnedForumTopics(
                peer=peer_on_wire(channel_peer(each.channel_id)),
                order=[*orders[each.channel_id]],
            )
        ]
        for each in facts
    ]


@renders(TopicDraft)
async def render_draft(tx: Tx, viewer: Viewer, entries: Sequence[Logged]) -> list[Updates]:
    """updateDraftMessage, with the draft of by now."""
    keys = _keys(entries)
    kept = await own.find(tx, viewer.user_id, keys)
    return [
        [
            api.UpdateDraftMessage(
                peer=peer_on_wire(channel_peer(key[0])),
                top_msg_id=key[1],
                draft=read_value(kept[key].draft) or api.DraftMessageEmpty(date=entry.at),
            )
        ]
        for key, entry in zip(keys, entries, strict=True)
    ]


@renders(TopicSettings)
async def render_settings(tx: Tx, viewer: Viewer, entries: Sequence[Logged]) -> list[Updates]:
    """updateNotifySettings, with the settings as they are by now."""
    keys = _keys(entries)
    kept = await own.find(tx, viewer.user_id, keys)
    return [
        [
            api.UpdateNotifySettings(
                peer=api.NotifyForumTopic(
                    peer=peer_on_wire(channel_peer(key[0])), top_msg_id=key[1]
                ),
                notify_settings=read_value(kept[key].settings) or api.PeerNotifySettings(),
            )
        ]
        for key in keys
    ]


def _keys(entries: Sequence[Logged]) -> list[own.Key]:
    facts = [each.fact for each in entries]
    return [
        (each.channel_id, each.topic_id)
        for each in facts
        if isinstance(each, TopicDraft | TopicSettings)
    ]


@completes_dialogs
async def complete_dialogs(tx: Tx, viewer: Viewer, dialogs: Sequence["api.TypeDialog"]) -> None:
    """Whether the viewer looks at a forum as at a group without topics, in the list of chats."""
    shown = {
        dialog.peer.channel_id: dialog
        for dialog in dialogs
        if isinstance(dialog, api.Dialog) and isinstance(dialog.peer, api.PeerChannel)
    }
    for channel_id in await store.find_views(tx, viewer.user_id, [*map(ChannelId, shown)]):
        shown[channel_id].view_forum_as_messages = True


@completes_group
async def complete_forum(tx: Tx, viewer: Viewer, peer: PeerId, full: Full) -> None:
    """The same for one forum."""
    channel_id = channel_of(peer)
    if channel_id is not None and isinstance(full, api.ChannelFull):
        views = await store.find_views(tx, viewer.user_id, [channel_id])
        full.view_forum_as_messages = channel_id in views
