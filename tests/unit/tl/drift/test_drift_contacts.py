"""The address book at older layers."""

from old_client import asks, gets, make, says

from chappe.tl import api


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
