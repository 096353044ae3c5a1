"""Drafts: what was written and not sent, on every device."""

from typing import Any

import pytest

from chappe.testing.client import Refused
from chappe.testing.world import World

LAYERS = [133, 158, 198, 214, 227, 229]


@pytest.mark.parametrize("layer", LAYERS)
async def test_a_draft_is_pushed_kept_with_the_dialog_and_found_among_all(layer: int) -> None:
    async with World() as world:
        ada, bob = await world.person("Ada"), await world.person("Bob")
        phone = await world.another(ada, layer=layer)
        state = await phone.call("updates.getState")
        await bob.send(ada, "question")
        await world.settle()
        phone.updates.clear()
        bold = ada.make("messageEntityBold", offset=0, length=2)
        await ada.call(
            "messages.saveDraft",
            peer=ada.peer(bob),
            message="an answer, see example.com",
            entities=[bold],
            no_webpage=True,
            reply_to=ada.make("inputReplyToMessage", reply_to_msg_id=1),
        )
        await world.settle()
        (pushed,) = phone.updates
        (update,) = pushed.updates
        assert update.NAME == "updateDraftMessage"
        draft = update.draft
        assert draft.message == "an answer, see example.com"
        assert [each.NAME for each in draft.entities] == ["messageEntityBold"]
        assert draft.no_webpage
        reply_to = draft.reply_to_msg_id if layer < 166 else draft.reply_to.reply_to_msg_id
        assert reply_to == 1
        missed = await phone.call(
            "updates.getDifference", pts=state.pts, date=state.date, qts=state.qts
        )
        assert update in missed.other_updates
        everything = await phone.call("messages.getAllDrafts")
        assert everything.updates == [update]
        named = phone.make("inputDialogPeer", peer=phone.peer(bob))
        found = await phone.call("messages.getPeerDialogs", peers=[named])
        assert found.dialogs[0].draft == draft


@pytest.mark.parametrize("layer", LAYERS)
async def test_an_empty_draft_takes_it_away(layer: int) -> None:
    async with World() as world:
        ada, bob = await world.person("Ada", layer=layer), await world.person("Bob")
        phone = await world.another(ada, layer=layer)
        await phone.call("updates.getState")
        for message in ("half a", "", ""):
            await ada.call("messages.saveDraft", peer=ada.peer(bob), message=message)
        await world.settle()
        told = [each for pushed in phone.updates for each in pushed.updates]
        assert [each.draft.NAME for each in told] == ["draftMessage", "draftMessageEmpty"]
        assert (await ada.call("messages.getAllDrafts")).updates == []


async def test_all_drafts_are_cleared_at_once(world: World) -> None:
    ada = await world.person("Ada")
    others = [await world.person(name) for name in ("Bob", "Cyd")]
    for other in [*others, ada]:
        await ada.call("messages.saveDraft", peer=ada.peer(other), message="to do")
    phone = await world.another(ada)
    await phone.call("updates.getState")
    assert len((await ada.call("messages.getAllDrafts")).updates) == 3
    assert await ada.call("messages.clearAllDrafts")
    assert await ada.call("messages.clearAllDrafts")
    await world.settle()
    told = [each for pushed in phone.updates for each in pushed.updates]
    assert [each.draft.NAME for each in told] == ["draftMessageEmpty"] * 3
    assert (await ada.call("messages.getAllDrafts")).updates == []


async def test_a_draft_alone_makes_no_line_in_the_list(world: World) -> None:
    ada, bob = await world.person("Ada"), await world.person("Bob")
    await ada.call("messages.saveDraft", peer=ada.peer(bob), message="hm")
    place = {"offset_date": 0, "offset_id": 0, "offset_peer": ada.make("inputPeerEmpty")}
    answer = await ada.call("messages.getDialogs", **place, limit=10, hash=0)
    assert answer.dialogs == []


async def test_how_a_link_is_shown_is_part_of_a_draft(world: World) -> None:
    ada, bob = await world.person("Ada"), await world.person("Bob")
    media = ada.make("inputMediaWebPage", url="https://example.com", force_large_media=True)
    await ada.call("messages.saveDraft", peer=ada.peer(bob), message="", media=media)
    (update,) = (await ada.call("messages.getAllDrafts")).updates
    assert update.draft.media == media


@pytest.mark.parametrize(
    ("fields", "error"),
    [
        ({"peer": ("inputPeerEmpty", {})}, "400 PEER_ID_INVALID"),
        ({"message": "x" * 16385}, "400 MESSAGE_TOO_LONG"),
        (
            {"entities": [("messageEntityBold", {"offset": 1, "length": 9})]},
            "400 ENTITY_BOUNDS_INVALID",
        ),
        ({"reply_to": ("inputReplyToMessage", {"reply_to_msg_id": 9})}, "400 MSG_ID_INVALID"),
        (
            {
                "reply_to": (
                    "inputReplyToMessage",
                    {"reply_to_msg_id": 9, "quote_text": "q" * 1025},
                )
            },
            "400 QUOTE_TEXT_INVALID",
        ),
        ({"media": ("inputMediaDice", {"emoticon": "🎲"})}, "400 MEDIA_INVALID"),
        ({"media": ("inputMediaWebPage", {"url": "u" * 2049})}, "400 WEBPAGE_URL_INVALID"),
        ({"suggested_post": ("suggestedPost", {})}, "400 SUGGESTED_POST_PEER_INVALID"),
        (
            {"rich_message": ("inputRichMessageMarkdown", {"markdown": "*"})},
            "400 INPUT_CONSTRUCTOR_INVALID",
        ),
    ],
)
async def test_what_is_no_draft(fields: dict[str, Any], error: str) -> None:
    async with World() as world:
        ada, bob = await world.person("Ada"), await world.person("Bob")

        def made(value: Any) -> Any:
            if isinstance(value, list):
                return [made(each) for each in value]
            return ada.make(value[0], **value[1]) if isinstance(value, tuple) else value

        asked = {"peer": ada.peer(bob), "message": "text"}
        asked |= {name: made(value) for name, value in fields.items()}
        with pytest.raises(Refused, match=error):
            await ada.call("messages.saveDraft", **asked)
