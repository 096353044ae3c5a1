"""What is known of a bot's queue."""

from dataclasses import dataclass

import msgspec

from chappe.ids import UserId

KEPT_SECONDS = 24 * 3600
"""An update that nobody has asked for by then is gone. https://core.telegram.org/bots/api#getting-updates"""
OFF_AT_FIRST = frozenset({"chat_member", "message_reaction", "message_reaction_count"})
"""Kinds that a bot hears of only when it has asked for them."""


class Hook(msgspec.Struct, array_like=True, frozen=True):
    """How a webhook wants to be called. Fields are kept in their order: new ones go last, with a default."""

    secret: str = ""
    ip: str = ""
    connections: int = 40
    certificate: bytes | None = None


@dataclass(frozen=True, slots=True)
class Queue:
    """What a bot's program has asked for. `allowed`: kinds of updates; None: as a new bot has it. `url`: of its
    webhook; empty: none. `out_until`: it has logged out until then, Unix seconds."""

    bot_id: UserId
    last_id: int
    allowed: frozenset[str] | None
    url: str
    hook: Hook
    failed_at: int
    failed_why: str
    out_until: int

    def wants(self, kind: str) -> bool:
        """Whether the bot hears of updates of a kind."""
        return kind not in OFF_AT_FIRST if self.allowed is None else kind in self.allowed


@dataclass(frozen=True, slots=True)
class NewUpdate:
    """An update that has no number yet. `lane`: whose order it keeps; `body`: JSON; `kept_seconds`: for how long."""

    kind: str
    lane: int
    body: bytes
    kept_seconds: int = KEPT_SECONDS


@dataclass(frozen=True, slots=True)
class Waiting:
    """An update that is not confirmed."""

    update_id: int
    lane: int
    body: bytes

    @property
    def json(self) -> bytes:
        """The whole object."""
        return b'{"update_id":%d,%b' % (self.update_id, self.body[1:])
