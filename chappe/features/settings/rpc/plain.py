"""`account.*`: plain settings."""

from chappe.features.settings import store
from chappe.features.settings.actions import DOWNLOAD_AT_FIRST, REACTIONS_AT_FIRST
from chappe.features.settings.model import Name
from chappe.rpc.call import Call
from chappe.rpc.method import method
from chappe.tl import api


@method("account.getContentSettings")
async def get_content(
    call: Call, q: api.account.GetContentSettings
) -> api.account.ContentSettings:
    """Return whether the caller wants to see what is marked as sensitive.

    Wire: https://core.telegram.org/method/account.getContentSettings
    """
    kept = await store.find(call.tx, call.user_id, Name.CONTENT)
    return kept or api.account.ContentSettings(sensitive_can_change=True)


@method("account.setContentSettings", writes=True)
async def set_content(call: Call, q: api.account.SetContentSettings) -> bool:
    """Say whether the caller wants to see what is marked as sensitive.

    Wire: https://core.telegram.org/method/account.setContentSettings
    """
    settings = api.account.ContentSettings(
        sensitive_enabled=q.sensitive_enabled, sensitive_can_change=True
    )
    await store.put(call.tx, call.user_id, Name.CONTENT, settings)
    return True


@method("account.getAutoDownloadSettings")
async def get_download(
    call: Call, q: api.account.GetAutoDownloadSettings
) -> api.account.AutoDownloadSettings:
    """Return what the caller's clients fetch without being asked.

    Wire: https://core.telegram.org/method/account.getAutoDownloadSettings
    """
    kept = await store.find_many(call.tx, call.user_id, list(DOWNLOAD_AT_FIRST))
    low, medium, high = (kept.get(name, first) for name, first in DOWNLOAD_AT_FIRST.items())
    return api.account.AutoDownloadSettings(low=low, medium=medium, high=high)


@method("account.saveAutoDownloadSettings", writes=True)
async def save_download(call: Call, q: api.account.SaveAutoDownloadSettings) -> bool:
    """Say what the caller's clients fetch without being asked.

    Wire: https://core.telegram.org/method/account.saveAutoDownloadSettings
    """
    name = Name.DOWNLOAD_MEDIUM
    if q.low:
        name = Name.DOWNLOAD_LOW
    elif q.high:
        name = Name.DOWNLOAD_HIGH
    await store.put(call.tx, call.user_id, name, q.settings)
    return True


@method("account.getReactionsNotifySettings")
async def get_reactions(
    call: Call, q: api.account.GetReactionsNotifySettings
) -> api.ReactionsNotifySettings:
    """Return of whose reactions the caller wants to be told.

    Wire: https://core.telegram.org/method/account.getReactionsNotifySettings
    """
    kept = await store.find(call.tx, call.user_id, Name.REACTIONS_NOTIFY)
    return kept or REACTIONS_AT_FIRST


@method("account.setReactionsNotifySettings", writes=True)
async def set_reactions(
    call: Call, q: api.account.SetReactionsNotifySettings
) -> api.ReactionsNotifySettings:
    """Say of whose reactions the caller wants to be told.

    Wire: https://core.telegram.org/method/account.setReactionsNotifySettings
    """
    await store.put(call.tx, call.user_id, Name.REACTIONS_NOTIFY, q.settings)
    return q.settings
