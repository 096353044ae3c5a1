"""What walks with bots share: keyboards, buttons, what a bot was told."""

from typing import Any

from chappe.testing.person import Person, Robot
from chappe.testing.world import World


def keyboard(bot: Person, *buttons: tuple[str, bytes]) -> Any:
    """An inline keyboard with one row of callback buttons."""
    return bot.make(
        "replyInlineMarkup",
        rows=[
            bot.make(
                "keyboardInlineButtonRow",
                buttons=[
                    bot.make(
                        "keyboardInlineButton",
                        text=text,
                        type=bot.make("inlineButtonTypeCallback", data=data),
                    )
                    for text, data in buttons
                ],
            )
        ],
    )


def heard(person: Person) -> list[str]:
    """The texts of the messages that were pushed."""
    return [
        each.message if isinstance(each.message, str) else each.message.message
        for each in person.told
        if hasattr(each, "message")
        and (isinstance(each.message, str) or each.message.NAME == "message")
    ]


def messages(person: Person) -> list[Any]:
    """The messages that were pushed, those of people and services."""
    return [
        each.message
        for each in person.told
        if each.NAME in {"updateNewMessage", "updateNewChannelMessage"}
    ]


def told(person: Person, name: str) -> list[Any]:
    """The updates of one kind that were pushed."""
    return [each for each in person.told if name == each.NAME]


async def met(world: World, person: Person, bot: Robot) -> None:
    """Somebody has written to a bot; nothing of it is left in the pushes."""
    await person.send(bot, "hello")
    await world.settle()
    bot.updates.clear()
    person.updates.clear()
