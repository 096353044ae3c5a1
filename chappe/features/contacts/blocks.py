"""Blocking: who may not write to an account, nor see its stories."""

from collections.abc import Collection, Sequence
from dataclasses import replace

from chappe.db.database import Tx
from chappe.features.contacts.facts import BotStopped, PeerBlocked
from chappe.features.users import relations
from chappe.features.users.model import Relation, Tie
from chappe.features.users.peer_settings import PeerSettingsChanged
from chappe.ids import BoxId, UserId, is_bot, user_peer
from chappe.updates.log import Journal

BLOCKED_MAX = 100_000
SET_MAX = 1000
"""In one `contacts.setBlocked`."""


def tie_of(*, stories_only: bool) -> Tie:
    """Which list is meant: everything, or the stories alone."""
    return Tie.STORIES_BLOCKED if stories_only else Tie.BLOCKED


async def block(journal: Journal, owner: UserId, ids: Collection[UserId], tie: Tie) -> None:
    """Put accounts into a list of blocked ones."""
    held = await relations.find(journal.tx, owner, ids)
    changed = [each for each in held.values() if tie not in each.ties]
    await _put(
        journal,
        owner,
        [replace(each, ties=each.ties | tie, blocked_at=journal.at) for each in changed],
        tie,
    )


async def unblock(journal: Journal, owner: UserId, ids: Collection[UserId], tie: Tie) -> None:
    """Take accounts out of a list of blocked ones."""
    held = await relations.find(journal.tx, owner, ids)
    changed = [each for each in held.values() if tie in each.ties]
    await _put(journal, owner, [_freed(each, tie) for each in changed], tie)


def _freed(held: Relation, tie: Tie) -> Relation:
    ties = held.ties & ~tie
    still = ties & (Tie.BLOCKED | Tie.STORIES_BLOCKED)
    return replace(held, ties=ties, blocked_at=held.blocked_at if still else 0)


async def _put(journal: Journal, owner: UserId, changed: Sequence[Relation], tie: Tie) -> None:
    if not changed:
        return
    bots = [each for each in changed if tie is Tie.BLOCKED and is_bot(each.user_id)]
    await journal.lock(BoxId(each) for each in {owner, *(bot.user_id for bot in bots)})
    facts: list[PeerBlocked | PeerSettingsChanged] = []
    for each in sorted(changed, key=lambda held: held.user_id):
        peer = user_peer(each.user_id)
        facts += [PeerBlocked(peer), PeerSettingsChanged(peer)]
    await journal.append(BoxId(owner), *facts)
    for bot in bots:
        stopped = BotStopped(owner, Tie.BLOCKED in bot.ties)
        await journal.append(BoxId(bot.user_id), stopped)
    await relations.put(journal.tx, owner, changed)


async def set_blocked(
    journal: Journal, owner: UserId, ids: Collection[UserId], tie: Tie
) -> None:
    """Let a list of blocked accounts be this one."""
    before = await relations.find_with(journal.tx, owner, tie, BLOCKED_MAX)
    gone = [_freed(each, tie) for each in before if each.user_id not in ids]
    new = set(ids) - {each.user_id for each in before}
    held = await relations.find(journal.tx, owner, new)
    come = [
        replace(each, ties=each.ties | tie, blocked_at=journal.at) for each in held.values()
    ]
    await _put(journal, owner, [*gone, *come], tie)


async def page_of_blocked(
    tx: Tx, owner: UserId, tie: Tie, offset: int, limit: int
) -> tuple[list[Relation], int]:
    """A part of a list of blocked accounts, the last blocked first, and how long it is."""
    page = await relations.find_with(tx, owner, tie, limit, offset)
    return page, await relations.count_with(tx, owner, tie)
