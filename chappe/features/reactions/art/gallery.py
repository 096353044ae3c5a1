"""The documents that show the reactions: drawn when somebody asks for them first, and kept.

All are made of the pictures beside this file; whoever changes one gives them a new `VERSION`.
"""

import asyncio
from collections.abc import Iterator
from dataclasses import dataclass
from weakref import WeakKeyDictionary

from chappe.features.files.actions import keep_file
from chappe.features.files.assembly import keep_bytes
from chappe.features.files.model import NewFile
from chappe.features.files.photos import new_file_id
from chappe.features.reactions import store
from chappe.features.reactions.art import forms
from chappe.features.reactions.art.faces import FACES
from chappe.features.reactions.art.strokes import (
    BLUE,
    GREEN,
    ORANGE,
    PINK,
    RED,
    YELLOW,
    Picture,
)
from chappe.features.reactions.art.things import THINGS
from chappe.features.reactions.model import EMOJIS, Reaction
from chappe.features.users.model import SERVICE_USER
from chappe.rpc.call import Call, World
from chappe.tl import api

VERSION = 1
PICTURES: dict[str, tuple[str, Picture]] = {**THINGS, **FACES}
SHOWN = tuple(each for each in EMOJIS if each in PICTURES)
"""The reactions that have a picture; the others may be sent all the same."""
STILL, APPEARING, BEATING = "still", "appearing", "beating"
BURST = "burst"
"""One animation, shown around every reaction."""
AT_ONCE = 16


@dataclass(frozen=True, slots=True)
class Drawn:
    """One document before it is kept. `emoji`: what it stands for."""

    name: str
    emoji: str
    mime: str
    side: int
    data: bytes


def name_of(emoji: str, form: str) -> str:
    """Under which name a form of a reaction is kept."""
    return f"{emoji} {form}"


def title_of(reaction: Reaction) -> str:
    """What a reaction is called."""
    return PICTURES[reaction][0]


async def open_gallery(call: Call) -> dict[str, int]:
    """The documents by name; drawn now, when this installation has none yet. Before the call's first
    statement."""
    async with call.world.database.transaction(write=False) as tx:
        found = await store.find_art(tx, VERSION)
    if found:
        return found
    async with _drawing.setdefault(call.world, asyncio.Lock()):
        return await _draw(call)


_drawing: WeakKeyDictionary[World, asyncio.Lock] = WeakKeyDictionary()
"""One at a time on a node: on the first day many clients ask at once."""


async def _draw(call: Call) -> dict[str, int]:
    async with call.world.database.transaction(write=False) as tx:
        found = await store.find_art(tx, VERSION)
    if found:
        return found
    drawn = await asyncio.to_thread(lambda: list(draw_all()))
    new = []
    for start in range(0, len(drawn), AT_ONCE):
        some = drawn[start : start + AT_ONCE]
        new += await asyncio.gather(*(_prepare(call, each) for each in some))
    async with call.world.database.transaction(write=True) as tx:
        for each, file in zip(drawn, new, strict=True):
            if await store.add_art(tx, VERSION, each.name, file.shown.id):
                await keep_file(tx, file)
        return await store.find_art(tx, VERSION)


def draw_all() -> Iterator[Drawn]:
    """Every form of every picture."""
    for emoji in SHOWN:
        picture = PICTURES[emoji][1]
        still = forms.still(picture)
        yield Drawn(name_of(emoji, STILL), emoji, "image/webp", forms.STILL_SIDE, still)
        for form, animate in ((APPEARING, forms.appearing), (BEATING, forms.beating)):
            yield _animated(name_of(emoji, form), emoji, animate(picture))
    colors = (RED, YELLOW, BLUE, GREEN, PINK, ORANGE)
    yield _animated(BURST, SHOWN[0], forms.bursting(colors))


def _animated(name: str, emoji: str, data: bytes) -> Drawn:
    return Drawn(name, emoji, "application/x-tgsticker", forms.SIDE, data)


async def _prepare(call: Call, drawn: Drawn) -> NewFile:
    """The document of a drawing, its bytes in the store."""
    blob = await keep_bytes(call, drawn.data)
    still = drawn.mime == "image/webp"
    document = api.Document(
        id=new_file_id(),
        access_hash=0,
        file_reference=b"",
        date=int(call.now),
        mime_type=drawn.mime,
        size=len(drawn.data),
        dc_id=call.caller.dc_id,
        attributes=[
            api.DocumentAttributeImageSize(w=drawn.side, h=drawn.side),
            api.DocumentAttributeSticker(
                alt=drawn.emoji, stickerset=api.InputStickerSetEmpty()
            ),
            api.DocumentAttributeFilename(
                file_name="sticker.webp" if still else "AnimatedSticker.tgs"
            ),
        ],
    )
    return NewFile(SERVICE_USER, document, (("", blob, drawn.mime),))
