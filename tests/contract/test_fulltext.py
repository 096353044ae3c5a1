"""The same words find the same texts, on every engine."""

import pytest

from chappe.db.database import Database
from chappe.db.fulltext import marks_query, query_of, words_of
from chappe.db.migrate import Migration, migrate

INDEX = Migration("songs/0001_song", "{fulltext song_text};")
PUT = "INSERT INTO song_text (rowid, words) VALUES (:id, :words)"
DROP = "DELETE FROM song_text WHERE rowid = :id"
ASK = "SELECT rowid FROM song_text(:query) ORDER BY rowid DESC"


@pytest.fixture
async def songs(database: Database) -> Database:
    await migrate(database, [INDEX])
    return database


async def put(database: Database, *texts: str, marks: tuple[str, ...] = ()) -> None:
    async with database.transaction(write=True) as tx:
        for number, text in enumerate(texts, start=1):
            await tx.run(PUT, id=number, words=words_of(text, marks))


async def ask(database: Database, query: str, *marks: str) -> list[int]:
    question = query_of(query, marks)
    assert question is not None
    async with database.transaction(write=False) as tx:
        return [rowid for (rowid,) in await tx.rows(ASK, query=question)]


@pytest.mark.parametrize(
    ("text", "queries", "not_found"),
    [
        ("Hello, World!", ["hello", "WORLD", "world hello", "wor", "h", "hello wor"], ["hell world", "orld", "hello x"]),
        ("The café in Zürich", ["cafe", "CAFÉ", "zur", "cafe\u0301"], ["caffe"]),
        ("Straße der Einheit", ["strasse", "STRASSE", "straße"], []),
        ("Съешь ещё этих мягких булок", ["еще", "ЕЩЁ", "мягк булок"[:5], "булок съешь"], ["мягк булок"]),
        ("мой чай", ["мой", "чай"], ["мои"]),
        ("東京タワーへ行く", ["東京", "タワー", "東", "行く", "く", "京タ"], ["京東", "行東"]),
        ("我爱 Telegram 北京", ["北京", "爱", "telegram 北", "京"], ["北海"]),
        ("ภาษาไทยสวย", ["ไทย", "ภาษา"], ["ยาว"]),
        ("한국어 메시지", ["한국", "메시지"], ["시지"]),
        ("हिन्दी में संदेश", ["हिन्दी", "संदे"], ["न्दी"]),
        ("שָׁלוֹם عَلَيْكُمْ أحمد", ["שלום", "عليكم", "احمد"], []),
        ("Ελλάδα ΟΔΟΣ", ["ελλαδα", "οδος"], []),
        ("party 🎉👍🏽 now", ["🎉", "👍", "party 🎉"], ["🎂"]),
        ("file_name.txt user@example.org", ["file", "name txt", "example", "user@example.org"], []),
        ("don't", ["don't", "don"], []),
        ("\uff12\uff10\uff12\uff14 \ufb01ne", ["2024", "fine"], []),
        ("Việt Nam İstanbul", ["viet nam", "istanbul"], []),
        ("x" * 200, ["x" * 200, "x" * 39, "x" * 60], []),
    ],
)  # fmt: skip
async def test_a_text_is_found_by_its_words(
    songs: Database, text: str, queries: list[str], not_found: list[str]
) -> None:
    await put(songs, text, "something else")
    for query in queries:
        assert await ask(songs, query) == [1], query
    for query in not_found:
        assert await ask(songs, query) == [], query


@pytest.mark.parametrize(
    "query",
    ["' OR 1=1 --", '"', "a:b", "hello AND", "NEAR(hello", "hello*", "^hello", "- hello", "hello & !x", "a\0b",
     "{words} : hello", "\\", "hello')); DROP TABLE song_text; --", "(((", "NOT hello", "\ue0005 hello", ":*", "\ufffe"],
)  # fmt: skip
async def test_no_question_is_understood_as_more_than_words(
    songs: Database, query: str
) -> None:
    await put(songs, "hello a b near or x and", "5")
    question = query_of(query)
    if question is not None:
        await ask(songs, query)
    assert await ask(songs, "hello") == [1]


@pytest.mark.parametrize("query", ["", "   ", "!?", "\u200b", "'\"*", "...", "\ue000"])
async def test_a_question_without_words_is_none(query: str) -> None:
    assert query_of(query) is None


async def test_the_newest_come_first_and_what_is_deleted_is_not_found(songs: Database) -> None:
    await put(songs, "one day", "one night", "two", "one more")
    assert await ask(songs, "one") == [4, 2, 1]
    async with songs.transaction(write=True) as tx:
        await tx.run(DROP, id=2)
        await tx.run(DROP, id=4)
        await tx.run(PUT, id=4, words=words_of("changed"))
    assert await ask(songs, "one") == [1]
    assert await ask(songs, "changed") == [4]


async def test_what_is_rolled_back_is_not_found(songs: Database) -> None:
    await put(songs, "one")
    tx = await songs.begin(write=True)
    await tx.run(PUT, id=7, words="one")
    await tx.rollback()
    assert await ask(songs, "one") == [1]


async def test_a_mark_hides_what_does_not_bear_it(songs: Database) -> None:
    await put(songs, "one", marks=("b7", "k1"))
    assert await ask(songs, "one", "b7") == [1]
    assert await ask(songs, "one", "k1", "b7") == [1]
    assert await ask(songs, "one", "b7", "k2") == []
    assert await ask(songs, "b7 one") == []
    assert await ask(songs, "\ue000b7 one") == []
    async with songs.transaction(write=False) as tx:
        assert await tx.rows(ASK, query=marks_query(["b7", "k1"])) == [(1,)]
        assert await tx.rows(ASK, query=marks_query(["b8"])) == []
        assert await tx.rows(ASK, query=marks_query(["k1", ("b8", "b7")])) == [(1,)]
        assert await tx.rows(ASK, query=query_of("one", [("b8", "b9")])) == []
        assert await tx.rows(ASK, query=query_of("on", ["k1", ("b7", "b9")])) == [(1,)]


async def test_long_texts_and_long_questions_have_an_end(songs: Database) -> None:
    await put(songs, "漢字" * 2048, "a " * 2048, " ".join(map(str, range(1000))))
    assert await ask(songs, "漢字" * 1000) == [1]
    assert await ask(songs, " ".join(map(str, range(100)))) == [3]


async def test_an_index_of_one_name_is_not_another(database: Database) -> None:
    await migrate(database, [Migration("a/0001", "{fulltext one}; {fulltext two}")])
    async with database.transaction(write=True) as tx:
        await tx.run("INSERT INTO one (rowid, words) VALUES (1, 'x')")
        assert await tx.rows("SELECT rowid FROM two('x')") == []
        assert await tx.rows("SELECT rowid FROM one('x')") == [(1,)]


async def test_one_of_very_many_marks_is_enough(songs: Database) -> None:
    await put(songs, "one", marks=("b700",))
    query = query_of("on", [[f"b{number}" for number in range(1000)]])
    async with songs.transaction(write=False) as tx:
        assert await tx.rows(ASK, query=query) == [(1,)]
