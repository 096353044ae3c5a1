"""What else happens when a message has come that carries something of a kind: other rooms say it here."""

from collections.abc import Awaitable, Callable, Sequence

from chappe.features.messages.model import Body, MediaKind
from chappe.updates.log import Journal

Then = Callable[[Journal, int, Body], Awaitable[None]]
"""Gets the number of the body, and the body."""
_delivered: dict[MediaKind, list[Then]] = {}
_kept: dict[MediaKind, list[Then]] = {}


def on_delivered(kind: MediaKind) -> Callable[[Then], Then]:
    """The decorated function has something to do when media of this kind have come; all boxes are taken."""

    def enter(then: Then) -> Then:
        _delivered.setdefault(kind, []).append(then)
        return then

    return enter


Forwarded = Callable[[Journal, Body], Awaitable[None]]
_forwarded: list[Forwarded] = []


def on_forwarded(then: Forwarded) -> Forwarded:
    """The decorated function has something to do when what was said elsewhere has come."""
    if then not in _forwarded:
        _forwarded.append(then)
    return then


async def delivered(journal: Journal, bodies: Sequence[tuple[int, Body]]) -> None:
    """Messages have come into their boxes."""
    for body_id, body in bodies:
        for then in _delivered.get(body.media_kind, ()):
            await then(journal, body_id, body)
        if body.forward is not None:
            for count in _forwarded:
                await count(journal, body)


def on_kept(kind: MediaKind) -> Callable[[Then], Then]:
    """The decorated function has something to do when media of this kind are kept for later, in a body
    that no box has a copy of."""

    def enter(then: Then) -> Then:
        _kept.setdefault(kind, []).append(then)
        return then

    return enter


async def kept(journal: Journal, body_id: int, body: Body) -> None:
    """A message is kept for later."""
    for then in _kept.get(body.media_kind, ()):
        await then(journal, body_id, body)
