"""Tags: a few words beside a member's name. https://core.telegram.org/api/rank"""

from collections.abc import Sequence

from chappe.db.database import Tx
from chappe.features.chats import store
from chappe.features.chats.access import Seat
from chappe.features.chats.actions import tell_members
from chappe.features.chats.model import Standing
from chappe.features.chats.rights import bit
from chappe.ids import ChatId, UserId
from chappe.rpc.errors import RpcError
from chappe.tl import api
from chappe.updates.facts import Fact, Kind, fact
from chappe.updates.log import Journal, Logged
from chappe.updates.render import Updates, renders
from chappe.updates.viewer import Viewer

RANK_LENGTH_MAX = 16


@fact(Kind.CHAT_RANK)
class RankChanged(Fact, frozen=True):
    """A member of a group has another tag, or none."""

    chat_id: ChatId
    user_id: UserId


def clean_rank(rank: str) -> str:
    """A tag as it is kept.

    Errors: ADMIN_RANK_INVALID, ADMIN_RANK_EMOJI_NOT_ALLOWED
    """
    rank = rank.replace("\0", "").strip()
    if len(rank) > RANK_LENGTH_MAX:
        raise RpcError(400, "ADMIN_RANK_INVALID")
    if any(ord(letter) >= 0x1F000 or 0x2600 <= ord(letter) < 0x27C0 for letter in rank):
        raise RpcError(400, "ADMIN_RANK_EMOJI_NOT_ALLOWED")
    return rank


async def set_rank(journal: Journal, seat: Seat, user_id: UserId, rank: str) -> None:
    """Give a member of a group another tag, or none: members their own, who leads it those of others; the
    creator's only itself.

    Errors: USER_NOT_PARTICIPANT, CHAT_ADMIN_REQUIRED, ADMIN_RANK_INVALID, ADMIN_RANK_EMOJI_NOT_ALLOWED,
            CHAT_NOT_MODIFIED
    """
    rank = clean_rank(rank)
    await store.lock(journal.tx, seat.chat.id)
    target = await store.find_member(journal.tx, seat.chat.id, user_id)
    if target is None or not target.standing.inside:
        raise RpcError(400, "USER_NOT_PARTICIPANT")
    own = user_id == seat.member.user_id
    banned = seat.chat.banned_rights & bit(api.ChatBannedRights, "edit_rank")
    theirs = own or target.standing is not Standing.CREATOR
    if not (theirs if seat.member.standing.leads else own and not banned):
        raise RpcError(400, "CHAT_ADMIN_REQUIRED")
    if rank == target.rank:
        raise RpcError(400, "CHAT_NOT_MODIFIED")
    await store.set_rank(journal.tx, seat.chat.id, user_id, rank)
    await store.members_changed(journal.tx, seat.chat.id)
    await tell_members(journal, seat.chat.id, RankChanged(seat.chat.id, user_id))


@renders(RankChanged)
async def render_rank_changed(
    tx: Tx, viewer: Viewer, entries: Sequence[Logged]
) -> list[Updates]:
    """updateChatParticipantRank; nothing of those who are not in it any more."""
    shown: list[Updates] = []
    for entry in entries:
        changed = entry.fact
        assert isinstance(changed, RankChanged)
        chat = (await store.find_many(tx, [changed.chat_id])).get(changed.chat_id)
        member = await store.find_member(tx, changed.chat_id, changed.user_id)
        if chat is None or member is None or not member.standing.inside:
            shown.append([])
            continue
        update = api.UpdateChatParticipantRank(
            chat_id=chat.id, user_id=member.user_id, rank=member.rank, version=chat.version
        )
        shown.append([update])
    return shown
