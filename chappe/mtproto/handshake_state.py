"""What a handshake in progress is, where it is kept, and what comes out of it."""

from collections import OrderedDict
from dataclasses import dataclass, field
from typing import NamedTuple

from chappe.ids import AuthKeyId, DcId

RUN_SECONDS = 600.0
"""An answer is remembered, and a handshake may go on, for ten minutes after its first query.

Wire: https://core.telegram.org/mtproto/auth_key#error-handling-lost-queries-and-responses
"""
SWEPT_PER_QUERY = 8
"""Expired runs removed per query: more than one query can add, too few for a pause."""


@dataclass(frozen=True, slots=True)
class NewKey:
    """An auth key that both sides hold. Times are Unix seconds.

    `first_salt`: signed 64 bits, valid at once. `dc_id`: the DC that the client believes to talk
    to. `expires_at`: None for a permanent key; a temporary one lives in memory only.
    """

    auth_key: bytes = field(repr=False)
    key_id: AuthKeyId = field(repr=False)
    dc_id: DcId
    first_salt: int = field(repr=False)
    made_at: float
    expires_at: float | None


class Reply(NamedTuple):
    """Send this body, unencrypted."""

    body: bytes


class KeyMade(NamedTuple):
    """A key is agreed on. Store it first, then tell the client.

    Stored, or the same 256 bytes were stored before: send `Handshakes.settled(made)`, which is
    `ok_body`. The id is taken by another key: send `Handshakes.collided(made)` and store nothing.
    Until either is called, a repeated query gives an equal KeyMade again.
    """

    new_key: NewKey
    ok_body: bytes
    retry_body: bytes
    run: bytes


class Refuse(NamedTuple):
    """Send this transport error. `costly`: the client made us spend an RSA operation.

    `reason` is for our own eyes: a client learns the code and nothing else.
    """

    code: int
    reason: str = ""
    costly: bool = False


Answer = Reply | KeyMade | Refuse


@dataclass(frozen=True, slots=True)
class Secret:
    """What the client confided in step 2, and our own exponent."""

    new_nonce: bytes = field(repr=False)
    exponent: int = field(repr=False)
    dc_id: DcId
    expires_in: int | None


@dataclass(frozen=True, slots=True)
class Opened:
    """Step 1 is done: the client has to factor `pq`. `asked` is the query that was answered."""

    born: float
    asked: bytes
    answer: Reply
    pq: bytes
    p: bytes
    q: bytes


@dataclass(frozen=True, slots=True)
class Offered:
    """Step 2 is done, or a key collided: the client has to send g_b with this retry_id."""

    born: float
    asked: bytes
    answer: Reply
    secret: Secret
    retry_id: int
    attempts: int


@dataclass(frozen=True, slots=True)
class Sealed:
    """Step 3 is done. The secret is kept until the key is known to be stored or to collide."""

    born: float
    asked: bytes
    answer: Reply | KeyMade
    secret: Secret | None
    attempts: int


Phase = Opened | Offered | Sealed


class Runs:
    """All handshakes of the node by (nonce, server_nonce), oldest first, at most `limit`.

    A run keeps its place from birth, so expiry and eviction only ever look at the front.
    """

    __slots__ = ("_limit", "_openings", "_phases")

    def __init__(self, limit: int) -> None:
        self._limit = limit
        self._phases: OrderedDict[bytes, Phase] = OrderedDict()
        self._openings: dict[bytes, bytes] = {}

    def __len__(self) -> int:
        return len(self._phases)

    def get(self, run: bytes, now: float) -> Phase | None:
        """The phase of a run, None when it is unknown, dead or too old."""
        phase = self._phases.get(run)
        return None if phase is None or _expired(phase, now) else phase

    def opened(self, query: bytes, now: float) -> Opened | None:
        """The run that this very query began, as long as nothing followed."""
        run = self._openings.get(query)
        phase = None if run is None else self.get(run, now)
        return phase if isinstance(phase, Opened) else None

    def begin(self, run: bytes, phase: Opened) -> None:
        """Add a run; the oldest one makes room for it."""
        self.drop(run)
        while len(self._phases) >= self._limit:
            self.drop(next(iter(self._phases)))
        self._phases[run] = phase
        self._openings[phase.asked] = run

    def advance(self, run: bytes, phase: Offered | Sealed) -> None:
        """Put a run into its next phase and forget the one before. A gone run stays gone."""
        before = self._phases.get(run)
        if before is None:
            return
        self._phases[run] = phase
        self._forget_opening(run, before)

    def drop(self, run: bytes) -> None:
        """Kill a run, if there is one: from now on it is as unknown as any other."""
        phase = self._phases.pop(run, None)
        if phase is not None:
            self._forget_opening(run, phase)

    def sweep(self, now: float) -> None:
        """Remove a few of the expired runs."""
        for _ in range(SWEPT_PER_QUERY):
            run = next(iter(self._phases), None)
            if run is None or not _expired(self._phases[run], now):
                return
            self.drop(run)

    def _forget_opening(self, run: bytes, phase: Phase) -> None:
        if self._openings.get(phase.asked) == run:
            del self._openings[phase.asked]


def _expired(phase: Phase, now: float) -> bool:
    return now >= phase.born + RUN_SECONDS
