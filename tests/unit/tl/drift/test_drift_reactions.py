"""Reactions at older layers."""

from old_client import asks, make, reads

from chappe.tl import api
from chappe.tl.drift import reactions

THUMB = api.ReactionEmoji(emoticon="👍")
CUSTOM = api.ReactionCustomEmoji(document_id=9)
USER, CHANNEL = api.PeerUser(user_id=1), api.PeerChannel(channel_id=2)
SELF = make(136, "inputPeerSelf")


def given() -> api.MessageReactions:
    return api.MessageReactions(
        results=[
            api.ReactionCount(chosen_order=0, reaction=THUMB, count=2),
            api.ReactionCount(reaction=CUSTOM, count=1),
            api.ReactionCount(reaction=api.ReactionPaid(), count=7),
        ],
        recent_reactions=[
            api.MessagePeerReaction(peer_id=USER, date=1, reaction=THUMB),
            api.MessagePeerReaction(peer_id=CHANNEL, date=1, reaction=THUMB),
            api.MessagePeerReaction(peer_id=USER, date=1, reaction=CUSTOM),
        ],
    )


def test_a_reaction_was_an_emoji() -> None:
    read = reads(136, given())
    assert [(r.chosen, r.reaction, r.count) for r in read.results] == [(True, "👍", 2)]
    assert [(r.user_id, r.reaction) for r in read.recent_reactons] == [(1, "👍")]
    read = reads(138, given())
    assert [(r.peer_id, r.reaction) for r in read.recent_reactions] == [
        (USER, "👍"), (CHANNEL, "👍")
    ]  # fmt: skip
    assert reads(136, api.MessageReactions(results=[])).recent_reactons is None
    listed = api.messages.MessageReactionsList(
        count=1, reactions=given().recent_reactions or [], chats=[], users=[]
    )
    assert len(reads(136, listed).reactions) == 1


def test_a_paid_reaction_is_no_reaction_to_those_who_cannot_pay() -> None:
    assert [r.reaction for r in reads(185, given()).results] == [THUMB, CUSTOM]
    assert len(reads(186, given()).results) == 3


def test_what_a_chat_allows_was_a_list() -> None:
    some = api.ChatReactionsSome(reactions=[THUMB, CUSTOM])
    every = list(reactions.FIRST)
    for allowed, emojis in (
        (some, ["👍"]),
        (api.ChatReactionsAll(), every),
        (api.ChatReactionsNone(), None),
    ):
        chat = api.ChatFull(
            id=1,
            about="",
            participants=api.ChatParticipantsForbidden(chat_id=1),
            notify_settings=api.PeerNotifySettings(),
            available_reactions=allowed,
        )
        assert reads(136, chat).available_reactions == emojis
        changed = api.ChannelAdminLogEventActionChangeAvailableReactions(
            prev_value=allowed, new_value=some
        )
        read = reads(136, changed)
        assert (read.prev_value, read.new_value) == (emojis or [], ["👍"])


def test_an_emoji_comes_in_as_a_reaction() -> None:
    sent = asks(136, "messages.sendReaction", peer=SELF, msg_id=1, reaction="👍")
    assert sent.reaction == [THUMB]
    assert asks(136, "messages.sendReaction", peer=SELF, msg_id=1).reaction is None
    listed = "messages.getMessageReactionsList"
    assert asks(136, listed, peer=SELF, id=1, reaction="👍", limit=1).reaction == THUMB
    assert asks(136, listed, peer=SELF, id=1, limit=1).reaction is None
    assert asks(136, "messages.setDefaultReaction", reaction="👍").reaction == THUMB


def test_an_allowed_list_comes_in_as_some_or_none() -> None:
    name = "messages.setChatAvailableReactions"
    some = asks(136, name, peer=SELF, available_reactions=["👍"])
    assert some.available_reactions == api.ChatReactionsSome(reactions=[THUMB])
    none = asks(136, name, peer=SELF, available_reactions=[])
    assert none.available_reactions == api.ChatReactionsNone()


def test_one_paid_openly_or_not() -> None:
    fields = {"peer": SELF, "msg_id": 1, "count": 1, "random_id": 1}
    name = "messages.sendPaidReaction"
    hidden, shown = api.PaidReactionPrivacyAnonymous(), api.PaidReactionPrivacyDefault()
    assert asks(186, name, private=True, **fields).private == hidden
    assert asks(190, name, private=False, **fields).private == shown
    assert asks(190, name, **fields).private is None
    toggled = asks(190, "messages.togglePaidReactionPrivacy", peer=SELF, msg_id=1, private=True)
    assert toggled.private == hidden
    assert reads(190, api.UpdatePaidReactionPrivacy(private=hidden)).private is True
    assert reads(190, api.UpdatePaidReactionPrivacy(private=shown)).private is False
