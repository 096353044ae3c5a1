"""Every store of blobs keeps the same promise: a directory, memory, and S3 where CHAPPE_TEST_S3 names a bucket."""

import hashlib
import os
import secrets
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from chappe.blobs.blobs import BlobMissing, Blobs
from chappe.blobs.open import MEMORY, open_blobs

S3 = os.environ.get("CHAPPE_TEST_S3")


@pytest.fixture(params=["directory", "memory", "s3"])
async def blobs(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[Blobs]:
    if request.param == "s3" and S3 is None:
        pytest.skip("S3: CHAPPE_TEST_S3 names no bucket (s3://bucket/prefix)")
    urls = {"directory": f"file://{tmp_path}/blobs", "memory": MEMORY}
    store = open_blobs(urls.get(request.param) or f"{S3}/{secrets.token_hex(8)}")
    await store.open()
    yield store
    await store.close()


@pytest.mark.parametrize("durable", [True, False])
async def test_bytes_come_back_as_they_were(blobs: Blobs, durable: bool) -> None:
    data = os.urandom(3_000_000)
    await blobs.put("files/ab/abcd", data, durable=durable)
    assert await blobs.read("files/ab/abcd", 0, len(data)) == data
    assert await blobs.read("files/ab/abcd", 1000, 24) == data[1000:1024]
    assert await blobs.read("files/ab/abcd", len(data) - 1, 1) == data[-1:]


async def test_a_blob_can_be_empty(blobs: Blobs) -> None:
    await blobs.put("files/empty", b"")
    assert await blobs.exists("files/empty")
    assert (await blobs.digest(["files/empty"])).size == 0


async def test_the_second_put_takes_the_place_of_the_first(blobs: Blobs) -> None:
    await blobs.put("parts/1/2/3", b"first")
    await blobs.put("parts/1/2/3", b"other")
    assert await blobs.read("parts/1/2/3", 0, 5) == b"other"


async def test_what_is_not_there_is_told(blobs: Blobs) -> None:
    assert not await blobs.exists("files/none")
    with pytest.raises(BlobMissing):
        await blobs.read("files/none", 0, 1)
    with pytest.raises(BlobMissing):
        await blobs.digest(["files/none"])
    with pytest.raises(BlobMissing):
        await blobs.join("files/whole", ["files/none"])
    assert not await blobs.exists("files/whole")


async def test_what_was_deleted_is_gone_and_can_be_deleted_again(blobs: Blobs) -> None:
    for name in ("files/a/1", "files/a/2"):
        await blobs.put(name, b"x")
    await blobs.delete(["files/a/1", "files/a/none"])
    await blobs.delete(["files/a/1"])
    assert await blobs.names("files") == ["files/a/2"]


async def test_a_folder_that_was_cleared_away_is_made_again(blobs: Blobs) -> None:
    for _ in range(2):
        await blobs.put("parts/1/2/0", b"x", durable=False)
        await blobs.delete(["parts/1/2/0"])
    assert await blobs.names("parts") == []


async def test_pieces_are_joined_and_hashed_in_the_order_given(blobs: Blobs) -> None:
    pieces = [os.urandom(size) for size in (1_500_000, 1, 1024)]
    names = [f"parts/7/{number}" for number in range(3)]
    for name, data in zip(names, pieces, strict=True):
        await blobs.put(name, data, durable=False)
    whole = b"".join(reversed(pieces))
    await blobs.join("files/whole", names[::-1])
    assert await blobs.read("files/whole", 0, len(whole)) == whole
    digest = await blobs.digest(names[::-1])
    assert digest.sha256 == hashlib.sha256(whole).digest()
    assert (digest.md5, digest.size) == (hashlib.md5(whole).hexdigest(), len(whole))
    assert await blobs.names("parts") == names
