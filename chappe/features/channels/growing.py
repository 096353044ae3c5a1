"""A supergroup that has grown too large to talk in becomes a gigagroup: any number of members, only admins write.

https://core.telegram.org/api/channel
"""

from chappe.features.channels import store
from chappe.features.channels.access import Seat, take_seat
from chappe.features.channels.actions import tell
from chappe.features.channels.model import ChannelMark
from chappe.features.channels.public import check_owns
from chappe.features.chats.rights import pack
from chappe.rpc.errors import RpcError
from chappe.tl import api
from chappe.updates.log import Journal

GIGAGROUP_MEMBERS_MIN = 199_000
"""The real service offers it to groups that are about to be full."""
SILENCE = pack(
    api.ChatBannedRights(
        until_date=0,
        send_messages=True,
        send_media=True,
        send_stickers=True,
        send_gifs=True,
        send_games=True,
        send_inline=True,
        embed_links=True,
        send_polls=True,
        invite_users=True,
        pin_messages=True,
        change_info=True,
    )
)
"""What members may not do there."""


async def convert(journal: Journal, seat: Seat) -> None:
    """Make a gigagroup of a supergroup, for good.

    Errors: CHAT_ADMIN_REQUIRED (not the creator), CHANNEL_ID_INVALID (no supergroup), CHAT_NOT_MODIFIED (it is
            one), FORUM_ENABLED (it has topics), PARTICIPANTS_TOO_FEW
    """
    check_owns(seat)
    seat = await take_seat(journal, seat)
    channel = seat.channel
    if channel.broadcast:
        raise RpcError(400, "CHANNEL_ID_INVALID")
    if ChannelMark.GIGAGROUP in channel.marks:
        raise RpcError(400, "CHAT_NOT_MODIFIED")
    if channel.forum:
        raise RpcError(400, "FORUM_ENABLED")
    if channel.members < GIGAGROUP_MEMBERS_MIN:
        raise RpcError(400, "PARTICIPANTS_TOO_FEW")
    await store.set_marks(journal.tx, channel.id, channel.marks | ChannelMark.GIGAGROUP)
    await store.set_rights(journal.tx, channel.id, SILENCE)
    await store.set_slow(journal.tx, channel.id, 0)
    await tell(journal, channel.id, [seat.mine.user_id], 0)
