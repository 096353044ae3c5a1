"""`contacts.*`: top peers."""

from typing import TYPE_CHECKING, Any

from chappe.features.toppeers import store
from chappe.features.toppeers.actions import read_ratings, toggle
from chappe.features.toppeers.model import Category, Rated
from chappe.features.users.access import access_peer, access_self, hold_self
from chappe.features.users.model import Mark
from chappe.rpc.call import Call
from chappe.rpc.errors import RpcError
from chappe.rpc.list_hash import list_hash
from chappe.rpc.method import method
from chappe.tl import api
from chappe.updates.peers import peer_on_wire
from chappe.updates.render import render_peers_of

if TYPE_CHECKING:
    from collections.abc import Callable

PAGE_MAX = 100
SHOWN: "dict[Category, Callable[[], api.TypeTopPeerCategory]]" = {
    Category.CORRESPONDENTS: api.TopPeerCategoryCorrespondents,
    Category.BOTS_PM: api.TopPeerCategoryBotsPM,
    Category.BOTS_INLINE: api.TopPeerCategoryBotsInline,
    Category.PHONE_CALLS: api.TopPeerCategoryPhoneCalls,
    Category.FORWARD_USERS: api.TopPeerCategoryForwardUsers,
    Category.FORWARD_CHATS: api.TopPeerCategoryForwardChats,
    Category.GROUPS: api.TopPeerCategoryGroups,
    Category.CHANNELS: api.TopPeerCategoryChannels,
    Category.BOTS_APP: api.TopPeerCategoryBotsApp,
    Category.BOTS_GUEST_CHAT: api.TopPeerCategoryBotsGuestChat,
}
_NAMED: dict[Any, Category] = {shown: category for category, shown in SHOWN.items()}


def _asked(q: api.contacts.GetTopPeers) -> list[Category]:
    flags = {
        Category.CORRESPONDENTS: q.correspondents,
        Category.BOTS_PM: q.bots_pm,
        Category.BOTS_INLINE: q.bots_inline,
        Category.PHONE_CALLS: q.phone_calls,
        Category.FORWARD_USERS: q.forward_users,
        Category.FORWARD_CHATS: q.forward_chats,
        Category.GROUPS: q.groups,
        Category.CHANNELS: q.channels,
        Category.BOTS_APP: q.bots_app,
        Category.BOTS_GUEST_CHAT: q.bots_guestchat,
    }
    return [category for category, wanted in flags.items() if wanted]


@method("contacts.getTopPeers")
async def get_top_peers(call: Call, q: api.contacts.GetTopPeers) -> "api.contacts.TypeTopPeers":
    """Return whom the caller has most to do with.

    Wire:   https://core.telegram.org/method/contacts.getTopPeers
    Errors: TYPES_EMPTY
    """
    asked = _asked(q)
    if not asked:
        raise RpcError(400, "TYPES_EMPTY")
    user = await access_self(call.tx, call.viewer)
    if Mark.TOP_PEERS_OFF in user.marks:
        return api.contacts.TopPeersDisabled()
    rated = await read_ratings(call.tx, call.user_id, call.now)
    start, limit = max(0, q.offset), max(0, min(q.limit, PAGE_MAX))
    pages = {each: rated.get(each, [])[start : start + limit] for each in asked}
    if q.hash and q.hash == list_hash(each.peer for page in pages.values() for each in page):
        return api.contacts.TopPeersNotModified()
    categories: list[api.TypeTopPeerCategoryPeers] = [
        api.TopPeerCategoryPeers(
            category=SHOWN[each](),
            count=len(rated.get(each, [])),
            peers=[_top_peer(one) for one in page],
        )
        for each, page in pages.items()
    ]
    users, chats = await render_peers_of(call.tx, call.viewer, categories)
    return api.contacts.TopPeers(categories=categories, chats=chats, users=users)


def _top_peer(rated: Rated) -> api.TopPeer:
    return api.TopPeer(peer=peer_on_wire(rated.peer), rating=rated.rating)


@method("contacts.resetTopPeerRating", writes=True)
async def reset_rating(call: Call, q: api.contacts.ResetTopPeerRating) -> bool:
    """Count what the caller has to do with a peer anew.

    Wire:   https://core.telegram.org/method/contacts.resetTopPeerRating
    Errors: PEER_ID_INVALID, CHANNEL_INVALID, MSG_ID_INVALID (access_peer)
    """
    peer = await access_peer(call.tx, call.viewer, q.peer)
    await store.put(call.tx, call.user_id, _NAMED[type(q.category)], peer, int(call.now))
    return True


@method("contacts.toggleTopPeers", writes=True)
async def toggle_top_peers(call: Call, q: api.contacts.ToggleTopPeers) -> bool:
    """Say whether the caller wants to be told whom it has most to do with.

    Wire: https://core.telegram.org/method/contacts.toggleTopPeers
    """
    user = await hold_self(call.tx, call.viewer)
    await toggle(call.journal, user, enabled=q.enabled)
    return True
