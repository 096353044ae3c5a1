"""Convergence: what was pushed, what `getDifference` tells, and what is asked for anew are the same.

Each account of a world gets a watcher: another session of its device's key that never does anything and
so is told everything. At the end its three replicas are compared, and the pts of its pushes have to follow
one another without a gap or a repeat.
"""

from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any

from chappe.ids import is_bot
from chappe.testing.client import Client, HungUp, Refused
from chappe.testing.fetched import Fetcher
from chappe.testing.person import Person
from chappe.testing.replica import Replica, pinned_topics
from chappe.testing.world import World
from chappe.tl.build import TLObject

LAYER_MIN = 133
"""Ids became long then; older clients are looked at by walks of their own."""
SLICES_MAX = 1000
COUNTERS = frozenset({"views", "forwards", "replies"})


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
    channels: dict[int, tuple[int, int]] = field(default_factory=dict)
    """The pts of each channel before the first push, and after the last."""


async def watch(world: World, person: Person) -> Watcher | None:
    """Begin to watch an account; None for clients that are too old, and for bots, who have no list of
    dialogs to ask for."""
    if is_bot(person.user_id) or person.client.layer < LAYER_MIN or person.client.key is None:
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
    fetcher = Fetcher(client, watcher.person)
    fetched = await fetcher.fetch(touched)
    fetched.other |= (
        told.whispers()
    )  # they are in no history: pushes and difference agree among themselves
    faults = [] if watcher.asks else _compare("pushed", pushed, fetched)
    faults += _compare("difference", told, fetched)
    faults += _said(fetched)
    for channel in watcher.channels:
        faults += await _compare_channel(watcher, channel, pushed, fetched, fetcher)
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
        if update.NAME in {"updateChannelTooLong", "updateChannel"}:
            _forget_channel(watcher, replica, update.channel_id)
        elif hasattr(update, "pts_count"):
            if "Channel" in update.NAME:
                _follow_channel(watcher, update)
            else:
                pts = _follow(update, pts)
        replica.apply(update)
    return pts


def _forget_channel(watcher: Watcher, replica: Replica, channel: int) -> None:
    """It has to be asked for, or it is one that was joined or left."""
    watcher.channels.pop(channel, None)
    for key in [key for key in replica.messages if key[0] == channel]:
        del replica.messages[key]
    replica.lists.pop(pinned_topics(channel), None)


def _follow_channel(watcher: Watcher, update: Any) -> None:
    message = getattr(update, "message", None)
    channel = update.channel_id if message is None else message.peer_id.channel_id
    before = update.pts - update.pts_count
    first, last = watcher.channels.get(channel, (before, before))
    if update.pts <= last:
        raise Diverged(f"pushed again, behind pts {last} of the channel: {update!r}")
    if before != last:
        raise Diverged(f"pushed after pts {last} of the channel: {update!r}")
    watcher.channels[channel] = (first, update.pts)


def _follow(update: Any, pts: int) -> int:
    if update.pts != pts + update.pts_count:
        raise Diverged(f"pushed after pts {pts}: {update!r}")
    return int(update.pts)


# -- the acting sessions ----------------------------------------------------------------


def check_story(person: Person, session_id: int) -> None:
    """What a session was pushed and what its own calls were answered count up the pts without a gap, and
    nothing is told twice.

    Raises: Diverged.
    """
    client = person.client
    if client.session_id != session_id or client.layer < LAYER_MIN:
        return  # it began anew meanwhile
    spans: dict[int, list[tuple[int, int]]] = {}
    for told in client.story:
        for channel, first, pts in _spans(told):
            spans.setdefault(channel, []).append((first, pts))
    for channel, some in spans.items():
        for (_, last), (first, pts) in pairwise(sorted(some)):
            if first < last or (first > last and not channel):
                box = f"channel {channel}" if channel else "its box"
                raise Diverged(
                    f"user:{person.user_id} at layer {client.layer}: its own session was told"
                    f" {first}..{pts} of {box} after {last}; all: {sorted(some)}"
                )


def _spans(told: object) -> list[tuple[int, int, int]]:
    """From which pts to which something takes a box (0) or a channel."""
    if isinstance(told, list):
        return [span for each in told for span in _spans(each)]
    if not isinstance(told, TLObject) or told.NAME.startswith("updates."):
        return []
    inner = getattr(told, "updates", None)  # of a container, or of a result that has one
    if inner is not None:
        return _spans(inner)
    pts, count = getattr(told, "pts", None), getattr(told, "pts_count", 0)
    if pts is None or not count:
        return []
    peer = getattr(getattr(told, "message", None), "peer_id", told)
    return [(getattr(peer, "channel_id", 0), pts - count, pts)]


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


async def _channel_told(
    channel: int, pts: int, fetcher: Fetcher, replica: Replica
) -> tuple[Replica, int] | None:
    """What a channel's own difference tells; None when it is too long."""
    for _ in range(SLICES_MAX):
        found = await fetcher.ask(
            "updates.getChannelDifference",
            channel=fetcher.channel(channel),
            filter=fetcher.make("channelMessagesFilterEmpty"),
            pts=pts,
            limit=100,
        )
        if found.NAME == "updates.channelDifferenceTooLong":
            return None
        pts = found.pts
        for message in getattr(found, "new_messages", []):
            replica.add(message)
        for update in getattr(found, "other_updates", []):
            replica.apply(update)
        if found.final:
            return replica, pts
    raise Diverged(f"the difference of channel {channel} has no end")


# -- comparing --------------------------------------------------------------------------


async def _compare_channel(
    watcher: Watcher, channel: int, pushed: Replica, fetched: Replica, fetcher: Fetcher
) -> list[str]:
    """What was pushed of a channel, what its difference tells since the first push, and its history."""
    if not fetcher.is_in(channel):
        return []
    first, last = watcher.channels[channel]
    least = pushed.cleared.get(channel, 0)
    told = _copy(watcher.base)
    told.clear(channel, least)
    found = await _channel_told(channel, first, fetcher, told)
    if found is None:
        return []
    told, pts = found
    faults = [] if pts == last else [f"  channel:{channel}: pushed to pts {last}, is at {pts}"]
    order = pinned_topics(channel)
    pins = pushed.lists.get(order)  # what is pinned there is not in the channel's difference
    if pins is not None and pins != fetched.lists.get(order, []):
        faults.append(f"  {order}\n    pushed: {pins}\n    fetched: {fetched.lists.get(order)}")
    known = [key for key in {**pushed.messages, **told.messages} if key[0] == channel]
    known += [key for key in fetched.messages if key[0] == channel and key[1] <= least]
    for key in sorted(known):
        three = [_bare(each.messages.get(key)) for each in (pushed, told, fetched)]
        if any((each or {}).get("reactions", {}).get("min") for each in three):
            three = [_without_choices(each) for each in three]
        if any(_votes_in(each).get("min") for each in three):
            three = [_without_votes(each) for each in three]
        if three[0] != three[1] or three[0] != three[2]:
            names = ("pushed", "difference", "fetched")
            lines = [f"    {name}: {each}" for name, each in zip(names, three, strict=True)]
            faults.append("\n".join([f"  message {channel}/{key[1]}", *lines]))
    return faults


def _without_choices(message: Any) -> Any:
    """Reactions as they are told to many at once."""
    if message is None or "reactions" not in message:
        return message
    results = [
        {name: value for name, value in each.items() if name != "chosen_order"}
        for each in message["reactions"]["results"]
    ]
    return {**message, "reactions": results}


def _votes_in(message: Any) -> Any:
    media = (message or {}).get("media", {})
    return media.get("results", {}) if media.get("_") == "messageMediaPoll" else {}


def _without_votes(message: Any) -> Any:
    """A poll as it is told to many at once: each asks by itself how others have voted."""
    votes = _votes_in(message)
    if not votes:
        return message
    kept = {name: votes[name] for name in votes if name not in {"min", "results"}}
    return {**message, "media": {**message["media"], "results": kept}}


def _bare(message: Any) -> Any:
    """Without counters that change without a word."""
    if message is None:
        return None
    return {name: value for name, value in message.items() if name not in COUNTERS}


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
    have, want = _bare(have), _bare(want)
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
