"""What a session has to say: numbered, packed, kept."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chappe.mtproto import container, outbox
from chappe.mtproto.container import CONTAINER_ID, Message
from chappe.mtproto.outbox import Outbox

NOW = 1_800_000_000.0


def inner(messages: list[Message]) -> list[Message]:
    """All messages, out of their containers."""
    return [
        each
        for message in messages
        for each in (
            container.unpack(message.body) if message.body[:4] == CONTAINER_ID else [message]
        )
    ]


def test_ids_rise_and_tell_answers_from_the_rest() -> None:
    box = Outbox()
    ids = [
        box.say(b"1234", NOW, answer=True),
        box.say(b"1234", NOW, answer=False),
        box.say_content(b"1234", NOW, query=4),
        box.say_content(b"1234", NOW),
        box.apart(b"1234", NOW).msg_id,
    ]
    assert ids == sorted(set(ids))
    assert [each % 4 for each in ids] == [1, 3, 1, 3, 1]


def test_the_clock_going_back_does_not_lower_ids() -> None:
    box = Outbox()
    assert box.say(b"", NOW, answer=True) < box.say(b"", NOW - 1000, answer=True)


def test_numbers_count_what_has_to_be_acknowledged() -> None:
    box = Outbox()
    box.say(b"aaaa", NOW, answer=False)
    box.say_content(b"bbbb", NOW)
    box.say(b"cccc", NOW, answer=False)
    box.say_content(b"dddd", NOW)
    (packed,) = box.take(1, NOW)
    assert [m.seq_no for m in container.unpack(packed.body)] == [0, 1, 2, 3]
    assert packed.seq_no == 4
    assert packed.msg_id % 4 == 3
    assert all(m.msg_id < packed.msg_id for m in container.unpack(packed.body))


def test_one_message_goes_alone_the_first_time_and_in_a_container_ever_after() -> None:
    box = Outbox()
    number = box.say_content(b"body", NOW)
    (alone,) = box.take(1, NOW)
    assert alone == Message(number, 1, b"body")
    for _ in range(3):
        assert box.again(number)
        (packed,) = box.take(1, NOW)
        assert container.unpack(packed.body) == [alone]


def test_what_waits_to_leave_is_not_queued_twice() -> None:
    box = Outbox()
    number = box.say_content(b"body", NOW)
    assert box.again(number)
    assert len(inner(box.take(1, NOW))) == 1
    assert box.again(number)
    assert box.again(number)
    assert len(inner(box.take(1, NOW))) == 1


def test_another_road_brings_what_was_not_acknowledged_on_the_first() -> None:
    box = Outbox()
    first, second = box.say_content(b"1111", NOW), box.say_content(b"2222", NOW)
    box.take(1, NOW)
    box.acknowledge(first)
    box.again_all(1, NOW + 1)
    assert not box
    box.again_all(2, NOW)
    assert not box, "it left this very moment"
    box.again_all(2, NOW + 1)
    assert [m.msg_id for m in inner(box.take(2, NOW + 1))] == [second]


def test_an_acknowledged_message_is_gone() -> None:
    box = Outbox()
    number = box.say_content(b"1111", NOW)
    box.take(1, NOW)
    box.acknowledge(number)
    box.acknowledge(number)
    assert not box.again(number)
    assert not box.sent


def test_a_dropped_message_is_not_said_at_all() -> None:
    box = Outbox()
    box.say(b"stays", NOW, answer=True)
    box.drop(box.say_content(b"goes", NOW))
    box.drop(12345)
    assert [m.body for m in inner(box.take(1, NOW))] == [b"stays"]


def test_a_container_is_closed_at_its_limits(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(outbox, "CONTAINER_MESSAGES_SENT_MAX", 3)
    monkeypatch.setattr(outbox, "CONTAINER_BYTES_SENT_MAX", 100)
    box = Outbox()
    for body in [b"x" * 4] * 4 + [b"y" * 80, b"z" * 200, b"x" * 4]:
        box.say(body, NOW, answer=False)
    sizes = [len(inner([message])) for message in box.take(1, NOW)]
    assert sizes == [3, 1, 1, 1, 1]


def test_a_carrier_with_room_for_one_packet_gets_one_and_the_rest_next_time(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(outbox, "CONTAINER_MESSAGES_SENT_MAX", 3)
    box = Outbox()
    numbers = [box.say_content(b"x" * 200_000, NOW) for _ in range(4)]
    box.take(1, NOW)
    box.again_all(2, NOW + 1)
    one = box.take(2, NOW + 1, whole=True)
    assert [m.msg_id for m in inner(one)] == numbers[:3]
    assert box
    (rest,) = box.take(3, NOW + 2, whole=True)
    assert rest.body[:4] == CONTAINER_ID, "old news, so never alone"
    assert [m.msg_id for m in inner([rest])] == numbers[3:]


def test_what_nobody_acknowledges_is_forgotten_oldest_first(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(outbox, "UNACKED_MESSAGES_MAX", 8)
    monkeypatch.setattr(outbox, "KEPT_MESSAGES", 6)
    box = Outbox()
    numbers = [box.say_content(b"body", NOW) for _ in range(20)]
    assert len(box.sent) <= 8
    assert list(box.sent) == numbers[-len(box.sent) :]
    assert [m.msg_id for m in inner(box.take(1, NOW))] == list(box.sent), "nor is it said"


def test_one_message_may_be_bigger_than_all_that_is_kept(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(outbox, "UNACKED_BYTES_MAX", 100)
    monkeypatch.setattr(outbox, "KEPT_BYTES", 75)
    box = Outbox()
    box.say_content(b"x" * 60, NOW)
    big = box.say_content(b"y" * 500, NOW)
    assert list(box.sent) == [big]
    box.acknowledge(big)
    assert box._bytes == 0


@given(st.lists(st.tuples(st.sampled_from("scat"), st.integers(0, 30)), max_size=60))
def test_whatever_happens_the_books_balance(plan: list[tuple[str, int]]) -> None:
    box, numbers, road = Outbox(), [0], 1
    for step, (what, which) in enumerate(plan):
        now = NOW + step
        match what:
            case "s":
                numbers.append(box.say_content(bytes(4 * which + 4), now))
            case "c":
                box.acknowledge(numbers[which % len(numbers)])
            case "a":
                box.again(numbers[which % len(numbers)])
            case "t":
                road += which % 2
                box.again_all(road, now)
                taken = inner(box.take(road, now))
                assert len({m.msg_id for m in taken}) == len(taken)
                assert all(
                    box.sent[m.msg_id].road == road for m in taken if m.msg_id in box.sent
                )
                assert not box
        assert box._bytes == sum(len(kept.body) for kept in box.sent.values())
