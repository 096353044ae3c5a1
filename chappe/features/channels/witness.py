"""What is edited and pinned in a channel, for its recent actions."""

from dataclasses import replace

from chappe.features.channels import events, store
from chappe.features.channels.events import Event
from chappe.features.channels.model import Channel
from chappe.features.messages.model import CopyMark, Message
from chappe.features.messages.view import render_kept
from chappe.features.messages.witnesses import witnesses_edits, witnesses_pins
from chappe.ids import channel_of
from chappe.tl import api
from chappe.updates.log import Journal
from chappe.updates.viewer import Viewer


async def _channel(journal: Journal, message: Message) -> Channel | None:
    channel_id = channel_of(message.peer)
    if channel_id is None:
        return None
    return (await store.find_many(journal.tx, [channel_id])).get(channel_id)


@witnesses_edits
async def note_edit(journal: Journal, viewer: Viewer, before: Message, after: Message) -> None:
    """channelAdminLogEventActionEditMessage."""
    channel = await _channel(journal, before)
    if channel is None:
        return
    was, is_ = await render_kept(journal.tx, viewer, [before, after])
    action = api.ChannelAdminLogEventActionEditMessage(prev_message=was, new_message=is_)
    words = f"{before.body.text} {after.body.text}"
    await events.note(journal, channel, viewer.user_id, Event.EDIT, action, words)


@witnesses_pins
async def note_pin(journal: Journal, viewer: Viewer, message: Message, pinned: bool) -> None:
    """channelAdminLogEventActionUpdatePinned."""
    channel = await _channel(journal, message)
    if channel is None:
        return
    marks = message.marks | CopyMark.PINNED if pinned else message.marks & ~CopyMark.PINNED
    (shown,) = await render_kept(journal.tx, viewer, [replace(message, marks=marks)])
    action = api.ChannelAdminLogEventActionUpdatePinned(message=shown)
    words = message.body.text
    await events.note(journal, channel, viewer.user_id, Event.PINNED, action, words)
