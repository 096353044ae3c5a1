"""Who may write to whom, who is linked to when forwarded, and who tells when something was read."""

from typing import Any

import pytest

from chappe.testing.client import Refused
from chappe.testing.person import Person
from chappe.testing.world import World


async def forbid(person: Person, key: str) -> None:
    await person.call(
        "account.setPrivacy",
        key=person.make(f"inputPrivacyKey{key}"),
        rules=[person.make("inputPrivacyValueDisallowAll")],
    )


async def sends(person: Person, other: Person) -> list[tuple[str, dict[str, Any]]]:
    """Every way of writing to somebody."""
    note = await person.send(person, "note")
    dice = person.make("inputMediaDice", emoticon="🎲")
    item = person.make("inputSingleMedia", media=dice, random_id=5, message="")
    to = {"peer": person.peer(other)}
    return [
        ("messages.sendMessage", {**to, "message": "hi", "random_id": 1}),
        ("messages.sendMedia", {**to, "media": dice, "message": "", "random_id": 2}),
        ("messages.sendMultiMedia", {**to, "multi_media": [item]}),
        (
            "messages.forwardMessages",
            {
                "from_peer": person.peer(person),
                "id": [note.updates[0].id],
                "random_id": [3],
                "to_peer": person.peer(other),
            },
        ),
    ]


async def test_nobody_writes_over_a_block(world: World) -> None:
    ada, bob = await world.person("Ada"), await world.person("Bob")
    await ada.call("contacts.block", id=ada.peer(bob))
    for person, other, error in (
        (ada, bob, "400 YOU_BLOCKED_USER"),
        (bob, ada, "400 USER_IS_BLOCKED"),
    ):
        for method, fields in await sends(person, other):
            with pytest.raises(Refused, match=error):
                await person.call(method, **fields)


async def test_nobody_writes_to_one_who_has_left(world: World) -> None:
    ada, bob = await world.person("Ada"), await world.person("Bob")
    await ada.send(bob, "hi")
    await bob.call("account.deleteAccount", reason="")
    for method, fields in await sends(ada, bob):
        with pytest.raises(Refused, match="400 INPUT_USER_DEACTIVATED"):
            await ada.call(method, **fields)
    with pytest.raises(Refused, match="400 INPUT_USER_DEACTIVATED"):
        await ada.call("messages.updatePinnedMessage", peer=ada.peer(bob), id=1)


async def test_one_who_does_not_want_to_be_linked_to_is_only_named(world: World) -> None:
    ada, bob = await world.person("Ada"), await world.person("Bob")
    await forbid(bob, "Forwards")
    await bob.send(ada, "one")
    forwarded = await ada.call(
        "messages.forwardMessages",
        from_peer=ada.peer(bob),
        to_peer=ada.peer(ada),
        id=[1],
        random_id=[1],
    )
    header = forwarded.updates[1].message.fwd_from
    assert (header.from_id, header.from_name) == (None, "Bob")
    assert header.saved_from_peer.user_id == bob.user_id


async def test_not_everybody_wants_to_hear_voices(world: World) -> None:
    ada, bob = await world.person("Ada"), await world.person("Bob")
    await forbid(bob, "VoiceMessages")
    number = ada.client.next_msg_id()
    await ada.call("upload.saveFilePart", file_id=number, file_part=0, bytes=b"sound")
    media = ada.make(
        "inputMediaUploadedDocument",
        file=ada.make("inputFile", id=number, parts=1, name="a.ogg", md5_checksum=""),
        mime_type="audio/ogg",
        attributes=[ada.make("documentAttributeAudio", voice=True, duration=1)],
    )
    fields = {"media": media, "message": "", "random_id": 1}
    with pytest.raises(Refused, match="400 VOICE_MESSAGES_FORBIDDEN"):
        await ada.call("messages.sendMedia", peer=ada.peer(bob), **fields)
    with pytest.raises(Refused, match="400 VOICE_MESSAGES_FORBIDDEN"):
        await ada.call("messages.uploadMedia", peer=ada.peer(bob), media=media)
    await ada.call("messages.sendMedia", peer=ada.peer(ada), **fields)
    with pytest.raises(Refused, match="400 VOICE_MESSAGES_FORBIDDEN"):
        await ada.call(
            "messages.forwardMessages",
            from_peer=ada.peer(ada),
            to_peer=ada.peer(bob),
            id=[1],
            random_id=[2],
        )


async def test_who_hides_when_it_has_read_does_not_hear_it_of_others(world: World) -> None:
    ada, bob = await world.person("Ada"), await world.person("Bob")
    await ada.send(bob, "one")
    await bob.send(ada, "two")
    for person, other in ((ada, bob), (bob, ada)):
        await person.call("messages.readHistory", peer=person.peer(other), max_id=0)
    hidden = ada.make("globalPrivacySettings", hide_read_marks=True)
    await ada.call("account.setGlobalPrivacySettings", settings=hidden)
    for person, other, number, error in (
        (ada, bob, 1, "403 YOUR_PRIVACY_RESTRICTED"),
        (bob, ada, 2, "403 USER_PRIVACY_RESTRICTED"),
    ):
        with pytest.raises(Refused, match=error):
            await person.call(
                "messages.getOutboxReadDate", peer=person.peer(other), msg_id=number
            )
