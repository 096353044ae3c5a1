"""One rendering for many: what happens in a channel looks the same to nearly all of its members.

It is rendered once for nobody in particular (`viewer.CROWD`: users and chats without what only one account
may know), and written once for a layer. Those to whom it looks different (`sees_apart`: its author,
whoever is named in it) get it rendered apart.
"""

from collections.abc import Awaitable, Callable, Iterable, Sequence

from chappe.db.database import Tx
from chappe.ids import UserId
from chappe.tl import api
from chappe.tl.build import TLObject
from chappe.updates.accounts import Account, written
from chappe.updates.encode import Push, in_layers
from chappe.updates.facts import Fact
from chappe.updates.log import Logged
from chappe.updates.render import Updates, render, render_container
from chappe.updates.viewer import CROWD, Viewer

Apart = Callable[[Tx, Sequence[Logged]], Awaitable[set[UserId]]]
_apart: dict[type[Fact], Apart] = {}


def sees_apart(*kinds: type[Fact]) -> Callable[[Apart], Apart]:
    """The decorated function knows to whom facts of these kinds look otherwise than to the crowd."""

    def enter(finder: Apart) -> Apart:
        for kind in kinds:
            _apart[kind] = finder
        return finder

    return enter


async def seeing_apart(tx: Tx, entries: Sequence[Logged]) -> set[UserId]:
    """To whom some facts look otherwise than to the crowd."""
    by_kind: dict[type[Fact], list[Logged]] = {}
    for entry in entries:
        by_kind.setdefault(type(entry.fact), []).append(entry)
    return {
        user_id
        for kind, some in by_kind.items()
        if kind in _apart
        for user_id in await _apart[kind](tx, some)
    }


async def shared(
    tx: Tx, secret: bytes, now: float, accounts: Iterable[Account], entries: Sequence[Logged]
) -> list[tuple[Account, list[Push]]]:
    """What the sessions of some accounts are sent alike; where files are in it, each account what it can
    fetch them with."""
    accounts = list(accounts)
    viewer = Viewer(CROWD, secret, now)
    shown = [update for updates in await render(tx, viewer, entries) for update in updates]
    if any(map(holds_files, shown)):
        return [
            (each, await written(tx, Viewer(each.user_id, secret, now), each, entries))
            for each in accounts
        ]
    bodies = await _by_layer(tx, viewer, accounts, shown, entries[-1].at) if entries else {}
    return [
        (
            account,
            [
                (listener, bodies[listener.layer])
                for listener in account.listeners.values()
                if listener.layer in bodies
            ],
        )
        for account in accounts
    ]


def holds_files(value: object) -> bool:
    """Whether a photo or a document is somewhere in an object: they are sealed for one account."""
    if isinstance(value, api.Photo | api.Document):
        return True
    if isinstance(value, list):
        return any(map(holds_files, value))
    return isinstance(value, TLObject) and any(
        holds_files(getattr(value, name)) for name in value.FIELDS
    )


async def _by_layer(
    tx: Tx, viewer: Viewer, accounts: Sequence[Account], shown: Updates, at: int
) -> dict[int, bytes]:
    one_of_each = {
        listener.layer: listener
        for account in accounts
        for listener in account.listeners.values()
    }
    if not shown or not one_of_each:
        return {}
    container = await render_container(tx, viewer, shown, at)
    pushes, _ = in_layers(one_of_each.values(), container)
    return {listener.layer: body for listener, body in pushes}
