import pytest

from chappe.db.sql import (
    POSTGRES,
    SQLITE,
    number_parameters,
    spell_lists,
    spell_words,
    split_statements,
)


@pytest.mark.parametrize(
    ("sql", "text", "names"),
    [
        ("SELECT 1", "SELECT 1", ()),
        ("a = :b AND c = :d", "a = $1 AND c = $2", ("b", "d")),
        (":b,:a,:b", "$1,$2,$1", ("b", "a")),
        ("':a' :a", "':a' $1", ("a",)),
        ("'it''s :a' :b", "'it''s :a' $1", ("b",)),
        ('":a" = :a', '":a" = $1', ("a",)),
        ("-- :a\n:b", "-- :a\n$1", ("b",)),
        ("/* :a\n ' */ :b", "/* :a\n ' */ $1", ("b",)),
        ("x[1:2]", "x[1:2]", ()),
        ("':: is fine'", "':: is fine'", ()),
    ],
)
def test_named_parameters_become_numbers(sql: str, text: str, names: tuple[str, ...]) -> None:
    numbered = number_parameters(sql)
    assert (numbered.text, numbered.names) == (text, names)


def test_a_double_colon_is_refused() -> None:
    with pytest.raises(ValueError, match="CAST"):
        number_parameters("SELECT :a::text")


def test_a_statement_is_translated_once() -> None:
    assert number_parameters("SELECT :once") is number_parameters("SELECT :once")


def test_a_list_of_strings_is_one_parameter_of_its_own_type() -> None:
    numbered = number_parameters("a IN :x[text] AND b NOT IN :y[]")
    assert numbered.text == ("a = ANY (CAST($1 AS TEXT[])) AND b <> ALL (CAST($2 AS BIGINT[]))")
    assert spell_lists("a IN :x[text]").names == ("x",)


def test_a_list_of_one_is_a_plain_parameter_for_sqlite() -> None:
    spelled = spell_lists("a NOT IN :x[] AND b IN :y[]", ("x",))
    assert spelled.text == "a NOT IN (:x) AND b IN (SELECT value FROM json_each(:y))"
    assert spelled.names == ("y",)


def test_words_are_spelled_by_the_engine() -> None:
    text = "CREATE TABLE t (id {identity}, b {bytes}, n {int64}) {strict}"
    lite, postgres = spell_words(text, SQLITE), spell_words(text, POSTGRES)
    assert lite == (
        "CREATE TABLE t (id INTEGER PRIMARY KEY AUTOINCREMENT, b BLOB, n INTEGER) STRICT"
    )
    assert "b BYTEA, n BIGINT" in postgres
    assert "{" not in postgres


def test_both_engines_know_the_same_words() -> None:
    assert SQLITE.words.keys() == POSTGRES.words.keys()


@pytest.mark.parametrize("word", ["colour", "fulltext", "strict name"])
def test_an_unknown_word_is_refused(word: str) -> None:
    for dialect in (SQLITE, POSTGRES):
        with pytest.raises(ValueError, match=word):
            spell_words(f"{{{word}}}", dialect)


def test_a_word_takes_a_name() -> None:
    assert "TABLE song_text USING" in spell_words("{fulltext song_text}", SQLITE)
    assert "{" not in spell_words("{fulltext song_text}", POSTGRES)


@pytest.mark.parametrize(
    ("script", "statements"),
    [
        ("", []),
        (" ;\n; -- nothing\n;/* ; */", []),
        ("a;b", ["a", "b"]),
        ("-- one; two\na ';' \";\" /* ; */;\nb;\n", ["-- one; two\na ';' \";\" /* ; */", "b"]),
    ],
)
def test_a_script_falls_into_its_statements(script: str, statements: list[str]) -> None:
    assert split_statements(script) == statements
