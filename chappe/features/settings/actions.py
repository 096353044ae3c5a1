"""What settings are at first, and what becomes of them with the account."""

from chappe.db.database import Tx
from chappe.features.settings import store
from chappe.features.settings.model import Name
from chappe.features.users.actions import takes_leave
from chappe.features.users.model import User
from chappe.ids import UserId
from chappe.tl import api
from chappe.updates.log import Journal

MEGABYTE = 1 << 20


def download_settings(
    photo: int, video: int, file: int, *, low: bool
) -> api.AutoDownloadSettings:
    """What is fetched without being asked for; sizes in bytes."""
    return api.AutoDownloadSettings(
        video_preload_large=not low,
        audio_preload_next=not low,
        phonecalls_less_data=low,
        stories_preload=not low,
        photo_size_max=photo,
        video_size_max=video,
        file_size_max=file,
        video_upload_maxbitrate=50 if low else 100,
        small_queue_active_operations_max=5,
        large_queue_active_operations_max=2,
    )


DOWNLOAD_AT_FIRST = {
    Name.DOWNLOAD_LOW: download_settings(MEGABYTE, 0, 0, low=True),
    Name.DOWNLOAD_MEDIUM: download_settings(MEGABYTE, 10 * MEGABYTE, MEGABYTE, low=False),
    Name.DOWNLOAD_HIGH: download_settings(MEGABYTE, 15 * MEGABYTE, 3 * MEGABYTE, low=False),
}
"""For expensive, usual and cheap connections, before the owner says otherwise."""
REACTIONS_AT_FIRST = api.ReactionsNotifySettings(
    messages_notify_from=api.ReactionNotificationsFromContacts(),
    stories_notify_from=api.ReactionNotificationsFromContacts(),
    poll_votes_notify_from=api.ReactionNotificationsFromContacts(),
    sound=api.NotificationSoundDefault(),
    show_previews=True,
)


RECENT_MAX = 50


async def remember_emoji_status(tx: Tx, owner: UserId, status: "api.TypeEmojiStatus") -> None:
    """An emoji stands beside a name: it comes first among those that did. Whoever changes it holds the
    account."""
    if not isinstance(status, api.EmojiStatus):
        return
    kept: api.account.EmojiStatuses | None = await store.find(
        tx, owner, Name.RECENT_EMOJI_STATUSES
    )
    others = [] if kept is None else kept.statuses
    new = api.EmojiStatus(document_id=status.document_id)
    statuses = [new, *(each for each in others if each != new)][:RECENT_MAX]
    value = api.account.EmojiStatuses(hash=0, statuses=statuses)
    await store.put(tx, owner, Name.RECENT_EMOJI_STATUSES, value)


@takes_leave
async def leave(journal: Journal, user: User) -> None:
    """The settings of an account that is deleted are forgotten."""
    for name in Name:
        await store.delete(journal.tx, user.id, name)
