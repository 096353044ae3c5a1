"""Who has seen what, as a node has counted it since it wrote last.

Whether somebody counts is decided when it is written, by rows that no other node writes meanwhile: so an account counts
once for a post, wherever it looks from.
"""

from collections import Counter
from collections.abc import Collection
from itertools import islice

from typing_extensions import override

from chappe.features.views import store
from chappe.features.views.spans import joined, read_spans, unseen, write_spans
from chappe.features.views.store import Counts, Post
from chappe.ids import BoxId, MessageId, PeerId, UserId, channel_of
from chappe.tl import api
from chappe.updates.log import Journal
from chappe.updates.tallies import Tally

VIEWERS_MAX = 500
"""In one transaction: nobody waits long for the others."""
POSTS_TOLD_MAX = 100
"""In one push: the newest; the others are seen when they are asked for."""


class ViewTally(Tally):
    """Views and forwards of posts. `_part`: what is being written."""

    def __init__(self) -> None:
        self._seen: dict[BoxId, dict[UserId, set[MessageId]]] = {}
        self._sent_on: dict[BoxId, Counter[MessageId]] = {}
        self._views: Counter[Post] = Counter()
        self._part: tuple[BoxId, dict[UserId, set[MessageId]], Counter[MessageId]] | None = None

    @property
    @override
    def due(self) -> bool:
        """Whether there is something to write."""
        return bool(self._seen or self._sent_on)

    def see(self, user_id: UserId, box: BoxId, ids: Collection[MessageId]) -> None:
        """Somebody has seen posts of a channel; those that are known already do no harm."""
        mine = self._seen.setdefault(box, {}).setdefault(user_id, set())
        for id_ in set(ids) - mine:
            self._views[Post(box, id_)] += 1
        mine |= set(ids)

    def seen_by(self, user_id: UserId, box: BoxId) -> set[MessageId]:
        """What somebody has seen of a channel that is not written yet."""
        return self._seen.get(box, {}).get(user_id, set())

    def send_on(self, post: Post) -> None:
        """A post was sent on."""
        self._sent_on.setdefault(post.box, Counter())[post.id] += 1

    def unwritten(self, post: Post) -> int:
        """How many more have seen a post than is written."""
        return self._views[post]

    @override
    async def write(self, journal: Journal) -> None:
        """Write what was counted of one channel, or a part of it."""
        box = next(iter(self._seen or self._sent_on))
        viewers = self._seen.get(box, {})
        seen = {each: set(viewers[each]) for each in islice(viewers, VIEWERS_MAX)}
        sent_on = Counter(self._sent_on.get(box, {}))
        self._part = (box, seen, sent_on)
        new = await _keep(journal, box, seen)
        more = {id_: Counts(new[id_], sent_on[id_]) for id_ in {*new, *sent_on}}
        await store.count(journal.tx, box, more)
        await _tell(journal, box, more)

    @override
    def written(self) -> None:
        """What was counted meanwhile stays."""
        assert self._part is not None
        (box, seen, sent_on), self._part = self._part, None
        viewers = self._seen.get(box, {})
        for user_id, ids in seen.items():
            viewers[user_id] -= ids
            self._views.subtract(Post(box, id_) for id_ in ids)
            if not viewers[user_id]:
                del viewers[user_id]
        if not viewers:
            self._seen.pop(box, None)
        self._views += Counter()  # without those that are 0
        if sent_on:
            self._sent_on[box] -= sent_on
            if not self._sent_on[box]:
                del self._sent_on[box]


async def _keep(
    journal: Journal, box: BoxId, seen: dict[UserId, set[MessageId]]
) -> Counter[MessageId]:
    """Keep what some have seen; for how many each post was new."""
    new: Counter[MessageId] = Counter()
    if not seen:
        return new
    before = await store.hold_viewed(journal.tx, seen, box, journal.at)
    after: dict[UserId, bytes] = {}
    for user_id, ids in seen.items():
        spans = read_spans(before.get(user_id))
        fresh = unseen(spans, ids)
        if fresh:
            new.update(map(MessageId, fresh))
            after[user_id] = write_spans(joined(spans, fresh))
    await store.keep_viewed(journal.tx, box, after, journal.at)
    return new


async def _tell(journal: Journal, box: BoxId, more: dict[MessageId, Counts]) -> None:
    """Tell those who follow a channel how its posts have done."""
    channel_id = channel_of(PeerId(box))
    assert channel_id is not None
    newest = sorted(more, reverse=True)[:POSTS_TOLD_MAX]
    found = await store.find_counts(journal.tx, [Post(box, id_) for id_ in newest])
    updates: list[api.TypeUpdate] = []
    for post, counts in found.items():
        if more[post.id].views:
            updates.append(
                api.UpdateChannelMessageViews(
                    channel_id=channel_id, id=post.id, views=shown_views(counts)
                )
            )
        if more[post.id].forwards:
            updates.append(
                api.UpdateChannelMessageForwards(
                    channel_id=channel_id, id=post.id, forwards=counts.forwards
                )
            )
    if updates:
        told = api.Updates(updates=updates, users=[], chats=[], date=journal.at, seq=0)
        journal.tell_crowd(told, box)


def shown_views(counts: Counts) -> int:
    """The author has seen it, too."""
    return counts.views + 1
