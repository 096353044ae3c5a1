"""What nodes tell one another, as bytes and back."""

import msgspec
import pytest

from chappe.ids import AuthKeyId, BoxId, MessageId, Pts, SessionId, UserId
from chappe.tl import api
from chappe.updates import words
from chappe.updates.facts import NewMessage
from chappe.updates.log import Logged, SessionRef, Told


def heard(word: words.Word) -> words.Word | None:
    return words.read_word(words.write_word(word))


def test_words_come_back() -> None:
    for word in (words.Grown([(7, 3), (-5, 1)]), words.KeysChanged([1, -2]), words.Lost()):
        assert heard(word) == word


def test_of_each_box_only_the_last_place_is_said() -> None:
    entries = [
        Logged(BoxId(box), n, Pts(n), 1, NewMessage(MessageId(n)))
        for box, n in ((7, 1), (7, 3), (8, 9), (7, 2))
    ]
    assert words.grown(entries) == words.Grown([(7, 3), (8, 9)])


def test_an_update_of_the_moment_comes_back_with_all_that_it_is_for() -> None:
    update = api.UpdateUserTyping(user_id=5, action=api.SendMessageTypingAction())
    origin = SessionRef(AuthKeyId(1), SessionId(-2))
    told = Told(update, (UserId(7), UserId(8)), AuthKeyId(3), origin)
    word = heard(words.said(told))
    assert isinstance(word, words.Said)
    assert words.told(word) == told
    assert words.told(words.said(Told(update))) == Told(update)


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"\xc1",
        b"no word",
        msgspec.msgpack.encode([99, 1]),
        msgspec.msgpack.encode([1, "x"]),
    ],
)
def test_what_is_not_understood_is_no_word(data: bytes) -> None:
    assert words.read_word(data) is None


def test_a_word_of_a_newer_version_may_have_more_fields() -> None:
    newer = msgspec.msgpack.encode([3, [1, 2], "something new"])
    assert words.read_word(newer) == words.KeysChanged([1, 2])
