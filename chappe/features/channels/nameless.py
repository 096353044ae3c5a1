"""What only admins learn of those who lead a group anonymously: that they are there, and whom they have let in,
raised or silenced.
"""

from collections.abc import Collection, Sequence
from copy import copy
from typing import Any

from chappe.db.database import Tx
from chappe.features.channels import store
from chappe.features.channels.model import Channel
from chappe.features.channels.voices import is_anonymous
from chappe.ids import UserId

DECIDERS = ("inviter_id", "promoted_by", "kicked_by")
"""Fields of a ChannelParticipant that name somebody else."""


async def find_nameless(tx: Tx, channel: Channel, users: Collection[UserId]) -> set[UserId]:
    """Those of some accounts for whom a group speaks."""
    if channel.broadcast or not users:
        return set()
    found = await store.find_members(tx, channel.id, users)
    return {each for each, member in found.items() if is_anonymous(channel, member)}


async def without_nameless(tx: Tx, channel: Channel, shown: Sequence[Any]) -> list[Any]:
    """Participants as those see them who do not lead: where an anonymous admin has decided something of somebody,
    that one stands there itself, as whoever came by itself."""
    deciders = {UserId(by) for each in shown for by in _deciders(each).values()}
    hidden = await find_nameless(tx, channel, deciders)
    return [_without(each, hidden) for each in shown]


def _deciders(member: Any) -> dict[str, int]:
    found = {name: getattr(member, name, None) for name in DECIDERS}
    return {name: by for name, by in found.items() if by}


def _without(member: Any, hidden: set[UserId]) -> Any:
    names = [name for name, by in _deciders(member).items() if by in hidden]
    if not names:
        return member
    member = copy(member)
    whom = member.peer.user_id if hasattr(member, "peer") else member.user_id
    for name in names:
        setattr(member, name, whom)
    return member
