"""An account that was met in a message is named by that message, without an access hash."""

from typing import Any

import pytest

from chappe.testing.client import Refused
from chappe.testing.person import Person
from chappe.testing.world import World


def met(person: Person, where: Person, other: Person, msg_id: int = 1) -> Any:
    return person.make(
        "inputUserFromMessage", peer=person.peer(where), msg_id=msg_id, user_id=other.user_id
    )


async def test_the_author_of_a_message_is_met_in_it(world: World) -> None:
    ada, bob, cyd = [await world.person(name) for name in ("Ada", "Bob", "Cyd")]
    await bob.send(ada, "hello")
    (shown,) = await ada.call("users.getUsers", id=[met(ada, bob, bob)])
    assert shown.first_name == "Bob"
    answer = await ada.call("users.getFullUser", id=met(ada, bob, bob))
    assert answer.full_user.id == bob.user_id
    for named in (met(ada, bob, cyd), met(ada, bob, bob, 9), met(ada, cyd, bob)):
        with pytest.raises(Refused, match="400 MSG_ID_INVALID"):
            await ada.call("users.getUsers", id=[named])
    wrong = ada.make("inputPeerUser", user_id=bob.user_id, access_hash=1)
    named = ada.make("inputUserFromMessage", peer=wrong, msg_id=1, user_id=bob.user_id)
    with pytest.raises(Refused, match="400 PEER_ID_INVALID"):
        await ada.call("users.getFullUser", id=named)


async def test_one_who_was_mentioned_is_met_too_and_can_be_written_to(world: World) -> None:
    ada, bob, cyd = [await world.person(name) for name in ("Ada", "Bob", "Cyd")]
    mention = bob.make(
        "inputMessageEntityMentionName", offset=0, length=3, user_id=bob.user(cyd)
    )
    await bob.send(ada, "Cyd says hello", entities=[mention])
    peer = ada.make(
        "inputPeerUserFromMessage", peer=ada.peer(bob), msg_id=1, user_id=cyd.user_id
    )
    bar = await ada.call("messages.getPeerSettings", peer=peer)
    assert bar.settings.add_contact
    added = await ada.call(
        "contacts.addContact", id=met(ada, bob, cyd), first_name="C", last_name="", phone=""
    )
    assert cyd.user_id in {each.id for each in added.users}


async def test_rules_may_mean_the_members_of_a_group(world: World) -> None:
    ada, bob, cyd = [await world.person(name) for name in ("Ada", "Bob", "Cyd")]
    await ada.call("messages.createChat", users=[ada.user(bob)], title="Two")
    dialogs = await ada.call(
        "messages.getDialogs",
        offset_date=0,
        offset_id=0,
        offset_peer=ada.make("inputPeerEmpty"),
        limit=10,
        hash=0,
    )
    (chat,) = dialogs.chats
    await ada.call("account.updateProfile", about="for the two of us")
    rules = [
        ada.make("inputPrivacyValueAllowChatParticipants", chats=[chat.id]),
        ada.make("inputPrivacyValueDisallowAll"),
    ]
    key = ada.make("inputPrivacyKeyAbout")
    done = await ada.call("account.setPrivacy", key=key, rules=rules)
    assert [each.id for each in done.chats] == [chat.id]
    for person, about in ((bob, "for the two of us"), (cyd, None)):
        answer = await person.call("users.getFullUser", id=person.user(ada))
        assert answer.full_user.about == about
