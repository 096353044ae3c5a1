"""What else happens when a message has come that carries something of a kind: other rooms say it here."""

from collections.abc import Awaitable, Callable, Sequence

from chappe.features.messages.model import Body, MediaKind
from chappe.ids import PeerId, UserId, is_bot, user_of
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


_forwarded: list[Then] = []


def on_forwarded(then: Then) -> Then:
    """The decorated function has something to do when what was said elsewhere has come."""
    if then not in _forwarded:
        _forwarded.append(then)
    return then


async def delivered(journal: Journal, bodies: Sequence[tuple[int, Body]]) -> None:
    """Messages have come into their boxes."""
    for body_id, body in bodies:
        if body.forward is not None:
            for then in _forwarded:
                await then(journal, body_id, body)
        for then in _delivered.get(body.media_kind, ()):
            await then(journal, body_id, body)


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


Heard = Callable[[Journal, UserId, PeerId, Sequence[int]], Awaitable[None]]
"""Gets who says something to whom, and the numbers of the bodies."""
_of_bots: list[Heard] = []
_to_bots: list[Heard] = []


def on_bot_spoke(then: Heard) -> Heard:
    """The decorated function has something to do when a bot has said something; all boxes are taken."""
    if then not in _of_bots:
        _of_bots.append(then)
    return then


def on_bot_addressed(then: Heard) -> Heard:
    """The decorated function has something to do when somebody has written to a bot; all boxes are taken."""
    if then not in _to_bots:
        _to_bots.append(then)
    return then


async def said(journal: Journal, author: UserId, peer: PeerId, bodies: Sequence[int]) -> None:
    """Somebody has said something."""
    if is_bot(author):
        for then in _of_bots:
            await then(journal, author, peer, bodies)
    other = user_of(peer)
    if other is not None and is_bot(other):
        for then in _to_bots:
            await then(journal, author, peer, bodies)
