"""Calls of groups."""

from typing import Any

from chappe.tl import api
from chappe.tl.build import TLObject
from chappe.tl.drift.cast import recast, refuse, up_from
from chappe.tl.drift.frame import Fields, down, down_result, down_to, up


def chat_of(peer: Any) -> int | None:
    """Return the bare id of the chat or channel that a `Peer` is."""
    match peer:
        case api.PeerChat():
            return int(peer.chat_id)
        case api.PeerChannel():
            return int(peer.channel_id)
    return None


@down("updateGroupCall", "chat_id", since=196, until=217)
def call_of_a_chat(o: api.UpdateGroupCall) -> Fields:
    """Until layer 218 the chat or channel was its bare id."""
    return {"chat_id": chat_of(o.peer)}


@down_to("updateGroupCall", until=195)
def call_in_a_chat(o: api.UpdateGroupCall) -> TLObject | None:
    """Until layer 196 every call was in a chat."""
    chat_id = chat_of(o.peer)
    return None if chat_id is None else recast(0x14B24500, o, chat_id=chat_id)


@down_to("updateGroupCallMessage", until=217)
def said_in_a_call(o: api.UpdateGroupCallMessage) -> TLObject:
    """Until layer 218 what is said in a call had no date; its number tells it from others."""
    said = o.message
    return recast(0x78C314E0, o, from_id=said.from_id, random_id=said.id, message=said.message)


@down_result("phone.sendGroupCallMessage", until=217)
def said(result: "api.TypeUpdates") -> bool:
    """Until layer 218 the answer was only that it is done."""
    return bool(result)


@up("phone.createConferenceCall")
def other_conference(before: Any) -> TLObject:
    """Until layer 202 a call of two grew into a conference, with other keys."""
    raise refuse(before)


@up_from("phone.joinGroupCall", "key_fingerprint")
@up_from("phone.requestCall", "conference_call")
def other_keys(before: Any) -> Fields:
    """As `other_conference`, where one was meant."""
    for name in ("key_fingerprint", "conference_call"):
        if getattr(before, name, None) is not None:
            raise refuse(before)
    return {}
