"""The address book in older layers: single answers where lists and updates came later."""

from typing import Any

from chappe.tl import api
from chappe.tl.build import TLObject
from chappe.tl.drift.frame import down_result, up


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
