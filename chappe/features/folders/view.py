"""Folders on the wire."""

from collections.abc import Mapping, Sequence

from chappe.db.database import Tx
from chappe.features.folders import store
from chappe.features.folders.actions import FolderChanged, FoldersOrdered
from chappe.features.folders.store import ALL_CHATS
from chappe.features.messages.payload import read_value
from chappe.tl import api
from chappe.updates.log import Logged
from chappe.updates.render import Updates, renders
from chappe.updates.viewer import Viewer


def render_folders(
    folders: Mapping[int, bytes | None], *, tags: bool
) -> api.messages.DialogFilters:
    """All folders in their order."""
    return api.messages.DialogFilters(
        tags_enabled=tags,
        filters=[
            api.DialogFilterDefault() if kept is None else read_value(kept)
            for kept in folders.values()
        ],
    )


@renders(FolderChanged)
async def render_changed(tx: Tx, viewer: Viewer, entries: Sequence[Logged]) -> list[Updates]:
    """updateDialogFilter; updateDialogFilters when all are to be asked for again."""
    folders = await store.find(tx, viewer.user_id)
    shown: list[Updates] = []
    for entry in entries:
        assert isinstance(entry.fact, FolderChanged)
        number = entry.fact.id
        if number == ALL_CHATS:
            shown.append([api.UpdateDialogFilters()])
        else:
            kept = read_value(folders.get(number))
            shown.append([api.UpdateDialogFilter(id=number, filter=kept)])
    return shown


@renders(FoldersOrdered)
async def render_order(tx: Tx, viewer: Viewer, entries: Sequence[Logged]) -> list[Updates]:
    """updateDialogFilterOrder."""
    order = list(await store.find(tx, viewer.user_id))
    return [[api.UpdateDialogFilterOrder(order=order)] for _ in entries]


def _suggested(emoticon: str, title: str, **fields: bool) -> api.DialogFilter:
    return api.DialogFilter(
        **fields,
        id=ALL_CHATS,  # whoever takes it gives it a number of its own
        title=api.TextWithEntities(text=title, entities=[]),
        emoticon=emoticon,
        pinned_peers=[],
        include_peers=[],
        exclude_peers=[],
    )


def suggestions() -> list[api.DialogFilterSuggested]:
    """Folders that are of use to most."""
    people = {"contacts": True, "non_contacts": True}
    unread = {**people, "groups": True, "broadcasts": True, "bots": True, "exclude_read": True}
    return [
        api.DialogFilterSuggested(
            filter=_suggested("✅", "Unread", **unread),
            description="New messages from all chats.",
        ),
        api.DialogFilterSuggested(
            filter=_suggested("👤", "Personal", **people),
            description="Only messages from people.",
        ),
    ]
