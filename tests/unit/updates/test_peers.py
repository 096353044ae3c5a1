"""Whom TL objects speak of."""

from chappe.tl import api
from chappe.updates.peers import peers_in


def test_peers_are_found_wherever_they_stand() -> None:
    header = api.MessageFwdHeader(date=1, from_id=api.PeerChannel(channel_id=3))
    message = api.Message(
        id=1,
        from_id=api.PeerUser(user_id=5),
        peer_id=api.PeerChat(chat_id=9),
        date=1,
        message="",
        fwd_from=header,
        via_bot_id=6,
        entities=[
            api.MessageEntityBold(offset=0, length=1),
            api.MessageEntityMentionName(offset=0, length=1, user_id=7),
        ],
    )
    assert peers_in([api.UpdateNewMessage(message=message, pts=1, pts_count=1)]) == {
        *(5, 6, 7, -9),
        -1_000_000_000_003,
    }


def test_lists_of_numbers_are_peers_where_the_field_says_so() -> None:
    action = api.MessageActionChatAddUser(users=[1, 2])
    assert peers_in([action]) == {1, 2}
    assert peers_in([api.UpdateDeleteMessages(messages=[1, 2], pts=1, pts_count=1)]) == set()


def test_nobody_is_found_where_nobody_is_named() -> None:
    assert peers_in([]) == set()
    assert peers_in([api.UpdatesTooLong()]) == set()
