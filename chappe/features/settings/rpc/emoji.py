"""`account.*`: the emoji beside a name, and those that stood there before."""

from chappe.features.settings import store
from chappe.features.settings.actions import remember_emoji_status
from chappe.features.settings.model import Name
from chappe.features.users.access import hold_self
from chappe.features.users.profile import update_emoji_status
from chappe.rpc.call import Call
from chappe.rpc.list_hash import list_hash
from chappe.rpc.method import method
from chappe.tl import api


@method("account.updateEmojiStatus", writes=True)
async def change_emoji_status(call: Call, q: api.account.UpdateEmojiStatus) -> bool:
    """Show an emoji beside the caller's name.

    Wire:   https://core.telegram.org/method/account.updateEmojiStatus
    Errors: COLLECTIBLE_INVALID, DOCUMENT_INVALID (update_emoji_status)
    """
    user = await hold_self(call.tx, call.viewer)
    await update_emoji_status(call.journal, user, q.emoji_status)
    await remember_emoji_status(call.tx, call.user_id, q.emoji_status)
    return True


@method("account.getRecentEmojiStatuses")
async def get_recent(
    call: Call, q: api.account.GetRecentEmojiStatuses
) -> "api.account.TypeEmojiStatuses":
    """Return the emoji that the caller has shown beside its name, the last first.

    Wire: https://core.telegram.org/method/account.getRecentEmojiStatuses
    """
    kept: api.account.EmojiStatuses | None = await store.find(
        call.tx, call.user_id, Name.RECENT_EMOJI_STATUSES
    )
    statuses = [] if kept is None else kept.statuses
    ids = [each.document_id for each in statuses if isinstance(each, api.EmojiStatus)]
    hashed = list_hash(ids)
    if q.hash and q.hash == hashed:
        return api.account.EmojiStatusesNotModified()
    return api.account.EmojiStatuses(hash=hashed, statuses=statuses)


@method("account.clearRecentEmojiStatuses", writes=True)
async def clear_recent(call: Call, q: api.account.ClearRecentEmojiStatuses) -> bool:
    """Forget which emoji the caller has shown beside its name.

    Wire: https://core.telegram.org/method/account.clearRecentEmojiStatuses
    """
    await store.delete(call.tx, call.user_id, Name.RECENT_EMOJI_STATUSES)
    return True
