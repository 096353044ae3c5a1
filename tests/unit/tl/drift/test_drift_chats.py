"""Chats and channels, and what their methods answered, at older layers."""

import pytest
from old_client import asks, gets, make, reads

from chappe.tl import api, layers
from chappe.tl.wire import NotWritable

UPDATES = api.Updates(updates=[], users=[], chats=[], date=1, seq=0)
CHANNEL = {"channel_id": 5, "access_hash": 6}


@pytest.mark.parametrize(
    "method",
    [api.messages.CreateChat, api.messages.AddChatUser, api.channels.InviteToChannel],
    ids=lambda method: method.NAME,
)
def test_who_was_not_invited_was_an_update_or_nothing(method: type) -> None:
    missing = [api.MissingInvitee(user_id=8)]
    result = api.messages.InvitedUsers(updates=UPDATES, missing_invitees=missing)
    assert gets(133, method, result).updates == []
    read = gets(158, method, result).updates
    assert [(u.NAME, u.user_id) for u in read] == [("updateGroupInvitePrivacyForbidden", 8)]
    assert gets(177, method, result).missing_invitees == missing
    result.missing_invitees = []
    assert gets(158, method, result) == UPDATES


@pytest.mark.parametrize(
    "method", [api.channels.JoinChannel, api.messages.ImportChatInvite], ids=lambda m: m.NAME
)
def test_a_join_was_its_updates(method: type) -> None:
    joined = api.messages.ChatInviteJoinResultOk(updates=UPDATES)
    assert gets(226, method, joined) == UPDATES
    asked = api.messages.ChatInviteJoinResultWebView(bot_id=1, query_id=2, users=[])
    with pytest.raises(NotWritable):
        layers.write_result(method, asked, 226)
    assert gets(227, method, asked).webview.query_id == 2


def test_some_answers_were_barer() -> None:
    assert gets(138, api.channels.DeleteHistory, UPDATES) is True
    settings = api.messages.PeerSettings(
        settings=api.PeerSettings(add_contact=True), chats=[], users=[]
    )
    assert gets(134, api.messages.GetPeerSettings, settings).add_contact
    read = [api.ReadParticipantDate(user_id=3, date=9)]
    assert gets(152, api.messages.GetMessageReadParticipants, read) == [3]
    peer = api.PeerUser(user_id=3)
    choice = api.channels.SendAsPeers(peers=[api.SendAsPeer(peer=peer)], chats=[], users=[])
    assert reads(144, choice).peers == [peer]


def test_a_changed_list_of_usernames_was_one_change() -> None:
    changed = api.ChannelAdminLogEventActionChangeUsernames(prev_value=["a", "b"], new_value=[])
    read = reads(147, changed)
    assert read.NAME == "channelAdminLogEventActionChangeUsername"
    assert (read.prev_value, read.new_value) == ("a", "")


def test_a_pinned_topic_was_of_a_channel() -> None:
    peer = api.PeerChannel(channel_id=5)
    read = reads(158, api.UpdatePinnedForumTopic(pinned=True, peer=peer, topic_id=4))
    assert (read.NAME, read.channel_id, read.topic_id) == ("updateChannelPinnedTopic", 5, 4)
    order = reads(215, api.UpdatePinnedForumTopics(peer=peer, order=[4, 3]))
    assert (order.channel_id, order.order) == (5, [4, 3])
    mine = api.UpdatePinnedForumTopic(peer=api.PeerUser(user_id=1), topic_id=4)
    listed = api.Updates(updates=[mine], users=[], chats=[], date=1, seq=0)
    assert reads(215, listed).updates == []


def test_a_draft_that_stops_is_a_typing_that_stops() -> None:
    stopped = api.UpdateUserTyping(
        user_id=1, action=api.SendMessageStopDraftAction(random_id=1)
    )
    assert reads(228, stopped).action == api.SendMessageCancelAction()


def test_older_requests_on_members_come_in_as_todays() -> None:
    user = make(133, "inputUser", user_id=7, access_hash=8)
    channel = make(133, "inputChannel", **CHANNEL)
    spam = asks(133, "channels.reportSpam", channel=channel, user_id=user, id=[1])
    assert spam.participant == api.InputPeerUser(user_id=7, access_hash=8)
    gone = asks(133, "channels.deleteUserHistory", channel=channel, user_id=user)
    assert gone == api.channels.DeleteParticipantHistory(
        channel=api.InputChannel(**CHANNEL),
        participant=api.InputPeerUser(user_id=7, access_hash=8),
    )
    on = asks(158, "channels.toggleSignatures", channel=channel, enabled=True)
    assert on.signatures_enabled
    heir = asks(222, "channels.getFutureCreatorAfterLeave", channel=channel)
    assert heir == api.messages.GetFutureChatCreatorAfterLeave(
        peer=api.InputPeerChannel(**CHANNEL)
    )
    password = make(200, "inputCheckPasswordEmpty")
    given = asks(200, "channels.editCreator", channel=channel, user_id=user, password=password)
    assert given.NAME == "messages.editChatCreator"
    assert given.peer == api.InputPeerChannel(**CHANNEL)
    assert given.user_id == user
