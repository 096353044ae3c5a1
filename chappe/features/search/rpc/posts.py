"""`channels.searchPosts`: finding posts in all public channels. https://core.telegram.org/api/search"""

import re

from chappe.features.channels import store as channels
from chappe.features.chats.model import Standing
from chappe.features.messages import finding
from chappe.features.messages.finding import Cursor, Sought
from chappe.features.messages.model import Message
from chappe.features.messages.view import render_page
from chappe.features.search.access import narrowed
from chappe.features.search.filters import filter_of
from chappe.features.users.access import named_peer
from chappe.ids import BoxId
from chappe.rpc.call import Call
from chappe.rpc.errors import RpcError
from chappe.rpc.method import Who, method
from chappe.tl import api
from chappe.updates.horizon import horizons

PAGE_MAX = 100
ROUNDS_MAX = 5
"""Pages that are looked through for a hashtag: the index knows words, not signs before them."""
CHANNELS_MAX = 1000
"""Public channels that are searched: those with most members."""
HASHTAG_CHARACTERS_MAX = 256
UNLIMITED = 2**31 - 1


@method("channels.searchPosts", who=Who.USER)
async def search_posts(call: Call, q: api.channels.SearchPosts) -> "api.messages.TypeMessages":
    """Find posts of public channels by words or by a hashtag, the newest first. It costs nothing here.

    Wire:   https://core.telegram.org/method/channels.searchPosts (since 185)
    Errors: SEARCH_QUERY_EMPTY (neither words nor a hashtag), HASHTAG_INVALID, PEER_ID_INVALID,
            CHANNEL_INVALID (`offset_peer`)
    """
    hashtag = None if q.hashtag is None else _hashtag(q.hashtag)
    words = hashtag or (q.query or "").strip()
    if not words:
        raise RpcError(400, "SEARCH_QUERY_EMPTY")
    below = None
    if q.offset_rate:
        peer = named_peer(call.viewer, q.offset_peer)
        below = Cursor(q.offset_rate, BoxId(peer), q.offset_id)
    scope = await _public(call)
    everything = filter_of(api.InputMessagesFilterEmpty())
    sought = None if scope is None else narrowed(scope, everything, words)
    limit = max(1, min(q.limit, PAGE_MAX))
    if sought is None:
        return await render_page(call.tx, call.viewer, [], 0)
    found = await _find(call, sought, below, limit, hashtag)
    count = await finding.count(call.tx, sought)
    page = await render_page(call.tx, call.viewer, found, count)
    if isinstance(page, api.messages.MessagesSlice):
        page.inexact = hashtag is not None
        page.next_rate = found[-1].body.at if len(found) == limit else None
    return page


def _hashtag(said: str) -> str:
    """The word of a hashtag.

    Errors: HASHTAG_INVALID
    """
    word = said.removeprefix("#")
    if not re.fullmatch(r"\w+", word) or len(word) > HASHTAG_CHARACTERS_MAX or word.isdigit():
        raise RpcError(400, "HASHTAG_INVALID")
    return word


async def _public(call: Call) -> Sought | None:
    """What was posted in public channels that have not put the caller out; None: there are none."""
    found = await channels.find_public(call.tx, CHANNELS_MAX)
    mine = await channels.find_of_user(call.tx, call.user_id, [each.id for each in found])
    out = {each.channel_id for each in mine.values() if each.standing is Standing.KICKED}
    boxes = [each.box for each in found if each.id not in out]
    if not boxes:
        return None
    least = await horizons(call.tx, call.user_id, boxes)
    return Sought(box=boxes[0], more_boxes=boxes[1:], horizons=least)


async def _find(
    call: Call, sought: Sought, below: Cursor | None, limit: int, hashtag: str | None
) -> list[Message]:
    if hashtag is None:
        return await finding.find_latest(call.tx, sought, below, limit)
    there = re.compile(rf"#{re.escape(hashtag)}(?!\w)", re.IGNORECASE)
    found: list[Message] = []
    for _ in range(ROUNDS_MAX):
        page = await finding.find_latest(call.tx, sought, below, limit)
        found += [each for each in page if there.search(each.body.text)]
        if len(page) < limit or len(found) >= limit:
            break
        below = Cursor(page[-1].body.at, page[-1].box, page[-1].id)
    return found[:limit]


@method("channels.checkSearchPostsFlood", who=Who.USER, rows=False)
async def check_search_posts_flood(
    call: Call, q: api.channels.CheckSearchPostsFlood
) -> api.SearchPostsFlood:
    """Say what a search for posts costs: nothing, however often one searches.

    Wire:   https://core.telegram.org/method/channels.checkSearchPostsFlood (since 211)
    """
    return api.SearchPostsFlood(
        query_is_free=True, total_daily=UNLIMITED, remains=UNLIMITED, stars_amount=0
    )
