"""What somebody has written in a topic and not sent. https://core.telegram.org/api/drafts"""

from chappe.db.database import Tx
from chappe.features.dialogs.threads import KEEPERS, Place
from chappe.features.forums import own, store
from chappe.features.forums.model import TopicMark
from chappe.features.messages.threads import GENERAL
from chappe.ids import BoxId, ChannelId, MessageId, UserId, channel_of, channel_peer
from chappe.updates.facts import Fact, Kind, fact
from chappe.updates.log import Journal


@fact(Kind.TOPIC_DRAFT)
class TopicDraft(Fact, frozen=True):
    """The draft of a topic is another one, or gone."""

    channel_id: ChannelId
    topic_id: MessageId


class Drafts:
    """Keeps the drafts of topics."""

    async def put(
        self, journal: Journal, owner: UserId, place: Place, draft: bytes | None
    ) -> bool:
        """Keep a draft, or forget it; False: it is no topic, or General, whose draft may be the dialog's as
        well."""
        channel_id, topic_id = channel_of(place[0]), place[1]
        if channel_id is None:
            return False
        topic = (await store.find_many(journal.tx, channel_id, [topic_id])).get(topic_id)
        if topic is None or TopicMark.DELETED in topic.marks:
            return False
        key, box = (channel_id, topic_id), BoxId(owner)
        await journal.lock([box])
        if draft is not None:
            await own.set_draft(journal.tx, owner, key, draft)
            await journal.append(box, TopicDraft(*key))
        elif await own.drop_draft(journal.tx, owner, key):
            await journal.append(box, TopicDraft(*key))
        return draft is not None or topic_id != GENERAL

    async def find_all(self, tx: Tx, owner: UserId) -> dict[Place, bytes]:
        """All that an account has."""
        found = await own.find_drafts(tx, owner)
        return {
            (channel_peer(channel), topic): kept for (channel, topic), kept in found.items()
        }

    async def drop_all(self, journal: Journal, owner: UserId) -> None:
        """Forget them."""
        keys = await own.drop_drafts(journal.tx, owner)
        if keys:
            await journal.append(BoxId(owner), *(TopicDraft(*key) for key in keys))


KEEPERS.append(Drafts())
