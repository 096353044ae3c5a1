from chappe.fetch.turns import APART_SECONDS, OUT_MAX, WAIT_SECONDS, Turns


def test_some_go_and_the_others_come_again_one_after_the_other() -> None:
    turns = Turns()
    assert [turns.take(100.0) for _ in range(OUT_MAX)] == [None] * OUT_MAX
    first = 100.0 + WAIT_SECONDS
    assert [turns.take(100.0) for _ in range(3)] == [
        first,
        first + APART_SECONDS,
        first + 2 * APART_SECONDS,
    ]
    turns.give()
    assert turns.take(100.0) is None
    assert turns.take(500.0) == 500.0 + WAIT_SECONDS
