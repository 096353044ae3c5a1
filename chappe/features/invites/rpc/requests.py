"""Who came in by links, and who waits to be let in."""

from chappe.db.fulltext import words_of
from chappe.features.channels.limits import limits_of
from chappe.features.invites import store
from chappe.features.invites.access import access_link, access_place
from chappe.features.invites.joining import answer_all, answer_request
from chappe.features.invites.model import Importer
from chappe.features.invites.view import link_prefix, render_importers
from chappe.features.users import store as users
from chappe.features.users.access import access_user, named_user
from chappe.ids import UserId
from chappe.rpc.call import Call
from chappe.rpc.errors import RpcError
from chappe.rpc.method import Who, method
from chappe.tl import api
from chappe.updates.render import render_own, render_peers_of

PAGE_MAX = 100
SEARCHED_MAX = 2000
"""How many that came in, or wait, a search looks at."""


@method("messages.getChatInviteImporters", who=Who.USER)
async def get_importers(
    call: Call, q: api.messages.GetChatInviteImporters
) -> api.messages.ChatInviteImporters:
    """Return who came in by a link, or who waits, the last first.

    Wire:   https://core.telegram.org/method/messages.getChatInviteImporters
    Errors: PEER_ID_INVALID, CHANNEL_INVALID, CHANNEL_PRIVATE, CHAT_ADMIN_REQUIRED (access_place);
            INVITE_HASH_EXPIRED (access_link), SEARCH_WITH_LINK_NOT_SUPPORTED
    """
    place = await access_place(call.tx, call.viewer, q.peer)
    asked = words_of(q.q or "").split()
    if asked and q.link:
        raise RpcError(400, "SEARCH_WITH_LINK_NOT_SUPPORTED")
    hash_ = None
    if q.link:
        hash_ = (await access_link(call.tx, place, q.link)).hash
    limit = max(0, min(q.limit, PAGE_MAX))
    offset = (q.offset_date, named_user(call.viewer, q.offset_user) or UserId(0))
    found = await store.find_importer_page(
        call.tx,
        place.peer,
        hash_,
        offset,
        SEARCHED_MAX if asked else limit,
        requested=q.requested,
    )
    count = await store.count_importers(call.tx, place.peer, hash_, requested=q.requested)
    if asked:
        found = await _called(call, found, asked)
        count, found = len(found), found[:limit]
    shown = await render_importers(call.tx, call.viewer, found)
    people, _ = await render_peers_of(call.tx, call.viewer, shown)
    return api.messages.ChatInviteImporters(count=count, importers=shown, users=people)


async def _called(call: Call, found: list[Importer], asked: list[str]) -> list[Importer]:
    """Those whose names have words that begin as those asked for."""
    known = await users.find_many(call.tx, {each.user_id for each in found})

    def fits(user_id: UserId) -> bool:
        user = known.get(user_id)
        if user is None:
            return False
        names = [user.first_name, user.last_name, *(each.name for each in user.usernames)]
        words = words_of(" ".join(names)).split()
        return all(any(word.startswith(each) for word in words) for each in asked)

    return [each for each in found if fits(each.user_id)]


@method("messages.hideChatJoinRequest", who=Who.SIGNED_IN, writes=True)
async def hide_request(call: Call, q: api.messages.HideChatJoinRequest) -> "api.TypeUpdates":
    """Let somebody in who has asked, or do not.

    Wire:   https://core.telegram.org/method/messages.hideChatJoinRequest
    Errors: PEER_ID_INVALID, CHANNEL_PRIVATE, CHAT_ADMIN_REQUIRED (access_place); USER_ID_INVALID,
            HIDE_REQUESTER_MISSING, USER_ALREADY_PARTICIPANT, USER_CHANNELS_TOO_MUCH, USERS_TOO_MUCH
            (answer_request)
    """
    place = await access_place(call.tx, call.viewer, q.peer)
    user = await access_user(call.tx, call.viewer, q.user_id)
    prefix, limits = link_prefix(call), limits_of(call)
    await answer_request(
        call.journal, call.user_id, place.peer, user.id, prefix, limits, approved=q.approved
    )
    return await render_own(call.tx, call.viewer, call.journal.entries)


@method("messages.hideAllChatJoinRequests", who=Who.USER, writes=True)
async def hide_requests(
    call: Call, q: api.messages.HideAllChatJoinRequests
) -> "api.TypeUpdates":
    """Let all in who have asked, or none.

    Wire:   https://core.telegram.org/method/messages.hideAllChatJoinRequests
    Errors: PEER_ID_INVALID, CHANNEL_INVALID, CHANNEL_PRIVATE, CHAT_ADMIN_REQUIRED (access_place);
            INVITE_HASH_EXPIRED (access_link), HIDE_REQUESTER_MISSING, USERS_TOO_MUCH (answer_all)
    """
    place = await access_place(call.tx, call.viewer, q.peer)
    hash_ = None
    if q.link:
        hash_ = (await access_link(call.tx, place, q.link)).hash
    prefix, limits = link_prefix(call), limits_of(call)
    await answer_all(
        call.journal, call.user_id, place.peer, hash_, prefix, limits, approved=q.approved
    )
    return await render_own(call.tx, call.viewer, call.journal.entries)
