"""Message ids: time and order in one number."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chappe.mtproto import msg_id
from chappe.mtproto.msg_id import (
    FUTURE_SECONDS_MAX,
    LOW_BITS,
    PAST_SECONDS_MAX,
    TOO_HIGH,
    TOO_LOW,
)

NOW = 1_800_000_000


@pytest.mark.parametrize(
    ("seconds", "fault"),
    [
        (-PAST_SECONDS_MAX - 1, TOO_LOW),
        (-PAST_SECONDS_MAX, 0),
        (0, 0),
        (FUTURE_SECONDS_MAX, 0),
        (FUTURE_SECONDS_MAX + 1, TOO_HIGH),
    ],
)
def test_the_window_ends_where_the_documents_say(seconds: int, fault: int) -> None:
    assert msg_id.fault((NOW + seconds) << 32 | 4, float(NOW)) == fault


@pytest.mark.parametrize("low", [1, 2, 3, 5])
def test_low_bits_have_to_end_in_two_zeros(low: int) -> None:
    assert msg_id.fault(NOW << 32 | low, float(NOW)) == LOW_BITS


def test_whole_seconds_stand_because_pyrogram_sends_them() -> None:
    assert msg_id.fault(NOW << 32, float(NOW)) == 0


@pytest.mark.parametrize("wrong", [0, -4, -(NOW << 32) | 4, 2**63 - 4])
def test_numbers_that_are_no_time_are_refused(wrong: int) -> None:
    assert msg_id.fault(wrong, float(NOW)) in {TOO_LOW, TOO_HIGH, LOW_BITS}


@given(st.integers(0, 2**62), st.floats(0, 2**31 - 2), st.booleans())
def test_the_next_id_is_greater_and_near_now_and_of_the_right_kind(
    last: int, now: float, answer: bool
) -> None:
    following = msg_id.following(last, now, answer=answer)
    assert following > last
    assert following % 4 == (1 if answer else 3)
    assert following >> 32 >= int(now)
    assert following <= max(last + 8, int(now * 2**32) + 4)
