"""Photos and documents on every engine: made, shown to each account in its own way, downloaded."""

import hashlib
import os
from typing import Any

import pytest
from files_by_hand import (
    BEN,
    HandWorld,
    input_document,
    input_photo,
    picture,
    place_of,
)

from chappe import features
from chappe.blobs.open import MEMORY, open_blobs
from chappe.config import Settings
from chappe.db.database import Database
from chappe.db.migrate import migrate, read_migrations
from chappe.features.files import access
from chappe.rpc.errors import RpcError
from chappe.tl import api

DAY = 86_400


@pytest.fixture
async def world(database: Database) -> HandWorld:
    features.load()
    await migrate(database, read_migrations(["chappe.features.files"]))
    blobs = open_blobs(MEMORY)
    await blobs.open()
    return HandWorld(database, blobs)


def video(**more: Any) -> Any:
    return api.DocumentAttributeVideo(duration=1.5, w=320, h=240, **more)


# -- photos ---------------------------------------------------------------------------


async def test_a_photo_has_its_sizes_and_each_can_be_downloaded(world: HandWorld) -> None:
    media = await world.send_photo(picture(3000, 1500), spoiler=True)
    assert (media.NAME, media.spoiler) == ("messageMediaPhoto", True)
    photo = media.photo
    assert photo.date == int(world.now)
    assert [size.type for size in photo.sizes] == ["i", "s", "m", "x", "y", "w"]
    sides = [(size.w, size.h) for size in photo.sizes[1:]]
    assert sides == [(100, 50), (320, 160), (800, 400), (1280, 640), (2560, 1280)]
    for size in photo.sizes[1:]:
        data = await world.download(place_of(photo, size.type))
        assert data[:2] == b"\xff\xd8"
        assert len(data) == (size.size if isinstance(size, api.PhotoSize) else size.sizes[-1])


async def test_a_small_photo_is_not_made_bigger(world: HandWorld) -> None:
    photo = (await world.send_photo(picture(90, 60, "PNG"), "a.png")).photo
    assert [(s.type, s.w, s.h) for s in photo.sizes[1:]] == [("s", 90, 60)]


async def test_the_same_content_is_kept_once(world: HandWorld) -> None:
    first = (await world.send_photo(picture(90, 60))).photo
    second = (await world.send_photo(picture(90, 60))).photo
    assert first.id != second.id
    assert len(await world.blobs.names("files")) == 1


REFUSED_PHOTOS = [
    ("IMAGE_PROCESS_FAILED", "a.jpg", b"no picture"),
    ("IMAGE_PROCESS_FAILED", "a.jpg", picture(64, 64)[:400]),
    ("PHOTO_EXT_INVALID", "a.pdf", picture(64, 64)),
    ("PHOTO_EXT_INVALID", "a.svg", b"<svg/>"),
    ("PHOTO_INVALID_DIMENSIONS", "a.jpg", picture(2100, 100)),
    ("PHOTO_INVALID_DIMENSIONS", "a.png", picture(9000, 1001, "PNG")),
    ("PHOTO_SAVE_FILE_INVALID", "a.jpg", bytes((10 << 20) + 1)),
]


@pytest.mark.parametrize(("name", "called", "data"), REFUSED_PHOTOS)
async def test_what_is_no_photo_is_refused(
    world: HandWorld, name: str, called: str, data: bytes
) -> None:
    with pytest.raises(RpcError) as refused:
        await world.send_photo(data, called)
    assert (refused.value.code, refused.value.name) == (400, name)


# -- documents ------------------------------------------------------------------------


async def test_a_document_keeps_what_was_said_of_it(world: HandWorld) -> None:
    data = os.urandom(100_000)
    said = [
        video(supports_streaming=True),
        api.DocumentAttributeFilename(file_name="../../tmp/Ä b.mp4"),
        api.DocumentAttributeHasStickers(),
    ]
    media = await world.send_document(data, "Video/MP4; codecs=x", said, ttl_seconds=30)
    assert (media.video, media.round, media.voice, media.ttl_seconds) == (
        True,
        False,
        False,
        30,
    )
    shown = media.document
    assert (shown.mime_type, shown.size, shown.thumbs) == ("video/mp4", 100_000, None)
    assert shown.attributes == [
        video(supports_streaming=True),
        api.DocumentAttributeFilename(file_name="Ä b.mp4"),
    ]
    assert await world.download(place_of(shown)) == data


@pytest.mark.parametrize(
    ("attribute", "flags"),
    [
        (api.DocumentAttributeAudio(duration=3, voice=True, waveform=bytes(63)), "voice"),
        (api.DocumentAttributeAudio(duration=3, title="T", performer="P"), ""),
        (video(round_message=True), "round"),
        (video(), "video"),
        (api.DocumentAttributeImageSize(w=1, h=2), ""),
        (
            api.DocumentAttributeSticker(alt="🙂", stickerset=api.InputStickerSetEmpty()),
            "",
        ),
    ],
)
async def test_the_medium_tells_what_kind_of_document_it_is(
    world: HandWorld, attribute: Any, flags: str
) -> None:
    media = await world.send_document(b"x", "audio/ogg", [attribute])
    assert media.document.attributes == [attribute]
    assert [f for f in ("video", "round", "voice") if getattr(media, f)] == flags.split()


async def test_a_clients_thumbnail_is_shown(world: HandWorld) -> None:
    thumb = await world.upload(picture(640, 320), "t.jpg")
    shown = (await world.send_document(b"film", "video/mp4", [video()], thumb=thumb)).document
    assert [size.type for size in shown.thumbs] == ["i", "m"]
    assert (shown.thumbs[1].w, shown.thumbs[1].h) == (320, 160)
    data = await world.download(place_of(shown, "m"))
    assert len(data) == shown.thumbs[1].size


async def test_a_thumbnail_that_is_none_is_left_out(world: HandWorld) -> None:
    thumb = await world.upload(b"no picture", "t.jpg")
    assert (await world.send_document(b"x", thumb=thumb)).document.thumbs is None


async def test_a_picture_as_a_document_is_measured(world: HandWorld) -> None:
    data = picture(640, 320, "PNG")
    shown = (await world.send_document(data, "image/png")).document
    assert shown.attributes == [api.DocumentAttributeImageSize(w=640, h=320)]
    assert [size.type for size in shown.thumbs] == ["i", "m"]
    assert await world.download(place_of(shown)) == data


TOO_MUCH: list[Any] = [
    [api.DocumentAttributeAnimated()] * 17,
    [video(video_start_ts=0.0, nosound=True), api.DocumentAttributeImageSize(w=-1, h=1)],
    [api.DocumentAttributeAudio(duration=-1)],
    [api.DocumentAttributeAudio(duration=1, waveform=bytes(257))],
    [api.DocumentAttributeVideo(duration=float("nan"), w=1, h=1)],
]


@pytest.mark.parametrize("attributes", TOO_MUCH)
async def test_attributes_beyond_measure_are_refused(world: HandWorld, attributes: Any) -> None:
    with pytest.raises(RpcError, match="MEDIA_INVALID"):
        await world.send_document(b"x", "a/b", attributes)


@pytest.mark.parametrize("ttl", [0, -1, 61, 1 << 30])
async def test_a_time_to_live_that_no_medium_has_is_refused(world: HandWorld, ttl: int) -> None:
    with pytest.raises(RpcError, match="TTL_MEDIA_INVALID"):
        await world.send_photo(picture(64, 64), ttl_seconds=ttl)


async def test_only_what_is_watched_destroys_itself(world: HandWorld) -> None:
    with pytest.raises(RpcError, match="TTL_MEDIA_INVALID"):
        await world.send_document(b"x", ttl_seconds=10)
    once = 0x7FFFFFFF
    voice = api.DocumentAttributeAudio(duration=1, voice=True)
    assert (
        await world.send_document(b"x", "a/b", [voice], ttl_seconds=once)
    ).ttl_seconds == once


# -- again -----------------------------------------------------------------------------


async def test_what_was_shown_can_be_sent_again_by_whoever_saw_it(world: HandWorld) -> None:
    file = await world.upload(picture(640, 480), "a.jpg")
    body = await world.keep(await world.prepare(api.InputMediaUploadedPhoto(file=file)))
    seen = (await world.show(body, BEN)).photo
    again = await world.send(api.InputMediaPhoto(id=input_photo(seen)), BEN)
    assert again.photo == seen
    document = (await world.send_document(b"x")).document
    media = api.InputMediaDocument(id=input_document(document), spoiler=True)
    assert (await world.send(media)).document == document


async def test_a_live_photo_has_its_video_and_a_video_its_cover(world: HandWorld) -> None:
    film = (await world.send_document(b"film", "video/mp4", [video()])).document
    live = await world.send_photo(picture(64, 64), live_photo=True, video=input_document(film))
    assert (live.live_photo, live.video) == (True, film)
    covered = await world.send(
        api.InputMediaDocument(
            id=input_document(film), video_cover=input_photo(live.photo), video_timestamp=3
        )
    )
    assert (covered.video_cover, covered.video_timestamp) == (live.photo, 3)


async def test_a_live_photo_without_a_video_is_refused(world: HandWorld) -> None:
    paper = (await world.send_document(b"x")).document
    with pytest.raises(RpcError, match="VIDEO_CONTENT_TYPE_INVALID"):
        await world.send_photo(picture(64, 64), live_photo=True, video=input_document(paper))
    with pytest.raises(RpcError, match="MEDIA_INVALID"):
        await world.send_photo(picture(64, 64), live_photo=True)


def changed(data: bytes) -> bytes:
    return data[:-1] + bytes((data[-1] ^ 1,))


async def test_names_of_files_that_are_wrong_are_refused(world: HandWorld) -> None:
    photo = (await world.send_photo(picture(64, 64))).photo
    paper = (await world.send_document(b"x")).document
    for wrong, name in (
        ({"id": photo.id ^ 1}, "MEDIA_EMPTY"),
        ({"access_hash": photo.access_hash ^ 1}, "MEDIA_EMPTY"),
        ({"file_reference": b""}, "FILE_REFERENCE_EMPTY"),
        ({"file_reference": b"x"}, "FILE_REFERENCE_INVALID"),
        ({"file_reference": changed(photo.file_reference)}, "FILE_REFERENCE_INVALID"),
    ):
        with pytest.raises(RpcError, match=f"^400 {name}$"):
            await world.prepare(api.InputMediaPhoto(id=input_photo(photo, **wrong)))
        if "id" in wrong:
            wrong["id"] = paper.id ^ 1
        with pytest.raises(RpcError, match=f"^400 {name}$"):
            await world.prepare(api.InputMediaDocument(id=input_document(paper, **wrong)))
    for empty in (
        api.InputMediaEmpty(),
        api.InputMediaPhoto(id=api.InputPhotoEmpty()),
        api.InputMediaDocument(id=api.InputDocumentEmpty()),
    ):
        with pytest.raises(RpcError, match=r"^400 MEDIA_EMPTY$"):
            await world.prepare(empty)


async def test_a_file_reference_expires_and_a_fresh_one_does_again(world: HandWorld) -> None:
    file = await world.upload(picture(64, 64), "a.jpg")
    body = await world.keep(await world.prepare(api.InputMediaUploadedPhoto(file=file)))
    old = (await world.show(body)).photo
    world.now += 2 * DAY
    for ask in (
        world.prepare(api.InputMediaPhoto(id=input_photo(old))),
        world.download(place_of(old, "s")),
    ):
        with pytest.raises(RpcError, match=r"^400 FILE_REFERENCE_EXPIRED$"):
            await ask
    fresh = (await world.show(body)).photo
    assert fresh.access_hash == old.access_hash
    assert await world.download(place_of(fresh, "s"))


async def test_in_an_album_the_refusal_tells_the_place(world: HandWorld) -> None:
    photo = (await world.send_photo(picture(64, 64))).photo
    with pytest.raises(RpcError, match=r"^400 FILE_REFERENCE_3_INVALID$"):
        await world.prepare(
            api.InputMediaPhoto(id=input_photo(photo, file_reference=b"x")), place=3
        )


async def test_another_accounts_hash_opens_nothing(world: HandWorld) -> None:
    photo = (await world.send_photo(picture(64, 64))).photo
    with pytest.raises(RpcError, match=r"^400 MEDIA_EMPTY$"):
        await world.prepare(api.InputMediaPhoto(id=input_photo(photo)), BEN)
    with pytest.raises(RpcError, match=r"^400 FILE_ID_INVALID$"):
        await world.download(place_of(photo, "s"), user_id=BEN)


# -- downloads -------------------------------------------------------------------------


async def test_places_where_nothing_is_are_refused(
    world: HandWorld, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(access, "_peer_photos", [])  # nobody here has a picture
    photo = (await world.send_photo(picture(64, 64))).photo
    paper = (await world.send_document(b"x")).document
    secure = api.InputSecureFileLocation(id=1, access_hash=2)
    legacy = api.InputFileLocation(
        volume_id=photo.id, local_id=115, secret=1, file_reference=b""
    )
    user = api.InputPeerPhotoFileLocation(peer=api.InputPeerEmpty(), photo_id=photo.id)
    for place, name in (
        (place_of(photo, ""), "LOCATION_INVALID"),
        (place_of(photo, "i"), "LOCATION_INVALID"),
        (place_of(photo, "w"), "LOCATION_INVALID"),
        (place_of(paper, "m"), "LOCATION_INVALID"),
        (place_of(paper, id=paper.id ^ 1), "FILE_ID_INVALID"),
        (place_of(paper, file_reference=b""), "FILE_REFERENCE_EMPTY"),
        (place_of(photo, "s", file_reference=b"1" * 17), "FILE_REFERENCE_INVALID"),
        (secure, "LOCATION_INVALID"),
        (legacy, "FILE_ID_INVALID"),
        (user, "LOCATION_INVALID"),
    ):
        with pytest.raises(RpcError, match=f"^400 {name}$"):
            await world.download(place)


async def test_clients_from_before_file_references_need_none(world: HandWorld) -> None:
    photo = (await world.send_photo(picture(64, 64))).photo
    bare = place_of(photo, "s", file_reference=b"")
    assert await world.download(bare, layer=90)
    legacy = api.InputFileLocation(
        volume_id=photo.id, local_id=ord("s"), secret=photo.access_hash, file_reference=b""
    )
    assert await world.download(legacy, layer=68) == await world.download(bare, layer=90)


@pytest.mark.parametrize(
    ("offset", "limit", "precise", "name"),
    [
        (-4096, 4096, False, "OFFSET_INVALID"),
        (1024, 4096, False, "OFFSET_INVALID"),
        (1 << 50, 4096, False, "OFFSET_INVALID"),
        (512, 1024, True, "OFFSET_INVALID"),
        (0, 0, False, "LIMIT_INVALID"),
        (0, -4096, False, "LIMIT_INVALID"),
        (0, 1024, False, "LIMIT_INVALID"),
        (0, 12288, False, "LIMIT_INVALID"),
        (0, 2 << 20, False, "LIMIT_INVALID"),
        (0, 2 << 20, True, "LIMIT_INVALID"),
        (0, 1000, True, "LIMIT_INVALID"),
        (1 << 19, 1 << 20, False, "LIMIT_INVALID"),
        ((1 << 20) - 1024, 2048, True, "LIMIT_INVALID"),
    ],
)
async def test_stretches_that_are_not_allowed_are_refused(
    world: HandWorld, offset: int, limit: int, precise: bool, name: str
) -> None:
    paper = (await world.send_document(b"x")).document
    with pytest.raises(RpcError, match=f"^400 {name}$"):
        await world.ask(
            api.upload.GetFile(
                location=place_of(paper), offset=offset, limit=limit, precise=precise
            )
        )


@pytest.mark.parametrize("limit", [4096, 8192, 1 << 19, 1 << 20])
async def test_a_file_comes_in_stretches_and_ends(world: HandWorld, limit: int) -> None:
    data = os.urandom((1 << 20) + 5000)
    paper = (await world.send_document(data)).document
    assert await world.download(place_of(paper), limit) == data
    behind = api.upload.GetFile(location=place_of(paper), offset=2 << 20, limit=limit)
    assert (await world.ask(behind)).bytes == b""
    precise = api.upload.GetFile(
        location=place_of(paper), offset=1024, limit=3072, precise=True
    )
    got = await world.ask(precise)
    assert (got.bytes, got.mtime) == (data[1024:4096], int(world.now))
    assert got.type == api.storage.FilePdf()


async def test_hashes_are_of_the_block_that_is_asked_for(world: HandWorld) -> None:
    data = os.urandom((1 << 20) + 200_000)
    place = place_of((await world.send_document(data)).document)
    first = await world.ask(api.upload.GetFileHashes(location=place, offset=0))
    assert [(h.offset, h.limit) for h in first] == [(n << 17, 1 << 17) for n in range(8)]
    second = await world.ask(api.upload.GetFileHashes(location=place, offset=(1 << 20) + 9))
    for each in [*first, *second]:
        assert (
            hashlib.sha256(data[each.offset : each.offset + each.limit]).digest() == each.hash
        )
    assert second[-1].offset + second[-1].limit == len(data)
    assert await world.ask(api.upload.GetFileHashes(location=place, offset=2 << 20)) == []
    with pytest.raises(RpcError, match="OFFSET_INVALID"):
        await world.ask(api.upload.GetFileHashes(location=place, offset=-1))


async def test_with_strict_data_centers_a_file_is_where_it_was_sent(world: HandWorld) -> None:
    world.settings = Settings(dcs=3)
    paper = (await world.send_document(b"x")).document
    assert paper.dc_id == 2
    assert await world.download(place_of(paper), dc=2) == b"x"
    with pytest.raises(RpcError, match=r"^303 FILE_MIGRATE_2$"):
        await world.download(place_of(paper), dc=3)


async def test_an_animation_is_found_by_its_content_and_so_is_what_one_sent_oneself(
    world: HandWorld,
) -> None:
    def by_hash(data: bytes, mime: str) -> Any:
        digest = hashlib.sha256(data).digest()
        return api.messages.GetDocumentByHash(sha256=digest, size=len(data), mime_type=mime)

    moving = [api.DocumentAttributeAnimated(), video()]
    gif = (await world.send_document(b"film", "video/mp4", moving)).document
    paper = (await world.send_document(b"paper")).document
    assert await world.ask(by_hash(b"paper", "application/pdf")) == paper
    assert (await world.ask(by_hash(b"film", "video/mp4"), BEN)).id == gif.id
    for unknown in (by_hash(b"paper", "application/pdf"), by_hash(b"film", "image/gif")):
        assert await world.ask(unknown, BEN) == api.DocumentEmpty(id=0)
    with pytest.raises(RpcError, match=r"^400 SHA256_HASH_INVALID$"):
        await world.ask(api.messages.GetDocumentByHash(sha256=b"x", size=1, mime_type="a/b"))
