"""What a caller may put into a queue, and the road to what is there."""

from collections.abc import Sequence

from chappe.config import Profile
from chappe.features.messages.model import Outgoing
from chappe.features.scheduled import store
from chappe.features.scheduled.model import (
    LATEST_SECONDS,
    PER_DIALOG_MAX,
    PERIODS,
    TEST_PERIODS,
    WHEN_ONLINE,
    Scheduled,
)
from chappe.features.users.view import render_users
from chappe.ids import PeerId, user_of
from chappe.rpc.call import Call
from chappe.rpc.errors import RpcError
from chappe.tl import api


async def check_date(call: Call, peer: PeerId, at: int) -> None:
    """Refuse a date for which nothing can be kept.

    Errors: SCHEDULE_DATE_TOO_LATE, SCHEDULE_DATE_INVALID (nobody can come online there),
            SCHEDULE_STATUS_PRIVATE (or not in the caller's sight)
    """
    if at == WHEN_ONLINE:
        await _check_sight(call, peer)
    elif at > call.now + LATEST_SECONDS:
        raise RpcError(400, "SCHEDULE_DATE_TOO_LATE")


async def _check_sight(call: Call, peer: PeerId) -> None:
    user_id = user_of(peer)
    if user_id is None or user_id == call.user_id:
        raise RpcError(400, "SCHEDULE_DATE_INVALID")
    if not isinstance(await _status(call, peer), api.UserStatusOnline | api.UserStatusOffline):
        raise RpcError(400, "SCHEDULE_STATUS_PRIVATE")


async def is_online(call: Call, peer: PeerId) -> bool:
    """Whether the other one is there at this moment."""
    return isinstance(await _status(call, peer), api.UserStatusOnline)


async def _status(call: Call, peer: PeerId) -> "api.TypeUserStatus | None":
    user_id = user_of(peer)
    assert user_id is not None
    (user,) = await render_users(call.tx, call.viewer, {user_id})
    return user.status if isinstance(user, api.User) else None


def check_periods(call: Call, outgoing: Sequence[Outgoing], at: int) -> None:
    """Refuse a repetition that is none.

    Errors: SCHEDULE_DATE_INVALID
    """
    dev = call.world.settings.profile is Profile.DEV
    lawful = PERIODS | TEST_PERIODS if dev else PERIODS
    for each in outgoing:
        if each.repeat_period and (each.repeat_period not in lawful or at == WHEN_ONLINE):
            raise RpcError(400, "SCHEDULE_DATE_INVALID")


async def access_scheduled(
    call: Call, peer: PeerId, ids: Sequence[int], *, error: str = "MESSAGE_ID_INVALID"
) -> list[Scheduled]:
    """Messages of the caller's queue, all of which are there.

    Errors: `error`
    """
    if len(ids) > PER_DIALOG_MAX:
        raise RpcError(400, error)
    found = await store.find_many(call.tx, call.user_id, peer, ids)
    if not found or len(found) < len(set(ids)):
        raise RpcError(400, error)
    return found
