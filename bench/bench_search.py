"""How long a search takes: python bench/bench_search.py [DATABASE_URL] (an empty one; a file of SQLite without).

50 people with 2,000 messages each, one of them with 50,000; texts as in bench_fulltext.
"""

import asyncio
import sys
import tempfile
import time

from bench_fulltext import VOCABULARY, text

from chappe.db.database import Database, Tx
from chappe.db.fulltext import marks_query, query_of
from chappe.db.migrate import migrate, read_migrations
from chappe.db.open import open_database
from chappe.features import ROOMS_WITH_TABLES
from chappe.features.messages import finding, store, words
from chappe.features.messages.finding import Sought
from chappe.features.messages.model import Body, CopyMark, MediaKind, Message
from chappe.features.messages.store import Window
from chappe.features.messages.words import Trait, box_mark, dialog_mark
from chappe.ids import BoxId, MessageId, PeerId

PEOPLE = 50
MANY, FEW = 50_000, 2_000
TOGETHER = 1000
ME, FRIEND = BoxId(1), PeerId(2)
PAGE = Window(0, 0, 0, 50)


async def say(tx: Tx, box: BoxId, peer: PeerId, number: int) -> None:
    kind = MediaKind.PHOTO if number % 51 == 0 else MediaKind.NONE
    body = Body(from_id=PeerId(box), at=1000 + number, text=text(), media_kind=kind)
    body_id = await store.insert_body(tx, body)
    await words.index(tx, body_id, body, box, peer)
    marks = CopyMark.OUT
    await store.insert_copies(
        tx, [Message(box, MessageId(number), peer, body_id, marks, None, None, None, body)]
    )


async def fill(database: Database) -> None:
    for person in range(1, PEOPLE + 1):
        count = MANY if person == ME else FEW
        for at in range(0, count, TOGETHER):
            async with database.transaction(write=True) as tx:
                for number in range(at + 1, at + TOGETHER + 1):
                    peer = FRIEND if number % 5 else PeerId(3)
                    await say(tx, BoxId(person), peer, number)


async def measure(database: Database) -> None:
    await migrate(database, read_migrations(ROOMS_WITH_TABLES))
    await fill(database)
    dialog, mine = [dialog_mark(ME, FRIEND)], [box_mark(ME)]
    asked = {
        "a rare word in a dialog": Sought(box=ME, peer=FRIEND, query=query_of(VOCABULARY[900], dialog)),
        "a frequent word in a dialog": Sought(box=ME, peer=FRIEND, query=query_of(VOCABULARY[0], dialog)),
        "two words in a dialog": Sought(box=ME, peer=FRIEND, query=query_of(" ".join(VOCABULARY[:2]), dialog)),
        "photos of a dialog": Sought(box=ME, peer=FRIEND, query=marks_query([*dialog, Trait.PHOTO.value])),
        "pinned in a dialog": Sought(box=ME, peer=FRIEND, marked=CopyMark.PINNED),
        "a rare word everywhere": Sought(box=ME, query=query_of(VOCABULARY[900], mine)),
        "a frequent word everywhere": Sought(box=ME, query=query_of(VOCABULARY[0], mine)),
    }  # fmt: skip
    for name, sought in asked.items():
        times = []
        for _ in range(10):
            start = time.perf_counter()
            async with database.transaction(write=False) as tx:
                found = await finding.find(tx, sought, PAGE)
                middle = time.perf_counter()
                count = await finding.count(tx, sought)
            times.append((middle - start, time.perf_counter() - middle))
        page, counting = (min(each) * 1e3 for each in zip(*times, strict=True))
        print(
            f"{name:28} page {page:7.2f} ms, count {counting:7.2f} ms ({len(found)} of {count})"
        )


async def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        url = sys.argv[1] if len(sys.argv) > 1 else f"sqlite:///{folder}/search.db"
        database = open_database(url)
        await database.open()
        try:
            await measure(database)
        finally:
            await database.close()


if __name__ == "__main__":
    asyncio.run(main())
