"""What is shown of how far back one sees in a channel."""

from collections.abc import Sequence

from chappe.db.database import Tx
from chappe.features.channels import store
from chappe.features.channels.clearing import ChannelCleared
from chappe.features.channels.model import ChannelMark
from chappe.features.chats.full import Full, completes_group
from chappe.ids import PeerId, channel_of
from chappe.tl import api
from chappe.updates.horizon import horizon
from chappe.updates.log import Logged
from chappe.updates.render import Updates, renders
from chappe.updates.viewer import Viewer


@renders(ChannelCleared)
async def render_cleared(tx: Tx, viewer: Viewer, entries: Sequence[Logged]) -> list[Updates]:
    """updateChannelAvailableMessages."""
    facts = [entry.fact for entry in entries if isinstance(entry.fact, ChannelCleared)]
    return [
        [
            api.UpdateChannelAvailableMessages(
                channel_id=each.channel_id, available_min_id=each.available_min_id
            )
        ]
        for each in facts
    ]


@completes_group
async def complete_past(tx: Tx, viewer: Viewer, peer: PeerId, full: Full) -> None:
    """How far back the viewer sees."""
    channel_id = channel_of(peer)
    if channel_id is None or not isinstance(full, api.ChannelFull):
        return
    channel = (await store.find_many(tx, [channel_id]))[channel_id]
    least = await horizon(tx, viewer.user_id, peer)
    full.hidden_prehistory = ChannelMark.HIDDEN_HISTORY in channel.marks
    full.available_min_id = least or None
