"""What is done with basic groups. Every change is said in the group, by a service message.

Every verb locks the group's row before it takes a box: so two of them never wait for each other.
"""

from collections.abc import Collection, Sequence
from typing import TYPE_CHECKING

from chappe.db.database import Tx
from chappe.features.chats import store
from chappe.features.chats.access import Seat, access_seat, check_leads, check_may
from chappe.features.chats.model import Standing
from chappe.features.messages import leaving
from chappe.features.messages.actions import Delivered, deliver
from chappe.features.messages.actions.handing import hand_over
from chappe.features.messages.audience import knows_members
from chappe.features.messages.clearing import clear, clear_later
from chappe.features.messages.leaving import Span
from chappe.features.messages.model import Body
from chappe.features.messages.payload import write_value
from chappe.ids import BoxId, ChatId, PeerId, UserId, chat_peer, is_bot, user_peer
from chappe.rpc.errors import RpcError
from chappe.tl import api
from chappe.updates.facts import Fact, Kind, fact
from chappe.updates.log import Journal

if TYPE_CHECKING:
    from chappe.tl.build import TLObject

MEMBERS_MAX = 200
TITLE_LENGTH_MAX = 128
ABOUT_LENGTH_MAX = 255


@fact(Kind.CHAT_PARTICIPANTS)
class ParticipantsChanged(Fact, frozen=True):
    """Others are in a group now, or they are something else there."""

    chat_id: ChatId


@fact(Kind.CHAT)
class ChatChanged(Fact, frozen=True):
    """A group looks otherwise (about, rights)."""

    chat_id: ChatId


@fact(Kind.CHAT_RIGHTS)
class RightsChanged(Fact, frozen=True):
    """Members of a group may do other things."""

    chat_id: ChatId


@knows_members
async def members_of(tx: Tx, chat_id: ChatId) -> list[UserId]:
    """Who is in a group."""
    return [member.user_id for member in await store.find_members(tx, chat_id)]


def clean_title(title: str) -> str:
    """A title as it is kept.

    Errors: CHAT_TITLE_EMPTY
    """
    cleaned = " ".join(title.replace("\0", "").split())[:TITLE_LENGTH_MAX]
    if not cleaned:
        raise RpcError(400, "CHAT_TITLE_EMPTY")
    return cleaned


async def say(
    journal: Journal, actor: UserId, chat_id: ChatId, action: "TLObject"
) -> Delivered:
    """Say in a group what somebody did."""
    body = Body(from_id=user_peer(actor), at=journal.at, text="", action=write_value(action))
    return await deliver(journal, actor, chat_peer(chat_id), body)


async def tell_members(journal: Journal, chat_id: ChatId, happened: Fact) -> None:
    """Log something in the box of every member."""
    for user_id in sorted(await members_of(journal.tx, chat_id)):
        await journal.append(BoxId(user_id), happened)


async def take_seat(journal: Journal, seat: Seat) -> Seat:
    """Lock a group, and read again what the caller is in it: others may have changed it meanwhile.

    Errors: CHAT_ID_INVALID; PEER_ID_INVALID (it has ended, or is a supergroup now)
    """
    await store.lock(journal.tx, seat.chat.id)
    return await access_seat(journal.tx, seat.member.user_id, seat.chat.id)


async def make_chat(
    journal: Journal, creator: UserId, title: str, users: Collection[UserId]
) -> tuple[ChatId, Delivered]:
    """A new group.

    Errors: CHAT_TITLE_EMPTY, USERS_TOO_MUCH
    """
    title = clean_title(title)
    if len(users) >= MEMBERS_MAX:
        raise RpcError(400, "USERS_TOO_MUCH")
    chat_id = await store.insert(journal.tx, title, creator, journal.at)
    await store.put_members(
        journal.tx, chat_id, [creator], creator, journal.at, Standing.CREATOR
    )
    await store.put_members(journal.tx, chat_id, users, creator, journal.at, Standing.MEMBER)
    action = api.MessageActionChatCreate(title=title, users=[creator, *users])
    said = await say(journal, creator, chat_id, action)
    await tell_members(journal, chat_id, ParticipantsChanged(chat_id))
    return chat_id, said


async def add_members(
    journal: Journal, seat: Seat, users: Sequence[UserId], handed: int = 0
) -> None:
    """Let others in, and hand them so many of the last messages.

    Errors: CHAT_ADMIN_REQUIRED, USERS_TOO_MUCH, USER_ALREADY_PARTICIPANT
    """
    seat = await take_seat(journal, seat)
    check_may(seat, "invite_users")
    chat = seat.chat
    inside = set(await members_of(journal.tx, chat.id))
    if inside & set(users):
        raise RpcError(400, "USER_ALREADY_PARTICIPANT")
    if len(inside) + len(users) > MEMBERS_MAX:
        raise RpcError(400, "USERS_TOO_MUCH")
    inviter, action = seat.member.user_id, api.MessageActionChatAddUser(users=list(users))
    if handed > 0:
        await journal.lock(BoxId(each) for each in {*inside, *users})
        for user_id in sorted(users):
            await hand_over(journal, inviter, user_id, chat.peer, handed)
    await let_in(journal, chat.id, users, inviter, [(inviter, action)])


async def let_in(
    journal: Journal,
    chat_id: ChatId,
    users: Collection[UserId],
    inviter: UserId,
    words: "Sequence[tuple[UserId, TLObject]]",
) -> None:
    """Some come in who were not inside; the group is locked. `words`: what is said of it, and by whom."""
    await store.put_members(journal.tx, chat_id, users, inviter, journal.at, Standing.MEMBER)
    await store.members_changed(journal.tx, chat_id)
    for actor, action in words:
        await say(journal, actor, chat_id, action)
    await tell_members(journal, chat_id, ParticipantsChanged(chat_id))


async def remove_member(
    journal: Journal, seat: Seat, user_id: UserId, *, revoke: bool = False
) -> None:
    """Put somebody out, or leave; `revoke`: with all that this one has of what was said. When its owner leaves, a
    group is another one's at once.

    Errors: USER_NOT_PARTICIPANT, CHAT_ADMIN_REQUIRED
    """
    seat = await take_seat(journal, seat)
    chat, me = seat.chat, seat.member
    target = await store.find_member(journal.tx, chat.id, user_id)
    if target is None or not target.standing.inside:
        raise RpcError(400, "USER_NOT_PARTICIPANT")
    leaving = user_id == me.user_id
    invited = target.inviter_id == me.user_id and target.standing is Standing.MEMBER
    if not leaving and not invited:
        check_leads(
            seat, Standing.CREATOR if target.standing is not Standing.MEMBER else Standing.ADMIN
        )
    action = api.MessageActionChatDeleteUser(user_id=user_id)
    if revoke:
        inside = await members_of(journal.tx, chat.id)
        await journal.lock(BoxId(each) for each in {*inside, user_id})
        await clear(journal, await _so_far(journal, user_id, chat.peer))
    await say(journal, me.user_id, chat.id, action)
    standing = Standing.LEFT if leaving else Standing.KICKED
    await store.set_standing(journal.tx, chat.id, user_id, standing)
    if target.standing is Standing.CREATOR:
        heir = await find_heir(journal.tx, chat.id)
        if heir is not None:
            await store.set_creator(journal.tx, chat.id, heir)
    await store.members_changed(journal.tx, chat.id)
    await tell_members(journal, chat.id, ParticipantsChanged(chat.id))


async def find_heir(tx: Tx, chat_id: ChatId) -> UserId | None:
    """Whose a group will be when its owner leaves: the admin that came first, None: nobody leads it then."""
    for member in await store.find_members(tx, chat_id):
        if member.standing is Standing.ADMIN and not is_bot(member.user_id):
            return member.user_id
    return None


async def give_away(journal: Journal, seat: Seat, user_id: UserId) -> None:
    """Make another member the owner of a group; the one of before is an admin then.

    Wire: https://core.telegram.org/api/channel#transferring-ownership-of-a-group-channel

    Errors: CHAT_ADMIN_REQUIRED (the caller is not the owner), CHAT_NOT_MODIFIED (to oneself), USER_ID_INVALID
            (it is not in the group, or a bot)
    """
    seat = await take_seat(journal, seat)
    me = seat.member.user_id
    check_leads(seat, Standing.CREATOR)
    if user_id == me:
        raise RpcError(400, "CHAT_NOT_MODIFIED")
    target = await store.find_member(journal.tx, seat.chat.id, user_id)
    if target is None or not target.standing.inside or is_bot(user_id):
        raise RpcError(400, "USER_ID_INVALID")
    await store.set_standing(journal.tx, seat.chat.id, me, Standing.ADMIN)
    await store.set_creator(journal.tx, seat.chat.id, user_id)
    await store.members_changed(journal.tx, seat.chat.id)
    await tell_members(journal, seat.chat.id, ParticipantsChanged(seat.chat.id))


async def _so_far(journal: Journal, user_id: UserId, peer: PeerId) -> Span:
    """All that somebody has of what was said in a group by now."""
    box = BoxId(user_id)
    last_id, _ = await leaving.newest(journal.tx, box, peer)
    return Span(box, peer, last_id)


async def set_title(journal: Journal, seat: Seat, title: str) -> None:
    """Give a group another title.

    Errors: CHAT_TITLE_EMPTY, CHAT_ADMIN_REQUIRED, CHAT_NOT_MODIFIED
    """
    seat = await take_seat(journal, seat)
    check_may(seat, "change_info")
    title = clean_title(title)
    if title == seat.chat.title:
        raise RpcError(400, "CHAT_NOT_MODIFIED")
    await store.set_title(journal.tx, seat.chat.id, title)
    action = api.MessageActionChatEditTitle(title=title)
    await say(journal, seat.member.user_id, seat.chat.id, action)


async def set_about(journal: Journal, seat: Seat, about: str) -> None:
    """Say something else about a group.

    Errors: CHAT_ADMIN_REQUIRED, CHAT_ABOUT_TOO_LONG, CHAT_ABOUT_NOT_MODIFIED
    """
    seat = await take_seat(journal, seat)
    check_may(seat, "change_info")
    about = about.replace("\0", "").strip()
    if len(about) > ABOUT_LENGTH_MAX:
        raise RpcError(400, "CHAT_ABOUT_TOO_LONG")
    if about == seat.chat.about:
        raise RpcError(400, "CHAT_ABOUT_NOT_MODIFIED")
    await store.set_about(journal.tx, seat.chat.id, about)
    await tell_members(journal, seat.chat.id, ChatChanged(seat.chat.id))


async def set_admin(journal: Journal, seat: Seat, user_id: UserId, *, is_admin: bool) -> None:
    """Make a member an admin, or a member again.

    Errors: CHAT_ADMIN_REQUIRED (the caller is not the creator), USER_NOT_PARTICIPANT, USER_ID_INVALID
    """
    seat = await take_seat(journal, seat)
    check_leads(seat, Standing.CREATOR)
    target = await store.find_member(journal.tx, seat.chat.id, user_id)
    if target is None or not target.standing.inside:
        raise RpcError(400, "USER_NOT_PARTICIPANT")
    if target.standing is Standing.CREATOR:
        raise RpcError(400, "USER_ID_INVALID")
    standing = Standing.ADMIN if is_admin else Standing.MEMBER
    if standing is not target.standing:
        await store.set_standing(journal.tx, seat.chat.id, user_id, standing)
        await store.members_changed(journal.tx, seat.chat.id)
        await tell_members(journal, seat.chat.id, ParticipantsChanged(seat.chat.id))


async def set_rights(journal: Journal, seat: Seat, rights: int) -> None:
    """What members may not do.

    Errors: CHAT_ADMIN_REQUIRED, CHAT_NOT_MODIFIED
    """
    seat = await take_seat(journal, seat)
    check_leads(seat)
    if rights == seat.chat.banned_rights:
        raise RpcError(400, "CHAT_NOT_MODIFIED")
    await store.set_rights(journal.tx, seat.chat.id, rights)
    await tell_members(journal, seat.chat.id, RightsChanged(seat.chat.id))


async def delete_chat(journal: Journal, seat: Seat) -> None:
    """End a group for everybody; what was said in it goes, by jobs: everybody has it in a box of its own.

    Errors: CHAT_ADMIN_REQUIRED (the caller is not the creator)
    """
    seat = await take_seat(journal, seat)
    check_leads(seat, Standing.CREATOR)
    await store.deactivate(journal.tx, seat.chat.id)
    await tell_members(journal, seat.chat.id, ChatChanged(seat.chat.id))
    for user_id in await members_of(journal.tx, seat.chat.id):
        await clear_later(journal, await _so_far(journal, user_id, seat.chat.peer))
