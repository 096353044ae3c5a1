"""Two clients of different ages: each does to messages all that its layer can, and reads what comes."""

from typing import Any

import pytest

from chappe.testing.person import Person
from chappe.testing.world import World

OLD = [133, 158, 198]


async def history(person: Person, other: Person) -> list[Any]:
    offsets = ("offset_id", "offset_date", "add_offset", "max_id", "min_id", "hash")
    found = await person.call(
        "messages.getHistory", peer=person.peer(other), **dict.fromkeys(offsets, 0), limit=100
    )
    return list(found.messages)


def answer(person: Person, number: int) -> dict[str, Any]:
    """What the layer has for an answer to a message."""
    fields = {param.name for param in person.client.schema.shape("messages.sendMessage").params}
    if "reply_to_msg_id" in fields:
        return {"reply_to_msg_id": number}
    return {"reply_to": person.make("inputReplyToMessage", reply_to_msg_id=number)}


@pytest.mark.parametrize("layer", OLD)
async def test_an_old_client_does_all_that_it_can(world: World, layer: int) -> None:
    ada, bob = await world.person("Ada", layer=layer), await world.person("Bob")
    for person in (ada, bob):
        await person.call("updates.getState")
    await bob.send(ada, "question")
    await ada.send(bob, "answer", **answer(ada, 1))
    await ada.call("messages.editMessage", peer=ada.peer(bob), id=2, message="edited")
    dice = ada.make("inputMediaDice", emoticon="🎲")
    await ada.call(
        "messages.sendMedia", peer=ada.peer(bob), media=dice, message="look", random_id=5
    )
    await ada.call(
        "messages.forwardMessages",
        from_peer=ada.peer(bob),
        to_peer=ada.peer(ada),
        id=[1, 3],
        random_id=[6, 7],
    )
    await ada.call("messages.updatePinnedMessage", peer=ada.peer(bob), id=1)
    await ada.call("messages.readHistory", peer=ada.peer(bob), max_id=0)
    found = await history(bob, ada)
    assert [getattr(each, "message", each.NAME) for each in found] == [
        "messageService",
        "look",
        "edited",
        "question",
    ]
    assert found[2].reply_to.reply_to_msg_id == 1
    assert found[3].pinned
    saved = await history(ada, ada)
    assert [each.fwd_from.from_id.user_id for each in saved] == [ada.user_id, bob.user_id]
    await ada.call("messages.deleteMessages", id=[2], revoke=True)
    await ada.call("messages.deleteHistory", peer=ada.peer(ada), max_id=0)
    await world.settle()
    kinds = [each.NAME for each in bob.told]
    assert kinds.count("updateEditMessage") == 1
    assert {"updatePinnedMessages", "updateReadHistoryOutbox"} <= set(kinds)
    assert kinds[-1] == "updateDeleteMessages"


@pytest.mark.parametrize("layer", OLD)
async def test_an_old_client_reads_all_that_a_new_one_does(world: World, layer: int) -> None:
    ada, bob = await world.person("Ada"), await world.person("Bob", layer=layer)
    cyd = await world.person("Cyd")
    await bob.call("updates.getState")
    await cyd.send(ada, "between us")
    await ada.send(bob, "one two")
    to = ada.make("inputReplyToMessage", reply_to_msg_id=2, quote_text="two")
    await ada.send(bob, "an answer", reply_to=to)
    elsewhere = ada.make(
        "inputReplyToMessage", reply_to_msg_id=1, reply_to_peer_id=ada.peer(cyd)
    )
    await ada.send(bob, "elsewhere", reply_to=elsewhere)
    items = []
    for number in (1, 2):
        file_id = ada.client.next_msg_id()
        await ada.call("upload.saveFilePart", file_id=file_id, file_part=0, bytes=b"x")
        media = ada.make(
            "inputMediaUploadedDocument",
            file=ada.make("inputFile", id=file_id, parts=1, name="a", md5_checksum=""),
            mime_type="audio/ogg",
            attributes=[ada.make("documentAttributeAudio", duration=1, title="song")],
        )
        items.append(
            ada.make("inputSingleMedia", media=media, random_id=number, message="a song")
        )
    await ada.call("messages.sendMultiMedia", peer=ada.peer(bob), multi_media=items)
    await ada.call(
        "messages.forwardMessages",
        from_peer=ada.peer(cyd),
        to_peer=ada.peer(bob),
        id=[1],
        random_id=[9],
    )
    await ada.call("messages.editMessage", peer=ada.peer(bob), id=3, message="other words")
    await ada.call("messages.updatePinnedMessage", peer=ada.peer(bob), id=3)
    await ada.call("messages.deleteMessages", id=[2], revoke=True)
    await world.settle()
    assert bob.told[-1].NAME == "updateDeleteMessages"
    found = await history(bob, ada)
    texts = [getattr(each, "message", each.NAME) for each in found]
    assert texts == [
        "messageService",
        "between us",
        "a song",
        "a song",
        "elsewhere",
        "other words",
    ]
    assert found[1].fwd_from.from_id.user_id == cyd.user_id
    assert found[2].grouped_id == found[3].grouped_id
    missed = await bob.call("updates.getDifference", pts=1, date=1, qts=1)
    assert len(missed.new_messages) == len(found)
