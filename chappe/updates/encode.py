"""From rendered updates to bytes: written once for each layer that somebody listens in.

A layer that has no words for an update is not told of it; its clients would not know what to do.
"""

from collections.abc import Iterable
from functools import cache
from typing import Protocol

from chappe.logs import log
from chappe.tl import api, layers
from chappe.tl.build import TLObject
from chappe.tl.wire import NotWritable
from chappe.updates.log import SessionRef


class Listener(Protocol):
    """A session that takes updates. `ref`: its name among all. `layer`: what it reads."""

    @property
    def ref(self) -> SessionRef:
        """The session's name."""

    @property
    def layer(self) -> int:
        """The layer that the session's client speaks by now."""

    def push(self, body: bytes) -> None:
        """Send an update, written in the layer of the listener."""


Push = tuple[Listener, bytes]
HEAD_BYTES = 12
"""The constructor of `updates`, that of its list, and how long the list is."""


def in_layers(
    listeners: Iterable[Listener], container: "api.TypeUpdates"
) -> tuple[list[Push], bool]:
    """What each listener is to be sent, and whether every layer had words for all of it."""
    written: dict[int, bytes | None] = {}
    pushes: list[Push] = []
    whole = True
    for listener in listeners:
        layer = listener.layer
        if layer not in written:
            written[layer] = _write(container, layer)
        body = written[layer]
        if body is None:
            whole = False
        else:
            pushes.append((listener, body))
    return pushes, whole


EMPTY = api.Updates(updates=[], users=[], chats=[], date=0, seq=0)


def _write(container: "api.TypeUpdates", layer: int) -> bytes | None:
    """The container in a layer; None when that layer has no words for anything in it."""
    try:
        body = layers.write(container, layer)
    except NotWritable:
        log.warning("an update could not be written", layer=layer)
        return None
    # What an old layer does not know is left out of a list, and an empty list is said instead of it.
    if layer < layers.LATEST and body[:HEAD_BYTES] == _empty_head(layer):
        return None
    return body


@cache
def _empty_head(layer: int) -> bytes:
    return layers.write(EMPTY, layer)[:HEAD_BYTES]


def writable(update: TLObject, layer: int) -> bool:
    """Whether a client of this layer can be told of it."""
    if layer >= layers.LATEST:
        return True
    try:
        layers.write(update, layer)
    except NotWritable:
        return False
    return True
