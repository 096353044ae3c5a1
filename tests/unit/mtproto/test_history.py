"""Which messages a session has seen, and what became of them."""

from hypothesis import given
from hypothesis import strategies as st

from chappe.mtproto.history import FORGET_AT_ONCE, REMEMBERED_MAX, History, Status


def test_an_id_is_unknown_until_it_is_noted() -> None:
    history = History()
    assert history.status(4) is Status.UNKNOWN
    history.note(4, Status.RUNNING)
    assert history.status(4) is Status.RUNNING
    assert 4 in history


def test_answers_are_found_by_the_question_whether_they_are_errors_or_not() -> None:
    history = History()
    for msg_id, failed in ((4, False), (8, True)):
        history.note(msg_id, Status.RUNNING)
        history.note_answer(msg_id, msg_id + 1, failed=failed)
    assert (history.status(4), history.answer_of(4)) == (Status.ANSWERED, 5)
    assert (history.status(8), history.answer_of(8)) == (Status.FAILED, 9)
    assert history.answer_of(12) == 0


def test_an_answer_that_was_given_otherwise_still_tells_how_it_went() -> None:
    history = History()
    for msg_id, failed in ((4, False), (8, True)):
        history.note(msg_id, Status.DROPPED)
        history.note_answer(msg_id, 0, failed=failed)
    assert [history.status(4), history.status(8)] == [Status.ANSWERED, Status.FAILED]
    assert history.answer_of(4) == 0


def test_an_answer_to_nothing_is_not_remembered() -> None:
    history = History()
    history.note_answer(4, 5, failed=False)
    assert history.status(4) is Status.UNKNOWN


@given(st.lists(st.integers(1, 10**7).map(lambda n: 4 * n), max_size=60, unique=True))
def test_forgetting_never_lets_an_id_through_twice(extra: list[int]) -> None:
    history, taken = History(), set()
    for msg_id in [*range(4, 4 * 3000, 4), *extra, *range(4, 400, 4)]:
        if history.status(msg_id) is Status.UNKNOWN:
            assert msg_id not in taken
            taken.add(msg_id)
            history.note(msg_id, Status.NEEDS_NO_ACK)
    assert len(history) <= REMEMBERED_MAX + FORGET_AT_ONCE


def test_a_call_that_runs_is_not_forgotten_and_its_end_does_not_lower_the_floor() -> None:
    history = History()
    for msg_id in range(4, 4 * 250, 4):
        history.note(msg_id, Status.RUNNING)
    for msg_id in range(4 * 250, 4 * 4000, 4):
        history.note(msg_id, Status.NEEDS_NO_ACK)
    assert history.status(4) is Status.RUNNING
    for msg_id in range(4, 4 * 250, 4):
        history.note_answer(msg_id, msg_id + 1, failed=False)
    for msg_id in range(4 * 4000, 4 * 6000, 4):
        history.note(msg_id, Status.NEEDS_NO_ACK)
    assert all(history.status(m) is not Status.UNKNOWN for m in range(4, 4 * 6000, 4))


def test_a_full_container_of_running_calls_is_taken_whole() -> None:
    history = History()
    history.note(1 << 40, Status.NEEDS_NO_ACK)  # the container itself, above all that is in it
    for msg_id in range(4, 4 * 1025, 4):
        assert history.status(msg_id) is Status.UNKNOWN
        history.note(msg_id, Status.RUNNING)


def test_numbers_of_content_messages_rise_with_their_ids() -> None:
    history = History()
    history.note(100, Status.RUNNING, 5)
    assert history.seq_fault(104, 7, is_call=True) == 0
    assert history.seq_fault(104, 5, is_call=True) == 32
    assert history.seq_fault(104, 3, is_call=True) == 32
    assert history.seq_fault(96, 3, is_call=True) == 0
    assert history.seq_fault(96, 5, is_call=True) == 33
    assert history.seq_fault(96, 7, is_call=True) == 33


def test_a_call_is_odd_and_anything_else_as_it_likes() -> None:
    history = History()
    assert history.seq_fault(100, 4, is_call=True) == 35
    assert history.seq_fault(100, 4, is_call=False) == 0
    assert history.seq_fault(100, 5, is_call=False) == 0
    history.note(100, Status.NEEDS_NO_ACK, 4)
    assert history.seq_fault(104, 1, is_call=True) == 0, "even ones do not count"


def test_the_range_is_that_of_what_is_remembered() -> None:
    history = History()
    assert history.range() == (0, 0)
    for msg_id in (8, 4, 12):
        history.note(msg_id, Status.NEEDS_NO_ACK)
    assert history.range() == (4, 12)
