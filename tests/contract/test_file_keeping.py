"""What is kept of files on every engine, and what goes."""

import asyncio
import io
from typing import Any

import pytest
from files_by_hand import (
    ADA,
    BEN,
    HandWorld,
    input_document,
    input_photo,
    picture,
    place_of,
)
from PIL import Image

from chappe import features
from chappe.blobs.open import MEMORY, open_blobs
from chappe.db.database import Database
from chappe.db.migrate import migrate, read_migrations
from chappe.features.files import access, actions, pictures, view
from chappe.features.files.collect import Collected, collect
from chappe.features.files.photos import prepare_photo
from chappe.rpc.errors import RpcError
from chappe.tl import api, layers

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


# -- what is kept ----------------------------------------------------------------------


async def test_a_message_keeps_the_name_of_a_file_and_not_its_access_hash(
    world: HandWorld,
) -> None:
    file = await world.upload(picture(64, 64), "a.jpg")
    prepared = await world.prepare(api.InputMediaUploadedPhoto(file=file))
    kept = layers.read(await world.keep(prepared))[0]
    assert isinstance(kept, api.MessageMediaPhoto)
    assert kept.photo == api.PhotoEmpty(id=prepared.files[0].shown.id)


async def test_many_media_are_filled_with_two_statements(
    world: HandWorld, monkeypatch: pytest.MonkeyPatch
) -> None:
    papers = [(await world.send_document(b"x")).document.id for _ in range(3)]
    photo = (await world.send_photo(picture(64, 64))).photo.id
    medias: list[Any] = [
        *(api.MessageMediaDocument(document=api.DocumentEmpty(id=each)) for each in papers),
        api.MessageMediaDocument(document=api.DocumentEmpty(id=1)),
        api.MessageMediaPhoto(photo=api.PhotoEmpty(id=photo)),
        api.MessageMediaEmpty(),
        api.MessageMediaPaidMedia(
            stars_amount=1,
            extended_media=[
                api.MessageExtendedMedia(
                    media=api.MessageMediaPhoto(photo=api.PhotoEmpty(id=photo))
                )
            ],
        ),
    ]
    count = 0
    async with world.database.transaction(write=False) as tx:
        rows = type(tx).rows

        async def counted(self: Any, sql: str, /, **params: Any) -> Any:
            nonlocal count
            count += 1
            return await rows(self, sql, **params)

        monkeypatch.setattr(type(tx), "rows", counted)
        filled = await view.fill_media(tx, world.call().viewer, medias)
        monkeypatch.undo()
    assert count == 2
    assert [each.document.NAME for each in filled[:4]] == ["document"] * 3 + ["documentEmpty"]
    assert filled[4].photo.id == photo
    assert filled[6].extended_media[0].media.photo == filled[4].photo


async def test_nothing_to_fill_asks_nothing(world: HandWorld) -> None:
    tx = await world.database.begin(write=False)
    await tx.rollback()  # it would refuse a statement
    assert await view.fill_media(tx, world.call().viewer, [api.MessageMediaEmpty()])


# -- what is cleared away --------------------------------------------------------------


async def collected(world: HandWorld) -> Collected:
    return await collect(world.database, world.blobs, world.now)


async def test_parts_are_collected_when_their_time_is_over(world: HandWorld) -> None:
    await world.upload(b"x")
    assert (await collected(world)).uploads == 0
    world.now += 7 * 3600
    assert await collected(world) == Collected(uploads=1, blobs=0)
    assert await world.blobs.names("parts") == []


async def test_parts_that_became_a_file_are_collected_soon(world: HandWorld) -> None:
    await world.send_document(b"x")
    assert (await collected(world)).uploads == 0
    world.now += 1000
    assert (await collected(world)).uploads == 1
    assert await world.blobs.names("parts") == []


async def test_a_blob_that_no_row_shows_is_collected_after_a_day(world: HandWorld) -> None:
    file = await world.upload(b"lost")
    said = api.InputMediaUploadedDocument(file=file, mime_type="a/b", attributes=[])
    await world.prepare(said)  # and then the server died
    await world.send_document(b"kept")
    assert len(await world.blobs.names("files")) == 2
    world.now += 1000
    assert (await collected(world)).blobs == 0
    world.now += 2 * DAY
    assert (await collected(world)).blobs == 1
    assert len(await world.blobs.names("files")) == 1


async def test_a_blob_that_is_wanted_again_is_not_collected(world: HandWorld) -> None:
    file = await world.upload(b"twice")
    said = api.InputMediaUploadedDocument(file=file, mime_type="a/b", attributes=[])
    await world.prepare(said)
    world.now += DAY - 100
    again = await world.upload(b"twice")
    prepared = await world.prepare(
        api.InputMediaUploadedDocument(file=again, mime_type="a/b", attributes=[])
    )
    world.now += 200
    assert (await collected(world)).blobs == 0
    shown = await world.show(await world.keep(prepared))
    assert await world.download(place_of(shown.document)) == b"twice"


async def test_a_doomed_blob_never_comes_back(world: HandWorld) -> None:
    """Between the rows of a blob and its bytes somebody may send the same content."""
    file = await world.upload(b"same")
    said = api.InputMediaUploadedDocument(file=file, mime_type="a/b", attributes=[])
    await world.prepare(said)
    world.now += 2 * DAY
    delete, sent = world.blobs.delete, []

    async def delete_late(names: Any) -> None:
        if not sent and any(name.startswith("files/") for name in names):
            sent.append((await world.send_document(b"same")).document)
        await delete(names)

    world.blobs.delete = delete_late  # type: ignore[method-assign] # the moment between
    assert (await collected(world)).blobs == 1
    assert await world.download(place_of(sent[0])) == b"same"


async def test_what_has_destroyed_itself_is_gone_and_its_bytes_a_day_later(
    world: HandWorld,
) -> None:
    film = (await world.send_document(b"x", "a/b", [video()], ttl_seconds=5)).document
    async with world.database.transaction(write=True) as tx:
        await actions.forget_fleeting(tx, film.id)
    with pytest.raises(RpcError, match="FILE_ID_INVALID"):
        await world.download(place_of(film))
    world.now += 2 * DAY
    assert (await collected(world)).blobs == 1
    assert await world.blobs.names("files") == []


async def test_a_crash_after_the_claim_leaves_no_row_without_bytes(world: HandWorld) -> None:
    """The row of the blob is there, its bytes are not: whoever comes next writes them."""

    async def die(*_: Any) -> None:
        raise ConnectionError

    keep, world.blobs.keep = world.blobs.keep, die  # type: ignore[method-assign] # the crash
    with pytest.raises(ConnectionError):
        await world.send_document(b"x")
    world.blobs.keep = keep  # type: ignore[method-assign] # the next start
    paper = (await world.send_document(b"x")).document
    assert await world.download(place_of(paper)) == b"x"


async def test_a_photo_of_a_peer_comes_in_the_size_that_there_is(
    world: HandWorld, monkeypatch: pytest.MonkeyPatch
) -> None:
    """One that was made for it has squares; one that was taken from a message has not."""
    own = (await world.send_photo(picture(700, 500))).photo
    file = await world.upload(picture(700, 500), "a.jpg")
    made = await prepare_photo(world.call(), file, pictures.crop)
    async with world.database.transaction(write=True) as tx:
        await actions.keep_file(tx, made)
    for photo_id, sizes in ((own.id, (320, 700)), (made.shown.id, (160, 500))):

        async def find(*_: Any, shown: int = photo_id) -> int:
            return shown

        monkeypatch.setattr(access, "_peer_photos", [find])
        for big, width in zip((False, True), sizes, strict=True):
            place = api.InputPeerPhotoFileLocation(
                big=big, peer=api.InputPeerSelf(), photo_id=photo_id
            )
            image = Image.open(io.BytesIO(await world.download(place)))
            assert max(image.size) == width


async def test_the_same_content_sent_by_many_at_once_is_one_blob(world: HandWorld) -> None:
    files = [await world.upload(b"same", user_id=who) for who in (ADA, BEN) * 5]

    async def send(number: int) -> Any:
        who = (ADA, BEN)[number % 2]
        media = api.InputMediaUploadedDocument(
            file=files[number], mime_type="a/b", attributes=[]
        )
        return (await world.send(media, who)).document

    shown = await asyncio.gather(*map(send, range(10)))
    assert len({each.id for each in shown}) == 10
    assert len(await world.blobs.names("files")) == 1


async def test_two_nodes_may_collect_at_the_same_time(world: HandWorld) -> None:
    for number in range(5):
        file = await world.upload(bytes([number]))
        await world.prepare(
            api.InputMediaUploadedDocument(file=file, mime_type="a/b", attributes=[])
        )
    kept = (await world.send_document(b"kept")).document
    world.now += 2 * DAY
    done = await asyncio.gather(*(collected(world) for _ in range(3)))
    assert sum(each.uploads for each in done) == 6
    assert len(await world.blobs.names("files")) == 1
    assert await world.blobs.names("parts") == []
    async with world.database.transaction(write=False) as tx:
        assert (await view.find_documents(tx, world.call().viewer, [kept.id]))[kept.id]


async def test_what_destroys_itself_is_a_file_of_its_own(world: HandWorld) -> None:
    own = (await world.send_photo(picture(64, 64))).photo
    film = (await world.send_document(b"film", "video/mp4", [video()])).document
    photo = (await world.send(api.InputMediaPhoto(id=input_photo(own), ttl_seconds=10))).photo
    copy = (
        await world.send(api.InputMediaDocument(id=input_document(film), ttl_seconds=10))
    ).document
    assert len({own.id, film.id, photo.id, copy.id}) == 4
    assert (copy.size, copy.attributes) == (film.size, film.attributes)
    assert await world.download(place_of(copy)) == b"film"
    async with world.database.transaction(write=True) as tx:
        for file in (photo, copy, own, film):  # the last two are not theirs to take away
            await actions.forget_fleeting(tx, file.id)
    for gone, size in ((photo, "s"), (copy, "")):
        with pytest.raises(RpcError, match="INVALID"):
            await world.download(place_of(gone, size))
    assert await world.download(place_of(own, "s"))
    assert await world.download(place_of(film)) == b"film"


async def test_what_is_made_of_a_file_that_goes_does_not_go_with_it(world: HandWorld) -> None:
    film = (await world.send_document(b"film", "a/b", [video()], ttl_seconds=5)).document
    again = (await world.send(api.InputMediaDocument(id=input_document(film)))).document
    async with world.database.transaction(write=True) as tx:
        for file in (film, again):
            await actions.forget_fleeting(tx, file.id)
    assert await world.download(place_of(again)) == b"film"
