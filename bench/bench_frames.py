"""What a packet of 256 bytes costs in each framing, in and out, and what an idle connection keeps.

Run: python bench/bench_frames.py
"""

import timeit
import tracemalloc
from collections.abc import Callable

from chappe.mtproto.frames.detect import Detector
from chappe.mtproto.frames.framing import Framing
from chappe.testing.frames import ClientFraming, Kind

PAYLOAD = b"key of 8" + b"m" * 16 + b"e" * 232
FRAMES = 20_000
IDLE = 10_000
BIG = 512 * 1024
SPOKEN = [(kind, False) for kind in Kind] + [
    (kind, True) for kind in Kind if kind is not Kind.FULL
]


def opened(kind: Kind, obfuscated: bool) -> tuple[ClientFraming, Framing]:
    """Both ends of a new connection."""
    client = ClientFraming(kind, obfuscated=obfuscated)
    found = Detector().feed(client.hello() or bytes(8))
    assert found is not None
    assert found.framing is not None
    return client, found.framing


def micros(run: Callable[[], object], count: int) -> float:
    """The best of five runs, in microseconds for each of `count` things."""
    return min(timeit.repeat(run, number=1, repeat=5)) / count * 1e6


def cost_in(kind: Kind, obfuscated: bool, pieces_each: int) -> float:
    """Reading a packet that comes in this many pieces."""
    best = float("inf")
    for _ in range(5):
        client, framing = opened(kind, obfuscated)
        frames = [client.frame(PAYLOAD) for _ in range(FRAMES)]
        step = -(-len(frames[0]) // pieces_each)
        pieces = [f[at : at + step] for f in frames for at in range(0, len(f), step)]

        def read(framing: Framing = framing, pieces: list[bytes] = pieces) -> None:
            for piece in pieces:
                framing.feed(piece)

        best = min(best, timeit.timeit(read, number=1) / FRAMES * 1e6)
    return best


def cost_out(kind: Kind, obfuscated: bool) -> float:
    """Writing a packet."""
    _, framing = opened(kind, obfuscated)
    return micros(lambda: [framing.frame(PAYLOAD) for _ in range(FRAMES)] and None, FRAMES)


def cost_big(step: int) -> float:
    """Milliseconds for a file part that trickles in by `step` bytes."""
    client, framing = opened(Kind.INTERMEDIATE, False)
    frame = client.frame(bytes(BIG))
    pieces = [frame[at : at + step] for at in range(0, len(frame), step)]
    return timeit.timeit(lambda: [framing.feed(piece) for piece in pieces], number=1) * 1e3


def idle_bytes(kind: Kind, obfuscated: bool) -> float:
    """Python's memory for one connection between packets (a cipher's own state is not seen)."""
    tracemalloc.start()
    kept = [opened(kind, obfuscated)[1] for _ in range(IDLE)]
    used = tracemalloc.get_traced_memory()[0]
    tracemalloc.stop()
    return used / len(kept)


def main() -> None:
    print("framing                    in µs   in 3 pieces   out µs   idle bytes")
    for kind, obfuscated in SPOKEN:
        name = kind.name.lower() + (" obfuscated" if obfuscated else "")
        print(
            f"{name:24} {cost_in(kind, obfuscated, 1):7.2f} {cost_in(kind, obfuscated, 3):13.2f}"
            f" {cost_out(kind, obfuscated):8.2f} {idle_bytes(kind, obfuscated):12.0f}"
        )
    for step in (1, 64, 65536):
        print(f"512 KiB by {step} bytes: {cost_big(step):.1f} ms")


if __name__ == "__main__":
    main()
