"""Writing: optional fields that share a bit, vectors that lose elements, bits taken back."""

from struct import error

import pytest

from chappe.tl import api, layers, wire
from chappe.tl.parse import parse
from chappe.tl.writer import Origin, compile_writer, value_writer


def at(layer: int, obj: object) -> object:
    schema = layers.schema(layer)
    return schema.read(layers.write(obj, layer))  # type: ignore[arg-type]  # any object


def user(**fields: object) -> api.User:
    return api.User(id=1, first_name="Ada", **fields)


def test_fields_that_share_a_bit_come_together() -> None:
    (shape,) = parse(
        "pair#1 flags:# x:flags.0?int y:flags.0?string z:flags.0?true = Pair; // 2.."
    )
    write = compile_writer(shape, Origin({"x": "o", "y": None, "z": "False"}), careful=False)
    out = bytearray()
    write(7, out, None)  # type: ignore[arg-type]  # the origin says where the value is
    assert out.hex() == "01000000" + "01000000" + "07000000" + "00000000"
    out.clear()
    write(None, out, None)  # type: ignore[arg-type]  # as above
    assert out.hex() == "01000000" + "00000000"


def test_an_element_without_words_leaves_its_list() -> None:
    message = api.Message(
        id=1,
        peer_id=api.PeerUser(user_id=2),
        date=3,
        message="abc",
        entities=[
            api.MessageEntitySpoiler(offset=0, length=1),
            api.MessageEntityBold(offset=1, length=1),
        ],
    )
    assert [e.NAME for e in at(130, message).entities] == ["messageEntityBold"]
    assert [e.NAME for e in at(144, message).entities] == [
        "messageEntitySpoiler",
        "messageEntityBold",
    ]


def test_an_optional_field_without_words_takes_its_bit_back() -> None:
    status = api.InputEmojiStatusCollectible(collectible_id=1)
    old = at(180, user(emoji_status=status, usernames=[], lang_code="de"))
    assert old.emoji_status is None
    assert (old.usernames, old.lang_code, old.first_name) == ([], "de", "Ada")


def test_a_wide_id_does_not_fit_into_an_old_field() -> None:
    assert at(100, api.PeerUser(user_id=2**31 - 1)).user_id == 2**31 - 1
    chats = api.messages.Chats(
        chats=[api.ChatEmpty(id=5), api.ChatEmpty(id=2**40)],
    )
    assert [chat.id for chat in at(100, chats).chats] == [5]


def test_a_stand_in_carries_what_it_can() -> None:
    button = api.ReplyKeyboardMarkup(
        rows=[
            api.KeyboardButtonRow(
                buttons=[
                    api.KeyboardButton(
                        text="open", type=api.ButtonTypeSimpleWebView(url="https://a.b")
                    )
                ]
            )
        ]
    )
    (row,) = at(57, button).rows
    assert [(b.NAME, b.text) for b in row.buttons] == [("keyboardButton", "open")]


def test_a_required_field_takes_the_simplest_value_of_its_type() -> None:
    code = api.auth.SentCode(
        type=api.auth.SentCodeTypeEmailCode(email_pattern="a*", length=5), phone_code_hash="h"
    )
    assert at(100, code).type.NAME == "auth.sentCodeTypeSms"


def test_what_a_layer_cannot_say_at_all_is_not_writable() -> None:
    with pytest.raises(wire.NotWritable):
        layers.write(api.StoryItemDeleted(id=1), 100)


def test_an_update_is_never_invented() -> None:
    with pytest.raises(wire.NotWritable):
        layers.write(api.UpdateStoryID(id=1, random_id=2), 100)
    short = api.UpdateShort(update=api.UpdateStoryID(id=1, random_id=2), date=7)
    assert at(100, short).NAME == "updates"
    assert at(100, short).date == 7


def test_a_thing_that_is_no_object_is_our_mistake() -> None:
    with pytest.raises(error):
        layers.write(api.InputPeerUser(user_id=1, access_hash="x"))
    with pytest.raises(TypeError):
        layers.write(api.Message(id=1, peer_id=5, date=1, message=""))


def test_a_bare_value_is_written() -> None:
    out = bytearray()
    value_writer("Vector<int>", careful=False)([1, -1], out, None)
    assert out.hex() == "15c4b51c" + "02000000" + "01000000" + "ffffffff"
