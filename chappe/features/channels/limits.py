"""In how many channels one may be, how many of one's own may be public, how many may be in one: the numbers
that clients are told (docs/client-config.md)."""

from collections.abc import Collection
from dataclasses import dataclass

from chappe.db.database import Tx
from chappe.features.channels import store
from chappe.features.help.files import deployment
from chappe.features.users.access import is_premium
from chappe.ids import UserId
from chappe.rpc.call import Call
from chappe.rpc.errors import RpcError


@dataclass(frozen=True, slots=True)
class Limits:
    """The numbers of one server. `joined`, `public`: of one account, and with Premium."""

    joined: int
    joined_premium: int
    public: int
    public_premium: int
    members: int
    hidden_members_min: int


def limits_of(call: Call) -> Limits:
    """The numbers that this server tells its clients."""
    told = deployment(call.world.settings.data)
    return Limits(
        joined=told.limits.channels_limit_default,
        joined_premium=told.limits.channels_limit_premium,
        public=told.limits.channels_public_limit_default,
        public_premium=told.limits.channels_public_limit_premium,
        members=told.config.megagroup_size_max,
        hidden_members_min=told.limits.hidden_members_group_size_min,
    )


async def find_full(tx: Tx, users: Collection[UserId], limits: Limits) -> set[UserId]:
    """Those of some who are in as many channels as one may be."""
    joined = await store.count_joined(tx, users)
    many = [each for each in users if joined.get(each, 0) >= limits.joined]
    return {
        each
        for each in many
        if joined.get(each, 0) >= limits.joined_premium or not await is_premium(tx, each)
    }


async def check_room(tx: Tx, me: UserId, limits: Limits) -> None:
    """Whether one may be in one channel more.

    Errors: CHANNELS_TOO_MUCH
    """
    if await find_full(tx, [me], limits):
        raise RpcError(400, "CHANNELS_TOO_MUCH")


async def check_public_room(tx: Tx, owner: UserId, limits: Limits) -> None:
    """Whether an account may have one public channel more.

    Errors: CHANNELS_ADMIN_PUBLIC_TOO_MUCH
    """
    public = sum(each.public for each in await store.find_owned(tx, owner))
    premium = await is_premium(tx, owner)
    if public >= (limits.public_premium if premium else limits.public):
        raise RpcError(400, "CHANNELS_ADMIN_PUBLIC_TOO_MUCH")
