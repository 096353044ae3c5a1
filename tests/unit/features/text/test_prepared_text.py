from typing import Any

import pytest

from chappe.features.text.actions import prepare_text, read_entities, users_named
from chappe.features.text.model import CAPTION, MESSAGE, Limit, Prepared
from chappe.ids import UserId
from chappe.rpc.errors import RpcError
from chappe.tl import api

BOLD, ITALIC = api.MessageEntityBold, api.MessageEntityItalic
CODE, QUOTE = api.MessageEntityCode, api.MessageEntityBlockquote


def shown(prepared: Prepared) -> list[tuple[str, int, int]]:
    entities = read_entities(prepared.entities) or []
    return [
        (type(e).__name__.removeprefix("MessageEntity"), e.offset, e.length) for e in entities
    ]


def marked(
    text: str, *marks: tuple[Any, int, int], **fields: Any
) -> list[tuple[str, int, int]]:
    return shown(prepare_text(text, [cls(offset=o, length=n, **fields) for cls, o, n in marks]))


def test_a_plain_text_stays_as_it_is() -> None:
    assert prepare_text("Grüße, 世界 🎉") == Prepared("Grüße, 世界 🎉")


@pytest.mark.parametrize(
    ("sent", "kept"),
    [
        ("  a b \n", "a b"),
        ("a\0b\x1bc\x7f!", "a b c !"),
        ("a\r\nb\tc", "a\nb\tc"),
        ("a\u202eb\u2028c", "abc"),
        ("👩\u200d👩", "👩\u200d👩"),
    ],
)
def test_a_text_is_cleaned_and_trimmed(sent: str, kept: str) -> None:
    assert prepare_text(sent).text == kept


@pytest.mark.parametrize(
    ("text", "limit", "error"),
    [
        ("", MESSAGE, "MESSAGE_EMPTY"),
        (" \n\t", MESSAGE, "MESSAGE_EMPTY"),
        ("\u200b\u2060 \ufeff", MESSAGE, "MESSAGE_EMPTY"),
        ("\0\0", MESSAGE, "MESSAGE_EMPTY"),
        ("x" * 4097, MESSAGE, "MESSAGE_TOO_LONG"),
        ("x" * 1025, CAPTION, "MEDIA_CAPTION_TOO_LONG"),
        (" " * 100_000, CAPTION, "MEDIA_CAPTION_TOO_LONG"),
    ],
)
def test_a_text_beyond_its_limits_is_refused(text: str, limit: Limit, error: str) -> None:
    with pytest.raises(RpcError) as refused:
        prepare_text(text, limit=limit)
    assert (refused.value.code, refused.value.name) == (400, error)


def test_limits_are_of_what_is_left() -> None:
    assert len(prepare_text(" " * 99 + "🎉" * 4096).text) == 4096
    assert prepare_text("  ", limit=CAPTION).text == ""


@pytest.mark.parametrize(
    ("text", "entity", "error"),
    [
        ("ab", BOLD(offset=-1, length=1), "ENTITY_BOUNDS_INVALID"),
        ("ab", BOLD(offset=0, length=-1), "ENTITY_BOUNDS_INVALID"),
        ("ab", BOLD(offset=1, length=-1), "ENTITY_BOUNDS_INVALID"),
        ("ab", BOLD(offset=1, length=2), "ENTITY_BOUNDS_INVALID"),
        ("ab", BOLD(offset=2**31 - 1, length=2**31 - 1), "ENTITY_BOUNDS_INVALID"),
        ("a🎉b", BOLD(offset=2, length=1), "ENTITY_BOUNDS_INVALID"),
        ("a🎉b", BOLD(offset=0, length=2), "ENTITY_BOUNDS_INVALID"),
        (
            "ab",
            api.InputMessageEntityMentionName(
                offset=0, length=2, user_id=api.InputUser(user_id=1, access_hash=0)
            ),
            "ENTITY_MENTION_USER_INVALID",
        ),
    ],
)
def test_an_entity_that_cannot_be_is_refused(text: str, entity: Any, error: str) -> None:
    with pytest.raises(RpcError) as refused:
        prepare_text(text, [entity])
    assert (refused.value.code, refused.value.name) == (400, error)


def test_too_many_entities_are_refused_and_many_are_not_all_kept() -> None:
    with pytest.raises(RpcError, match="ENTITIES_TOO_LONG"):
        prepare_text("ab", [BOLD(offset=0, length=1)] * 1001)
    many = [CODE(offset=i, length=1) for i in range(0, 1000, 2)]
    assert len(shown(prepare_text("x" * 1000, many))) == 100


def test_offsets_are_of_utf16_units() -> None:
    assert marked("🎉 bold 🎉 @someone", (BOLD, 3, 4)) == [("Bold", 3, 4), ("Mention", 11, 8)]


def test_entities_move_and_shrink_with_the_text() -> None:
    assert marked("  🎉ab\r\u202ec  ", (BOLD, 0, 5), (ITALIC, 5, 6)) == [
        ("Bold", 0, 3),
        ("Italic", 3, 2),
    ]
    assert marked("ab   ", (BOLD, 2, 3)) == []


def test_the_indent_of_code_is_not_trimmed() -> None:
    prepared = prepare_text("\n  x = 1\n", [CODE(offset=1, length=7)])
    assert (prepared.text, shown(prepared)) == ("  x = 1", [("Code", 0, 7)])


@pytest.mark.parametrize(
    ("marks", "arranged"),
    [
        ([(ITALIC, 2, 4), (BOLD, 0, 9)], [("Bold", 0, 9), ("Italic", 2, 4)]),
        ([(BOLD, 0, 4), (BOLD, 4, 4)], [("Bold", 0, 8)]),
        ([(BOLD, 0, 4), (BOLD, 2, 4)], [("Bold", 0, 6)]),
        ([(BOLD, 0, 6), (ITALIC, 3, 6)], [("Bold", 0, 6), ("Italic", 3, 3), ("Italic", 6, 3)]),
        ([(BOLD, 0, 9), (CODE, 3, 3)], [("Bold", 0, 3), ("Code", 3, 3), ("Bold", 6, 3)]),
        ([(CODE, 0, 9), (BOLD, 3, 3), (QUOTE, 2, 2)], [("Code", 0, 9)]),
        ([(QUOTE, 0, 9), (QUOTE, 2, 3), (BOLD, 1, 3)], [("Blockquote", 0, 9), ("Bold", 1, 3)]),
        ([(QUOTE, 0, 5), (CODE, 3, 6)], [("Blockquote", 0, 5)]),
        ([(CODE, 0, 5), (CODE, 3, 6)], [("Code", 0, 5)]),
        ([(BOLD, 1, 0), (api.MessageEntityUnknown, 0, 3)], []),
        ([(api.MessageEntityHashtag, 0, 3), (api.MessageEntityUrl, 0, 3)], []),
    ],
)
def test_entities_never_lie_across_each_other(marks: Any, arranged: Any) -> None:
    assert marked("abcdefghij", *marks) == arranged


def test_nothing_is_found_in_code_or_behind_words_that_are_a_link_already() -> None:
    assert marked("@one and @two", (CODE, 0, 4)) == [("Code", 0, 4), ("Mention", 9, 4)]
    assert marked("see a.com ", (api.MessageEntityTextUrl, 0, 9), url="https://b.org") == [
        ("TextUrl", 0, 9)
    ]


def test_what_is_left_out_hides_nothing() -> None:
    assert marked("1:#a", (QUOTE, 0, 2), (CODE, 1, 2)) == [
        ("Blockquote", 0, 2),
        ("Hashtag", 2, 2),
    ]


def test_a_style_is_cut_where_a_link_ends() -> None:
    assert marked("x a.com y", (BOLD, 0, 4)) == [("Bold", 0, 2), ("Url", 2, 5), ("Bold", 2, 2)]


@pytest.mark.parametrize(
    ("sent", "kept"),
    [
        ("https://a.org/x", "https://a.org/x"),
        (" a.org ", "http://a.org"),
        ("tg://user?id=1", "tg://user?id=1"),
        ("javascript:alert(1)", None),
        ("JaVaScript:alert.x", None),
        ("https://a b", None),
        ("https://a\0b", None),
        ("words", None),
        ("", None),
        ("https://" + "a" * 3000, None),
    ],
)
def test_a_link_behind_words_is_one_that_may_be_followed(sent: str, kept: str | None) -> None:
    prepared = prepare_text("words", [api.MessageEntityTextUrl(offset=0, length=5, url=sent)])
    assert prepared.link == kept
    assert len(shown(prepared)) == (kept is not None)


def test_a_named_user_is_asked_for_once_and_kept_by_id() -> None:
    user = api.InputUser(user_id=7, access_hash=1)
    entities = [api.InputMessageEntityMentionName(offset=0, length=2, user_id=user)]
    assert users_named(entities) == [user]
    prepared = prepare_text("Bo!", entities, resolve_user=lambda asked: UserId(asked.user_id))
    assert prepared.mentioned == (UserId(7),)
    assert read_entities(prepared.entities) == [
        api.MessageEntityMentionName(offset=0, length=2, user_id=7)
    ]


def test_a_custom_emoji_has_to_be_one() -> None:
    entities = [api.MessageEntityCustomEmoji(offset=0, length=2, document_id=5)]
    assert prepare_text("🎉", entities).entities is None
    assert shown(prepare_text("🎉", entities, custom_emoji={5})) == [("CustomEmoji", 0, 2)]


def test_code_keeps_its_language_and_a_date_its_form() -> None:
    pre = api.MessageEntityPre(offset=0, length=1, language="py\0thon ")
    date = api.MessageEntityFormattedDate(offset=2, length=1, date=5, relative=True)
    assert read_entities(prepare_text("a b", [pre, date]).entities) == [
        api.MessageEntityPre(offset=0, length=1, language="python"),
        api.MessageEntityFormattedDate(offset=2, length=1, date=5, relative=True),
    ]


def test_the_first_link_and_the_usernames_are_told() -> None:
    prepared = prepare_text("@bo_b: example.org/a, https://second.org @alice me@mail.org")
    assert prepared.link == "http://example.org/a"
    assert prepared.usernames == ("bo_b", "alice")
