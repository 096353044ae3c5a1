"""The address book at older layers."""

import pytest
from old_client import asks, gets, make, reads, says

from chappe.tl import api
from chappe.tl.wire import NotWritable


def test_a_list_is_asked_for_by_a_hash_that_is_text() -> None:
    assert asks(23, "contacts.getContacts", hash="0cc1") == api.contacts.GetContacts(hash=0)


def test_a_public_name_led_to_a_user() -> None:
    asked = asks(23, "contacts.resolveUsername", username="ada")
    found = api.contacts.ResolvedPeer(
        peer=api.PeerUser(user_id=7), chats=[], users=[api.User(id=7, access_hash=1)]
    )
    assert gets(23, asked, found).id == 7


def test_a_contact_was_deleted_by_itself() -> None:
    user = make(71, "inputUser", user_id=7, access_hash=1)
    asked = asks(71, "contacts.deleteContact", id=user)
    assert asked == api.contacts.DeleteContacts(id=[api.InputUser(user_id=7, access_hash=1)])


def test_that_contacts_are_deleted_was_answered_by_yes() -> None:
    asked = asks(71, "contacts.deleteContacts", id=[make(71, "inputUserSelf")])
    updates = api.Updates(updates=[], users=[], chats=[], date=0, seq=0)
    assert gets(71, asked, updates) is True


def test_users_who_were_no_contacts_were_named_with_a_hash() -> None:
    user = make(23, "inputUserForeign", user_id=7, access_hash=1)
    assert says(23, user) == api.InputUser(user_id=7, access_hash=1)
    peer = make(23, "inputPeerForeign", user_id=7, access_hash=1)
    assert says(23, peer) == api.InputPeerUser(user_id=7, access_hash=1)


def test_what_was_found_stood_in_one_list() -> None:
    mine, other = api.PeerUser(user_id=7), api.PeerUser(user_id=8)
    group = api.PeerChat(chat_id=9)
    found = api.contacts.Found(my_results=[mine], results=[other, group], chats=[], users=[])
    assert [each.NAME for each in reads(71, found).results] == [
        "peerUser",
        "peerUser",
        "peerChat",
    ]
    assert [each.user_id for each in reads(23, found).results] == [7, 8]


def test_only_users_were_blocked() -> None:
    user = make(71, "inputUser", user_id=7, access_hash=1)
    peer = api.InputPeerUser(user_id=7, access_hash=1)
    assert asks(71, "contacts.block", id=user) == api.contacts.Block(id=peer)
    assert asks(71, "contacts.unblock", id=user) == api.contacts.Unblock(id=peer)
    blocked = [
        api.PeerBlocked(peer_id=api.PeerUser(user_id=7), date=3),
        api.PeerBlocked(peer_id=api.PeerChannel(channel_id=8), date=4),
    ]
    listed = api.contacts.BlockedSlice(count=2, blocked=blocked, chats=[], users=[])
    assert [(each.user_id, each.date) for each in reads(71, listed).blocked] == [(7, 3)]


def test_of_a_block_was_said_whose_it_is() -> None:
    update = api.UpdatePeerBlocked(peer_id=api.PeerUser(user_id=7), blocked=True)
    shown = reads(100, update)
    assert (shown.NAME, shown.user_id, shown.blocked) == ("updateUserBlocked", 7, True)
    assert reads(133, update).blocked is True
    with pytest.raises(NotWritable):
        reads(100, api.UpdatePeerBlocked(peer_id=api.PeerChannel(channel_id=8), blocked=True))
