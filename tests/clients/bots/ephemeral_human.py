"""Somebody with Telethon who speaks with a bot in a group so that nobody else there hears it; what was seen, as JSON."""

import asyncio
import json
from typing import Any

from human import SECONDS, Human, arguments
from telethon import events, functions, types

KINDS = (
    types.UpdateNewEphemeralMessage,
    types.UpdateEditEphemeralMessage,
    types.UpdateDeleteEphemeralMessages,
)


class Quiet:
    """What comes to one person of such messages."""

    def __init__(self, human: Human) -> None:
        self.human = human
        self.updates: asyncio.Queue[Any] = asyncio.Queue()
        human.client.add_event_handler(self._hear, events.Raw(KINDS))

    async def _hear(self, update: Any) -> None:
        await self.updates.put(update)

    async def next(self) -> Any:
        return await asyncio.wait_for(self.updates.get(), SECONDS)


async def talk(ada: Human, bob: Human, bot: Any) -> dict[str, Any]:
    """Ada asks quietly; Bob is there as well."""
    client, other = ada.client, await bob.client.get_me()
    await bob.client(functions.account.UpdateUsernameRequest(f"quiet_{other.id}"))
    made = await client(functions.channels.CreateChannelRequest("Place", "", megagroup=True))
    place = made.chats[0]
    await client(
        functions.channels.InviteToChannelRequest(
            place, [bot, await client.get_entity(f"quiet_{other.id}")]
        )
    )
    hers, his = Quiet(ada), Quiet(bob)
    ask = functions.ephemeral.SendMessageRequest(
        receiver_id=bot, message="/secret", peer=await client.get_input_entity(place)
    )
    sent = await client(ask)
    (mine,) = [each.message for each in sent.updates if isinstance(each, KINDS[0])]
    new = (await hers.next()).message
    if new.id == mine.id:  # libraries hear of what they have sent themselves, too
        new = (await hers.next()).message
    seen: dict[str, Any] = {
        "text": new.message,
        "answers": new.reply_to.reply_to_ephemeral and new.reply_to.reply_to_msg_id == mine.id,
        "button": new.reply_markup.rows[0].buttons[0].text,
    }
    press = functions.ephemeral.GetCallbackAnswerRequest(peer=place, id=new.id, data=b"show")
    seen["alert"] = (await client(press)).message
    edited, located, gone = await hers.next(), await hers.next(), await hers.next()
    seen["edited"] = [edited.message.message, edited.message.id == new.id]
    seen["place"] = type(located.message.media).__name__
    seen["gone"] = gone.ids == [new.id]
    seen["history"] = [
        each.raw_text for each in await client.get_messages(place, 20) if each.raw_text
    ]
    await asyncio.sleep(0.5)
    seen["others"] = his.updates.qsize()
    return seen


async def main() -> None:
    chosen = arguments()
    ada = Human(chosen)
    await ada.sign_up()
    ada.bot = bot = await ada.client.get_entity(chosen.bot)
    chosen.phone = f"{int(chosen.phone) + 5000}"
    bob = Human(chosen)
    bob.bot = bot
    await bob.sign_up()
    try:
        print(json.dumps(await talk(ada, bob, bot)))
    finally:
        await ada.client.disconnect()
        await bob.client.disconnect()


asyncio.run(main())
