"""All sessions of this node, found by auth key and session id."""

import os
from typing import TYPE_CHECKING

from chappe.ids import AuthKeyId, SessionId
from chappe.mtproto.keys import KeyState
from chappe.mtproto.session import Session

if TYPE_CHECKING:
    from collections.abc import Callable

IDLE_SECONDS_MAX = 600
"""A session is kept this long after its connection went away; then the client hears of a new one."""
PER_KEY_MAX = 128
"""Sessions that one key may have here; past it, the one longest without a connection is forgotten."""


class Sessions:
    """The table of sessions. `on_gone`: told of each that is forgotten."""

    __slots__ = ("_by_key", "on_gone")

    def __init__(self) -> None:
        self.on_gone: Callable[[Session], None] = _nothing
        self._by_key: dict[AuthKeyId, dict[SessionId, Session]] = {}

    def of(self, key: KeyState, session_id: SessionId) -> Session:
        """The session of this id; made when there is none."""
        family = self._by_key.get(key.key_id)
        if family is None:
            family = self._by_key[key.key_id] = {}
        session = family.get(session_id)
        if session is None:
            if len(family) >= PER_KEY_MAX:
                self._evict(family)
            unique_id = int.from_bytes(os.urandom(8), "little", signed=True)
            session = family[session_id] = Session(key, session_id, unique_id)
        return session

    def of_key(self, key_id: AuthKeyId) -> list[Session]:
        """Every session of one key."""
        return list(self._by_key.get(key_id, {}).values())

    def forget(self, key_id: AuthKeyId, session_id: int) -> bool:
        """Drop one session; whether there was one."""
        family = self._by_key.get(key_id, {})
        gone = family.pop(SessionId(session_id), None)
        if not family:
            self._by_key.pop(key_id, None)
        if gone is None:
            return False
        self._cut_off(gone)
        return True

    def forget_key(self, key_id: AuthKeyId) -> None:
        """Drop every session of one key."""
        for session in self._by_key.pop(key_id, {}).values():
            self._cut_off(session)

    def sweep(self, now: float) -> list[AuthKeyId]:
        """Forget sessions that have been idle too long; the keys that have no session any more."""
        bare = []
        for key_id, family in list(self._by_key.items()):
            for session in list(family.values()):
                if (
                    session.idle_since is not None
                    and now - session.idle_since > IDLE_SECONDS_MAX
                ):
                    del family[session.session_id]
                    self.on_gone(session)
            if not family:
                del self._by_key[key_id]
                bare.append(key_id)
        return bare

    def __len__(self) -> int:
        return sum(map(len, self._by_key.values()))

    def _evict(self, family: dict[SessionId, Session]) -> None:
        idle = [s for s in family.values() if s.idle_since is not None] or list(family.values())
        oldest = min(idle, key=lambda s: s.idle_since or 0.0)
        del family[oldest.session_id]
        self._cut_off(oldest)

    def _cut_off(self, session: Session) -> None:
        """A forgotten session says nothing more, not even what it had ready."""
        self.on_gone(session)
        if session.link is not None:
            session.link.release(session)
            session.link = None


def _nothing(_session: Session) -> None:
    """Nobody wants to know."""
