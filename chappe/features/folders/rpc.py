"""`messages.*`: folders."""

from chappe.features.folders import store, view
from chappe.features.folders.access import KINDS, access_folder, access_id
from chappe.features.folders.actions import (
    drop_folder,
    order_folders,
    put_folder,
    show_tags,
)
from chappe.features.messages.payload import read_value
from chappe.features.users.access import is_premium
from chappe.rpc.call import Call
from chappe.rpc.errors import RpcError
from chappe.rpc.method import Who, method
from chappe.tl import api, layers

NAMED_MAX = 1000


@method("messages.getDialogFilters", who=Who.USER)
async def get_folders(
    call: Call, q: api.messages.GetDialogFilters
) -> api.messages.DialogFilters:
    """Return the caller's folders, in their order, with the place of the list of all chats.

    Wire: https://core.telegram.org/method/messages.getDialogFilters
    """
    folders = await store.find(call.tx, call.user_id)
    tags = await store.has_tags(call.tx, call.user_id)
    return view.render_folders(folders, tags=tags)


@method("messages.updateDialogFilter", who=Who.USER, writes=True)
async def update_folder(call: Call, q: api.messages.UpdateDialogFilter) -> bool:
    """Make a folder, change it or, without a filter, take it away.

    Wire:   https://core.telegram.org/method/messages.updateDialogFilter
    Errors: FILTER_ID_INVALID (access_id); those of access_folder; LIMIT_INVALID (put_folder)
    """
    folder_id = access_id(q.id)
    if q.filter is None:
        await drop_folder(call.journal, call.user_id, folder_id)
        return True
    premium = await is_premium(call.tx, call.user_id)
    folder = await access_folder(call, q.filter, folder_id, premium=premium)
    await put_folder(
        call.journal, call.user_id, folder_id, layers.write(folder), premium=premium
    )
    return True


@method("messages.updateDialogFiltersOrder", who=Who.USER, writes=True)
async def order(call: Call, q: api.messages.UpdateDialogFiltersOrder) -> bool:
    """Put the folders in order; 0 stands for the list of all chats.

    Wire:   https://core.telegram.org/method/messages.updateDialogFiltersOrder
    Errors: LIMIT_INVALID
    """
    if len(q.order) > NAMED_MAX:
        raise RpcError(400, "LIMIT_INVALID")
    premium = await is_premium(call.tx, call.user_id)
    await order_folders(call.journal, call.user_id, q.order, premium=premium)
    return True


@method("messages.getSuggestedDialogFilters", who=Who.USER)
async def get_suggested(
    call: Call, q: api.messages.GetSuggestedDialogFilters
) -> "list[api.TypeDialogFilterSuggested]":
    """Return folders that are of use to most and that the caller has none like.

    Wire: https://core.telegram.org/method/messages.getSuggestedDialogFilters
    """
    folders = await store.find(call.tx, call.user_id)
    there = {_kinds(read_value(kept)) for kept in folders.values() if kept is not None}
    return [each for each in view.suggestions() if _kinds(each.filter) not in there]


def _kinds(folder: "api.TypeDialogFilter") -> tuple[bool, ...]:
    return tuple(bool(getattr(folder, name)) for name in KINDS)


@method("messages.toggleDialogFilterTags", who=Who.USER, writes=True)
async def toggle_tags(call: Call, q: api.messages.ToggleDialogFilterTags) -> bool:
    """Show the names of folders beside the chats, or not.

    Wire:   https://core.telegram.org/method/messages.toggleDialogFilterTags
    Errors: PREMIUM_ACCOUNT_REQUIRED
    """
    if q.enabled and not await is_premium(call.tx, call.user_id):
        raise RpcError(403, "PREMIUM_ACCOUNT_REQUIRED")
    await show_tags(call.journal, call.user_id, shown=q.enabled)
    return True
