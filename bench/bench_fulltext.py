"""What it costs to index a message's words and to find it: python bench/bench_fulltext.py [DATABASE_URL].

The URL's database should be empty; without one a file of SQLite in a temporary directory is measured.
Texts are of 4 to 14 words out of 20,000, the frequent ones first, as people write.
"""

import asyncio
import random  # noqa: TID251 - the same texts every time
import sys
import tempfile
import time
from collections.abc import Awaitable, Callable

from chappe.db.database import Database
from chappe.db.fulltext import query_of, words_of
from chappe.db.migrate import Migration, migrate
from chappe.db.open import open_database

TEXTS = 20_000
TOGETHER = 32  # calls that share a commit in a busy server
TABLES = "CREATE TABLE line (id {int64} PRIMARY KEY, text TEXT) {strict}; {fulltext line_text};"
LINE = "INSERT INTO line (id, text) VALUES (:id, :text)"
INDEX = "INSERT INTO line_text (rowid, words) VALUES (:id, :words)"
ASK = "SELECT rowid FROM line_text(:query) ORDER BY rowid DESC LIMIT 100"
dice = random.Random(1)
VOCABULARY = [
    "".join(dice.choices("aeiounrstlkmdp", k=dice.randint(2, 9))) for _ in range(TEXTS)
]


def text() -> str:
    picks = (min(int(dice.paretovariate(0.6)), TEXTS) - 1 for _ in range(dice.randint(4, 14)))
    return " ".join(VOCABULARY[pick] for pick in picks)


async def send(database: Database, number: int, said: str, *, index: bool) -> None:
    async with database.transaction(write=True) as tx:
        await tx.run(LINE, id=number, text=said)
        if index:
            await tx.run(
                INDEX, id=number, words=words_of(said, (f"b{number % 50}", f"b{number % 49}"))
            )


async def microseconds(times: int, work: Callable[[], Awaitable[object]]) -> float:
    """Processor time of this process for one of `times`."""
    start = time.process_time()
    await work()
    return (time.process_time() - start) / times * 1e6


async def fill(database: Database, texts: list[str], first: int, *, index: bool) -> None:
    for at in range(0, len(texts), TOGETHER):
        batch = enumerate(texts[at : at + TOGETHER], start=first + at)
        await asyncio.gather(*(send(database, n, said, index=index) for n, said in batch))


async def measure(database: Database) -> None:
    await migrate(database, [Migration("bench/0001", TABLES)])
    texts = [text() for _ in range(TEXTS)]
    start = time.process_time()
    for said in texts:
        words_of(said)
    print(f"folding a text           {(time.process_time() - start) / TEXTS * 1e6:8.1f} us")
    bare = await microseconds(TEXTS, lambda: fill(database, texts, 1, index=False))
    full = await microseconds(TEXTS, lambda: fill(database, texts, 1 + TEXTS, index=True))
    print(f"a row                    {bare:8.1f} us")
    print(f"a row and its words      {full:8.1f} us (+{full - bare:.1f})")
    for name, query, scope in [
        ("a rare word", VOCABULARY[900], None),
        ("a frequent word", VOCABULARY[0], None),
        ("frequent, with a mark", VOCABULARY[0], "b7"),
        ("three words, with a mark", " ".join(VOCABULARY[:3]), "b7"),
        ("one letter, with a mark", "a", "b7"),
    ]:
        question = query_of(query, [scope] if scope else ())
        start = time.perf_counter()
        for _ in range(20):
            async with database.transaction(write=False) as tx:
                found = await tx.rows(ASK, query=question)
        took = (time.perf_counter() - start) / 20 * 1e6
        print(f"{name:24} {took:8.1f} us ({len(found)} found)")


async def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        url = sys.argv[1] if len(sys.argv) > 1 else f"sqlite:///{folder}/words.db"
        database = open_database(url)
        await database.open()
        try:
            await measure(database)
        finally:
            await database.close()


if __name__ == "__main__":
    asyncio.run(main())
