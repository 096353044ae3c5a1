"""A folder out of what a client sent."""

from collections.abc import Sequence

from chappe.features.chatlist.access import access_chat
from chappe.features.text.actions import prepare_text
from chappe.features.text.model import Limit
from chappe.ids import PeerId
from chappe.rpc.call import Call
from chappe.rpc.errors import RpcError
from chappe.tl import api

IDS = range(2, 256)
"""0 is the list of all chats; 1 no client uses."""
TITLE = Limit(12, "MESSAGE_TOO_LONG", "FILTER_TITLE_EMPTY")
CHATS_MAX = {False: 100, True: 200}
"""Named ones in a folder, and as many that are not in it; by whether the account is premium."""
EMOTICON_CHARACTERS_MAX = 16
COLORS = range(-1, 7)


def access_id(folder_id: int) -> int:
    """The number of a folder.

    Errors: FILTER_ID_INVALID
    """
    if folder_id not in IDS:
        raise RpcError(400, "FILTER_ID_INVALID")
    return folder_id


async def access_folder(
    call: Call, given: "api.TypeDialogFilter", folder_id: int, *, premium: bool
) -> api.DialogFilter:
    """The folder as it is kept.

    Errors: FILTER_ID_INVALID (another than that of the call); FILTER_NOT_SUPPORTED (a shared folder);
            FILTER_TITLE_EMPTY, MESSAGE_TOO_LONG (title); FILTER_INCLUDE_EMPTY; EMOTICON_INVALID;
            LIMIT_INVALID (chats); COLOR_INVALID; PEER_ID_INVALID
    """
    if isinstance(given, api.DialogFilterChatlist):
        raise RpcError(400, "FILTER_NOT_SUPPORTED")
    if not isinstance(given, api.DialogFilter) or given.id != folder_id:
        raise RpcError(400, "FILTER_ID_INVALID")
    title = prepare_text(given.title.text, limit=TITLE, commands=False).text
    if len(given.emoticon or "") > EMOTICON_CHARACTERS_MAX:
        raise RpcError(400, "EMOTICON_INVALID")
    if given.color is not None and given.color not in COLORS:
        raise RpcError(400, "COLOR_INVALID")
    peers = [given.pinned_peers, given.include_peers, given.exclude_peers]
    chats_max = CHATS_MAX[premium]
    if len(peers[0]) + len(peers[1]) > chats_max or len(peers[2]) > chats_max:
        raise RpcError(400, "LIMIT_INVALID")
    kinds = (given.contacts, given.non_contacts, given.groups, given.broadcasts, given.bots)
    if not any(kinds) and not peers[0] and not peers[1]:
        raise RpcError(400, "FILTER_INCLUDE_EMPTY")
    seen: set[PeerId] = set()
    pinned, included, excluded = [await _once(call, each, seen) for each in peers]
    return api.DialogFilter(
        **{name: bool(getattr(given, name)) for name in KINDS},
        id=folder_id,
        title=api.TextWithEntities(text=title, entities=[]),
        emoticon=(given.emoticon or "").replace("\0", "") or None,
        color=given.color,
        pinned_peers=pinned,
        include_peers=included,
        exclude_peers=excluded,
    )


KINDS = (
    *("contacts", "non_contacts", "groups", "broadcasts", "bots"),
    *("exclude_muted", "exclude_read", "exclude_archived", "title_noanimate"),
)


async def _once(
    call: Call, named: Sequence["api.TypeInputPeer"], seen: set[PeerId]
) -> "list[api.TypeInputPeer]":
    """The chats that are named for the first time."""
    kept: list[api.TypeInputPeer] = []
    for each in named:
        peer = await access_chat(call.tx, call.viewer, each)
        if peer not in seen:
            seen.add(peer)
            kept.append(each)
    return kept
