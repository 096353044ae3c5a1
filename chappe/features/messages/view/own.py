"""What one member sees otherwise in the messages of a channel, of which all share one copy (`dialogs.marks`)."""

from collections.abc import Sequence

from chappe.db.database import Tx
from chappe.features.dialogs import marks
from chappe.features.dialogs.marks import NONE, MemberMark
from chappe.features.messages.actions.noticing import ReadChannelContents, is_unheard
from chappe.features.messages.model import CopyMark, Message
from chappe.features.messages.view.message import enriches
from chappe.ids import channel_of
from chappe.tl import api
from chappe.updates.log import Logged
from chappe.updates.render import Updates, renders
from chappe.updates.viewer import Viewer

PARTICULAR = CopyMark.MENTIONED | CopyMark.MEDIA_UNREAD
"""A copy of a channel's without these marks looks the same to all."""


@enriches
async def add_own(
    tx: Tx, viewer: Viewer, source: Sequence[Message], shown: Sequence["api.TypeMessage"]
) -> None:
    """Say who is named, and who has heard what can be heard."""
    places = [
        (message, rendered)
        for message, rendered in zip(source, shown, strict=True)
        if message.shared and message.marks & PARTICULAR
    ]
    if not places:
        return
    mine: dict[marks.Place, MemberMark] = {}
    if not viewer.is_crowd:
        peers = {message.peer for message, _ in places}
        ids = {message.id for message, _ in places}
        mine = await marks.find(tx, [viewer.user_id], peers, ids)
    for message, rendered in places:
        assert not isinstance(rendered, api.MessageEmpty)
        mark = mine.get((viewer.user_id, message.peer, message.id), NONE)
        rendered.mentioned = MemberMark.MENTIONED in mark
        rendered.media_unread = MemberMark.MENTION_UNREAD in mark or is_unheard(
            message, mark, viewer.now
        )


@renders(ReadChannelContents)
async def render_noticed(tx: Tx, viewer: Viewer, entries: Sequence[Logged]) -> list[Updates]:
    """updateChannelReadMessagesContents."""
    shown: list[Updates] = []
    for entry in entries:
        assert isinstance(entry.fact, ReadChannelContents)
        channel_id = channel_of(entry.fact.channel)
        assert channel_id is not None
        update = api.UpdateChannelReadMessagesContents(
            channel_id=channel_id, messages=list(entry.fact.ids)
        )
        shown.append([update])
    return shown
