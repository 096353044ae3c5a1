"""Sending: every way in which a message may be sent, its answers, and what is refused."""

import asyncio
from typing import Any

import pytest

from chappe.testing.client import Refused
from chappe.testing.person import Person
from chappe.testing.world import World


async def history(person: Person, other: Person, **more: Any) -> list[Any]:
    offsets = ("offset_id", "offset_date", "add_offset", "max_id", "min_id", "hash")
    fields = {**dict.fromkeys(offsets, 0), "limit": 100, **more}
    return (
        await person.call("messages.getHistory", peer=person.peer(other), **fields)
    ).messages


def reply(person: Person, message_id: int, **more: Any) -> Any:
    return person.make("inputReplyToMessage", reply_to_msg_id=message_id, **more)


async def test_styles_are_kept_and_links_are_found(world: World) -> None:
    ada, bob = await world.person("Ada"), await world.person("Bob")
    bold = ada.make("messageEntityBold", offset=0, length=4)
    sent = await ada.send(bob, "look example.com", entities=[bold])
    assert [each.NAME for each in sent.entities] == [
        "messageEntityBold",
        "messageEntityUrl",
    ]
    (message,) = await history(bob, ada)
    assert message.entities == sent.entities


async def test_marks_of_a_message_are_kept(world: World) -> None:
    ada, bob = await world.person("Ada"), await world.person("Bob")
    await ada.send(bob, "psst", silent=True, noforwards=True, invert_media=True)
    (message,) = await history(bob, ada)
    assert (message.silent, message.noforwards, message.invert_media) == (True,) * 3


async def test_keyboards_are_for_bots(world: World) -> None:
    ada, bob = await world.person("Ada"), await world.person("Bob")
    await ada.send(bob, "hi", reply_markup=ada.make("replyKeyboardHide"))
    (message,) = await history(bob, ada)
    assert message.reply_markup is None


async def test_an_answer_names_the_message_as_each_side_numbers_it(world: World) -> None:
    ada, bob, cyd = [await world.person(name) for name in ("Ada", "Bob", "Cyd")]
    await ada.send(cyd, "so that Ada's numbers are higher")
    first = await ada.send(bob, "question?")
    await bob.send(ada, "answer", reply_to=reply(bob, 1))
    assert (await history(bob, ada))[0].reply_to.reply_to_msg_id == 1
    assert (await history(ada, bob))[0].reply_to.reply_to_msg_id == first.id


async def test_a_quote_is_found_where_it_stands_nearest(world: World) -> None:
    ada, bob = await world.person("Ada"), await world.person("Bob")
    await ada.send(bob, "🙂 one two one two")
    style = bob.make("messageEntityItalic", offset=0, length=3)
    link = bob.make("messageEntityUrl", offset=0, length=3)
    quote = {"quote_text": "one", "quote_offset": 10, "quote_entities": [style, link]}
    sent = await bob.send(ada, "which?", reply_to=reply(bob, 1, **quote))
    assert sent.NAME == "updates"
    header = (await history(ada, bob))[0].reply_to
    assert (header.quote, header.quote_text, header.quote_offset) == (True, "one", 11)
    assert header.quote_entities == [style]


async def test_an_answer_to_another_chat_brings_what_the_other_cannot_see(world: World) -> None:
    ada, bob, cyd = [await world.person(name) for name in ("Ada", "Bob", "Cyd")]
    await cyd.send(ada, "between us")
    to = reply(ada, 1, reply_to_peer_id=ada.peer(cyd), quote_text="us", quote_offset=8)
    await ada.send(bob, "Cyd says", reply_to=to)
    own, foreign = (await history(ada, bob))[0], (await history(bob, ada))[0]
    assert own.reply_to.reply_to_msg_id == 1
    assert own.reply_to.reply_to_peer_id.user_id == cyd.user_id
    assert foreign.reply_to.reply_to_msg_id is None
    assert foreign.reply_to.reply_to_peer_id is None
    assert foreign.reply_to.reply_from.from_id.user_id == cyd.user_id
    assert foreign.reply_to.quote_text == "us"


async def test_what_goes_to_oneself_has_one_copy_and_is_incoming(world: World) -> None:
    ada = await world.person("Ada")
    phone = await world.another(ada)
    await phone.call("updates.getState")
    sent = await ada.send(ada, "note")
    assert [each.NAME for each in sent.updates] == ["updateMessageID", "updateNewMessage"]
    await world.settle()
    assert [each.NAME for each in phone.updates[0].updates] == ["updateNewMessage"]
    (message,) = await history(ada, ada)
    assert message == phone.updates[0].updates[0].message == sent.updates[1].message
    assert message.out is False
    assert message.saved_peer_id.user_id == ada.user_id
    assert (await ada.call("updates.getState")).unread_count == 0


async def test_one_who_lost_the_answer_finds_the_number_in_the_difference(world: World) -> None:
    ada, bob = await world.person("Ada"), await world.person("Bob")
    state = await ada.call("updates.getState")
    await ada.send(bob, "hi", random_id=77)
    await bob.send(ada, "hello", random_id=78)
    missed = await ada.call(
        "updates.getDifference", pts=state.pts, date=state.date, qts=state.qts
    )
    numbers = [(each.id, each.random_id) for each in missed.other_updates]
    assert numbers == [(1, 77)]
    assert [each.id for each in missed.new_messages] == [1, 2]


async def test_the_same_name_for_another_chat_is_refused(world: World) -> None:
    ada, bob = await world.person("Ada"), await world.person("Bob")
    await ada.send(bob, "hi", random_id=77)
    with pytest.raises(Refused, match="500 RANDOM_ID_DUPLICATE"):
        await ada.send(ada, "hi", random_id=77)


REFUSED: list[tuple[str, dict[str, Any]]] = [
    ("400 RANDOM_ID_EMPTY", {"random_id": 0}),
    ("400 MESSAGE_EMPTY", {"message": " \u200b "}),
    ("400 MESSAGE_TOO_LONG", {"message": "x" * 4097}),
    ("400 ENTITY_BOUNDS_INVALID", {"entities": [("messageEntityBold", 0, 9)]}),
    ("400 ENTITIES_TOO_LONG", {"entities": [("messageEntityBold", 0, 1)] * 1001}),
    ("400 REPLY_MESSAGE_ID_INVALID", {"reply_to": {"reply_to_msg_id": 9}}),
    ("400 QUOTE_TEXT_INVALID", {"reply_to": {"reply_to_msg_id": 1, "quote_text": "no"}}),
    ("400 QUOTE_TEXT_INVALID", {"reply_to": {"reply_to_msg_id": 1, "quote_text": "x" * 1025}}),
]


@pytest.mark.parametrize(("error", "fields"), REFUSED)
async def test_what_cannot_be_sent(world: World, error: str, fields: dict[str, Any]) -> None:
    ada, bob = await world.person("Ada"), await world.person("Bob")
    await ada.send(bob, "before")
    made = dict(fields)
    if "entities" in made:
        made["entities"] = [
            ada.make(name, offset=offset, length=length)
            for name, offset, length in made["entities"]
        ]
    if "reply_to" in made:
        made["reply_to"] = ada.make("inputReplyToMessage", **made["reply_to"])
    with pytest.raises(Refused, match=error):
        await ada.send(bob, made.pop("message", "hi"), **made)


async def test_extras_that_a_private_chat_does_not_have_are_refused(world: World) -> None:
    ada, bob = await world.person("Ada"), await world.person("Bob")
    extras = {
        "400 EFFECT_ID_INVALID": {"effect": 5},
        "403 PREMIUM_ACCOUNT_REQUIRED": {
            "quick_reply_shortcut": ada.make("inputQuickReplyShortcut", shortcut="x")
        },
        "400 SEND_AS_PEER_INVALID": {"send_as": ada.peer(bob)},
        "400 SUGGESTED_POST_PEER_INVALID": {"suggested_post": ada.make("suggestedPost")},
        "400 STORY_ID_INVALID": {
            "reply_to": ada.make("inputReplyToStory", peer=ada.peer(bob), story_id=1)
        },
        "400 REPLY_TO_INVALID": {"reply_to": ada.make("inputReplyToEphemeralMessage", id=1)},
        "400 REPLY_TO_MONOFORUM_PEER_INVALID": {
            "reply_to": ada.make("inputReplyToMonoForum", monoforum_peer_id=ada.peer(bob))
        },
    }
    for error, fields in extras.items():
        with pytest.raises(Refused, match=error):
            await ada.send(bob, "hi", **fields)
    assert (await ada.send(bob, "hi", send_as=ada.make("inputPeerSelf"))).id == 1


async def test_protected_messages_are_not_answered_elsewhere(world: World) -> None:
    ada, bob, cyd = [await world.person(name) for name in ("Ada", "Bob", "Cyd")]
    await cyd.send(ada, "between us", noforwards=True)
    with pytest.raises(Refused, match="400 CHAT_FORWARDS_RESTRICTED"):
        await ada.send(bob, "!", reply_to=reply(ada, 1, reply_to_peer_id=ada.peer(cyd)))


async def test_what_was_sent_is_no_draft_any_more(world: World) -> None:
    ada, bob = await world.person("Ada"), await world.person("Bob")
    phone = await world.another(ada)
    await phone.call("updates.getState")
    await ada.call("messages.saveDraft", peer=ada.peer(bob), message="not yet")
    await ada.send(bob, "now", clear_draft=True)
    await world.settle()
    kinds = [update.NAME for pushed in phone.updates for update in pushed.updates]
    assert kinds.count("updateDraftMessage") == 2
    drafts = await ada.call("messages.getAllDrafts")
    assert drafts.updates == []


async def test_only_whom_one_knows_can_be_named(world: World) -> None:
    ada, bob = await world.person("Ada"), await world.person("Bob")
    cyd = await world.person("Cyd")
    named = ada.make("inputMessageEntityMentionName", offset=0, length=3, user_id=bob.user(cyd))
    with pytest.raises(Refused, match="400 ENTITY_MENTION_USER_INVALID"):
        await ada.send(bob, "Cyd", entities=[named])
    named.user_id = ada.user(cyd)
    sent = await ada.send(bob, "Cyd", entities=[named])
    assert sent.entities[0].user_id == cyd.user_id
    await world.settle()
    found = await bob.call("messages.getMessages", id=[bob.make("inputMessageID", id=1)])
    assert "Cyd" in {user.first_name for user in found.users}


async def test_the_same_message_over_two_connections_at_once_is_one(world: World) -> None:
    ada, bob = await world.person("Ada"), await world.person("Bob")
    devices = [ada, await world.another(ada), await world.another(ada)]
    for name in range(1, 6):
        sent = await asyncio.gather(
            *(device.send(bob, "hi", random_id=name) for device in devices)
        )
        assert len({each.id for each in sent}) == 1
    assert len(await history(bob, ada)) == 5
