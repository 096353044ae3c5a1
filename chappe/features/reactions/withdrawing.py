"""Admins take the reactions of somebody away, from one message or from all."""

from chappe.features.messages import store as messages
from chappe.features.messages.model import Message
from chappe.features.reactions import store
from chappe.features.reactions.actions import react
from chappe.ids import BoxId, PeerId, UserId
from chappe.jobs.kinds import Job, job
from chappe.jobs.schedule import schedule
from chappe.updates.log import Journal

PORTION = 100
"""Messages from which one transaction takes reactions away."""


@job("reactions.withdraw")
class Withdraw(Job, frozen=True):
    """Somebody's reactions to what a box has of a group go."""

    box: BoxId
    peer: PeerId
    user_id: UserId


async def withdraw(journal: Journal, user_id: UserId, message: Message) -> None:
    """Take all reactions of somebody to a message away.

    Errors: MESSAGE_NOT_MODIFIED (there are none)
    """
    await react(journal, user_id, message, [])


async def withdraw_all(journal: Journal, what: Withdraw) -> None:
    """Take all reactions of somebody in a group away: some at once, the rest by jobs."""
    if await withdraw_some(journal, what):
        await schedule(journal, what, journal.at)


async def withdraw_some(journal: Journal, what: Withdraw) -> bool:
    """Take the reactions away from some messages; whether there are more. All boxes are taken before, in their
    order."""
    tx = journal.tx
    ids = await store.find_reacted(tx, what.user_id, what.box, what.peer, PORTION)
    found = await messages.find_many(tx, what.box, ids)
    holders = await messages.find_holders(tx, {each.body_id for each in found.values()})
    await journal.lock(each.box for each in holders)
    for message in found.values():
        there = (await store.find(tx, [message.body_id])).get(message.body_id, [])
        if any(each.user_id == what.user_id for each in there):
            await react(journal, what.user_id, message, [])
    return len(ids) == PORTION
