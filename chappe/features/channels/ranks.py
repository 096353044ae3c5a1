"""Tags of members of a supergroup. https://core.telegram.org/api/rank

Nobody is told of a change: a tag stands with every message of its owner, as it is by then.
"""

from collections.abc import Sequence

from chappe.db.database import Tx
from chappe.features.channels import events, store
from chappe.features.channels.access import Seat, take_seat
from chappe.features.channels.actions import tell
from chappe.features.channels.events import Event
from chappe.features.channels.model import Participant
from chappe.features.chats.model import Standing
from chappe.features.chats.ranks import clean_rank
from chappe.features.chats.rights import bit
from chappe.features.messages.model import Message
from chappe.features.messages.view import enriches
from chappe.ids import UserId, channel_of, user_of
from chappe.rpc.errors import RpcError
from chappe.tl import api
from chappe.updates.log import Journal
from chappe.updates.viewer import Viewer


async def set_rank(journal: Journal, seat: Seat, user_id: UserId, rank: str) -> None:
    """Give a member of a supergroup another tag, or none.

    Errors: PEER_ID_INVALID (not a supergroup), USER_NOT_PARTICIPANT, CHAT_ADMIN_REQUIRED,
            ADMIN_RANK_INVALID, ADMIN_RANK_EMOJI_NOT_ALLOWED, CHAT_NOT_MODIFIED
    """
    if seat.channel.broadcast:
        raise RpcError(400, "PEER_ID_INVALID")
    rank = clean_rank(rank)
    seat = await take_seat(journal, seat)
    channel, me = seat.channel, seat.mine.user_id
    target = (await store.find_members(journal.tx, channel.id, [user_id])).get(user_id)
    if target is None or not target.standing.inside:
        raise RpcError(400, "USER_NOT_PARTICIPANT")
    if not _may_set(seat, target, journal.now):
        raise RpcError(400, "CHAT_ADMIN_REQUIRED")
    if rank == target.rank:
        raise RpcError(400, "CHAT_NOT_MODIFIED")
    await store.set_rank(journal.tx, channel.id, user_id, rank)
    action = api.ChannelAdminLogEventActionParticipantEditRank(
        user_id=user_id, prev_rank=target.rank, new_rank=rank
    )
    await events.note(journal, channel, me, Event.EDIT_RANK, action, rank)
    await tell(journal, channel.id, [user_id], 0)


def _may_set(seat: Seat, target: Participant, now: float) -> bool:
    """One's own tag, unless banned from that; with the right, that of others, but for the owner."""
    if target.user_id != seat.mine.user_id:
        return seat.may("manage_ranks") and target.standing is not Standing.CREATOR
    banned = seat.banned(now) & bit(api.ChatBannedRights, "edit_rank")
    return seat.may("manage_ranks") or not banned


@enriches
async def add_ranks(
    tx: Tx, viewer: Viewer, messages: Sequence[Message], shown: Sequence["api.TypeMessage"]
) -> None:
    """Messages in supergroups say what tag their author has by now."""
    said = [
        (channel_id, author, each)
        for message, each in zip(messages, shown, strict=True)
        if isinstance(each, api.Message)
        and (channel_id := channel_of(message.peer)) is not None
        and (author := user_of(message.body.from_id)) is not None
    ]
    if not said:
        return
    channels, authors = {each[0] for each in said}, {each[1] for each in said}
    ranks = await store.find_ranks(tx, channels, authors)
    for channel_id, author, each in said:
        each.from_rank = ranks.get((channel_id, author))
