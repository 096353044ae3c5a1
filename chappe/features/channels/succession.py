"""Whose a channel is when its owner has left: after a week an admin's, unless the owner comes back before.

Until then it is nobody else's: `channel.creator_id` still names who has left.
Wire: https://core.telegram.org/api/channel#leaving-groups-channels
"""

from chappe.db.database import Tx
from chappe.features.auth import notices
from chappe.features.channels import store
from chappe.features.channels.model import Channel
from chappe.features.chats.model import Standing
from chappe.features.users import store as users
from chappe.ids import ChannelId, UserId, is_bot
from chappe.jobs.kinds import Job, job
from chappe.jobs.schedule import cancel, schedule
from chappe.tl import api
from chappe.updates.log import Journal

WAIT_SECONDS = 7 * 86_400
ADMINS_MAX = 200
"""More than a channel may have."""


@job("channels.succeed")
class Succeed(Job, frozen=True):
    """Give a channel to the one who was named when its owner left."""

    channel_id: ChannelId
    heir_id: UserId


async def find_heir(tx: Tx, channel: ChannelId) -> UserId | None:
    """Whose a channel will be when its owner leaves: the admin that came first; None: nobody's."""
    admins = await store.find_admins(tx, channel, 0, ADMINS_MAX)
    people = [
        each for each in admins if each.standing is Standing.ADMIN and not is_bot(each.user_id)
    ]
    first = min(people, key=lambda each: (each.joined_at, each.user_id), default=None)
    return None if first is None else first.user_id


async def tell_owner(
    journal: Journal, channel: Channel, owner: UserId, heir: UserId, prefix: str
) -> None:
    """Write to the owner who has left what will happen, with the way back. `prefix`: of links."""
    user = (await users.find_many(journal.tx, [heir]))[heir]
    name = f"{user.first_name} {user.last_name}".strip()
    where = channel.username or f"c/{channel.id}"
    button = api.KeyboardInlineButton(
        text="Return", type=api.InlineButtonTypeUrl(url=f"{prefix}{where}")
    )
    markup = api.ReplyInlineMarkup(rows=[api.KeyboardInlineButtonRow(buttons=[button])])
    await notices.tell(
        journal,
        owner,
        f"You have left {channel.title}. {name} will own it in {WAIT_SECONDS // 86_400} days, unless you "
        "return before.",
        markup=markup,
    )


async def begin(journal: Journal, channel: Channel, heir: UserId) -> None:
    """The owner has left; the boxes are taken."""
    due_at = journal.at + WAIT_SECONDS
    await schedule(journal, Succeed(channel.id, heir), due_at, key=str(channel.id))


async def call_off(journal: Journal, channel: Channel) -> None:
    """The owner is back, or the channel another's; the boxes are taken."""
    await cancel(journal.tx, Succeed, str(channel.id))
