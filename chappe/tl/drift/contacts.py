"""The address book in older layers: single answers where lists and updates came later."""

from typing import Any

from chappe.tl import api
from chappe.tl.build import TLObject
from chappe.tl.drift.cast import user_as_peer, user_of
from chappe.tl.drift.frame import Fields, down, down_result, down_to, old, up
from chappe.tl.wire import narrow


@up(0x22C6AA08)
def list_by_text_hash(before: Any) -> api.contacts.GetContacts:
    """Until layer 71 the hash was an MD5 as text: it is never that of our list."""
    return api.contacts.GetContacts(hash=0)


@up("inputUserForeign")
def user_by_hash(before: Any) -> api.InputUser:
    """Until layer 57 only users who were no contacts were named with an access hash."""
    return api.InputUser(user_id=before.user_id, access_hash=before.access_hash)


@up("inputPeerForeign")
def peer_by_hash(before: Any) -> api.InputPeerUser:
    """As `user_by_hash`."""
    return api.InputPeerUser(user_id=before.user_id, access_hash=before.access_hash)


@down_result("contacts.resolveUsername", until=56)
def resolved_user(result: api.contacts.ResolvedPeer) -> TLObject:
    """Until layer 57 only users had public names, and the user was the answer."""
    return result.users[0]


@up("contacts.deleteContact")
def delete_one(before: Any) -> api.contacts.DeleteContacts:
    """Until layer 102 one contact could be deleted by itself."""
    return api.contacts.DeleteContacts(id=[before.id])


@down_result("contacts.deleteContacts", until=101)
def deleted(result: "api.TypeUpdates") -> bool:
    """Until layer 102 there were no updates of what stands above a chat."""
    return True


@down("contacts.found", "results", until=73, since=57)
def found_in_one_list(o: api.contacts.Found) -> Fields:
    """Until layer 74 one list held the caller's own and strangers."""
    return {"results": [*o.my_results, *o.results]}


@down("contacts.found", "results", until=56)
def found_users(o: api.contacts.Found) -> Fields:
    """Until layer 57 only users were found."""
    ids = [user_of(peer) for peer in (*o.my_results, *o.results)]
    return {
        "results": [
            old("contactFound", user_id=narrow(each)) for each in ids if each is not None
        ]
    }


@up(0x332B49FC)
def block_user(before: Any) -> api.contacts.Block:
    """Until layer 119 only users could be blocked."""
    return api.contacts.Block(id=user_as_peer(before.id))


@up(0xE54100BD)
def unblock_user(before: Any) -> api.contacts.Unblock:
    """As `block_user`."""
    return api.contacts.Unblock(id=user_as_peer(before.id))


@down("contacts.blocked", "blocked", until=118)
@down("contacts.blockedSlice", "blocked", until=118)
def blocked_users(o: api.contacts.Blocked | api.contacts.BlockedSlice) -> Fields:
    """As `block_user`; other peers are left out."""
    users = [(user_of(each.peer_id), each.date) for each in o.blocked]
    return {
        "blocked": [
            old("contactBlocked", user_id=narrow(user_id), date=date)
            for user_id, date in users
            if user_id is not None
        ]
    }


@down_to("updatePeerBlocked", until=118)
def user_blocked(o: api.UpdatePeerBlocked) -> TLObject | None:
    """As `block_user`; of other peers there was nothing to say."""
    user_id = user_of(o.peer_id)
    if user_id is None:
        return None
    return old("updateUserBlocked", user_id=narrow(user_id), blocked=o.blocked)
