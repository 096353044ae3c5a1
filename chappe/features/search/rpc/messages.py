"""`messages.search*`, `messages.getSearch*`."""

from dataclasses import replace

from chappe.features.channels import store as channels
from chappe.features.dialogs import store as dialogs
from chappe.features.messages import finding, store
from chappe.features.messages.access import box_of
from chappe.features.messages.finding import Cursor, Sought
from chappe.features.messages.store import Window
from chappe.features.messages.view import render_page
from chappe.features.search.access import (
    access_author,
    access_dialog,
    access_filter,
    everywhere,
    narrowed,
    tagged,
)
from chappe.features.search.filters import SHARED_MEDIA, filter_of
from chappe.features.search.view import (
    render_calendar,
    render_places,
)
from chappe.features.users.access import named_peer
from chappe.ids import (
    CHANNEL_MARK,
    BoxId,
    MessageId,
    PeerId,
    channel_of,
    channel_peer,
    user_peer,
)
from chappe.rpc.call import Call
from chappe.rpc.errors import RpcError
from chappe.rpc.method import Who, method
from chappe.tl import api

PAGE_MAX = 100
DAYS_MAX = 100
PLACES_MAX = 2000
FILTERS_MAX = 32  # each is a count of its own; there are fewer kinds
FOLDERS = (0, 1)
"""The list of chats, and the archive."""


@method("messages.search", who=Who.USER)
async def search(call: Call, q: api.messages.Search) -> "api.messages.TypeMessages":
    """Find messages in a dialog (in all private chats and groups when none is named).

    Wire:   https://core.telegram.org/method/messages.search
    Errors: PEER_ID_INVALID, PEER_ID_NOT_SUPPORTED, MSG_ID_INVALID (access_dialog), FROM_PEER_INVALID
            (access_author), INPUT_FILTER_INVALID (access_filter), REACTION_INVALID (tagged);
            SEARCH_QUERY_EMPTY (no dialog, no words, no filter)
    """
    in_dialog = not isinstance(q.peer, api.InputPeerEmpty)
    wanted = access_filter(q.filter, in_dialog=in_dialog)
    if not in_dialog and not q.q.strip() and wanted.is_empty:
        raise RpcError(400, "SEARCH_QUERY_EMPTY")
    scope = Sought(box=BoxId(call.user_id))
    if in_dialog:
        scope = await access_dialog(call, q.peer, q.saved_peer_id, q.top_msg_id)
    author = access_author(call, q.from_id)
    scope = replace(scope, from_id=author, after=q.min_date, before=q.max_date)
    scope = await tagged(call, scope, q.saved_reaction)
    sought = narrowed(scope, wanted, q.q)
    window = Window(q.offset_id, 0, q.add_offset, _limit(q.limit), q.max_id, q.min_id)
    return await _page(call, sought, window, q.hash)


@method("messages.searchGlobal", who=Who.USER)
async def search_global(
    call: Call, q: api.messages.SearchGlobal
) -> "api.messages.TypeMessages":
    """Find messages in all dialogs, the newest first.

    Wire:   https://core.telegram.org/method/messages.searchGlobal
    Errors: SEARCH_QUERY_EMPTY (no words, no filter), INPUT_FILTER_INVALID (access_filter),
            FOLDER_ID_INVALID, PEER_ID_INVALID (`offset_peer`), CHANNEL_INVALID (`community`: there are none)
    """
    wanted = access_filter(q.filter, in_dialog=False)
    if not q.q.strip() and wanted.is_empty:
        raise RpcError(400, "SEARCH_QUERY_EMPTY")
    if q.community is not None:
        raise RpcError(400, "CHANNEL_INVALID")
    scope = await _in_folder(call, await everywhere(call), q.folder_id)
    scope = replace(scope, after=q.min_date, before=q.max_date)
    scope = await _of_kind(call, scope, q)
    below = await _cursor(call, q)
    return await _latest(call, narrowed(scope, wanted, q.q), below, _limit(q.limit))


@method("messages.searchSentMedia", who=Who.USER)
async def search_sent_media(
    call: Call, q: api.messages.SearchSentMedia
) -> "api.messages.TypeMessages":
    """Find media that the caller sent lately, to whomever.

    Wire:   https://core.telegram.org/method/messages.searchSentMedia
    Errors: FILTER_NOT_SUPPORTED (not a kind of file)
    """
    wanted = filter_of(q.filter)
    if wanted.trait not in SHARED_MEDIA:
        raise RpcError(400, "FILTER_NOT_SUPPORTED")
    scope = replace(await everywhere(call), from_id=user_peer(call.user_id))
    return await _latest(call, narrowed(scope, wanted, q.q), None, _limit(q.limit))


@method("messages.getSearchCounters", who=Who.USER)
async def get_search_counters(
    call: Call, q: api.messages.GetSearchCounters
) -> list[api.messages.SearchCounter]:
    """Count what each of some filters would find in a dialog.

    Wire:   https://core.telegram.org/method/messages.getSearchCounters
    Errors: PEER_ID_INVALID, PEER_ID_NOT_SUPPORTED, MSG_ID_INVALID (access_dialog), INPUT_FILTER_INVALID
            (more filters than there are)
    """
    if len(q.filters) > FILTERS_MAX:
        raise RpcError(400, "INPUT_FILTER_INVALID")
    scope = await access_dialog(call, q.peer, q.saved_peer_id, q.top_msg_id)
    counters = []
    for asked in q.filters:
        sought = narrowed(scope, filter_of(asked))
        assert sought is not None, "without words there is always something to look for"
        found = await finding.count(call.tx, sought)
        counters.append(api.messages.SearchCounter(filter=asked, count=found))
    return counters


@method("messages.getSearchResultsCalendar", who=Who.USER)
async def get_search_results_calendar(
    call: Call, q: api.messages.GetSearchResultsCalendar
) -> api.messages.SearchResultsCalendar:
    """Return the days (UTC) on which media of a kind came into a dialog, the newest first.

    Wire:   https://core.telegram.org/method/messages.getSearchResultsCalendar
    Errors: PEER_ID_INVALID, PEER_ID_NOT_SUPPORTED (access_dialog); FILTER_NOT_SUPPORTED (no kind of media)
    """
    sought = await _shared_media(call, q.peer, q.saved_peer_id, q.filter)
    tx, below = call.tx, q.offset_id
    if not below and q.offset_date:
        sought = replace(sought, before=q.offset_date + 1)
    count = await finding.count(tx, sought)
    days = await finding.days(tx, sought, below=below, limit=DAYS_MAX)
    newest = [day.last_id for day in days]
    found = await store.find_many(tx, sought.box, newest)
    before = await finding.count(tx, sought, newer_than=newest[0]) if newest else count
    return await render_calendar(
        tx,
        call.viewer,
        days,
        [found[each] for each in newest if each in found],
        count,
        await finding.oldest(tx, sought) or (0, 0),
        before,
    )


@method("messages.getSearchResultsPositions", who=Who.USER)
async def get_search_results_positions(
    call: Call, q: api.messages.GetSearchResultsPositions
) -> api.messages.SearchResultsPositions:
    """Return messages of a kind, evenly spread over a dialog, with their places in the list.

    Wire:   https://core.telegram.org/method/messages.getSearchResultsPositions
    Errors: PEER_ID_INVALID, PEER_ID_NOT_SUPPORTED (access_dialog), FILTER_NOT_SUPPORTED (no kind of media)
    """
    sought = await _shared_media(call, q.peer, q.saved_peer_id, q.filter)
    limit = max(1, min(q.limit, PLACES_MAX))
    count = await finding.count(call.tx, sought)
    step = max(1, -(-count // limit))
    places = await finding.places(call.tx, sought, below=q.offset_id, step=step)
    return render_places(places, count)


async def _shared_media(
    call: Call,
    peer: "api.TypeInputPeer",
    saved: "api.TypeInputPeer | None",
    asked: "api.TypeMessagesFilter",
) -> Sought:
    wanted = filter_of(asked)
    if wanted.trait is None:
        raise RpcError(400, "FILTER_NOT_SUPPORTED")
    sought = narrowed(await access_dialog(call, peer, saved), wanted)
    assert sought is not None, "without words there is always something to look for"
    return sought


async def _in_folder(call: Call, scope: Sought, folder_id: int | None) -> Sought:
    """Only the dialogs of the list of chats, or of the archive."""
    if folder_id is None:
        return scope
    if folder_id not in FOLDERS:
        raise RpcError(400, "FOLDER_ID_INVALID")
    archived: list[PeerId] = await dialogs.find_archived(call.tx, call.user_id)
    if folder_id == 0:
        return replace(scope, not_peers=archived)
    return replace(scope, peers=archived)


async def _of_kind(call: Call, scope: Sought, q: api.messages.SearchGlobal) -> Sought:
    """Only dialogs with users, only groups, or only channels; supergroups are groups."""
    if q.users_only:
        return replace(scope, more_boxes=(), peer_from=1)
    if not q.groups_only and not q.broadcasts_only:
        return scope
    ids = [channel_of(PeerId(box)) for box in scope.more_boxes]
    found = await channels.find_many(call.tx, [each for each in ids if each is not None])
    boxes = [
        BoxId(channel_peer(each.id))
        for each in found.values()
        if each.broadcast is bool(q.broadcasts_only)
    ]
    highest = -CHANNEL_MARK - 1 if q.broadcasts_only else -1
    return replace(scope, more_boxes=boxes, peer_to=highest)


async def _cursor(call: Call, q: api.messages.SearchGlobal) -> Cursor | None:
    """Behind which message the next part begins: named by its date, dialog and number, as far as they are
    given."""
    if not q.offset_rate and not q.offset_id:
        return None
    peer = user_peer(call.user_id)
    if not isinstance(q.offset_peer, api.InputPeerEmpty):
        peer = named_peer(call.viewer, q.offset_peer)
    box, at = box_of(call.viewer, peer), q.offset_rate
    if not at:
        found = await store.find_many(call.tx, box, [MessageId(q.offset_id)])
        at = found[MessageId(q.offset_id)].body.at if found else 0
    return Cursor(at, box, q.offset_id)


async def _latest(
    call: Call, sought: Sought | None, below: Cursor | None, limit: int
) -> "api.messages.TypeMessages":
    """What is found in all dialogs, the newest first."""
    if sought is None:
        return await render_page(call.tx, call.viewer, [], 0)
    found = await finding.find_latest(call.tx, sought, below, limit)
    count = await finding.count(call.tx, sought)
    page = await render_page(call.tx, call.viewer, found, count)
    if isinstance(page, api.messages.MessagesSlice) and len(found) == limit and found:
        page.next_rate = found[-1].body.at
    return page


async def _page(
    call: Call, sought: Sought | None, window: Window, held: int
) -> "api.messages.TypeMessages":
    """What is found in a dialog; `held`: hash of what the client has."""
    if sought is None:
        return await render_page(call.tx, call.viewer, [], 0)
    found = await finding.find(call.tx, sought, window)
    count = await finding.count(call.tx, sought)
    before = None
    if window.offset_id and found:
        before = await finding.count(call.tx, sought, newer_than=found[0].id)
    return await render_page(call.tx, call.viewer, found, count, offset=before, known=held)


def _limit(asked: int) -> int:
    return max(0, min(asked, PAGE_MAX))
