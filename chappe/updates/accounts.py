"""Accounts that have sessions on a node, and what these are sent: rendered once for an account, written
once for a layer."""

import asyncio
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from chappe.db.database import Tx
from chappe.ids import UserId
from chappe.updates.encode import Listener, Push, in_layers
from chappe.updates.log import Logged, SessionRef
from chappe.updates.render import Updates, render, render_container
from chappe.updates.viewer import Viewer


@dataclass(eq=False, slots=True)
class Account:
    """One that has sessions here. `place`: facts of its box that were pushed or need not be; None until
    it is known. `waiting`: facts not shown yet. `reach`: how far the box is known to have come. `lost`:
    something was not pushed that should have been. `waiters`: calls that wait for the place."""

    user_id: UserId
    listeners: dict[SessionRef, Listener] = field(default_factory=dict)
    place: int | None = None
    reach: int = 0
    waiting: list[Logged] = field(default_factory=list)
    busy: bool = False
    lost: bool = False
    waiters: list["asyncio.Future[None]"] = field(default_factory=list)

    @property
    def due(self) -> bool:
        """Whether there is something to do."""
        return bool(self.listeners) and (self.place is None or self.reach > self.place)

    def push(self, pushes: Iterable[Push]) -> None:
        """Push to those who listen still: some have left while this was written."""
        for listener, body in pushes:
            if self.listeners.get(listener.ref) is listener:
                listener.push(body)

    def has_asked_for(self, entries: Sequence[Logged]) -> bool:
        """Whether all who are here have asked for these facts, and hear of them in their answers."""
        return not any(entry.fact.MOVES for entry in entries) and all(
            listener.ref.session_id == entry.origin
            for listener in self.listeners.values()
            for entry in entries
        )

    def wait(self) -> "asyncio.Future[None]":
        """Done when the place is known, or cannot be."""
        waiter: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self.waiters.append(waiter)
        return waiter

    def release(self) -> None:
        """Let go on what waits for the place."""
        waiters, self.waiters = self.waiters, []
        for waiter in waiters:
            if not waiter.done():
                waiter.set_result(None)


def in_order(waiting: list[Logged], place: int) -> list[Logged]:
    """What was heard and lies behind a place."""
    return sorted((each for each in waiting if each.n > place), key=lambda each: each.n)


def is_whole(entries: Sequence[Logged], place: int, reach: int) -> bool:
    """Whether these are all facts between two places."""
    return [each.n for each in entries] == list(range(place + 1, reach + 1))


async def written(
    tx: Tx, viewer: Viewer, account: Account, entries: Sequence[Logged]
) -> list[Push]:
    """What each session of an account is to be sent: nothing of what it brought about itself."""
    shown = await render(tx, viewer, entries)
    everyone = list(account.listeners.values())
    origins = {each.origin for each in entries if each.origin}
    asking = [each for each in everyone if each.ref.session_id in origins]
    others = [each for each in everyone if each.ref.session_id not in origins]
    groups: list[tuple[list[Listener], Updates]] = []
    if others:
        groups.append((others, [update for updates in shown for update in updates]))
    for listener in asking:
        foreign = [
            update
            for entry, updates in zip(entries, shown, strict=True)
            if entry.origin != listener.ref.session_id
            for update in updates
        ]
        groups.append(([listener], foreign))
    at = entries[-1].at if entries else 0
    pushes: list[Push] = []
    for listeners, updates in groups:
        if updates:
            container = await render_container(tx, viewer, updates, at)
            pushes += in_layers(listeners, container)[0]
    return pushes
