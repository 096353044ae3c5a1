"""Which chats a connected bot is for."""

import pytest

from chappe.features.business.hearing import show_gone
from chappe.features.business.model import Connection, chooses, names_nobody
from chappe.ids import MessageId, PeerId, UserId
from chappe.tl import api

BOB = PeerId(7)


@pytest.mark.parametrize(
    ("said", "contact", "new", "chosen"),
    [
        ({"existing_chats": True}, False, False, True),
        ({"existing_chats": True}, True, True, False),
        ({"new_chats": True}, False, True, True),
        ({"contacts": True}, True, False, True),
        ({"contacts": True}, False, True, False),
        ({"non_contacts": True}, False, True, True),
        ({"users": [7]}, False, False, True),
        ({"users": [8]}, True, True, False),
        ({"existing_chats": True, "exclude_users": [7]}, True, False, False),
        ({"exclude_selected": True}, True, False, True),
        ({"exclude_selected": True, "users": [7]}, True, False, False),
        ({"exclude_selected": True, "contacts": True}, True, False, False),
        ({"exclude_selected": True, "contacts": True}, False, False, True),
    ],
)
def test_a_chat_is_chosen(
    said: dict[str, object], contact: bool, new: bool, chosen: bool
) -> None:
    recipients = api.BusinessBotRecipients(**said)
    assert chooses(recipients, BOB, contact=contact, new=new) is chosen


def test_nobody_is_named_where_nothing_is_said() -> None:
    assert names_nobody(api.BusinessBotRecipients(exclude_users=[7]))
    assert not names_nobody(api.BusinessBotRecipients(exclude_selected=True))
    assert not names_nobody(api.BusinessBotRecipients(users=[7]))


def test_what_is_gone_is_told_with_its_chat() -> None:
    recipients, rights = api.BusinessBotRecipients(users=[7]), api.BusinessBotRights()
    it = Connection("c", UserId(1), UserId(2), 0, False, recipients, rights)
    gone = show_gone(it, BOB, [MessageId(3)])
    assert (gone.connection_id, gone.peer.user_id, gone.messages) == ("c", 7, [3])
