"""What bots have asked of a node since it began, in numbers: for whoever runs it.

Numbers are kept in memory, those of each node for itself. They say how much, never what: no token, no text, no
parameter.
"""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, fields

from chappe.ids import UserId

BOTS_MAX = 10_000
"""Bots with numbers of their own; what others do is counted together."""
OTHERS = UserId(0)


@dataclass(slots=True)
class Tally:
    """What one bot has asked. `refused`: of its requests, those answered with an error that is the bot's;
    `failed`: with one of ours; `updates`: that it was given, by getUpdates or by its webhook."""

    requests: int = 0
    refused: int = 0
    failed: int = 0
    bytes_in: int = 0
    bytes_out: int = 0
    updates: int = 0


NAMES = tuple(field.name for field in fields(Tally))


class Figures:
    """The numbers of a node. `began_at`: Unix seconds."""

    def __init__(self, began_at: float) -> None:
        self.began_at = began_at
        self.bots: dict[UserId, Tally] = {}
        self.total = Tally()
        self.codes: Counter[int] = Counter()
        """Answers by their status."""
        self.strangers = 0
        """Requests with a token that is none."""

    def _of(self, bot: UserId) -> Iterator[Tally]:
        tally = self.bots.get(bot)
        if tally is None:
            bot = bot if len(self.bots) < BOTS_MAX else OTHERS
            tally = self.bots.setdefault(bot, Tally())
        yield tally
        yield self.total

    def note_answer(self, bot: UserId, status: int, bytes_in: int, bytes_out: int) -> None:
        """A request was answered."""
        self.codes[status] += 1
        for tally in self._of(bot):
            tally.requests += 1
            tally.refused += 400 <= status < 500
            tally.failed += status >= 500
            tally.bytes_in += bytes_in
            tally.bytes_out += bytes_out

    def note_stranger(self, status: int) -> None:
        """A request was refused before it was known whose it is."""
        self.codes[status] += 1
        self.strangers += 1

    def note_updates(self, bot: UserId, count: int) -> None:
        """A bot was given updates."""
        if count:
            for tally in self._of(bot):
                tally.updates += count


def as_table(figures: Figures, now: float, gauges: dict[str, int]) -> str:
    """For people: names and numbers, then a line for every bot, those with most requests first. Tabs between."""
    lines = [f"uptime\t{now - figures.began_at:.0f}", f"bot_count\t{len(figures.bots)}"]
    lines += [f"{name}\t{getattr(figures.total, name)}" for name in NAMES]
    lines.append(f"unauthorized\t{figures.strangers}")
    lines += [f"{name}\t{value}" for name, value in gauges.items()]
    lines += [f"status_{code}\t{figures.codes[code]}" for code in sorted(figures.codes)]
    lines += ["", "\t".join(("id", *NAMES))]
    busy = sorted(figures.bots.items(), key=lambda each: (-each[1].requests, each[0]))
    for bot, tally in busy:
        lines.append("\t".join([str(bot), *(str(getattr(tally, name)) for name in NAMES)]))
    return "\n".join(lines) + "\n"


def as_prometheus(figures: Figures, now: float, gauges: dict[str, int]) -> str:
    """For Prometheus, in its text form. Bots are labels, as an installation has thousands at most.
    https://prometheus.io/docs/instrumenting/exposition_formats/"""
    lines = ["# TYPE chappe_bots_uptime_seconds gauge"]
    lines.append(f"chappe_bots_uptime_seconds {now - figures.began_at:.3f}")
    for name, value in gauges.items():
        lines += [f"# TYPE chappe_bots_{name} gauge", f"chappe_bots_{name} {value}"]
    lines.append("# TYPE chappe_bots_answers_total counter")
    for code in sorted(figures.codes):
        lines.append(f'chappe_bots_answers_total{{status="{code}"}} {figures.codes[code]}')
    for name in NAMES:
        lines.append(f"# TYPE chappe_bot_{name}_total counter")
        for bot, tally in sorted(figures.bots.items()):
            lines.append(f'chappe_bot_{name}_total{{bot="{bot}"}} {getattr(tally, name)}')
    return "\n".join(lines) + "\n"
