"""From a client's question to what is looked for: the road on which a caller may be refused."""

from collections.abc import Sequence
from dataclasses import replace

from chappe.db.fulltext import Mark, marks_query, query_of
from chappe.features.channels.store import find_joined
from chappe.features.messages.access import box_of
from chappe.features.messages.finding import Sought
from chappe.features.messages.threads import contents_of
from chappe.features.messages.words import box_mark, dialog_mark
from chappe.features.reactions.access import access_reaction
from chappe.features.reactions.model import PER_MESSAGE_MAX
from chappe.features.reactions.store import find_tagged
from chappe.features.search.filters import Filter, filter_of
from chappe.features.users.access import access_peer, named_peer
from chappe.ids import BoxId, MessageId, PeerId, channel_of, user_peer
from chappe.rpc.call import Call
from chappe.rpc.errors import RpcError
from chappe.tl import api
from chappe.updates.horizon import horizons


async def access_dialog(
    call: Call,
    named: "api.TypeInputPeer",
    saved: "api.TypeInputPeer | None" = None,
    thread: int | None = None,
) -> Sought:
    """Everything in a dialog; `saved`: only what was saved from there; `thread`: only in that thread.

    Errors: PEER_ID_INVALID (access_peer), PEER_ID_NOT_SUPPORTED (`saved` in another dialog than with
    oneself), MSG_ID_INVALID (`thread`: there are none in private chats and basic groups)
    """
    peer = await access_peer(call.tx, call.viewer, named, reading=True)
    if thread and channel_of(peer) is None:
        raise RpcError(400, "MSG_ID_INVALID")
    box = box_of(call.viewer, peer)
    sought = Sought(
        box=box,
        peer=peer,
        thread=await contents_of(call.tx, box, MessageId(thread)) if thread else None,
        member=None if channel_of(peer) is None else call.user_id,
        horizons=await horizons(call.tx, call.user_id, [box]),
    )
    if saved is None:
        return sought
    if peer != user_peer(call.user_id):
        raise RpcError(400, "PEER_ID_NOT_SUPPORTED")
    return replace(sought, saved_peer=named_peer(call.viewer, saved))


async def everywhere(call: Call) -> Sought:
    """Everything that the caller has, and what was said in its channels and supergroups."""
    channels = await find_joined(call.tx, call.user_id)
    return Sought(
        box=BoxId(call.user_id),
        more_boxes=channels,
        horizons=await horizons(call.tx, call.user_id, channels),
    )


async def tagged(
    call: Call, sought: Sought, tags: Sequence["api.TypeReaction"] | None
) -> Sought:
    """Only what bears one of these tags; there are tags in Saved Messages only.

    Errors: REACTION_INVALID, REACTION_EMPTY, DOCUMENT_INVALID (access_reaction)
    """
    if not tags:
        return sought
    found: set[int] = set()
    for each in tags[:PER_MESSAGE_MAX]:
        reaction = await access_reaction(call.tx, each)
        found |= set(await find_tagged(call.tx, call.user_id, reaction))
    return replace(sought, bodies=found)


def access_author(call: Call, named: "api.TypeInputPeer | None") -> PeerId | None:
    """Whose messages only, None: everybody's.

    Errors: FROM_PEER_INVALID
    """
    if named is None or isinstance(named, api.InputPeerEmpty):
        return None
    try:
        return named_peer(call.viewer, named)
    except RpcError as error:
        raise RpcError(400, "FROM_PEER_INVALID") from error


def access_filter(asked: "api.TypeMessagesFilter", *, in_dialog: bool) -> Filter:
    """What a filter means.

    Errors: INPUT_FILTER_INVALID (pinned messages and mentions are of one dialog)
    """
    wanted = filter_of(asked)
    if wanted.marked is not None and not in_dialog:
        raise RpcError(400, "INPUT_FILTER_INVALID")
    return wanted


def narrowed(sought: Sought, wanted: Filter, words: str = "") -> Sought | None:
    """Only what fits a filter and holds words; None when nothing can: there is no word in `words`."""
    place: Mark = [box_mark(box) for box in (sought.box, *sought.more_boxes)]
    if sought.peer is not None:
        place = dialog_mark(sought.box, sought.peer)
    marks = [place] if wanted.trait is None else [place, wanted.trait.value]
    if words.strip():
        query = query_of(words, marks)
        if query is None:
            return None
        return replace(sought, query=query, marked=wanted.marked)
    query = None if wanted.trait is None else marks_query(marks)
    return replace(sought, query=query, marked=wanted.marked)
