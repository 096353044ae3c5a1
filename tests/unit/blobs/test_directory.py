import hashlib
import os
from pathlib import Path

import pytest

from chappe.blobs import direct, directory
from chappe.blobs.blobs import BlobMissing
from chappe.blobs.directory import DirectoryBlobs
from chappe.blobs.open import open_blobs


@pytest.fixture
async def blobs(tmp_path: Path) -> DirectoryBlobs:
    store = DirectoryBlobs(tmp_path / "blobs")
    await store.open()
    return store


async def test_a_durable_blob_is_on_the_disk_before_it_has_its_name(
    blobs: DirectoryBlobs, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    done = []
    sync, rename = os.fsync, Path.rename
    monkeypatch.setattr(directory.os, "fsync", lambda file: (done.append("sync"), sync(file)))
    monkeypatch.setattr(
        Path, "rename", lambda self, to: (done.append("name"), rename(self, to))[1]
    )
    await blobs.put("a", b"x")
    assert done == ["sync", "name", "sync"]
    done.clear()
    await blobs.put("b", b"x", durable=False)
    assert done == ["name"]


async def test_the_names_of_new_folders_are_brought_to_the_disk_too(
    blobs: DirectoryBlobs, monkeypatch: pytest.MonkeyPatch
) -> None:
    count, sync = [], os.fsync
    monkeypatch.setattr(directory.os, "fsync", lambda file: (count.append(file), sync(file)))
    await blobs.put("files/ab/c", b"x")
    assert len(count) == 4  # the file; ab, files and the root


async def test_what_a_crash_has_left_is_cleared_away_at_a_start_and_what_others_write_is_not(
    tmp_path: Path,
) -> None:
    left, new = (tmp_path / "blobs" / "tmp" / name for name in ("left", "new"))
    left.parent.mkdir(parents=True)
    for path in (left, new):
        path.write_bytes(b"half")
    os.utime(left, (1, 1))
    await DirectoryBlobs(tmp_path / "blobs").open()
    assert list(left.parent.iterdir()) == [new]


async def test_a_write_that_fails_leaves_nothing(
    blobs: DirectoryBlobs, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    def full(*_: object) -> int:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(direct.os, "write", full)
    with pytest.raises(OSError, match="space"):
        await blobs.put("files/a", b"x")
    assert [path for path in (tmp_path / "blobs").rglob("*") if path.is_file()] == []


@pytest.mark.parametrize("system_tells", [True, False])
async def test_what_is_not_in_memory_is_read_in_a_thread(
    blobs: DirectoryBlobs, monkeypatch: pytest.MonkeyPatch, system_tells: bool
) -> None:
    def not_there(*_: object) -> int:
        raise BlockingIOError

    await blobs.put("files/a", b"12345")
    monkeypatch.setattr(directory.os, "preadv", not_there)
    if not system_tells:
        monkeypatch.setattr(directory, "WITHOUT_WAITING", 0)
    assert await blobs.read("files/a", 1, 3) == b"234"
    with pytest.raises(BlobMissing):
        await blobs.read("files/a", 3, 3)


@pytest.mark.parametrize("name", ["../x", "/etc/passwd", "a//b", "a/../b", "A", "", "a/"])
async def test_a_name_cannot_lead_out(blobs: DirectoryBlobs, name: str) -> None:
    with pytest.raises(AssertionError):
        await blobs.put(name, b"x")


@pytest.mark.parametrize(
    "url", ["http://x", "s3://", "file://", "file://relative", "blobs", ""]
)
def test_a_wrong_url_is_refused(url: str) -> None:
    with pytest.raises(ValueError, match="a URL of blobs is"):
        open_blobs(url)


def test_a_bucket_is_opened_by_its_url() -> None:
    assert type(open_blobs("s3://bucket/prefix")).__name__ == "ObjectBlobs"


@pytest.mark.parametrize(
    "sizes", [[1 << 19] * 40, [4096] * 33 + [5], [1024, 4096] * 20, [7] * 40]
)
@pytest.mark.parametrize("has_direct", [True, False])
async def test_a_big_file_is_what_its_parts_were(
    blobs: DirectoryBlobs, monkeypatch: pytest.MonkeyPatch, sizes: list[int], has_direct: bool
) -> None:
    if not has_direct:
        monkeypatch.setattr(direct, "DIRECT", 0)
    parts = [os.urandom(size) for size in sizes]
    names = [f"parts/{number}" for number in range(len(parts))]
    for name, part in zip(names, parts, strict=True):
        await blobs.put(name, part, durable=False)
    gathered = await blobs.gather(names)
    await blobs.keep(gathered, "files/big")
    whole = b"".join(parts)
    assert gathered.digest.sha256 == hashlib.sha256(whole).digest()
    assert await blobs.read("files/big", 0, len(whole)) == whole


async def test_a_file_system_without_direct_access_is_written_the_ordinary_way(
    blobs: DirectoryBlobs, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened = os.open

    def refuse(path: str, flags: int, mode: int = 0o777) -> int:
        if flags & direct.DIRECT:
            raise OSError(22, "Invalid argument")
        return opened(path, flags, mode)

    data = os.urandom(1 << 19)
    monkeypatch.setattr(direct.os, "open", refuse)
    await blobs.put("parts/1", data, durable=False)
    gathered = await blobs.gather(["parts/1"] * 40)
    assert gathered.digest.size == 40 << 19
