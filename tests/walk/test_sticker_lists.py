"""Who has which sets, what lies on the shelves, and what is found; on every device."""

from typing import Any

import pytest
from bot_walks import told
from channel_walks import as_channel, as_peer, gathered, promote
from sticker_walks import (
    attribute,
    by_name,
    item,
    make_set,
    named,
    picture,
    uploaded,
)

from chappe.features.stickers import owning
from chappe.testing.client import Refused
from chappe.testing.person import Person
from chappe.testing.world import World


async def install(person: Person, name: str, *, archived: bool = False) -> Any:
    return await person.call(
        "messages.installStickerSet", stickerset=by_name(person, name), archived=archived
    )


async def mine(person: Person, method: str = "messages.getAllStickers") -> list[str]:
    return [each.short_name for each in (await person.call(method, hash=0)).sets]


async def archived(person: Person, offset: int = 0) -> Any:
    return await person.call("messages.getArchivedStickers", offset_id=offset, limit=10)


async def test_sets_are_installed_ordered_and_given_up_on_all_devices(world: World) -> None:
    ada = await world.person("Ada")
    phone = await world.another(ada)
    state = await phone.call("updates.getState")
    cats, dogs = await make_set(ada, "Cats"), await make_set(ada, "Dogs")
    assert await mine(ada) == []
    for name in ("Cats", "Dogs", "Dogs"):
        done = await install(ada, name)
        assert done.NAME == "messages.stickerSetInstallResultSuccess"
    assert await mine(phone) == ["Dogs", "Cats"]
    await world.settle()
    pushed = told(phone, "updateNewStickerSet")
    assert [each.stickerset.set.id for each in pushed] == [cats.set.id, dogs.set.id]
    assert pushed[0].stickerset.set.installed_date is not None
    order = [cats.set.id, 12345, dogs.set.id]
    assert await ada.call("messages.reorderStickerSets", order=order)
    assert await mine(phone) == ["Cats", "Dogs"]
    await world.settle()
    (moved,) = told(phone, "updateStickerSetsOrder")
    assert moved.order == [cats.set.id, dogs.set.id]
    await ada.call("messages.uninstallStickerSet", stickerset=by_name(ada, "Cats"))
    await world.settle()
    (changed,) = told(phone, "updateStickerSets")
    assert (changed.masks, changed.emojis) == (False, False)
    assert await mine(phone) == ["Dogs"]
    missed = await phone.call(
        "updates.getDifference", pts=state.pts, date=state.date, qts=state.qts
    )
    assert {each.NAME for each in missed.other_updates} == {
        *("updateNewStickerSet", "updateStickerSetsOrder", "updateStickerSets"),
    }
    with pytest.raises(Refused, match="400 STICKERSET_INVALID"):
        await install(ada, "Mice")


async def test_sets_go_to_the_archive_and_come_back(world: World) -> None:
    ada = await world.person("Ada")
    for name in ("Cats", "Dogs"):
        await make_set(ada, name)
        await install(ada, name)
    both = [by_name(ada, name) for name in ("Cats", "Dogs")]
    assert await ada.call("messages.toggleStickerSets", archive=True, stickersets=both)
    assert await mine(ada) == []
    away = await archived(ada)
    assert (away.count, [each.set.short_name for each in away.sets]) == (2, ["Dogs", "Cats"])
    assert all(each.set.archived and each.cover.id for each in away.sets)
    rest = await archived(ada, away.sets[0].set.id)
    assert [each.set.short_name for each in rest.sets] == ["Cats"]
    await ada.call("messages.toggleStickerSets", unarchive=True, stickersets=both[:1])
    assert await mine(ada) == ["Cats"]
    await ada.call("messages.toggleStickerSets", uninstall=True, stickersets=both)
    assert (await mine(ada), (await archived(ada)).count) == ([], 0)
    await install(ada, "Cats", archived=True)
    assert (await mine(ada), (await archived(ada)).count) == ([], 1)


async def test_beyond_the_limit_the_lowest_set_is_archived(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(owning, "INSTALLED_MAX", 1)
    ada = await world.person("Ada")
    for name in ("Cats", "Dogs"):
        await make_set(ada, name)
    await install(ada, "Cats")
    done = await install(ada, "Dogs")
    assert [each.set.short_name for each in done.sets] == ["Cats"]
    assert (await mine(ada), (await archived(ada)).count) == (["Dogs"], 1)


async def test_each_kind_has_a_list_of_its_own(world: World) -> None:
    ada = await world.person("Ada")
    await make_set(ada, "Cats")
    await make_set(ada, "Masks", masks=True)
    await make_set(ada, "Faces", await item(ada, picture(100, 100)), emojis=True)
    for name in ("Cats", "Masks", "Faces"):
        await install(ada, name)
    assert await mine(ada) == ["Cats"]
    assert await mine(ada, "messages.getMaskStickers") == ["Masks"]
    assert await mine(ada, "messages.getEmojiStickers") == ["Faces"]


async def test_nothing_is_featured_here(world: World) -> None:
    ada = await world.person("Ada")
    for method, fields in (
        ("messages.getFeaturedStickers", {}),
        ("messages.getFeaturedEmojiStickers", {}),
        ("messages.getOldFeaturedStickers", {"offset": 0, "limit": 10}),
    ):
        found = await ada.call(method, hash=0, **fields)
        assert (found.count, found.sets, found.unread) == (0, [], [])
    assert await ada.call("messages.readFeaturedStickers", id=[])


async def test_a_set_that_changes_is_told_of_to_its_owners_devices(world: World) -> None:
    ada = await world.person("Ada")
    phone = await world.another(ada)
    await make_set(ada, "Cats")
    await install(ada, "Cats")
    before = await phone.call("messages.getAllStickers", hash=0)
    await world.settle()
    phone.updates.clear()
    await ada.call("stickers.renameStickerSet", stickerset=by_name(ada), title="Other cats")
    await world.settle()
    assert told(phone, "updateStickerSets")
    after = await phone.call("messages.getAllStickers", hash=before.hash)
    assert after.sets[0].title == "Other cats"
    await ada.call("stickers.deleteStickerSet", stickerset=by_name(ada))
    assert await mine(phone) == []


async def test_stickers_are_liked_up_to_a_limit(world: World) -> None:
    ada, bob = await world.person("Ada"), await world.person("Bob")
    phone = await world.another(ada)
    await phone.call("updates.getState")
    made = await make_set(ada, "Cats", *[await item(ada) for _ in range(6)])
    for each in made.documents:
        await ada.call("messages.faveSticker", id=named(ada, each), unfave=False)
    liked = await phone.call("messages.getFavedStickers", hash=0)
    newest = [each.id for each in reversed(made.documents[1:])]
    assert [each.id for each in liked.stickers] == newest
    assert liked.packs[0].documents == newest
    await world.settle()
    assert len(told(phone, "updateFavedStickers")) == 6
    await ada.call("messages.faveSticker", id=named(ada, made.documents[5]), unfave=True)
    now = await phone.call("messages.getFavedStickers", hash=liked.hash)
    assert [each.id for each in now.stickers] == newest[1:]
    again = await phone.call("messages.getFavedStickers", hash=now.hash)
    assert again.NAME == "messages.favedStickersNotModified"
    plain, foreign = await uploaded(bob, b"bytes", "text/plain"), named(ada, made.documents[0])
    for wrong in (plain, foreign):
        with pytest.raises(Refused, match="400 STICKER_ID_INVALID"):
            await bob.call("messages.faveSticker", id=wrong, unfave=False)


async def test_stickers_used_lately_are_kept_and_forgotten(world: World) -> None:
    ada = await world.person("Ada")
    phone = await world.another(ada)
    await phone.call("updates.getState")
    made = await make_set(ada, "Cats", await item(ada), await item(ada, emoji="😎"))
    first, second = made.documents
    for each in (first, second, first):
        await ada.call("messages.saveRecentSticker", id=named(ada, each), unsave=False)
    used = await phone.call("messages.getRecentStickers", hash=0)
    assert [each.id for each in used.stickers] == [first.id, second.id]
    assert len(used.dates) == len(used.packs) == 2
    again = await phone.call("messages.getRecentStickers", hash=used.hash)
    assert again.NAME == "messages.recentStickersNotModified"
    assert (await ada.call("messages.getRecentStickers", attached=True, hash=0)).stickers == []
    await ada.call("messages.saveRecentSticker", id=named(ada, first), unsave=True)
    assert len((await ada.call("messages.getRecentStickers", hash=0)).stickers) == 1
    await ada.call("messages.clearRecentStickers")
    assert (await ada.call("messages.getRecentStickers", hash=0)).stickers == []
    await world.settle()
    assert len(told(phone, "updateRecentStickers")) == 5


async def animated(person: Person, other: Person) -> Any:
    number = person.client.next_msg_id()
    await person.call("upload.saveFilePart", file_id=number, file_part=0, bytes=b"a film")
    file = person.make("inputFile", id=number, parts=1, name="a.mp4", md5_checksum="")
    media = person.make(
        "inputMediaUploadedDocument",
        file=file,
        mime_type="video/mp4",
        attributes=[person.make("documentAttributeAnimated")],
    )
    sent = await person.call(
        "messages.sendMedia", peer=person.peer(other), media=media, message="", random_id=number
    )
    return next(
        each.message.media.document for each in sent.updates if each.NAME == "updateNewMessage"
    )


async def test_gifs_are_kept_when_they_are_sent_or_saved(world: World) -> None:
    ada, bob = await world.person("Ada"), await world.person("Bob")
    gif = await animated(ada, bob)
    kept = await ada.call("messages.getSavedGifs", hash=0)
    assert [each.id for each in kept.gifs] == [gif.id]
    assert (await bob.call("messages.getSavedGifs", hash=0)).gifs == []
    await ada.call("messages.saveGif", id=named(ada, gif), unsave=True)
    assert (await ada.call("messages.getSavedGifs", hash=kept.hash)).gifs == []
    await ada.call("messages.saveGif", id=named(ada, gif), unsave=False)
    again = await ada.call("messages.getSavedGifs", hash=kept.hash)
    assert again.NAME == "messages.savedGifsNotModified"
    with pytest.raises(Refused, match="400 GIF_ID_INVALID"):
        await ada.call(
            "messages.saveGif", id=await uploaded(ada, b"x", "text/plain"), unsave=False
        )


async def test_stickers_are_found_by_emoji_and_words_ones_own_first(world: World) -> None:
    ada, bob = await world.person("Ada"), await world.person("Bob")
    one = await make_set(ada, "Cats", await item(ada, emoji="❤️", keywords="tom cat"))
    two = await make_set(ada, "Dogs", await item(ada, emoji="❤"), title="Good dogs")
    await install(bob, "Dogs")
    expected = [two.documents[0].id, one.documents[0].id]
    found = await bob.call("messages.getStickers", emoticon="❤️", hash=0)
    assert [each.id for each in found.stickers] == expected
    again = await bob.call("messages.getStickers", emoticon="❤", hash=found.hash)
    assert again.NAME == "messages.stickersNotModified"
    search = {"lang_code": [], "offset": 0, "hash": 0}
    page = await bob.call("messages.searchStickers", q="", emoticon="❤", limit=1, **search)
    assert ([each.id for each in page.stickers], page.next_offset) == (expected[:1], 1)
    word = await bob.call("messages.searchStickers", q="tom", emoticon="", limit=10, **search)
    assert ([each.id for each in word.stickers], word.next_offset) == (expected[1:], None)
    with pytest.raises(Refused, match="400 EMOTICON_EMPTY"):
        await bob.call("messages.getStickers", emoticon="", hash=0)
    with pytest.raises(Refused, match="400 SEARCH_QUERY_EMPTY"):
        await bob.call("messages.searchStickers", q=" ", emoticon="", limit=10, **search)
    sets = await bob.call("messages.searchStickerSets", q="good", hash=0)
    assert [each.set.short_name for each in sets.sets] == ["Dogs"]
    none = await bob.call("messages.searchEmojiStickerSets", q="good", hash=0)
    assert none.sets == []
    await ada.call("stickers.deleteStickerSet", stickerset=by_name(ada, "Dogs"))
    assert (await bob.call("messages.searchStickerSets", q="good", hash=0)).sets == []


async def test_a_photo_says_which_stickers_are_on_it(world: World) -> None:
    ada, bob = await world.person("Ada"), await world.person("Bob")
    await bob.call("updates.getState")
    made = await make_set(ada, "Masks", masks=True)
    number = ada.client.next_msg_id()
    await ada.call("upload.saveFilePart", file_id=number, file_part=0, bytes=picture())
    file = ada.make("inputFile", id=number, parts=1, name="a.png", md5_checksum="")
    on_it = [named(ada, made.documents[0])]
    media = ada.make("inputMediaUploadedPhoto", file=file, stickers=on_it)
    await ada.call(
        "messages.sendMedia", peer=ada.peer(bob), media=media, message="", random_id=number
    )
    await world.settle()
    (update,) = told(bob, "updateNewMessage")
    photo = update.message.media.photo
    assert photo.has_stickers
    seen = bob.make(
        "inputStickeredMediaPhoto",
        id=bob.make(
            "inputPhoto",
            id=photo.id,
            access_hash=photo.access_hash,
            file_reference=photo.file_reference,
        ),
    )
    (covered,) = await bob.call("messages.getAttachedStickers", media=seen)
    assert covered.set.short_name == "Masks"
    assert attribute(covered.cover).mask


async def test_a_supergroup_has_stickers_and_custom_emoji(world: World) -> None:
    channel_id, (ada, bob) = await gathered(world, "Ada", "Bob")
    cats = await make_set(ada, "Cats")
    faces = await make_set(ada, "Faces", await item(ada, picture(100, 100)), emojis=True)

    def where(who: Person) -> Any:
        return as_channel(who, channel_id)

    async def full(who: Person) -> Any:
        found = await who.call("channels.getFullChannel", channel=where(who))
        return found.full_chat

    async def choose(who: Person, method: str, name: str | None) -> Any:
        some = who.make("inputStickerSetEmpty") if name is None else by_name(who, name)
        return await who.call(method, channel=where(who), stickerset=some)

    stickers, emoji = "channels.setStickers", "channels.setEmojiStickers"
    assert await choose(ada, stickers, "Cats")
    assert await choose(ada, emoji, "Faces")
    seen = await full(bob)
    assert (seen.stickerset.id, seen.emojiset.id) == (cats.set.id, faces.set.id)
    assert (seen.can_set_stickers, (await full(ada)).can_set_stickers) == (False, True)
    for who, method, name, error in (
        (ada, stickers, "Cats", "CHAT_NOT_MODIFIED"),
        (ada, stickers, "Faces", "STICKERSET_INVALID"),
        (ada, stickers, "Mice", "STICKERSET_INVALID"),
        (ada, emoji, "Cats", "STICKERSET_INVALID"),
        (bob, stickers, None, "CHAT_ADMIN_REQUIRED"),
    ):
        with pytest.raises(Refused, match=f"400 {error}"):
            await choose(who, method, name)
    await promote(ada, channel_id, bob, change_info=True)
    assert await choose(bob, stickers, None)
    assert (await full(ada)).stickerset is None
    log = await ada.call(
        "channels.getAdminLog", channel=where(ada), q="", max_id=0, min_id=0, limit=10
    )
    changes = [each.action for each in log.events if "StickerSet" in each.action.NAME]
    assert [each.new_stickerset.NAME for each in changes][::2] == [
        *("inputStickerSetEmpty", "inputStickerSetID")
    ]
    await ada.call("stickers.deleteStickerSet", stickerset=by_name(ada, "Faces"))
    assert (await full(bob)).emojiset is None


async def test_a_broadcast_channel_has_no_stickers(world: World) -> None:
    channel_id, (ada,) = await gathered(world, "Ada", broadcast=True)
    await make_set(ada, "Cats")
    with pytest.raises(Refused, match="400 CHAT_ID_INVALID"):
        await ada.call(
            "channels.setStickers",
            channel=as_channel(ada, channel_id),
            stickerset=by_name(ada),
        )


async def test_emoji_are_found_by_their_english_names(world: World) -> None:
    ada = await world.person("Ada")
    words = await ada.call("messages.getEmojiKeywords", lang_code="en")
    found = {each.keyword: each.emoticons for each in words.keywords}
    assert found["grinning face"] == ["😀"]
    assert "🐈" in found["cat"]
    news = await ada.call(
        "messages.getEmojiKeywordsDifference", lang_code="en", from_version=words.version
    )
    assert news.keywords == []
    with pytest.raises(Refused, match="400 LANG_CODE_NOT_SUPPORTED"):
        await ada.call("messages.getEmojiKeywords", lang_code="it")
    (language,) = await ada.call("messages.getEmojiKeywordsLanguages", lang_codes=["it"])
    assert language.lang_code == "en"
    with pytest.raises(Refused, match="400 EMOJI_INVALID"):
        await ada.call("messages.getEmojiGroups", hash=0)


async def test_the_set_of_a_sticker_that_is_sent_comes_to_the_top(world: World) -> None:
    channel_id, (ada, bob) = await gathered(world, "Ada", "Bob")
    phone = await world.another(ada)
    made = {name: await make_set(ada, name) for name in ("Cats", "Dogs")}
    for name in made:
        await install(ada, name)
    phone.updates.clear()
    places = (ada.peer(bob), as_peer(ada, channel_id))
    for where, name in zip(places, made, strict=True):
        media = ada.make("inputMediaDocument", id=named(ada, made[name].documents[0]))
        for _ in range(2):
            await ada.call(
                "messages.sendMedia",
                peer=where,
                media=media,
                message="",
                random_id=ada.client.next_msg_id(),
                update_stickersets_order=True,
            )
        assert (await mine(phone))[0] == name
    await world.settle()
    moved = [each.stickerset for each in told(phone, "updateMoveStickerSetToTop")]
    assert moved == [each.set.id for each in made.values()]
