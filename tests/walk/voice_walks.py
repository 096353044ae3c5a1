"""What walks through voices and settings share: public channels of one's own, Premium, all about a channel."""

from typing import Any

from channel_walks import as_channel

from chappe.features.users import store as users
from chappe.features.users.model import Mark
from chappe.ids import UserId
from chappe.testing.person import Person
from chappe.testing.world import World


async def publish(who: Person, channel_id: int, name: str) -> None:
    await who.call(
        "channels.updateUsername", channel=as_channel(who, channel_id), username=name
    )


async def full(who: Person, channel_id: int) -> Any:
    found = await who.call("channels.getFullChannel", channel=as_channel(who, channel_id))
    return found.full_chat


async def premium(world: World, who: Person) -> None:
    async with world.node.database.transaction(write=True) as tx:
        await users.set_value(tx, UserId(who.user_id), "marks", int(Mark.PREMIUM))


async def own_channel(who: Person, name: str) -> int:
    updates = await who.call(
        "channels.createChannel", title=name, about="", broadcast=True, megagroup=False
    )
    channel_id = updates.chats[0].id
    await publish(who, channel_id, name)
    return int(channel_id)
