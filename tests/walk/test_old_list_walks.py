"""The list of chats, drafts, pins and typing on devices of long ago."""

from typing import Any

import pytest

from chappe.testing.person import Person
from chappe.testing.world import World

LAYERS = [57, 61, 62, 70, 75, 76, 82, 99, 100, 111, 118, 132]
"""From the first layer with drafts: each where a shape of these changed, and some between."""


def given(me: Person, method: str, **fields: object) -> dict[str, object]:
    """Those of some fields that the method had in the layer of this device."""
    known = {param.name for param in me.client.schema.shape(method).params}
    return {name: value for name, value in fields.items() if name in known}


def dialog(me: Person, other: Person) -> Any:
    """A dialog as methods name it: until layer 76 by its peer alone."""
    peer = me.peer(other)
    shapes = {shape.type for shape in me.client.schema.shape("messages.getPeerDialogs").params}
    return peer if "Vector<InputPeer>" in shapes else me.make("inputDialogPeer", peer=peer)


@pytest.mark.one_node
@pytest.mark.parametrize("layer", LAYERS)
async def test_a_device_of_long_ago_reads_the_list_and_what_happened_to_it(layer: int) -> None:
    async with World() as world:
        ada, bob, cyd = [await world.person(name) for name in ("Ada", "Bob", "Cyd")]
        old = await world.another(ada, layer=layer)
        for other in (bob, cyd):
            await other.send(ada, "hi")
        state = await old.call("updates.getState")
        new = ada.make("inputDialogPeer", peer=ada.peer(bob))
        await ada.call("messages.toggleDialogPin", peer=new, pinned=True)
        await ada.call("messages.saveDraft", peer=ada.peer(bob), message="half a")
        await ada.call("messages.markDialogUnread", peer=new, unread=True)
        away = [ada.make("inputFolderPeer", peer=ada.peer(cyd), folder_id=1)]
        await ada.call("folders.editPeerFolders", folder_peers=away)
        typing = ada.make("sendMessageRecordRoundAction")
        bobs = bob.make(
            "inputPeerUser", user_id=ada.user_id, access_hash=bob.access_hash(ada.user_id)
        )
        await bob.call("messages.setTyping", peer=bobs, action=typing)
        await world.settle()
        page = given(
            old,
            "messages.getDialogs",
            offset_date=0,
            offset_id=0,
            offset_peer=old.make("inputPeerEmpty"),
            limit=9,
            hash=0,
        )
        listed = await old.call("messages.getDialogs", **page)
        assert {each.peer.user_id for each in listed.dialogs} == {bob.user_id, cyd.user_id}
        named = await old.call("messages.getPeerDialogs", peers=[dialog(old, bob)])
        assert named.dialogs[0].draft.message == "half a"
        drafts = await old.call("messages.getAllDrafts")
        assert [each.draft.message for each in drafts.updates] == ["half a"]
        if layer >= 62:
            pinned = await old.call(
                "messages.getPinnedDialogs",
                **given(old, "messages.getPinnedDialogs", folder_id=0),
            )
            assert bob.user_id in {each.peer.user_id for each in pinned.dialogs}
        asked = given(
            old, "updates.getDifference", pts=state.pts, date=state.date, qts=state.qts
        )
        missed = await old.call("updates.getDifference", **asked)
        told = {each.NAME for each in missed.other_updates}
        pushed = {
            each.NAME for update in old.updates for each in getattr(update, "updates", ())
        }
        wanted = {"updateDraftMessage"}
        wanted |= {"updateDialogPinned"} if layer >= 62 else set()
        wanted |= {"updateDialogUnreadMark"} if layer >= 82 else set()
        wanted |= {"updateFolderPeers"} if layer >= 100 else set()
        assert told == wanted
        assert wanted <= pushed
        short = [update.update for update in old.updates if update.NAME == "updateShort"]
        shown = [each for each in short if each.NAME == "updateUserTyping"]
        assert len(shown) == 1


@pytest.mark.one_node
@pytest.mark.parametrize("layer", LAYERS)
async def test_a_device_of_long_ago_pins_drafts_and_types(layer: int) -> None:
    async with World() as world:
        ada, bob = await world.person("Ada"), await world.person("Bob")
        await bob.send(ada, "hi")
        old = await world.another(ada, layer=layer)
        saved = given(
            old, "messages.saveDraft", peer=old.peer(bob), message="hm", reply_to_msg_id=1
        )
        assert await old.call("messages.saveDraft", **saved)
        (update,) = (await ada.call("messages.getAllDrafts")).updates
        assert (update.draft.message, update.draft.reply_to.reply_to_msg_id) == ("hm", 1)
        typing = old.make("sendMessageTypingAction")
        assert await old.call("messages.setTyping", peer=old.peer(bob), action=typing)
        if layer >= 62:
            named = dialog(old, bob)
            assert await old.call("messages.toggleDialogPin", peer=named, pinned=True)
            order = given(
                old, "messages.reorderPinnedDialogs", folder_id=0, order=[named], force=True
            )
            assert await old.call("messages.reorderPinnedDialogs", **order)
            found = await ada.call("messages.getPinnedDialogs", folder_id=0)
            assert [each.peer.user_id for each in found.dialogs] == [bob.user_id]
