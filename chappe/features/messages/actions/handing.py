"""Whoever comes into a basic group is handed what was said there last: it has a box of its own, and nothing of
that in it.
"""

from collections.abc import Sequence

from chappe.features.dialogs import store as dialogs
from chappe.features.messages import store, words
from chappe.features.messages.model import CopyMark, Message
from chappe.features.messages.store import OF_PEER, Window, find_holders
from chappe.ids import BoxId, MessageId, PeerId, UserId
from chappe.updates.facts import NewMessage, ReadInbox
from chappe.updates.log import Journal

SAID = f"{OF_PEER} AND b.action IS NULL"
HANDED_MAX = 100
"""As clients say beside the switch."""


async def hand_over(
    journal: Journal, giver: UserId, newcomer: UserId, peer: PeerId, limit: int
) -> None:
    """Put the newest messages that one member has of a group into the box of another, as far as that one has not
    got them; they count as read. The boxes are taken."""
    tx, box = journal.tx, BoxId(newcomer)
    window = Window(0, 0, 0, max(0, min(limit, HANDED_MAX)))
    newest = await store.find_window(tx, window, SAID, box=BoxId(giver), peer=peer)
    known = await store.find_copies(tx, box, [each.body_id for each in newest])
    handed = [each for each in reversed(newest) if each.body_id not in known]
    if not handed:
        return
    count = len(handed)
    moment = await journal.take(box, facts=count, pts=count, ids=count)
    first = moment.top_id - count + 1
    copies = _copies(box, handed, known, first)
    await store.insert_copies(tx, copies)
    journal.note(moment, *(NewMessage(each.id) for each in copies))
    await _index(journal, peer, copies)
    at = copies[-1].body.at
    await dialogs.message_came(tx, newcomer, peer, moment.top_id, at, unread=0)
    await dialogs.read_inbox(tx, newcomer, peer, moment.top_id, 0)
    dialog = await dialogs.find(tx, newcomer, peer)
    assert dialog is not None
    await journal.append(box, ReadInbox(peer, moment.top_id, 0, dialog.folder_id))


def _copies(
    box: BoxId, handed: Sequence[Message], known: dict[int, MessageId], first: int
) -> list[Message]:
    """The messages as the box has them; `known`: those that it has already, by body."""
    bodies = {each.id: each.body_id for each in handed}
    numbers = {**known, **{each.body_id: MessageId(first + n) for n, each in enumerate(handed)}}
    copies = []
    for each in handed:
        answered = None if each.reply_to is None else bodies.get(each.reply_to)
        marks = each.marks & CopyMark.PINNED
        if each.body.from_id == PeerId(box):
            marks |= CopyMark.OUT
        copies.append(
            Message(
                box,
                numbers[each.body_id],
                each.peer,
                each.body_id,
                marks,
                None if answered is None else numbers[answered],
                None,
                None,
                each.body,
            )
        )
    return copies


async def _index(journal: Journal, peer: PeerId, copies: Sequence[Message]) -> None:
    """The newcomer finds the messages by their words as well."""
    holders: dict[int, list[BoxId]] = {}
    for each in await find_holders(journal.tx, [copy.body_id for copy in copies]):
        holders.setdefault(each.body_id, []).append(each.box)
    for copy in copies:
        boxes = holders[copy.body_id]
        await words.reindex(journal.tx, copy.body_id, copy.body, copy.box, peer, boxes)
