"""What nodes tell one another over the bus. MessagePack, tagged; an unknown word is ignored, so that nodes
of two versions can stand side by side while one is replaced by the other."""

import msgspec

from chappe.ids import AuthKeyId, BoxId, UserId
from chappe.logs import log
from chappe.tl import layers
from chappe.updates.log import Logged, SessionRef, Told


class Grown(msgspec.Struct, array_like=True, tag=1):
    """Boxes have grown: (box, n) each, the place of the last fact."""

    boxes: list[tuple[int, int]]


class Said(msgspec.Struct, array_like=True, tag=2):
    """An update of the moment, as `log.Told`; `update`: TL of the newest layer. 0: none."""

    update: bytes
    users: list[int]
    key_id: int | None
    origin: tuple[int, int] | None
    crowd: int = 0
    but: int = 0


class Lost(msgspec.Struct, array_like=True, tag=4):
    """The speaker was cut off, and some of its words may be lost: look at the log."""


class KeysChanged(msgspec.Struct, array_like=True, tag=3):
    """Permanent keys were signed in or out, or destroyed: what is remembered of them is wrong."""

    key_ids: list[int]


class BotsWoken(msgspec.Struct, array_like=True, tag=5):
    """Bots have something new in their queues, or want their updates elsewhere. `polling`: one has begun
    to ask for its updates at the speaker's node: whoever asks elsewhere is sent away."""

    bot_ids: list[int]
    polling: bool = False


class Rung(msgspec.Struct, array_like=True, tag=6):
    """Bells have rung: whoever listens for these names looks again."""

    names: list[str]


Word = Grown | Said | KeysChanged | Lost | BotsWoken | Rung
_decoder = msgspec.msgpack.Decoder(Word)
_encode = msgspec.msgpack.Encoder().encode


def write_word(word: Word) -> bytes:
    """A word as the bus carries it."""
    return _encode(word)


def read_word(data: bytes) -> Word | None:
    """A word off the bus; None when this version does not know it."""
    try:
        word: Word = _decoder.decode(data)
    except msgspec.DecodeError:
        log.warning("a word on the bus was not understood")
        return None
    return word


def grown(entries: list[Logged]) -> Grown:
    """What there is to say of these facts."""
    last: dict[int, int] = {}
    for each in entries:
        last[each.box] = max(each.n, last.get(each.box, 0))
    return Grown(list(last.items()))


def said(told: Told) -> Said:
    """An update of the moment as a word."""
    origin = None if told.origin is None else (told.origin[0], told.origin[1])
    return Said(
        layers.write(told.update),
        list(told.users),
        told.key_id,
        origin,
        told.crowd or 0,
        told.but or 0,
    )


def told(word: Said) -> Told:
    """A word as an update of the moment."""
    update, _ = layers.read(word.update)
    origin = None if word.origin is None else SessionRef(*word.origin)  # type: ignore[arg-type]  # NewTypes
    return Told(
        update,
        tuple(map(UserId, word.users)),
        None if word.key_id is None else AuthKeyId(word.key_id),
        origin,
        BoxId(word.crowd) if word.crowd else None,
        UserId(word.but) if word.but else None,
    )
