"""Parts of files on every engine: what is taken, what is refused, what comes out."""

import os
from typing import Any

import pytest
from files_by_hand import ADA, BEN, PART, HandWorld, place_of

from chappe import features
from chappe.blobs.open import MEMORY, open_blobs
from chappe.db.database import Database
from chappe.db.migrate import migrate, read_migrations
from chappe.features.files import parts
from chappe.rpc.errors import RpcError
from chappe.tl import api


@pytest.fixture
async def world(database: Database) -> HandWorld:
    features.load()
    await migrate(database, read_migrations(["chappe.features.files"]))
    blobs = open_blobs(MEMORY)
    await blobs.open()
    return HandWorld(database, blobs)


def small(part: int, data: bytes, file_id: int = 1) -> Any:
    return api.upload.SaveFilePart(file_id=file_id, file_part=part, bytes=data)


def big(part: int, total: int, data: bytes, file_id: int = 1) -> Any:
    return api.upload.SaveBigFilePart(
        file_id=file_id, file_part=part, file_total_parts=total, bytes=data
    )


def file(parts_: int, file_id: int = 1, md5: str = "", name: str = "a") -> Any:
    return api.InputFile(id=file_id, parts=parts_, name=name, md5_checksum=md5)


def document(of: Any) -> Any:
    """The least that is said of a document."""
    return api.InputMediaUploadedDocument(file=of, mime_type="a/b", attributes=[])


K = 1024
FULL = bytes(PART)
REFUSED_PARTS: list[tuple[str, list[Any]]] = [
    ("FILE_PART_EMPTY", [small(0, b"")]),
    ("FILE_PART_EMPTY", [big(0, 1, b"")]),
    ("FILE_PART_TOO_BIG", [small(0, bytes(PART + 1))]),
    ("FILE_PART_TOO_BIG", [big(0, 1, bytes(PART + 1))]),
    ("FILE_PART_INVALID", [small(-1, b"x")]),
    ("FILE_PART_INVALID", [small(8000, b"x")]),
    ("FILE_PART_INVALID", [big(2, 2, FULL)]),
    ("FILE_PARTS_INVALID", [big(0, 0, FULL)]),
    ("FILE_PARTS_INVALID", [big(0, 8001, FULL)]),
    ("FILE_PARTS_INVALID", [big(0, -2, FULL)]),
    ("FILE_PARTS_INVALID", [big(0, 3, FULL), big(1, 4, FULL)]),
    ("FILE_PART_TOO_SMALL", [big(0, 2, b"x")]),
    ("FILE_PART_SIZE_INVALID", [big(0, 2, bytes(K + 1))]),
    ("FILE_PART_SIZE_INVALID", [big(0, 2, bytes(3 * K))]),
    ("FILE_PART_SIZE_INVALID", [big(0, -1, bytes(3 * K))]),
    ("FILE_PART_SIZE_CHANGED", [big(0, 3, bytes(2 * K)), big(1, 3, bytes(4 * K))]),
    ("FILE_PART_SIZE_CHANGED", [big(0, 2, bytes(2 * K)), big(1, 2, bytes(2 * K + 1))]),
]


@pytest.mark.parametrize(("name", "said"), REFUSED_PARTS)
async def test_parts_that_no_file_has_are_refused(
    world: HandWorld, name: str, said: list[Any]
) -> None:
    for each in said[:-1]:
        await world.ask(each)
    with pytest.raises(RpcError) as refused:
        await world.ask(said[-1])
    assert (refused.value.code, refused.value.name) == (400, name)


MADE_OF: list[tuple[str, list[Any], Any]] = [
    ("FILE_PART_0_MISSING", [], file(1)),
    ("FILE_PART_1_MISSING", [small(0, FULL), small(2, b"x")], file(3)),
    (
        "FILE_PART_2_MISSING",
        [big(0, 3, FULL), big(1, 3, FULL)],
        api.InputFileBig(id=1, parts=3, name="a"),
    ),
    ("FILE_PARTS_INVALID", [small(0, b"x")], file(0)),
    ("FILE_PARTS_INVALID", [small(0, b"x")], file(8001)),
    ("FILE_PARTS_INVALID", [small(0, FULL), small(1, b"x")], file(1)),
    ("FILE_PARTS_INVALID", [big(0, 2, FULL)], api.InputFileBig(id=1, parts=1, name="a")),
    ("FILE_PARTS_INVALID", [small(n, FULL) for n in range(21)], file(21)),
    ("FILE_PART_LENGTH_INVALID", [small(0, bytes(2 * K)), small(1, bytes(4 * K))], file(2)),
    ("FILE_PART_LENGTH_INVALID", [small(0, b"xx"), small(1, b"x")], file(2)),
    (
        "FILE_PART_LENGTH_INVALID",
        [small(0, bytes(2 * K)), small(1, bytes(K)), small(2, b"x")],
        file(3),
    ),
    ("MD5_CHECKSUM_INVALID", [small(0, b"x")], file(1, md5="0" * 32)),
    ("INPUT_FILE_INVALID", [], api.InputFileStoryDocument(id=api.InputDocumentEmpty())),
]


@pytest.mark.parametrize(("name", "said", "of"), MADE_OF)
async def test_files_that_do_not_fit_together_are_refused(
    world: HandWorld, name: str, said: list[Any], of: Any
) -> None:
    for each in said:
        await world.ask(each)
    with pytest.raises(RpcError) as refused:
        await world.prepare(document(of))
    assert (refused.value.code, refused.value.text) == (400, name)


async def test_a_checksum_may_be_left_out_or_in_capitals(world: HandWorld) -> None:
    await world.ask(small(0, b"x"))
    for md5 in ("", "9DD4E461268C8034F5C8564E155C67A6"):
        assert (await world.send(document(file(1, md5=md5)))).document.size == 1


async def test_parts_are_each_accounts_own(world: HandWorld) -> None:
    await world.ask(small(0, b"ada"), ADA)
    await world.ask(small(0, b"ben!"), BEN)
    assert (await world.send(document(file(1)), ADA)).document.size == 3
    assert (await world.send(document(file(1)), BEN)).document.size == 4


async def test_a_part_that_comes_again_takes_the_place_of_the_first(world: HandWorld) -> None:
    await world.ask(small(0, b"first"))
    await world.ask(small(0, b"second"))
    shown = (await world.send(document(file(1)))).document
    assert await world.download(place_of(shown)) == b"second"


async def test_a_file_of_unknown_length_says_it_with_its_last_part(world: HandWorld) -> None:
    data = os.urandom(2 * PART + 5)
    await world.ask(big(0, -1, data[:PART]))
    await world.ask(big(1, -1, data[PART : 2 * PART]))
    await world.ask(big(2, 3, data[2 * PART :]))
    shown = (await world.send(document(api.InputFileBig(id=1, parts=3, name="a")))).document
    assert await world.download(place_of(shown)) == data


async def test_parts_vanish_after_some_hours(world: HandWorld) -> None:
    await world.ask(big(0, 2, FULL))
    world.now += 7 * 3600
    with pytest.raises(RpcError, match="FILE_PART_0_MISSING"):
        await world.prepare(document(api.InputFileBig(id=1, parts=2, name="a")))
    # The number may be used anew, for a file of other parts; the old part is not in it.
    await world.ask(big(1, 3, bytes(K)))
    with pytest.raises(RpcError, match="FILE_PART_0_MISSING"):
        await world.prepare(document(api.InputFileBig(id=1, parts=3, name="a")))


async def test_a_part_whose_bytes_are_lost_is_asked_for_again(world: HandWorld) -> None:
    await world.ask(small(0, FULL))
    await world.ask(small(1, b"x"))
    (_, second) = await world.blobs.names("parts")
    await world.blobs.delete([second])
    with pytest.raises(RpcError, match="FILE_PART_1_MISSING"):
        await world.prepare(document(file(2)))
    await world.ask(small(1, b"x"))
    await world.blobs.put(second, b"")  # as after a power cut
    with pytest.raises(RpcError, match="FILE_PART_0_MISSING"):
        await world.prepare(document(file(2)))


async def test_nobody_hoards_parts(world: HandWorld, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(parts, "PENDING_FILES_MAX", 2)
    for number in range(2):
        await world.ask(small(0, b"x", number))
    with pytest.raises(RpcError, match="FLOOD_WAIT_600"):
        await world.ask(small(0, b"x", 2))
    assert len(await world.blobs.names("parts")) == 2
    await world.ask(small(0, b"x", 2), BEN)
    await world.send(document(file(1, 0)))  # made into a file, it does not count
    await world.ask(small(0, b"x", 2))


async def test_nobody_hoards_many_parts_of_one_file(
    world: HandWorld, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(parts, "PENDING_PARTS_MAX", 10)
    await world.ask(small(9, b"x"))
    with pytest.raises(RpcError, match="FLOOD_WAIT_600"):
        await world.ask(small(10, b"x"))
