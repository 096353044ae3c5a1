"""The index by which messages are found: the words of a body, whose it is, what it carries.

Whatever is written into `body` goes through here: `index` when it is new, `reindex` when it has changed,
`forget` when it is gone. A body bears the marks of the boxes that hold it, of its conversation, and of the filters that
it answers to, so that a search in one dialog does not walk what others have said.
"""

import enum
from collections.abc import Collection, Iterable

from chappe.db.database import Tx
from chappe.db.fulltext import words_of
from chappe.features.messages.model import Body, MediaKind
from chappe.features.messages.payload import read_value, read_values
from chappe.ids import BoxId, PeerId, user_of
from chappe.tl import api

INSERT = "INSERT INTO body_words (rowid, words) VALUES (:id, :words)"
DELETE = "DELETE FROM body_words WHERE rowid IN :ids[]"
DELETE_ONE = "DELETE FROM body_words WHERE rowid = :id"
LINKS = (api.MessageEntityUrl, api.MessageEntityTextUrl)
_LINK_IDS = tuple(cls.ID.to_bytes(4, "little") for cls in LINKS)


class Trait(enum.Enum):
    """What a body can be asked for by kind; the marks stand in the database."""

    PHOTO = "k1"
    VIDEO = "k2"
    PHOTO_OR_VIDEO = "k3"
    DOCUMENT = "k4"
    LINK = "k5"
    GIF = "k6"
    VOICE = "k7"
    MUSIC = "k8"
    ROUND_VIDEO = "k9"
    ROUND_OR_VOICE = "k10"
    GEO = "k11"
    CONTACT = "k12"
    POLL = "k13"
    CHAT_PHOTO = "k14"
    PHONE_CALL = "k15"
    MISSED_CALL = "k16"


_OF_MEDIA = {
    MediaKind.PHOTO: (Trait.PHOTO, Trait.PHOTO_OR_VIDEO),
    MediaKind.VIDEO: (Trait.VIDEO, Trait.PHOTO_OR_VIDEO),
    MediaKind.DOCUMENT: (Trait.DOCUMENT,),
    MediaKind.MUSIC: (Trait.MUSIC,),
    MediaKind.VOICE: (Trait.VOICE, Trait.ROUND_OR_VOICE),
    MediaKind.ROUND_VIDEO: (Trait.ROUND_VIDEO, Trait.ROUND_OR_VOICE),
    MediaKind.GIF: (Trait.GIF,),
    MediaKind.GEO: (Trait.GEO,),
    MediaKind.CONTACT: (Trait.CONTACT,),
    MediaKind.POLL: (Trait.POLL,),
}


def box_mark(box: BoxId) -> str:
    """Borne by what a box holds."""
    return f"b{_digits(box)}"


def dialog_mark(box: BoxId, peer: PeerId) -> str:
    """Borne by what was said in a dialog; both sides of a private chat find it by the same."""
    if user_of(peer) is None:
        return f"c{_digits(peer)}"
    first, second = sorted((int(box), int(peer)))
    return f"c{_digits(first)}x{_digits(second)}"


def traits_of(body: Body) -> list[Trait]:
    """What a body can be asked for by."""
    traits = [*_OF_MEDIA.get(body.media_kind, ())]
    if _has_link(body.entities):
        traits.append(Trait.LINK)
    if body.action is not None:
        traits += _of_action(read_value(body.action))
    return traits


async def index(
    tx: Tx, body_id: int, body: Body, box: BoxId, peer: PeerId, boxes: Iterable[BoxId] = ()
) -> None:
    """Make a new body found by what it says; `box`, `peer`: one of its copies. `boxes`: all that hold one
    (in a private chat they are known)."""
    traits = traits_of(body)
    if not body.text and not traits:
        return
    holders = {box, *boxes} if user_of(peer) is None else {box, BoxId(peer), *boxes}
    words = words_of(body.text, _marks(sorted(holders), dialog_mark(box, peer), traits))
    await tx.run(INSERT, id=body_id, words=words)


async def reindex(
    tx: Tx, body_id: int, body: Body, box: BoxId, peer: PeerId, boxes: Iterable[BoxId]
) -> None:
    """Make a changed body found by what it says now; `box`, `peer`: one of its copies; `boxes`: all that
    hold one."""
    await tx.run(DELETE_ONE, id=body_id)
    await index(tx, body_id, body, box, peer, boxes)


async def forget(tx: Tx, bodies: Collection[int]) -> None:
    """Bodies that are gone are found no more."""
    await tx.run(DELETE, ids=list(bodies))


def _marks(boxes: Iterable[BoxId], dialog: str, traits: Iterable[Trait]) -> list[str]:
    return [*map(box_mark, boxes), dialog, *(trait.value for trait in traits)]


def _digits(number: int) -> str:
    return f"{number}".replace("-", "n")


def _has_link(entities: bytes | None) -> bool:
    """Whether there is a link among the entities; they are read only when it looks so."""
    if entities is None or not any(id_ in entities for id_ in _LINK_IDS):
        return False
    return any(isinstance(entity, LINKS) for entity in read_values(entities) or ())


def _of_action(action: "api.TypeMessageAction") -> list[Trait]:
    match action:
        case api.MessageActionChatEditPhoto():
            return [Trait.CHAT_PHOTO]
        case api.MessageActionPhoneCall():
            missed = isinstance(action.reason, api.PhoneCallDiscardReasonMissed)
            return [Trait.PHONE_CALL, *([Trait.MISSED_CALL] if missed else [])]
        case _:
            return []
