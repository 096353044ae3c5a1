from chappe.clock import ManualClock


def every(clock: ManualClock, seconds: float, rung: list[float]) -> None:
    def ring() -> None:
        rung.append(clock.now())
        clock.call_later(seconds, ring)

    clock.call_later(seconds, ring)


def test_advancing_fires_every_timer_at_its_moment() -> None:
    clock, rung = ManualClock(100.0), []
    every(clock, 30, rung)
    clock.advance(100)
    assert rung == [130, 160, 190]
    assert clock.now() == 200


def test_a_leap_fires_what_fell_due_once_at_its_end() -> None:
    clock, rung = ManualClock(100.0), []
    every(clock, 30, rung)
    clock.leap(100)
    assert rung == [200]
    clock.advance(30)
    assert rung == [200, 230]
