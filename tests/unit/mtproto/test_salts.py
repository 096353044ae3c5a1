"""Server salts: derived, each for an hour, two good at any moment."""

from hypothesis import given
from hypothesis import strategies as st

from chappe.ids import AuthKeyId, DcId
from chappe.mtproto import salts
from chappe.mtproto.keys import KeyState

MADE_AT = 1_800_000_123.0


def key(secret: bytes = b"\1" * 256) -> KeyState:
    return KeyState(AuthKeyId(1), secret, DcId(2), 4711, MADE_AT)


@given(st.floats(MADE_AT, MADE_AT + 10**7))
def test_a_salt_is_good_from_its_beginning_to_its_end_and_not_outside(now: float) -> None:
    state = key()
    for since, until, salt in salts.future(state, 3, now):
        assert salts.good(state, salt, float(since))
        assert salts.good(state, salt, until - 0.5)
        assert not salts.good(state, salt, since - 0.5)
        assert not salts.good(state, salt, float(until))


@given(st.floats(0, 2**31))
def test_the_current_salt_is_the_newest_and_stable_for_its_half_hour(now: float) -> None:
    state = key()
    assert salts.current(state, now) == salts.future(state, 1, now)[0][2]
    begin = now // 1800 * 1800
    assert salts.current(state, begin) == salts.current(state, begin + 1799)
    assert salts.current(state, begin) != salts.current(state, begin + 1800)


def test_two_nodes_agree_and_two_keys_do_not() -> None:
    one, same, other = key(), key(), key(b"\2" * 256)
    assert salts.current(one, MADE_AT) == salts.current(same, MADE_AT)
    assert salts.current(one, MADE_AT) != salts.current(other, MADE_AT)


def test_the_first_salt_is_good_for_the_first_hour() -> None:
    state = key()
    assert salts.good(state, 4711, MADE_AT)
    assert salts.good(state, 4711, MADE_AT + 3599)
    assert not salts.good(state, 4711, MADE_AT + 3600)


def test_a_salt_is_sixty_four_bits_with_a_sign() -> None:
    values = [salts.of_period(key(), n) for n in range(200)]
    assert all(-(2**63) <= value < 2**63 for value in values)
    assert any(value < 0 for value in values)
    assert any(value > 0 for value in values)
    assert len(set(values)) == 200
