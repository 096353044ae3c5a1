"""Folders of chats: until layer 196 a title was plain text."""

from typing import Any

from chappe.tl import api
from chappe.tl.build import TLObject
from chappe.tl.drift.frame import Fields, down, down_result, down_to, old, up
from chappe.tl.drift.polls import styled


@down("dialogFilter", "title", until=195)
@down("dialogFilterChatlist", "title", since=158, until=195)
@down("chatlists.chatlistInvite", "title", until=195)
def plain_title(o: Any) -> Fields:
    """Leave the entities of a title out."""
    return {"title": o.title.text}


@down_to("dialogFilterChatlist", until=157)
def folder_of_ones_own(o: api.DialogFilterChatlist) -> TLObject:
    """Until layer 158 no folder was shared: this one looks like any other."""
    return api.DialogFilter(
        id=o.id,
        title=o.title,
        emoticon=o.emoticon,
        color=o.color,
        pinned_peers=o.pinned_peers,
        include_peers=o.include_peers,
        exclude_peers=[],
    )


@up("dialogFilter")
@up("dialogFilterChatlist")
def styled_title(before: Any) -> Fields:
    """Read a plain title as one without entities."""
    return {"title": styled(before.title)}


@down_result("messages.getDialogFilters", until=176)
def bare_filters(result: api.messages.DialogFilters) -> "list[api.TypeDialogFilter]":
    """Until layer 177 the answer was a list."""
    return result.filters


@down_result("messages.getDialogFilters", until=142)
def folders_alone(result: api.messages.DialogFilters) -> "list[api.TypeDialogFilter]":
    """Until layer 143 the list of all chats had no place among the folders: it was above them."""
    return [each for each in result.filters if not isinstance(each, api.DialogFilterDefault)]


@up(0xECCF1DF6)
def list_by_number(before: Any) -> api.messages.GetDialogs:
    """Until layer 57 the list of chats was read on by the number of those already read, or below a
    message: a date below zero says the former, a message without a date the latter."""
    return api.messages.GetDialogs(
        offset_date=-max(0, before.offset),
        offset_id=max(0, before.max_id),
        offset_peer=api.InputPeerEmpty(),
        limit=before.limit,
        hash=0,
    )


@down_result("messages.getPinnedDialogs", until=99)
def without_the_archive(result: api.messages.PeerDialogs) -> api.messages.PeerDialogs:
    """Until layer 100 there was no archive to tell of."""
    result.dialogs = [each for each in result.dialogs if isinstance(each, api.Dialog)]
    return result


def dialog_of(peer: Any) -> api.InputDialogPeer:
    """Until layer 76 a dialog was named by its peer alone."""
    return api.InputDialogPeer(peer=peer)


@up(0x2D9776B9)
def dialogs_by_peers(before: Any) -> api.messages.GetPeerDialogs:
    """As `dialog_of`."""
    return api.messages.GetPeerDialogs(peers=[dialog_of(each) for each in before.peers])


@up(0x3289BE6A)
def pin_by_peer(before: Any) -> api.messages.ToggleDialogPin:
    """As `dialog_of`."""
    return api.messages.ToggleDialogPin(pinned=before.pinned, peer=dialog_of(before.peer))


@up(0x959FF644)
def pins_by_peers(before: Any) -> api.messages.ReorderPinnedDialogs:
    """As `dialog_of`."""
    order: list[api.TypeInputDialogPeer] = [dialog_of(each) for each in before.order]
    return api.messages.ReorderPinnedDialogs(force=before.force, folder_id=0, order=order)


@down_to("updateDialogPinned", until=75)
def pinned_peer(o: api.UpdateDialogPinned) -> TLObject | None:
    """As `dialog_of`; of a folder there are no words."""
    if not isinstance(o.peer, api.DialogPeer):
        return None
    return old(0xD711A2CC, pinned=o.pinned, peer=o.peer.peer)


@down_to("updatePinnedDialogs", until=75)
def pinned_peers(o: api.UpdatePinnedDialogs) -> TLObject:
    """As `dialog_of`."""
    order = o.order or []
    return old(
        0xD8CAF68D, order=[each.peer for each in order if isinstance(each, api.DialogPeer)]
    )
