"""How fast bots may go: messages of one bot, to one chat, to one group; new bots from one address.

https://core.telegram.org/bots/faq#my-bot-is-hitting-limits-how-do-i-avoid-this
Each node counts for itself, in memory. What is too fast is refused with the seconds to wait, and is not done.
"""

import math
from collections.abc import Hashable, Mapping
from dataclasses import dataclass
from typing import Any

from chappe.botapi.errors import BotError
from chappe.clock import Clock
from chappe.config import BotPace
from chappe.ids import UserId

KEPT_MAX = 100_000
"""Buckets that are kept; the full ones are forgotten first, as they say nothing."""
SAYING = frozenset({"sendchataction", "sendmessagedraft", "sendchatjoinrequestwebapp"})
"""Methods whose names begin with `send` and that send no message."""
SEVERAL = ("media", "message_ids")
"""Parameters that make several messages of one call."""


@dataclass(slots=True)
class Bucket:
    """So many may come at once (`size`), and so many more with every second (`rate`). `left`: now, at `at`."""

    size: float
    rate: float
    left: float
    at: float

    def fill(self, now: float) -> None:
        """Let the time since then count."""
        self.left = min(self.size, self.left + max(now - self.at, 0.0) * self.rate)
        self.at = now

    def wait_seconds(self, count: int) -> float:
        """How long it takes until so many may come; more than fit may come when it is full."""
        return max(min(count, self.size) - self.left, 0.0) / self.rate


class Pace:
    """How fast the bots of a node go."""

    def __init__(self, pace: BotPace, clock: Clock) -> None:
        self._pace = pace
        self._clock = clock
        self._buckets: dict[Hashable, Bucket] = {}

    def take_message(self, bot: UserId, method: str, params: Mapping[str, Any]) -> None:
        """Let a bot send, if the call is one that sends.

        Raises: BotError (429).
        """
        if not method.startswith(("send", "forwardmessage", "copymessage")) or method in SAYING:
            return
        pace, chat = self._pace, params.get("chat_id")
        wanted = [self._bucket((bot,), pace.per_second, pace.per_second)]
        if chat is not None:
            wanted.append(self._bucket((bot, str(chat)), pace.chat_burst, pace.chat_per_second))
            if is_group(chat):
                each_second = pace.group_per_minute / 60
                wanted.append(
                    self._bucket((bot, str(chat), 60), pace.group_per_minute, each_second)
                )
        counts = [len(params[name]) for name in SEVERAL if isinstance(params.get(name), list)]
        self._take(wanted, max(counts, default=1))

    def take_bot(self, address: str) -> None:
        """Let a bot begin to call here from an address.

        Raises: BotError (429).
        """
        pace = self._pace
        wanted = [
            self._bucket((address, 60), pace.new_per_minute, pace.new_per_minute / 60),
            self._bucket((address, 3600), pace.new_per_hour, pace.new_per_hour / 3600),
        ]
        self._take(wanted, 1)

    def _bucket(self, key: Hashable, size: float, rate: float) -> Bucket:
        now = self._clock.now()
        bucket = self._buckets.get(key)
        if bucket is None:
            if len(self._buckets) >= KEPT_MAX:
                self._forget(now)
            bucket = self._buckets[key] = Bucket(size, rate, size, now)
        bucket.fill(now)
        return bucket

    def _forget(self, now: float) -> None:
        for bucket in self._buckets.values():
            bucket.fill(now)
        self._buckets = {
            key: each for key, each in self._buckets.items() if each.left < each.size
        }
        if len(self._buckets) >= KEPT_MAX:
            self._buckets.clear()

    def _take(self, wanted: list[Bucket], count: int) -> None:
        seconds = max(each.wait_seconds(count) for each in wanted)
        if seconds > 0:
            wait = math.ceil(seconds)
            raise BotError(429, f"retry after {wait}", {"retry_after": wait})
        for each in wanted:
            each.left -= count


def is_group(chat: int | str) -> bool:
    """Whether a `chat_id` is of a group or channel: people are named by numbers only."""
    return str(chat).strip().startswith(("-", "@"))
