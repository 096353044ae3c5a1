"""Parts of any size, in any order, some of them twice, over several connections: the file is what was sent."""

import asyncio
from hashlib import shake_256
from typing import Any

from files_by_hand import HandWorld, place_of
from hypothesis import given, settings
from hypothesis import strategies as st

from chappe import features
from chappe.blobs.open import MEMORY, open_blobs
from chappe.db.migrate import migrate, read_migrations
from chappe.db.open import MEMORY as MEMORY_DATABASE
from chappe.db.open import open_database
from chappe.features.files import parts
from chappe.features.files.store.uploads import Agreed
from chappe.rpc.errors import RpcError
from chappe.tl import api

PART_SIZES = [1024 << power for power in range(10)]


@st.composite
def sendings(draw: st.DrawFn) -> tuple[bytes, int, list[int], bool, int]:
    """A file, the size of its parts, the order in which they are sent, big or small, how many at a time."""
    part = draw(st.sampled_from(PART_SIZES))
    count = draw(st.integers(1, 12))
    last = draw(st.integers(1, part))
    data = shake_256(draw(st.binary(max_size=8))).digest(part * (count - 1) + last)
    order = draw(st.permutations(range(count)))
    again = draw(st.lists(st.integers(0, count - 1), max_size=4))
    return data, part, [*order, *again], draw(st.booleans()), draw(st.integers(1, 4))


async def sent(data: bytes, part: int, order: list[int], big: bool, lanes: int) -> bytes:
    """Send it, make it a document, fetch that."""
    database = open_database(MEMORY_DATABASE)
    await database.open()
    await migrate(database, read_migrations(["chappe.features.files"]))
    world, total = HandWorld(database, open_blobs(MEMORY)), -(-len(data) // part)

    def said(number: int) -> Any:
        piece = data[number * part : (number + 1) * part]
        if big:
            return api.upload.SaveBigFilePart(
                file_id=1, file_part=number, file_total_parts=total, bytes=piece
            )
        return api.upload.SaveFilePart(file_id=1, file_part=number, bytes=piece)

    async def send(lane: int) -> None:
        for number in order[lane::lanes]:
            await world.ask(said(number))

    await asyncio.gather(*map(send, range(lanes)))
    file: Any = (
        api.InputFileBig(id=1, parts=total, name="a")
        if big
        else api.InputFile(id=1, parts=total, name="a", md5_checksum="")
    )
    shown = await world.send(
        api.InputMediaUploadedDocument(file=file, mime_type="a/b", attributes=[])
    )
    got = await world.download(place_of(shown.document), 1 << 20)
    await database.close()
    return got


@given(sendings())
@settings(max_examples=40, deadline=None)
def test_a_file_is_what_was_sent_whatever_way_its_parts_took(sending: Any) -> None:
    features.load()
    data, *how = sending
    assert asyncio.run(sent(data, *how)) == data


@given(
    st.lists(
        st.tuples(st.integers(-1, 6), st.integers(0, 5000), st.integers(-2, 7)), max_size=8
    )
)
def test_the_law_of_parts_never_agrees_on_what_it_would_not_take_apart(said: Any) -> None:
    """Whatever is said, what is agreed on is lawful, and each part fits what was agreed before."""
    agreed = Agreed(None, None)
    for part, size, total in said:
        try:
            parts.check_part(part, size, total)
            after = parts.agree(agreed, part, size, total)
        except RpcError:
            continue
        assert 0 <= part < 8000
        assert agreed.parts in {None, after.parts}
        assert agreed.part_bytes in {None, after.part_bytes}
        assert after.part_bytes is None or parts.is_part_size(after.part_bytes)
        assert total in {parts.UNSAID, after.parts}
        agreed = after
