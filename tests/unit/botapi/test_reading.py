"""Parameters by the type tables."""

from contextlib import suppress
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from chappe.botapi.errors import BotError
from chappe.botapi.reading import Wrong, read_params, reader_of
from chappe.botapi.schema import METHODS, TYPES, choices_of, item_of, tag_of

ANYTHING = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
    max_leaves=8,
)


def every_type() -> set[str]:
    spelled = {param.type for shape in METHODS.values() for param in shape.params}
    return spelled | {field.type for shape in TYPES.values() for field in shape.fields}


@pytest.mark.parametrize(
    ("spelled", "said", "read"),
    [
        ("Integer", "12", 12),
        ("Integer", -3, -3),
        ("Integer", 4.0, 4),
        ("Integer|String", "@name", "@name"),
        ("Integer|String", "-100123", -100123),
        ("Float", "1.5", 1.5),
        ("Boolean", "True", True),
        ("Boolean", "0", False),
        ("Boolean", True, True),
        ("String", 5, "5"),
        ("[String]", '["a","b"]', ["a", "b"]),
        ("[Integer]", [1, "2"], [1, 2]),
        ("ReplyParameters", '{"message_id":1,"unknown":2}', {"message_id": 1}),
        ("ReactionType", {"type": "emoji", "emoji": "👍"}, {"type": "emoji", "emoji": "👍"}),
        ("BotCommandScope", '{"type":"all_group_chats"}', {"type": "all_group_chats"}),
        ("InputFile|String", "attach://a", "attach://a"),
    ],
)
def test_a_value_is_read_however_it_is_written(spelled: str, said: Any, read: Any) -> None:
    assert reader_of(spelled)(said) == read


@pytest.mark.parametrize(
    ("spelled", "said"),
    [
        ("Integer", "x"),
        ("Integer", True),
        ("Integer", 1 << 63),
        ("Integer", {}),
        ("Float", "nan"),
        ("Float", "x"),
        ("Boolean", "maybe"),
        ("Boolean", []),
        ("String", {}),
        ("[String]", "not json"),
        ("[String]", "{}"),
        ("ReplyParameters", "[]"),
        ("ReplyParameters", '{"message_id":"x"}'),
        ("BotCommand", '{"command":"x"}'),
        ("ReactionType", '{"type":"unheard_of"}'),
        ("InlineKeyboardMarkup|ReplyKeyboardMarkup|ReplyKeyboardRemove|ForceReply", "{}"),
    ],
)
def test_a_value_of_another_type_is_refused(spelled: str, said: Any) -> None:
    with pytest.raises(Wrong):
        reader_of(spelled)(said)


def test_what_is_missing_has_words_of_its_own() -> None:
    with pytest.raises(BotError) as refusal:
        read_params(METHODS["sendMessage"], {"text": "x"}, {})
    assert refusal.value.description == "Bad Request: chat_id is empty"
    with pytest.raises(BotError) as refusal:
        read_params(METHODS["setMyCommands"], {}, {})
    assert refusal.value.description == 'Bad Request: parameter "commands" is required'


def test_what_is_unknown_is_passed_over() -> None:
    read = read_params(METHODS["sendMessage"], {"chat_id": "1", "text": "x", "no": "y"}, {})
    assert read == {"chat_id": 1, "text": "x"}


def test_every_type_has_a_reader() -> None:
    for spelled in every_type():
        assert callable(reader_of(spelled))


@settings(suppress_health_check=[HealthCheck.too_slow])  # a busy machine, not a slow reader
@given(st.sampled_from(sorted(every_type())), ANYTHING)
def test_whatever_is_said_is_read_or_refused(spelled: str, said: Any) -> None:
    with suppress(Wrong):
        reader_of(spelled)(said)


def test_types_are_taken_apart() -> None:
    assert item_of("[PhotoSize]") == "PhotoSize"
    assert item_of("PhotoSize") is None
    assert choices_of("MenuButton") == (
        "MenuButtonCommands",
        "MenuButtonWebApp",
        "MenuButtonDefault",
    )
    assert tag_of("InlineQueryResultCachedMpeg4Gif", "InlineQueryResult") == "mpeg4_gif"
    assert tag_of("BotCommandScopeAllPrivateChats", "BotCommandScope") == "all_private_chats"


def test_older_parameters_are_understood() -> None:
    said = {
        "chat_id": 1,
        "text": "x",
        "reply_to_message_id": "7",
        "disable_web_page_preview": "1",
    }
    assert read_params(METHODS["sendMessage"], said, {}) == {
        "chat_id": 1,
        "text": "x",
        "reply_parameters": {"message_id": 7},
        "link_preview_options": {"is_disabled": True},
    }
    newer = {**said, "reply_parameters": {"message_id": 8}}
    read = read_params(METHODS["sendMessage"], newer, {})
    assert read["reply_parameters"] == {"message_id": 8}


def test_numbers_that_the_wire_does_not_hold_are_refused() -> None:
    for name, params in (
        ("getUpdates", {"limit": 1 << 31}),
        ("deleteMessages", {"chat_id": 1, "message_ids": [1, -1 << 40]}),
        (
            "savePreparedKeyboardButton",
            {"user_id": 1, "button": {"text": "x", "request_users": {"request_id": 1 << 31}}},
        ),
    ):
        with pytest.raises(BotError, match="must be of type Integer"):
            read_params(METHODS[name], params, {})
    assert read_params(METHODS["getChat"], {"chat_id": -(1 << 41)}, {})
