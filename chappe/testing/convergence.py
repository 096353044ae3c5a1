"""Convergence: what was pushed, what `getDifference` tells, and what is asked for anew are the same.

Each account of a world gets a watcher: another session of its device's key that never does anything and
so is told everything. At the end its three replicas are compared, and the pts of its pushes have to follow
one another without a gap or a repeat.
"""

from dataclasses import dataclass, field
from typing import Any

from chappe.testing.client import Client, HungUp, Refused
from chappe.testing.fetched import Fetcher
from chappe.testing.person import Person
from chappe.testing.replica import Replica
from chappe.testing.world import World

LAYER_MIN = 133
"""Ids became long then; older clients are looked at by walks of their own."""
SLICES_MAX = 1000


class Diverged(AssertionError):
    """The three replicas are not the same, or the pushes have a gap."""


@dataclass(eq=False, slots=True)
class Watcher:
    """A silent session. `pts`, `date`: where the account was when it began."""

    person: Person
    client: Client
    pts: int
    date: int
    base: Replica
    heard: int = 0
    gone: bool = False
    asks: bool = False
    """Pushes told it to ask, so that they alone say too little."""
    channel_pts: dict[int, int] = field(default_factory=dict)


async def watch(world: World, person: Person) -> Watcher | None:
    """Begin to watch an account; None for clients that are too old."""
    if person.client.layer < LAYER_MIN or person.client.key is None:
        return None
    await world.settle()
    client = world.beside(person)
    state: Any = await client.call("updates.getState")
    base = await Fetcher(client, person).fetch()
    return Watcher(person, client, state.pts, state.date, base, len(client.updates))


async def converge(watcher: Watcher) -> None:
    """Compare.

    Raises: Diverged.
    """
    client = watcher.client
    if client.carrier.closed:
        return
    try:
        state: Any = await client.call("updates.getState")
    except (Refused, HungUp):  # the account or the login is gone
        return
    pushed = _pushed(watcher, state.pts)
    told = await _told(watcher, state.pts)
    touched = [*pushed.facts(), *told.facts()]
    fetched = await Fetcher(client, watcher.person).fetch(touched)
    faults = [] if watcher.asks else _compare("pushed", pushed, fetched)
    faults += _compare("difference", told, fetched)
    faults += _said(fetched)
    if faults:
        who = f"user:{watcher.person.user_id} at layer {client.layer}"
        raise Diverged(f"{who}\n" + "\n".join(faults))


# -- pushes -----------------------------------------------------------------------------


def _pushed(watcher: Watcher, pts_at_end: int) -> Replica:
    replica = _copy(watcher.base)
    pts = watcher.pts
    for container in watcher.client.updates[watcher.heard :]:
        pts = _take(watcher, replica, container, pts)
    if pts != pts_at_end and not watcher.asks:
        raise Diverged(f"the pushes end at pts {pts}, the box at {pts_at_end}")
    return replica


def _take(watcher: Watcher, replica: Replica, container: Any, pts: int) -> int:
    match container.NAME:
        case "updates" | "updatesCombined":
            updates = container.updates
        case "updateShort":
            updates = [container.update]
        case "updateShortMessage" | "updateShortChatMessage":
            replica.add_short(container)
            return _follow(container, pts)
        case "updatesTooLong":
            watcher.asks = True
            return pts
        case other:
            raise Diverged(f"{other} was pushed")
    for update in updates:
        if hasattr(update, "pts_count") and "Channel" not in update.NAME:
            pts = _follow(update, pts)
        replica.apply(update)
    return pts


def _follow(update: Any, pts: int) -> int:
    if update.pts != pts + update.pts_count:
        raise Diverged(f"pushed after pts {pts}: {update!r}")
    return int(update.pts)


# -- the difference ---------------------------------------------------------------------


async def _told(watcher: Watcher, pts_at_end: int) -> Replica:
    replica = _copy(watcher.base)
    fetcher = Fetcher(watcher.client, watcher.person)
    pts, date = watcher.pts, watcher.date
    for _ in range(SLICES_MAX):
        found = await fetcher.ask("updates.getDifference", pts=pts, date=date, qts=1)
        if found.NAME == "updates.differenceEmpty":
            break
        for message in found.new_messages:
            replica.add(message)
        for update in found.other_updates:
            replica.apply(update)
        state = found.intermediate_state if found.NAME.endswith("Slice") else found.state
        pts, date = state.pts, state.date
        if found.NAME == "updates.difference":
            break
    if pts != pts_at_end:
        raise Diverged(f"the difference ends at pts {pts}, the box at {pts_at_end}")
    return replica


# -- comparing --------------------------------------------------------------------------


def _copy(base: Replica) -> Replica:
    copy = Replica(base.me)
    copy.messages = {key: dict(value) for key, value in base.messages.items()}
    copy.peers = {
        name: {field: value for field, value in peer.items() if not field.startswith("said ")}
        for name, peer in base.peers.items()
    }
    copy.lists = {
        name: None if order is None else [*order] for name, order in base.lists.items()
    }
    copy.other = dict(base.other)
    return copy


def _compare(name: str, replica: Replica, fetched: Replica) -> list[str]:
    mine, theirs = replica.facts(), fetched.facts()
    faults = []
    for key in sorted(mine.keys() | theirs.keys()):
        if _beyond(key, replica, fetched):
            continue
        have, want = mine.get(key), theirs.get(key)
        if have is not None and want is not None and key.startswith("message "):
            have, want = _alike(key, have, want, replica)
        if have != want:
            faults.append(f"  {key}\n    {name}: {have}\n    fetched: {want}")
    return faults


def _beyond(key: str, replica: Replica, fetched: Replica) -> bool:
    """What cannot be compared: channels (they have logs of their own), lists that have to be asked for,
    and what only a fetched dialog says."""
    if " said " in key or key.startswith("channel:") or "/" in key:
        return True
    if key in replica.lists and replica.lists[key] is None:
        return True
    name, _, aspect = key.partition(" ")
    if aspect == "ttl" and "ttl" not in fetched.peers.get(name, {}):
        return True  # layers before 150 keep it elsewhere
    return aspect == "notify" and "notify" not in replica.peers.get(name, {})


def _alike(key: str, have: Any, want: Any, replica: Replica) -> tuple[Any, Any]:
    number = int(key.removeprefix("message "))
    if (0, number) in replica.short:  # it did not say everything
        want = {name: want.get(name) for name in have}
    return have, want


def _said(fetched: Replica) -> list[str]:
    """What dialogs say of their messages is so."""
    faults = []
    facts = fetched.facts()
    for name in fetched.peers:
        for what in ("top", "unread"):
            said, counted = facts.get(f"{name} said {what}", 0), facts.get(f"{name} {what}", 0)
            if said != counted and not name.startswith("channel:"):
                faults.append(
                    f"  {name}: the dialog says {what} {said}, its messages {counted}"
                )
    return faults
