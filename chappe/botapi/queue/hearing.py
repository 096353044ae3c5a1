"""What bots hear: written into their queues in the very transaction in which it happens.

The journal of every transaction is shown to `Hearing.hear` before the commit (`Journal.witness`). An update is
put into words then, so that what is edited or deleted later does not change what was queued, and it is there
if and only if what it tells of is. For people among themselves it costs nothing: a number says whose a box is.
"""

from collections.abc import Callable, Iterable, Sequence
from secrets import randbelow
from typing import TYPE_CHECKING

import msgspec

from chappe.botapi.queue import reacting, store
from chappe.botapi.queue.coming import comings
from chappe.botapi.queue.model import NewUpdate, Queue
from chappe.botapi.shown.scene import Scene, set_scene
from chappe.botapi.shown.updates import SHOWN, show_update
from chappe.db.database import Tx
from chappe.features.bots.hearing import bots_in
from chappe.features.business.hearing import overhear
from chappe.features.messages.actions import Arrived
from chappe.ids import BOT_FATHER, PeerId, UserId, is_bot
from chappe.logs import log
from chappe.tl import api
from chappe.tl.build import TLObject
from chappe.updates.facts import EditMessage, NewMessage
from chappe.updates.log import Journal, Logged
from chappe.updates.render import RENDERERS, render
from chappe.updates.viewer import Viewer

if TYPE_CHECKING:
    from chappe.features.messages.model import Message
from chappe.features.polls.actions import PollChanged

FIRST_ID_MAX = 1 << 29
"""The numbers of a bot's updates begin somewhere. https://core.telegram.org/bots/api#update"""
OF_CHANNELS = (NewMessage, EditMessage, PollChanged)
"""Facts of a channel's box that bots hear of."""


EARS = (reacting.hear,)
"""Those that hear of things that are no facts; known once this file is loaded."""


class Hearing:
    """The ears of all bots. `secret`: of the installation; `wake`: called for bots that have something new,
    once it is on the disk."""

    def __init__(self, secret: bytes, wake: Callable[[Iterable[UserId]], None]) -> None:
        self._secret = secret
        self._wake = wake

    async def hear(self, journal: Journal, entries: Sequence[Logged]) -> None:
        """Queue what bots hear of a transaction: facts, and what is told for the moment only."""
        await overhear(journal, entries, self._secret)
        heard: dict[UserId, list[Logged]] = {}
        posts = []
        for entry in entries:
            if entry.box < 0:
                if isinstance(entry.fact, OF_CHANNELS):
                    posts.append(entry)
            elif _is_heard(UserId(entry.box)):
                heard.setdefault(UserId(entry.box), []).append(entry)
        told = _told(journal) if journal.told or journal.overheard else {}
        if not (heard or told or posts):
            return
        for bot, entry in await _present(journal.tx, posts):
            heard.setdefault(bot, []).append(entry)
        await self._queue(journal, heard, told)

    async def _queue(
        self,
        journal: Journal,
        heard: dict[UserId, list[Logged]],
        told: dict[UserId, list[TLObject]],
    ) -> None:
        heard = {bot: kept for bot, some in heard.items() if (kept := _foreign(bot, some))}
        bots = sorted({*heard, *told})
        if not bots:
            return
        queues = await store.find(journal.tx, bots)
        woken = []
        for bot in bots:
            updates = await self._shown(
                journal, bot, heard.get(bot, []), told.get(bot, []), queues.get(bot)
            )
            if updates:
                if bot not in queues:
                    await store.open_queue(journal.tx, bot, randbelow(FIRST_ID_MAX))
                await store.put(journal.tx, bot, journal.at, updates)
                woken.append(bot)
        if woken:
            journal.after_commit(lambda: self._wake(woken))

    async def _shown(
        self,
        journal: Journal,
        bot: UserId,
        entries: Sequence[Logged],
        told: Sequence[TLObject],
        queue: Queue | None,
    ) -> list[NewUpdate]:
        """What a bot is told, of the kinds that it wants."""
        viewer = Viewer(bot, self._secret, journal.now)
        shown = await render(journal.tx, viewer, _in_boxes(entries)) if entries else []
        updates = [each for some in shown for each in some if _is_news(each)]
        if not updates and not told:
            return []
        everything = [*await comings(journal.tx, bot, updates), *updates, *told]
        scene = await set_scene(journal.tx, viewer, everything)
        every = [new for each in everything if (new := _new_update(scene, each)) is not None]
        return [each for each in every if queue is None or queue.wants(each.kind)]


def _is_heard(user_id: UserId) -> bool:
    """Whether somebody is a bot whose program is not this house."""
    return is_bot(user_id) and user_id != BOT_FATHER


def _told(journal: Journal) -> dict[UserId, list[TLObject]]:
    """What bots are told that is no fact."""
    told: dict[UserId, list[TLObject]] = {}
    for bot, update in journal.overheard:
        told.setdefault(bot, []).append(update)
    for each in journal.told:
        if type(each.update) in SHOWN:
            for user_id in filter(_is_heard, each.users):
                told.setdefault(user_id, []).append(each.update)
    return told


async def _present(tx: Tx, posts: Sequence[Logged]) -> list[tuple[UserId, Logged]]:
    """Which bots are where something was said; what each of them hears is known when it is rendered for it."""
    boxes = {entry.box for entry in posts}
    there = {box: await bots_in(tx, PeerId(box)) for box in sorted(boxes)}
    return [(bot, entry) for entry in posts for bot in there[entry.box]]


def _is_news(update: TLObject) -> bool:
    """Whether bots are told of such updates, and it is not what the bot has said itself."""
    if isinstance(update, api.UpdateEphemeralBotCallbackQuery):
        return True  # it brings along what the bot has said, under which a button was pressed
    return type(update) in SHOWN and not getattr(getattr(update, "message", None), "out", False)


def _in_boxes(entries: Sequence[Logged]) -> list[Logged]:
    """Facts that can be shown, those of one box together, each box in its order: renderers take one box at a
    time."""
    return sorted(
        (each for each in entries if type(each.fact) in RENDERERS), key=lambda e: (e.box, e.n)
    )


def _new_update(scene: Scene, update: TLObject) -> NewUpdate | None:
    """An update in words. One that cannot be put into them is our fault: it is logged, and whoever caused it
    is not refused for it."""
    try:
        shown = show_update(scene, update)
    except Exception:
        log.exception("an update could not be shown to a bot", update=update.NAME)
        return None
    if shown is None:
        return None
    body = msgspec.json.encode({shown.kind: shown.body})
    return NewUpdate(shown.kind, shown.lane, body, shown.kept_seconds)


def _foreign(bot: UserId, entries: Sequence[Logged]) -> list[Logged]:
    """What a bot has not said itself, as far as that is known without reading rows."""
    return [each for each in entries if not _said_by(bot, each)]


def _said_by(bot: UserId, entry: Logged) -> bool:
    if not isinstance(entry.ready, Arrived):
        return False
    message: Message = entry.ready.message
    return message.written_by(bot)
