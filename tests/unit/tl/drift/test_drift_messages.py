"""Messages, answers, drafts and topics at older layers."""

import pytest
from old_client import asks, gets, make, reads, says

from chappe.tl import api

PEER = api.PeerUser(user_id=1)
RICH = api.RichMessage(
    blocks=[
        api.PageBlockHeading1(text=api.TextBold(text=api.TextPlain(text="Title"))),
        api.PageBlockParagraph(
            text=api.TextConcat(texts=[api.TextPlain(text="one "), api.TextPlain(text="two")])
        ),
    ],
    photos=[],
    documents=[],
)


def message(**fields: object) -> api.Message:
    known = {"id": 1, "peer_id": PEER, "date": 1, "message": "hi", **fields}
    return api.Message(**known)  # type: ignore[arg-type]  # any fields


@pytest.mark.parametrize("layer", [133, 158, 198, 226])
def test_a_rich_message_is_plain_text_to_those_who_know_no_better(layer: int) -> None:
    assert reads(layer, message(message="", rich_message=RICH)).message == "Title\none two"
    assert reads(layer, message(rich_message=RICH)).message == "hi"
    draft = api.DraftMessage(message="", date=1, rich_message=RICH)
    assert reads(layer, draft).message == "Title\none two"


def test_an_answer_to_no_message_is_no_answer() -> None:
    header = api.MessageReplyHeader(reply_to_msg_id=4, reply_to_top_id=2, quote_text="q")
    read = reads(165, message(reply_to=header)).reply_to
    assert (read.reply_to_msg_id, read.reply_to_top_id) == (4, 2)
    elsewhere = api.MessageReplyHeader(reply_from=api.MessageFwdHeader(date=1))
    assert reads(165, message(reply_to=elsewhere)).reply_to is None
    assert reads(166, message(reply_to=elsewhere)).reply_to.reply_from.date == 1


def test_an_answer_was_to_the_story_of_a_user() -> None:
    story = api.MessageReplyStoryHeader(peer=PEER, story_id=3)
    assert (reads(173, story).user_id, reads(173, story).story_id) == (1, 3)
    of_channel = api.MessageReplyStoryHeader(peer=api.PeerChannel(channel_id=1), story_id=3)
    assert reads(173, message(reply_to=of_channel)).reply_to is None
    sent = make(160, "inputReplyToStory", user_id=make(160, "inputUserSelf"), story_id=3)
    assert says(160, sent) == api.InputReplyToStory(peer=api.InputPeerSelf(), story_id=3)


def test_a_draft_answered_a_message_of_its_chat() -> None:
    reply = api.InputReplyToMessage(reply_to_msg_id=4)
    draft = api.DraftMessage(message="m", date=1, reply_to=reply)
    assert reads(165, draft).reply_to_msg_id == 4
    reply.reply_to_peer_id = api.InputPeerSelf()
    assert reads(165, draft).reply_to_msg_id is None
    assert reads(200, draft).reply_to.reply_to_msg_id == 4


PEER_SELF = make(158, "inputPeerSelf")
SENDS = {
    "messages.sendMessage": {"message": "m", "random_id": 1},
    "messages.sendMedia": {
        "media": make(158, "inputMediaEmpty"),
        "message": "",
        "random_id": 1,
    },
    "messages.sendMultiMedia": {"multi_media": []},
    "messages.sendInlineBotResult": {"random_id": 1, "query_id": 2, "id": "x"},
    "messages.saveDraft": {"message": "m"},
}


@pytest.mark.parametrize("name", SENDS)
@pytest.mark.parametrize("layer", [133, 146, 158])
def test_two_ids_come_in_as_one_answer(layer: int, name: str) -> None:
    fields = {"peer": PEER_SELF, **SENDS[name]}
    assert asks(layer, name, **fields).reply_to is None
    topic = {"top_msg_id": 2} if layer >= 148 else {}
    reply = asks(layer, name, reply_to_msg_id=4, **topic, **fields).reply_to
    assert (reply.reply_to_msg_id, reply.top_msg_id) == (4, topic.get("top_msg_id"))


def test_a_message_in_a_topic_answers_the_topic() -> None:
    fields = {"peer": PEER_SELF, **SENDS["messages.sendMessage"]}
    reply = asks(158, "messages.sendMessage", top_msg_id=2, **fields).reply_to
    assert (reply.reply_to_msg_id, reply.top_msg_id) == (2, 2)


def test_newer_shapes_have_their_answer_already() -> None:
    to = make(198, "inputReplyToMessage", reply_to_msg_id=4)
    fields = {"peer": PEER_SELF, **SENDS["messages.sendMessage"]}
    assert asks(198, "messages.sendMessage", reply_to=to, **fields).reply_to == (
        api.InputReplyToMessage(reply_to_msg_id=4)
    )


def test_a_screenshot_was_of_a_message() -> None:
    name = "messages.sendScreenshotNotification"
    taken = asks(158, name, peer=PEER_SELF, reply_to_msg_id=4, random_id=1)
    assert taken.reply_to.reply_to_msg_id == 4
    assert asks(158, name, peer=PEER_SELF, reply_to_msg_id=0, random_id=1).reply_to == (
        api.InputReplyToMessage(reply_to_msg_id=0)
    )


def test_pages_and_previews_came_bare() -> None:
    page = api.WebPageEmpty(id=1)
    result = api.messages.WebPage(webpage=page, chats=[], users=[])
    assert gets(164, api.messages.GetWebPage, result).id == 1
    media = api.MessageMediaWebPage(webpage=page)
    preview = api.messages.WebPagePreview(media=media, chats=[], users=[])
    read = gets(158, api.messages.GetWebPagePreview, preview)
    assert (read.NAME, read.webpage.id) == ("messageMediaWebPage", 1)


def test_one_text_was_translated() -> None:
    texts = [api.TextWithEntities(text="ja", entities=[])]
    name = api.messages.TranslateText
    assert gets(138, name, api.messages.TranslateResult(result=texts)).text == "ja"
    none = gets(138, name, api.messages.TranslateResult(result=[]))
    assert none.NAME == "messages.translateNoResult"
    asked = asks(138, "messages.translateText", text="yes", to_lang="de")
    assert (asked.text[0].text, asked.id) == ("yes", None)
    asked = asks(138, "messages.translateText", peer=PEER_SELF, msg_id=3, to_lang="de")
    assert (asked.text, asked.id) == (None, [3])


def test_topics_were_of_channels() -> None:
    channel = make(158, "inputChannel", channel_id=5, access_hash=6)
    peer = api.InputPeerChannel(channel_id=5, access_hash=6)
    listed = asks(
        158, "channels.getForumTopics",
        channel=channel, q="x", offset_date=1, offset_id=2, offset_topic=3, limit=4,
    )  # fmt: skip
    assert listed == api.messages.GetForumTopics(
        peer=peer, q="x", offset_date=1, offset_id=2, offset_topic=3, limit=4
    )
    topics = api.messages.ForumTopics(
        count=0, topics=[], messages=[], chats=[], users=[], pts=1
    )
    assert gets(158, listed, topics).pts == 1
    made = asks(158, "channels.createForumTopic", channel=channel, title="t", random_id=1)
    assert (made.NAME, made.peer, made.title) == ("messages.createForumTopic", peer, "t")
    edited = asks(149, "channels.editForumTopic", channel=channel, topic_id=1, closed=True)
    assert (edited.NAME, edited.closed, edited.hidden) == (
        "messages.editForumTopic",
        True,
        None,
    )
    for name, fields in (
        ("deleteTopicHistory", {"top_msg_id": 1}),
        ("getForumTopicsByID", {"topics": [1]}),
        ("reorderPinnedForumTopics", {"order": [1]}),
        ("updatePinnedForumTopic", {"topic_id": 1, "pinned": True}),
    ):
        now = asks(158, f"channels.{name}", channel=channel, **fields)
        assert (now.NAME, now.peer) == (f"messages.{name}", peer)
        assert {key: getattr(now, key) for key in fields} == fields
    forum = asks(198, "channels.toggleForum", channel=channel, enabled=True)
    assert (forum.enabled, forum.tabs) == (True, False)
