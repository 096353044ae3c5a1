"""Files, bytes to bytes: up over several connections, shown in each layer, and down again."""

import asyncio
import hashlib
import os
from collections.abc import Callable
from typing import Any

import pytest
from file_walks import PART, fetch, kept, place, shown, upload
from files_by_hand import picture
from small_s3 import SmallS3, environment

from chappe.config import Settings
from chappe.testing.client import Refused
from chappe.testing.person import Person
from chappe.testing.world import World
from chappe.tl import api

LAYERS = [133, 158, 198, 229]


def document(file: Any) -> Any:
    return api.InputMediaUploadedDocument(file=file, mime_type="a/b", attributes=[])


def canonical(file: Any) -> Any:
    """An InputFile as the server reads it."""
    return api.InputFile(
        id=file.id, parts=file.parts, name=file.name, md5_checksum=file.md5_checksum
    )


async def test_parts_come_over_several_connections_in_any_order(world: World) -> None:
    ada = await world.person("Ada")
    phone, desk = await world.another(ada), await world.another(ada)
    data = os.urandom(21 * PART + 12345)
    pieces = [data[at : at + PART] for at in range(0, len(data), PART)]
    said = [
        (person, number)
        for number, person in zip(
            reversed(range(len(pieces))), [ada, phone, desk] * len(pieces), strict=False
        )
    ]
    asked = [
        (
            person,
            person.client.begin(
                "upload.saveBigFilePart",
                file_id=-7,
                file_part=number,
                file_total_parts=len(pieces),
                bytes=pieces[number],
            ),
        )
        for person, number in said
    ]
    assert await asyncio.gather(*(who.client.ask(each) for who, each in asked)) == [True] * len(
        pieces
    )
    file = api.InputFileBig(id=-7, parts=len(pieces), name="big")
    found = (await shown(world, desk, await kept(world, ada, document(file)))).document
    assert found.size == len(data)
    assert await fetch(phone, place(phone, found)) == data


@pytest.mark.parametrize("layer", LAYERS)
async def test_a_photo_is_shown_and_fetched_in_every_layer(world: World, layer: int) -> None:
    ada, bob = await world.person("Ada"), await world.person("Bob", layer=layer)
    file = canonical(await upload(ada, picture(1500, 1000)))
    body = await kept(world, ada, api.InputMediaUploadedPhoto(file=file, spoiler=True))
    photo = (await shown(world, bob, body)).photo
    assert [size.type for size in photo.sizes] == ["i", "s", "m", "x", "y", "w"]
    for size in photo.sizes[1:]:
        data = await fetch(bob, place(bob, photo, size.type), limit=4096)
        assert (data[:2], data[-2:]) == (b"\xff\xd8", b"\xff\xd9")
    with pytest.raises(Refused, match="400 FILE_ID_INVALID"):
        await fetch(ada, place(ada, photo, "m"))


@pytest.mark.parametrize("layer", [68, 97, 110])
async def test_a_photo_is_fetched_by_the_places_of_old_layers(world: World, layer: int) -> None:
    ada, bob = await world.person("Ada"), await world.person("Bob")
    bob = await world.another(bob, layer=layer)
    file = canonical(await upload(ada, picture(600, 400)))
    body = await kept(world, ada, api.InputMediaUploadedPhoto(file=file))
    photo = (await shown(world, bob, body)).photo
    size = photo.sizes[-1]
    if layer < 98:
        place_of = bob.make(
            "inputFileLocation",
            **{
                name: getattr(size.location, name)
                for name in ("volume_id", "local_id", "secret", "file_reference")
                if hasattr(size.location, name)
            },
        )
    else:
        place_of = place(bob, photo, size.type)
    assert len(await fetch(bob, place_of)) == size.size


async def test_a_download_is_in_parts_side_by_side(world: World) -> None:
    ada = await world.person("Ada")
    data = os.urandom(3 * PART + 77)
    body = await kept(world, ada, document(canonical(await upload(ada, data))))
    where = place(ada, (await shown(world, ada, body)).document)
    asked = [
        ada.client.begin("upload.getFile", location=where, offset=at, limit=PART)
        for at in range(0, len(data), PART)
    ]
    got: list[Any] = [await ada.client.ask(each) for each in asked]
    assert b"".join(each.bytes for each in got) == data
    assert not any(each.type.NAME != "storage.fileUnknown" for each in got)


async def test_a_part_is_not_packed_once_more(world: World) -> None:
    """gzip of half a megabyte would cost ten times as much as all else."""
    ada = await world.person("Ada")
    body = await kept(world, ada, document(canonical(await upload(ada, bytes(PART)))))
    where = place(ada, (await shown(world, ada, body)).document)
    before = len(ada.client.packets)
    await fetch(ada, where)
    assert max(map(len, ada.client.packets[before:])) > PART


REFUSED: list[tuple[str, str, dict[str, Any]]] = [
    ("400 FILE_PART_EMPTY", "upload.saveFilePart", {"file_part": 0, "bytes": b""}),
    ("400 FILE_PART_INVALID", "upload.saveFilePart", {"file_part": 8000, "bytes": b"x"}),
    (
        "400 FILE_PART_SIZE_INVALID",
        "upload.saveBigFilePart",
        {"file_part": 0, "file_total_parts": 9, "bytes": bytes(1025)},
    ),
]


@pytest.mark.parametrize(("error", "method", "fields"), REFUSED)
async def test_parts_are_refused_by_name(error: str, method: str, fields: Any) -> None:
    async with World() as world:
        ada = await world.person("Ada")
        with pytest.raises(Refused, match=error):
            await ada.call(method, file_id=1, **fields)


async def test_nobody_sends_or_fetches_files_before_signing_in() -> None:
    async with World() as world:
        client = await world.client()
        with pytest.raises(Refused, match="401 AUTH_KEY_UNREGISTERED"):
            await client.call("upload.saveFilePart", file_id=1, file_part=0, bytes=b"x")


@pytest.mark.parametrize(
    ("method", "fields", "error"),
    [
        ("upload.getCdnFile", {"file_token": b"", "offset": 0, "limit": 1}, "METHOD_INVALID"),
        ("upload.getCdnFileHashes", {"file_token": b"", "offset": 0}, "FILE_TOKEN_INVALID"),
        (
            "upload.reuploadCdnFile",
            {"file_token": b"", "request_token": b""},
            "FILE_TOKEN_INVALID",
        ),
    ],
)
async def test_there_is_no_cdn(method: str, fields: Any, error: str) -> None:
    async with World() as world:
        ada = await world.person("Ada")
        with pytest.raises(Refused, match=f"400 {error}"):
            await ada.call(method, **fields)


async def test_there_are_no_web_files() -> None:
    async with World() as world:
        ada = await world.person("Ada")
        where = ada.make("inputWebFileLocation", url="https://example.org/a", access_hash=0)
        with pytest.raises(Refused, match="400 LOCATION_INVALID"):
            await ada.call("upload.getWebFile", location=where, offset=0, limit=1024)


async def test_what_one_sent_oneself_is_found_by_its_content(world: World) -> None:
    ada, bob = await world.person("Ada"), await world.person("Bob", layer=158)
    sent = (
        await shown(
            world, ada, await kept(world, ada, document(canonical(await upload(ada, b"x"))))
        )
    ).document
    asked = {"sha256": hashlib.sha256(b"x").digest(), "size": 1, "mime_type": "a/b"}
    assert await ada.call("messages.getDocumentByHash", **asked) == sent
    unknown = await bob.call("messages.getDocumentByHash", **asked)
    assert (unknown.NAME, unknown.id) == ("documentEmpty", 0)


async def test_a_file_of_another_data_center_is_fetched_there(
    worlds: Callable[..., Any],
) -> None:
    async with worlds(Settings(dcs=3)) as world:
        ada, bob = (
            await world.person("Ada", dc=2),
            await world.person("Bob", dc=3, phone="9996630001"),
        )
        file = canonical(await upload(ada, b"x"))
        found = (await shown(world, bob, await kept(world, ada, document(file)))).document
        assert found.dc_id == 2
        with pytest.raises(Refused, match="303 FILE_MIGRATE_2"):
            await fetch(bob, place(bob, found))


async def test_files_are_kept_in_s3_where_the_settings_say_so(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    small = SmallS3()
    for name, value in environment(await small.open()).items():
        monkeypatch.setenv(name, value)
    async with World(Settings(blobs="s3://bucket/chappe")) as world:
        ada = await world.person("Ada")
        data = os.urandom(3 * PART + 7)
        file = await upload(ada, data)
        media = ada.make(
            "inputMediaUploadedDocument", file=file, mime_type="a/b", attributes=[]
        )
        sent = await ada.call("messages.uploadMedia", peer=ada.peer(ada), media=media)
        assert await fetch(ada, place(ada, sent.document)) == data
        assert data in small.objects.values()
    await small.close()


@pytest.mark.parametrize("strict", [False, True])
async def test_a_client_goes_to_the_data_center_of_a_file_with_an_exported_authorization(
    strict: bool,
) -> None:
    async with World(Settings(dcs=3 if strict else 1)) as world:
        ada = await world.person("Ada", dc=1, phone="9996610001")
        bob = await world.person("Bob", dc=2, phone="9996620001")
        media = ada.make(
            "inputMediaUploadedDocument",
            file=await upload(ada, b"far away"),
            mime_type="a/b",
            attributes=[],
        )
        await ada.call(
            "messages.sendMedia", peer=ada.peer(bob), media=media, message="", random_id=1
        )
        first = bob.make("inputMessageID", id=1)
        (message,) = (await bob.call("messages.getMessages", id=[first])).messages
        found = message.media.document
        assert found.dc_id == 1
        ticket = await bob.call("auth.exportAuthorization", dc_id=1)
        there = await world.client(dc=1)
        await there.call("auth.importAuthorization", id=ticket.id, bytes=ticket.bytes)
        away = Person(there, bob.phone, bob.user_id, world.node.secret)
        assert await fetch(away, place(away, found)) == b"far away"
