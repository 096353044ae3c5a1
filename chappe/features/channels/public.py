"""Channels that everybody may find, by their public names. https://core.telegram.org/api/usernames"""

from collections.abc import Sequence
from dataclasses import replace

from chappe.db.database import Tx
from chappe.features.channels import events, store
from chappe.features.channels.access import Seat, take_seat
from chappe.features.channels.actions import tell
from chappe.features.channels.events import Event
from chappe.features.channels.limits import Limits, check_public_room
from chappe.features.channels.model import Channel, ChannelMark
from chappe.features.chats.model import Standing
from chappe.features.users import store as users
from chappe.features.users.model import Username
from chappe.features.users.usernames import ACTIVE_MAX, LAWFUL
from chappe.rpc.errors import RpcError
from chappe.tl import api
from chappe.updates.log import Journal


async def check_name(tx: Tx, channel: Channel | None, name: str) -> None:
    """Refuse a public name that a channel (None: a new one) cannot take.

    Errors: USERNAME_INVALID, USERNAME_OCCUPIED
    """
    if not LAWFUL.fullmatch(name):
        raise RpcError(400, "USERNAME_INVALID")
    holder = await users.find_holder(tx, name)
    given = channel is not None and any(
        each.name.lower() == name.lower() and not each.editable for each in channel.usernames
    )
    if holder is not None and (channel is None or holder != channel.peer or given):
        raise RpcError(400, "USERNAME_OCCUPIED")


def check_owns(seat: Seat) -> None:
    """Whether the caller may say how the channel is called in public.

    Errors: CHAT_ADMIN_REQUIRED
    """
    if seat.mine.standing is not Standing.CREATOR:
        raise RpcError(400, "CHAT_ADMIN_REQUIRED")


async def choose_name(journal: Journal, seat: Seat, name: str, limits: Limits) -> None:
    """Let a channel be found by this name; empty: by none that was chosen.

    Errors: CHAT_ADMIN_REQUIRED, USERNAME_NOT_MODIFIED, USERNAME_INVALID, USERNAME_OCCUPIED,
            CHANNELS_ADMIN_PUBLIC_TOO_MUCH
    """
    check_owns(seat)
    seat = await take_seat(journal, seat)
    channel = seat.channel
    before = next((each.name for each in channel.usernames if each.editable), "")
    if name == before:
        raise RpcError(400, "USERNAME_NOT_MODIFIED")
    if name:
        await check_name(journal.tx, channel, name)
        if not channel.public:
            await check_public_room(journal.tx, seat.mine.user_id, limits)
    if before:
        await users.delete_username(journal.tx, before, channel.peer)
    if name and not await users.put_username(journal.tx, name, channel.peer):
        raise RpcError(400, "USERNAME_OCCUPIED")
    chosen = (Username(name),) if name else ()
    others = [each for each in channel.usernames if not each.editable]
    place = next((i for i, each in enumerate(channel.usernames) if each.editable), 0)
    names = (*others[:place], *chosen, *others[place:])
    action = api.ChannelAdminLogEventActionChangeUsername(prev_value=before, new_value=name)
    await _keep(journal, seat, names, action)


async def give_name(journal: Journal, channel: Channel, name: str) -> None:
    """Give a channel one more public name, not active at first; its administrator does this.

    Errors: USERNAME_INVALID, USERNAME_OCCUPIED
    """
    await journal.lock([channel.box])
    await check_name(journal.tx, channel, name)
    if not await users.put_username(journal.tx, name, channel.peer, active=False):
        raise RpcError(400, "USERNAME_OCCUPIED")
    names = (*channel.usernames, Username(name, active=False, editable=False))
    await store.set_usernames(journal.tx, channel.id, names)


async def toggle_name(
    journal: Journal, seat: Seat, name: str, limits: Limits, *, active: bool
) -> None:
    """Let a public name that was given to a channel lead there, or not.

    Errors: CHAT_ADMIN_REQUIRED, USERNAME_INVALID (not one that was given), USERNAME_NOT_MODIFIED,
            USERNAMES_ACTIVE_TOO_MUCH, CHANNELS_ADMIN_PUBLIC_TOO_MUCH
    """
    check_owns(seat)
    seat = await take_seat(journal, seat)
    held = seat.channel.usernames
    before = next((each for each in held if each.name.lower() == name.lower()), None)
    if before is None or before.editable:
        raise RpcError(400, "USERNAME_INVALID")
    if before.active == active:
        raise RpcError(400, "USERNAME_NOT_MODIFIED")
    if active and sum(each.active for each in held) >= ACTIVE_MAX:
        raise RpcError(400, "USERNAMES_ACTIVE_TOO_MUCH")
    if active and not seat.channel.public:
        await check_public_room(journal.tx, seat.mine.user_id, limits)
    await users.put_username(journal.tx, before.name, seat.channel.peer, active=active)
    others = [each for each in held if each is not before]
    on = [each for each in others if each.active]
    off = [each for each in others if not each.active]
    await _keep(journal, seat, (*on, replace(before, active=active), *off))


async def reorder_names(journal: Journal, seat: Seat, order: Sequence[str]) -> None:
    """Put the active public names of a channel into another order.

    Errors: CHAT_ADMIN_REQUIRED, ORDER_INVALID (not all of them, each once), CHAT_NOT_MODIFIED
    """
    check_owns(seat)
    seat = await take_seat(journal, seat)
    active = {each.name.lower(): each for each in seat.channel.usernames if each.active}
    wanted = [name.lower() for name in order]
    if len(wanted) != len(active) or set(wanted) != set(active):
        raise RpcError(400, "ORDER_INVALID")
    if wanted == list(active):
        raise RpcError(400, "CHAT_NOT_MODIFIED")
    off = [each for each in seat.channel.usernames if not each.active]
    await _keep(journal, seat, (*(active[name] for name in wanted), *off))


async def deactivate_names(journal: Journal, seat: Seat) -> None:
    """Let none of the public names that were given to a channel lead there.

    Errors: CHAT_ADMIN_REQUIRED, CHAT_NOT_MODIFIED
    """
    check_owns(seat)
    seat = await take_seat(journal, seat)
    held = seat.channel.usernames
    names = tuple(replace(each, active=each.active and each.editable) for each in held)
    if names == held:
        raise RpcError(400, "CHAT_NOT_MODIFIED")
    for each in held:
        if not each.editable:
            await users.put_username(journal.tx, each.name, seat.channel.peer, active=False)
    await _keep(journal, seat, names)


async def _keep(
    journal: Journal,
    seat: Seat,
    names: tuple[Username, ...],
    action: "api.TypeChannelAdminLogEventAction | None" = None,
) -> None:
    """Keep the names; a channel without one that leads to it is not public, and nobody asks to be let in; what
    is public hides nothing from those who come."""
    channel, me = seat.channel, seat.mine.user_id
    await store.set_usernames(journal.tx, channel.id, names)
    ends = ChannelMark.JOIN_REQUEST | ChannelMark.JOIN_REQUEST_BY_LINK
    if any(each.active for each in names):
        ends = ChannelMark.HIDDEN_HISTORY
    if channel.marks & ends:
        await store.set_marks(journal.tx, channel.id, channel.marks & ~ends)
    noted = action or api.ChannelAdminLogEventActionChangeUsernames(
        prev_value=[each.name for each in channel.usernames if each.active],
        new_value=[each.name for each in names if each.active],
    )
    await events.note(journal, channel, me, Event.INFO, noted)
    await tell(journal, channel.id, [me], 0)


async def set_requests(journal: Journal, seat: Seat, *, on: bool, by_link: bool) -> None:
    """Let admins decide who comes into a public group, or let everybody in; `by_link`: by links as well.

    Errors: CHAT_ADMIN_REQUIRED, CHAT_ID_INVALID (not a supergroup), CHAT_PUBLIC_REQUIRED,
            CHAT_NOT_MODIFIED
    """
    check_owns(seat)
    seat = await take_seat(journal, seat)
    channel = seat.channel
    if channel.broadcast:
        raise RpcError(400, "CHAT_ID_INVALID")
    if on and not channel.public:
        raise RpcError(400, "CHAT_PUBLIC_REQUIRED")
    both = ChannelMark.JOIN_REQUEST | ChannelMark.JOIN_REQUEST_BY_LINK
    wanted = channel.marks & ~both
    if on:
        wanted |= both if by_link else ChannelMark.JOIN_REQUEST
    if wanted == channel.marks:
        raise RpcError(400, "CHAT_NOT_MODIFIED")
    await store.set_marks(journal.tx, channel.id, wanted)
    await tell(journal, channel.id, [seat.mine.user_id], 0)
