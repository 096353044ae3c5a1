"""Every store of blobs keeps the same promise: a directory, memory, S3 (a small one of our own, and the one
that CHAPPE_TEST_S3 names as s3://bucket/prefix, with its keys in the environment)."""

import hashlib
import os
import secrets
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from pathlib import Path

import pytest
from small_s3 import SmallS3, environment

from chappe.blobs.blobs import BlobMissing, Blobs
from chappe.blobs.open import MEMORY, open_blobs

S3 = os.environ.get("CHAPPE_TEST_S3")


@asynccontextmanager
async def small_s3(monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[SmallS3]:
    small = SmallS3()
    for name, value in environment(await small.open()).items():
        monkeypatch.setenv(name, value)
    yield small
    await small.close()


@pytest.fixture(params=["directory", "memory", "small_s3", *(["s3"] if S3 else [])])
async def blobs(
    request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> AsyncIterator[Blobs]:
    urls = {
        "directory": f"file://{tmp_path}/blobs",
        "memory": MEMORY,
        "small_s3": "s3://bucket/pre/fix",
        "s3": f"{S3}/{secrets.token_hex(8)}",
    }
    async with AsyncExitStack() as stack:
        if request.param == "small_s3":
            await stack.enter_async_context(small_s3(monkeypatch))
        store = open_blobs(urls[request.param])
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
    assert (await blobs.gather(["files/empty"])).digest.size == 0


async def test_the_second_put_takes_the_place_of_the_first(blobs: Blobs) -> None:
    await blobs.put("parts/1/2/3", b"first")
    await blobs.put("parts/1/2/3", b"other")
    assert await blobs.read("parts/1/2/3", 0, 5) == b"other"


async def test_what_is_not_there_is_told(blobs: Blobs) -> None:
    assert not await blobs.exists("files/none")
    with pytest.raises(BlobMissing):
        await blobs.read("files/none", 0, 1)
    with pytest.raises(BlobMissing):
        await blobs.gather(["files/none"])


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


async def pieces(blobs: Blobs, *sizes: int) -> tuple[list[str], bytes]:
    """Some parts of a file; their names and what they are together."""
    data = [os.urandom(size) for size in sizes]
    names = [f"parts/7/{number}" for number in range(len(sizes))]
    for name, each in zip(names, data, strict=True):
        await blobs.put(name, each, durable=False)
    return names, b"".join(data)


async def test_pieces_are_put_together_in_the_order_given(blobs: Blobs) -> None:
    names, whole = await pieces(blobs, 1_500_000, 1, 1 << 20, 4096, 1024)
    gathered = await blobs.gather(names, md5=True)
    assert gathered.digest.sha256 == hashlib.sha256(whole).digest()
    assert gathered.digest.md5 == hashlib.md5(whole).hexdigest()
    assert gathered.digest.size == len(whole)
    await blobs.keep(gathered, "files/ab/whole")
    assert await blobs.read("files/ab/whole", 0, len(whole)) == whole
    assert await blobs.names("parts") == names
    assert (await blobs.gather(names[::-1])).digest.sha256 != gathered.digest.sha256
    assert (await blobs.gather(names)).digest.md5 is None


async def test_what_is_dropped_leaves_nothing(blobs: Blobs) -> None:
    names, _ = await pieces(blobs, 100, 5)
    await blobs.drop(await blobs.gather(names))
    assert await blobs.names("tmp") == []


async def test_what_gets_a_name_is_what_was_hashed(blobs: Blobs) -> None:
    """A part that is replaced in between must not end up under the name of another content."""
    names, whole = await pieces(blobs, 4096, 5)
    gathered = await blobs.gather(names)
    await blobs.put(names[0], b"other" * 100)
    try:
        await blobs.keep(gathered, "files/whole")
    except BlobMissing:
        assert not await blobs.exists("files/whole")
    else:
        assert await blobs.read("files/whole", 0, len(whole)) == whole
    assert await blobs.names("tmp") == []


async def test_big_files_go_to_s3_in_pieces_and_have_no_name_before_they_are_whole(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    async with small_s3(monkeypatch) as small:
        blobs = open_blobs("s3://bucket")
        names, whole = await pieces(blobs, *[1 << 20] * 20)
        await blobs.keep(await blobs.gather(names), "files/whole")
        assert small.objects["files/whole"] == whole
        assert small.started == {}
        assert not [key for key in small.objects if key.startswith("tmp/")]
