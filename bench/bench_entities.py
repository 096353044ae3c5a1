"""What it costs to prepare a message's text: cleaning, entities, finding links and the like."""

import timeit
from collections.abc import Callable
from functools import partial

from chappe.features.text.actions import prepare_text
from chappe.features.text.detect import detect
from chappe.tl import api

PLAIN = "Are you coming tonight? We meet at seven, bring some bread :)"
LINK = "Look at https://example.org/a/long/path?with=query, it is nice"
BUSY = "@alice see #work at example.com/x?y=1 or write me@example.org +1-212-555-0123"
EMOJI = "Tonight 🎉🎉 at seven, bring @alice and 🥖"
STYLES = (api.MessageEntityBold, api.MessageEntityItalic, api.MessageEntityCode)


def styled(text: str) -> None:
    prepare_text(text, [cls(offset=3 * i, length=5) for i, cls in enumerate(STYLES)])


def many(text: str) -> None:
    prepare_text(text, [STYLES[i % 3](offset=3 * i, length=5) for i in range(100)])


def microseconds(call: Callable[[], object]) -> float:
    timer = timeit.Timer(call)
    times, _ = timer.autorange()
    return min(timer.repeat(5, times)) / times * 1e6


def main() -> None:
    cases: list[tuple[str, Callable[[], object]]] = [
        ("detect, 60 plain characters", partial(detect, PLAIN)),
        ("prepare, 60 plain characters", partial(prepare_text, PLAIN)),
        ("prepare, 4096 plain characters", partial(prepare_text, (PLAIN * 70)[:4096])),
        ("prepare, a link", partial(prepare_text, LINK)),
        ("prepare, emoji and a mention", partial(prepare_text, EMOJI)),
        ("prepare, five things to find", partial(prepare_text, BUSY)),
        ("prepare, three styles", partial(styled, PLAIN)),
        ("prepare, a hundred styles", partial(many, PLAIN * 10)),
        ("prepare, 4096 characters of links", partial(prepare_text, ("a.com/x " * 512)[:4096])),
    ]
    for name, call in cases:
        print(f"{name:36} {microseconds(call):9.2f} us")


if __name__ == "__main__":
    main()
