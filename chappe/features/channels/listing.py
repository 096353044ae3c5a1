"""Which members somebody may look at, and in which order. https://core.telegram.org/type/ChannelParticipantsFilter"""

from dataclasses import replace
from typing import assert_never

from chappe.db.database import Tx
from chappe.features.channels import roster, store
from chappe.features.channels.access import Seat
from chappe.features.channels.model import ChannelMark, Participant
from chappe.features.channels.roster import Listed
from chappe.features.chats.model import Standing
from chappe.features.contacts.people import search_contacts
from chappe.features.users import relations
from chappe.ids import UserId
from chappe.rpc.errors import RpcError
from chappe.tl import api

CONTACTS_MAX = 5000
Page = tuple[list[Participant], int]
"""Some of a list, and how long it is."""
Open = api.ChannelParticipantsAdmins | api.ChannelParticipantsBots
"""What is to be seen though the members are hidden."""
Sealed = api.ChannelParticipantsKicked | api.ChannelParticipantsBanned


def check_may_list(seat: Seat, asked: "api.TypeChannelParticipantsFilter") -> None:
    """Whether the caller may look at a list: who follows a channel, and who is in a group that hides it, is
    for its admins; who may not do everything, for those who decide that.

    Errors: CHAT_ADMIN_REQUIRED
    """
    if isinstance(asked, Sealed):
        allowed = seat.may("ban_users")
    elif seat.channel.broadcast:
        allowed = seat.mine.standing.leads
    else:
        # Who has spoken is no secret: that much may be mentioned.
        shown = isinstance(asked, Open | api.ChannelParticipantsMentions)
        allowed = shown or sees_members(seat)
    if not allowed:
        raise RpcError(400, "CHAT_ADMIN_REQUIRED")


def sees_members(seat: Seat) -> bool:
    """Whether the caller may see who is in a channel."""
    hidden = seat.channel.broadcast or ChannelMark.HIDDEN_MEMBERS in seat.channel.marks
    return seat.mine.standing.leads or not hidden


async def find_page(
    tx: Tx,
    seat: Seat,
    asked: "api.TypeChannelParticipantsFilter",
    now: int,
    offset: int,
    limit: int,
) -> Page:
    """Some of a list of members, and how long it is. The caller may look (check_may_list); of anonymous admins only
    admins learn."""
    channel = seat.channel
    match asked:
        case api.ChannelParticipantsRecent():
            recent = _in_sight(seat, Listed(roster.INSIDE, roster.BY_DATE))
            count = channel.members - await _count_nameless(tx, seat)
            return await roster.find_page(tx, channel, recent, offset, limit), count
        case api.ChannelParticipantsMentions():
            return await _find_mentioned(tx, seat, asked, offset, limit)
        case api.ChannelParticipantsContacts():
            users = await _contacts(tx, seat.mine.user_id, asked.q)
            listed = Listed(roster.THESE, roster.BY_ID, params={"users": users})
        case api.ChannelParticipantsAdmins():
            listed = Listed(roster.ADMINS, roster.BY_STANDING)
        case api.ChannelParticipantsBots():
            listed = Listed(roster.BOTS, roster.BY_ID)
        case api.ChannelParticipantsSearch():
            order = roster.BY_ID if asked.q.strip() else roster.BY_DATE
            listed = Listed(roster.INSIDE, order, asked.q)
        case api.ChannelParticipantsKicked():
            listed = Listed(roster.KICKED, roster.BY_DATE, asked.q, {"now": now})
        case api.ChannelParticipantsBanned():
            listed = Listed(roster.RESTRICTED, roster.BY_DATE, asked.q, {"now": now})
        case _:
            assert_never(asked)
    listed = _in_sight(seat, listed)
    found = await roster.find_page(tx, channel, listed, offset, limit)
    return found, await roster.count_all(tx, channel, listed)


def _in_sight(seat: Seat, listed: Listed) -> Listed:
    if seat.mine.standing.leads:
        return listed
    return replace(listed, where=f"{listed.where} AND {roster.NAMED}")


async def _count_nameless(tx: Tx, seat: Seat) -> int:
    if seat.mine.standing.leads:
        return 0
    return await roster.count_all(tx, seat.channel, Listed(roster.ANONYMOUS_ADMINS, ""))


async def _contacts(tx: Tx, me: UserId, q: str) -> list[UserId]:
    if q.strip():
        return await search_contacts(tx, me, q, CONTACTS_MAX)
    return await relations.find_contact_ids(tx, me, CONTACTS_MAX)


async def _find_mentioned(
    tx: Tx, seat: Seat, asked: "api.ChannelParticipantsMentions", offset: int, limit: int
) -> Page:
    """Who can be mentioned: those who spoke lately, the last one leading, then the other members. In a thread
    only those who spoke there, members or not. Admins who speak as the group are not given away."""
    channel, q = seat.channel, asked.q or ""
    speakers = await roster.find_speakers(tx, channel, asked.top_msg_id)
    known = await store.find_members(tx, channel.id, speakers)
    hidden = {each for each, member in known.items() if member.admin_rights & roster.ANONYMOUS}
    strangers = {
        each for each in speakers if each not in known or not known[each].standing.inside
    }
    left_out = hidden if asked.top_msg_id is not None else hidden | strangers
    spoke = [each for each in speakers if each not in left_out]
    if q.strip():
        named = await roster.find_named(tx, spoke, q)
        spoke = [each for each in spoke if each in named]
    found = [known.get(each) or _nobody(seat, each) for each in spoke[offset : offset + limit]]
    if asked.top_msg_id is not None or not sees_members(seat):
        return found, len(spoke)
    if q.strip():
        order = roster.BY_ID
        count = await roster.count_all(tx, channel, Listed(roster.MENTIONED, "", q))
    else:
        order = roster.BY_DATE
        nameless = await roster.count_all(tx, channel, Listed(roster.ANONYMOUS_ADMINS, ""))
        count = channel.members - nameless
    others = Listed(roster.OTHERS_MENTIONED, order, q, {"users": [*spoke, *left_out]})
    start = max(0, offset - len(spoke))
    found += await roster.find_page(tx, channel, others, start, limit - len(found))
    return found, count


def _nobody(seat: Seat, user_id: UserId) -> Participant:
    return Participant(
        seat.channel.id, user_id, user_id, 0, Standing.LEFT, 0, 0, 0, UserId(0), ""
    )
