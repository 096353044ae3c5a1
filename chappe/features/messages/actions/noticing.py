"""Noticing what concerns one member in a channel's messages, of which all share one copy."""

from collections.abc import Sequence

from chappe.db.database import Tx
from chappe.features.dialogs import marks
from chappe.features.dialogs.marks import HEARD_SECONDS, NONE, MemberMark
from chappe.features.messages.model import CopyMark, Message
from chappe.ids import BoxId, MessageId, PeerId, UserId
from chappe.updates.facts import Fact, Kind, fact
from chappe.updates.log import Journal


@fact(Kind.READ_CHANNEL_CONTENTS)
class ReadChannelContents(Fact, frozen=True):
    """The owner of the box has noticed or heard messages of a channel, or others have heard the owner's."""

    channel: PeerId
    ids: tuple[MessageId, ...]


def is_unheard(message: Message, mark: MemberMark, now: float) -> bool:
    """Whether there is something in a group's message that one to whom it is this has not heard."""
    if CopyMark.MEDIA_UNREAD not in message.marks or message.is_post:
        return False
    return MemberMark.HEARD not in mark and message.body.at > now - HEARD_SECONDS


async def notice(
    journal: Journal, reader: UserId, peer: PeerId, messages: Sequence[Message]
) -> list[MessageId]:
    """A member has noticed or heard these messages of a channel, whose box is taken; which of them were news.
    Whoever wrote one learns when somebody hears it first."""
    tx = journal.tx
    mine = await marks.find(tx, [reader], [peer], [each.id for each in messages])
    of = {each.id: mine.get((reader, peer, each.id), NONE) for each in messages}
    noticed = [each.id for each in messages if MemberMark.MENTION_UNREAD in of[each.id]]
    heard = [
        each
        for each in messages
        if is_unheard(each, of[each.id], journal.now) and each.author != reader
    ]
    news = sorted({*noticed, *(each.id for each in heard)})
    if not news:
        return []
    told = await _unheard_so_far(tx, peer, heard)
    told[reader] = news
    await journal.lock(BoxId(each) for each in told)
    if noticed:
        await marks.take_off(tx, [reader], peer, noticed, MemberMark.MENTION_UNREAD)
    for each in heard:
        hearers = {reader, *(user for user in told if each.id in told[user])}
        await marks.add(tx, hearers, peer, each.id, MemberMark.HEARD, each.body.at)
    for user_id in sorted(told):
        await journal.append(BoxId(user_id), ReadChannelContents(peer, tuple(told[user_id])))
    return news


async def _unheard_so_far(
    tx: Tx, peer: PeerId, heard: Sequence[Message]
) -> dict[UserId, list[MessageId]]:
    """Who wrote those of some messages that nobody has heard before, with their numbers."""
    authors = {each.id: each.author for each in heard if each.author is not None}
    if not authors:
        return {}
    theirs = await marks.find(tx, set(authors.values()), [peer], authors)
    told: dict[UserId, list[MessageId]] = {}
    for id_, author in sorted(authors.items()):
        if MemberMark.HEARD not in theirs.get((author, peer, id_), NONE):
            told.setdefault(author, []).append(id_)
    return told
