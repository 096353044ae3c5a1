"""Calls of groups at older layers."""

import pytest
from old_client import asks, gets, make, reads

from chappe.tl import api
from chappe.tl.wire import UnknownConstructor

CALL = api.InputGroupCall(id=1, access_hash=2)


@pytest.mark.parametrize(
    ("peer", "chat_id"), [(api.PeerChat(chat_id=5), 5), (api.PeerChannel(channel_id=6), 6)]
)
def test_a_call_was_in_a_chat(peer: object, chat_id: int) -> None:
    call = api.GroupCallDiscarded(id=1, access_hash=2, duration=3)
    update = api.UpdateGroupCall(peer=peer, call=call)  # type: ignore[arg-type]  # any peer
    for layer in (133, 158, 195, 198, 217):
        assert reads(layer, update).chat_id == chat_id
        assert reads(layer, update).call == call


def test_a_call_nowhere_is_no_news_to_those_who_know_no_such() -> None:
    call = api.GroupCallDiscarded(id=1, access_hash=2, duration=3)
    update = api.UpdateGroupCall(call=call)
    listed = api.Updates(updates=[update], users=[], chats=[], date=1, seq=0)
    assert reads(195, listed).updates == []
    assert reads(196, listed).updates[0].chat_id is None


def test_what_is_said_in_a_call_had_no_date() -> None:
    text = api.TextWithEntities(text="hi", entities=[])
    peer = api.PeerUser(user_id=1)
    said = api.GroupCallMessage(id=9, from_id=peer, date=1, message=text)
    read = reads(216, api.UpdateGroupCallMessage(call=CALL, message=said))
    assert (read.from_id, read.random_id, read.message) == (peer, 9, text)
    updates = api.Updates(updates=[], users=[], chats=[], date=1, seq=0)
    asked = asks(216, "phone.sendGroupCallMessage", call=CALL, random_id=1, message=text)
    assert gets(216, asked, updates) is True


def test_a_conference_with_other_keys_is_unknown() -> None:
    call = make(198, "inputPhoneCall", id=1, access_hash=2)
    with pytest.raises(UnknownConstructor) as caught:
        asks(198, "phone.createConferenceCall", peer=call, key_fingerprint=1)
    assert caught.value.is_method
    fields = {
        "call": CALL,
        "join_as": make(198, "inputPeerSelf"),
        "params": make(198, "dataJSON", data="{}"),
    }
    assert asks(198, "phone.joinGroupCall", **fields).join_as == api.InputPeerSelf()
    with pytest.raises(UnknownConstructor):
        asks(198, "phone.joinGroupCall", key_fingerprint=1, **fields)
