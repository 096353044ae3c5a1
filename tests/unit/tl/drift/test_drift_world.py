"""A whole little world, with all the usual fields, as every layer since 133 reads it."""

from typing import Any

import pytest
from old_client import reads

from chappe.tl import api, catalogue

LAYERS = [number for number in catalogue.distinct() if 133 <= number < catalogue.LATEST]
ADA, CLUB, NEWS = (
    api.PeerUser(user_id=7),
    api.PeerChat(chat_id=8),
    api.PeerChannel(channel_id=9),
)
BIG = 2**40

PHOTO = api.Photo(
    id=BIG,
    access_hash=2,
    file_reference=b"ref",
    date=1,
    sizes=[api.PhotoSize(type="x", w=800, h=600, size=1000)],
    dc_id=2,
)
VIDEO = api.Document(
    id=BIG + 1,
    access_hash=2,
    file_reference=b"ref",
    date=1,
    mime_type="video/mp4",
    size=5_000_000,
    thumbs=[api.PhotoStrippedSize(type="i", bytes=b"\1")],
    dc_id=2,
    attributes=[
        api.DocumentAttributeVideo(duration=2.4, w=3, h=4, supports_streaming=True),
        api.DocumentAttributeFilename(file_name="v.mp4"),
    ],
)
PAGE = api.WebPage(id=1, url="https://a.b", display_url="a.b", hash=0, title="T", photo=PHOTO)
POLL = api.Poll(
    id=3,
    question=api.TextWithEntities(text="Why?", entities=[]),
    answers=[api.PollAnswer(text=api.TextWithEntities(text="So", entities=[]), option=b"1")],
    hash=1,
)
MEDIA: list[Any] = [
    api.MessageMediaPhoto(photo=PHOTO, spoiler=True, ttl_seconds=5),
    api.MessageMediaDocument(document=VIDEO, video_timestamp=3, alt_documents=[VIDEO]),
    api.MessageMediaWebPage(webpage=PAGE, safe=True),
    api.MessageMediaPoll(poll=POLL, results=api.PollResults(total_voters=1, results=[])),
    api.MessageMediaGeo(geo=api.GeoPoint(long=1.0, lat=2.0, access_hash=3)),
    api.MessageMediaContact(
        phone_number="1", first_name="A", last_name="B", vcard="", user_id=BIG
    ),
    api.MessageMediaDice(value=6, emoticon="🎲"),
]
ENTITIES: list[Any] = [
    api.MessageEntityBold(offset=0, length=1),
    api.MessageEntityTextUrl(offset=0, length=2, url="https://a.b"),
    api.MessageEntityMentionName(offset=0, length=3, user_id=BIG),
    api.MessageEntityPre(offset=0, length=1, language="py"),
    api.MessageEntityBlockquote(offset=0, length=2, collapsed=True),
]
NEWER_ENTITIES: list[Any] = [
    api.MessageEntitySpoiler(offset=0, length=1),
    api.MessageEntityCustomEmoji(offset=0, length=2, document_id=1),
    api.MessageEntityFormattedDate(offset=0, length=1, date=1),
]
STYLE = api.KeyboardButtonStyle(bg_primary=True)
INLINE: list[Any] = [
    api.InlineButtonTypeCallback(data=b"d"),
    api.InlineButtonTypeUrl(url="https://a.b"),
    api.InlineButtonTypeSwitchInline(query="q", same_peer=True),
    api.InlineButtonTypeGame(),
    api.InlineButtonTypeBuy(),
    api.InlineButtonTypeUrlAuth(url="https://a.b", button_id=1),
]
NEWER_INLINE: list[Any] = [
    api.InlineButtonTypeUserProfile(user_id=BIG),
    api.InlineButtonTypeWebView(url="https://a.b"),
    api.InlineButtonTypeCopy(copy_text="c"),
    api.InlineButtonTypeDisabled(),
]


def button(kind: Any) -> Any:
    return api.KeyboardInlineButton(style=STYLE, text=kind.NAME, type=kind)


MARKUP = api.ReplyInlineMarkup(
    rows=[
        api.KeyboardInlineButtonRow(buttons=[button(kind) for kind in INLINE]),
        api.KeyboardInlineButtonRow(buttons=[button(kind) for kind in NEWER_INLINE]),
    ]
)


def message(media: Any) -> api.Message:
    return api.Message(
        id=100,
        out=True,
        mentioned=True,
        from_id=ADA,
        from_rank="boss",
        peer_id=NEWS,
        saved_peer_id=ADA,
        fwd_from=api.MessageFwdHeader(
            from_id=ADA, date=5, saved_from_peer=NEWS, saved_from_msg_id=3
        ),
        via_bot_id=BIG,
        reply_to=api.MessageReplyHeader(
            reply_to_msg_id=99,
            reply_to_peer_id=CLUB,
            quote=True,
            quote_text="q",
            quote_offset=0,
        ),
        date=10,
        message="Ада, hi",
        media=media,
        reply_markup=MARKUP,
        entities=[*ENTITIES, *NEWER_ENTITIES],
        views=3,
        forwards=4,
        replies=api.MessageReplies(replies=1, replies_pts=2, recent_repliers=[ADA]),
        edit_date=11,
        post_author="Ada",
        grouped_id=BIG,
        reactions=api.MessageReactions(
            results=[
                api.ReactionCount(reaction=api.ReactionEmoji(emoticon="👍"), count=2),
                api.ReactionCount(reaction=api.ReactionPaid(), count=2),
            ]
        ),
        restriction_reason=[],
        ttl_period=60,
        effect=1,
        factcheck=api.FactCheck(hash=1),
    )


USER = api.User(
    id=BIG,
    access_hash=1,
    contact=True,
    premium=True,
    bot=True,
    bot_info_version=1,
    first_name="Ada",
    last_name="L",
    usernames=[api.Username(username="ada", active=True, editable=True)],
    phone="1",
    photo=api.UserProfilePhoto(photo_id=1, dc_id=2),
    status=api.UserStatusRecently(by_me=True),
    emoji_status=api.EmojiStatus(document_id=1, until=2),
    stories_max_id=api.RecentStory(max_id=1),
    color=api.PeerColor(color=1),
    profile_color=api.PeerColor(color=1),
    lang_code="en",
)
CHAT = api.Chat(
    id=8,
    title="Club",
    photo=api.ChatPhoto(photo_id=1, dc_id=2),
    participants_count=3,
    date=1,
    version=1,
    admin_rights=api.ChatAdminRights(ban_users=True, manage_topics=True, post_stories=True),
    default_banned_rights=api.ChatBannedRights(send_media=True, send_photos=True, until_date=0),
)
CHANNEL = api.Channel(
    id=BIG + 2,
    access_hash=1,
    title="News",
    broadcast=True,
    usernames=[api.Username(username="news", active=True)],
    photo=api.ChatPhotoEmpty(),
    date=1,
    participants_count=5,
    emoji_status=api.EmojiStatus(document_id=1),
    color=api.PeerColor(color=1),
    level=2,
)
DIALOG = api.Dialog(
    peer=ADA,
    top_message=100,
    read_inbox_max_id=1,
    read_outbox_max_id=2,
    unread_count=3,
    unread_mentions_count=0,
    unread_reactions_count=4,
    unread_poll_votes_count=0,
    notify_settings=api.PeerNotifySettings(other_sound=api.NotificationSoundDefault()),
    draft=api.DraftMessage(
        message="draft", date=1, reply_to=api.InputReplyToMessage(reply_to_msg_id=4)
    ),
    pts=6,
)


@pytest.mark.parametrize("layer", LAYERS)
@pytest.mark.parametrize("media", MEDIA, ids=lambda media: media.NAME)
def test_a_message_keeps_what_it_says(layer: int, media: Any) -> None:
    read = reads(layer, message(media))
    assert (read.NAME, read.id, read.message, read.date) == ("message", 100, "Ада, hi", 10)
    assert (read.from_id, read.peer_id, read.via_bot_id) == (ADA, NEWS, BIG)
    assert (read.out, read.mentioned, read.views, read.edit_date) == (True, True, 3, 11)
    assert (read.grouped_id, read.post_author) == (BIG, "Ada")
    assert (read.reply_to.reply_to_msg_id, read.reply_to.reply_to_peer_id) == (99, CLUB)
    assert (read.fwd_from.from_id, read.fwd_from.saved_from_msg_id) == (ADA, 3)
    assert read.media.NAME == media.NAME
    known = catalogue.at(layer).constructors
    expected = [e.NAME for e in [*ENTITIES, *NEWER_ENTITIES] if e.NAME in known]
    assert [entity.NAME for entity in read.entities] == expected
    assert (read.entities[1].url, read.entities[2].user_id) == ("https://a.b", BIG)
    if layer >= 136:
        assert read.reactions.results[0].count == 2


@pytest.mark.parametrize("layer", LAYERS)
def test_buttons_keep_their_words_and_what_they_do(layer: int) -> None:
    first, *others = reads(layer, message(None)).reply_markup.rows
    assert [b.text for b in first.buttons] == [kind.NAME for kind in INLINE]
    kept = [b.NAME for row in others for b in row.buttons]
    newer = [(135, "UserProfile"), (140, "WebView"), (188, "Copy")]
    assert kept == [f"keyboardButton{name}" for since, name in newer if layer >= since]
    data, url, switch = first.buttons[:3]
    assert (data.data, url.url, switch.query) == (b"d", "https://a.b", "q")
    assert switch.same_peer


@pytest.mark.parametrize("layer", LAYERS)
def test_media_keep_what_is_needed_to_fetch_them(layer: int) -> None:
    photo = reads(layer, message(MEDIA[0])).media.photo
    assert (photo.id, photo.access_hash, photo.file_reference) == (BIG, 2, b"ref")
    assert (photo.sizes[0].w, photo.dc_id) == (800, 2)
    video = reads(layer, message(MEDIA[1])).media.document
    assert (video.id, video.size, video.thumbs[0].bytes) == (BIG + 1, 5_000_000, b"\1")
    length, name = video.attributes
    assert (length.duration, name.file_name) == (2 if layer < 160 else 2.4, "v.mp4")
    page = reads(layer, message(MEDIA[2])).media.webpage
    assert (page.url, page.title, page.photo.id) == ("https://a.b", "T", BIG)
    poll = reads(layer, message(MEDIA[3])).media.poll
    question, answer = poll.question, poll.answers[0].text
    assert [t if layer < 179 else t.text for t in (question, answer)] == ["Why?", "So"]


@pytest.mark.parametrize("layer", LAYERS)
def test_peers_keep_their_names(layer: int) -> None:
    user = reads(layer, USER)
    assert (user.id, user.first_name, user.last_name, user.phone) == (BIG, "Ada", "L", "1")
    assert (user.contact, user.bot, user.bot_info_version) == (True, True, 1)
    assert (user.photo.photo_id, user.status.NAME) == (1, "userStatusRecently")
    chat, channel = reads(layer, CHAT), reads(layer, CHANNEL)
    assert (chat.id, chat.title, chat.participants_count) == (8, "Club", 3)
    assert chat.admin_rights.ban_users
    assert chat.default_banned_rights.send_media
    assert (channel.id, channel.title, channel.broadcast) == (BIG + 2, "News", True)
    if layer < 148:
        assert (user.username, channel.username) == ("ada", "news")
    else:
        assert user.usernames[0].username == "ada"


@pytest.mark.parametrize("layer", LAYERS)
def test_a_page_of_dialogs_keeps_its_dialogs(layer: int) -> None:
    page = api.messages.DialogsSlice(
        count=9,
        dialogs=[DIALOG],
        messages=[message(media) for media in MEDIA],
        chats=[CHAT, CHANNEL],
        users=[USER],
    )
    read = reads(layer, page)
    assert (read.count, len(read.messages), len(read.chats)) == (9, len(MEDIA), 2)
    dialog = read.dialogs[0]
    assert (dialog.peer, dialog.top_message, dialog.unread_count, dialog.pts) == (
        ADA,
        100,
        3,
        6,
    )
    assert dialog.draft.message == "draft"
    to = dialog.draft.reply_to_msg_id if layer < 166 else dialog.draft.reply_to.reply_to_msg_id
    assert to == 4


@pytest.mark.parametrize("layer", LAYERS)
def test_updates_that_a_layer_does_not_know_are_left_out(layer: int) -> None:
    known: list[Any] = [
        api.UpdateNewMessage(message=message(None), pts=5, pts_count=1),
        api.UpdateNewChannelMessage(message=message(None), pts=6, pts_count=1),
        api.UpdateDeleteMessages(messages=[1], pts=7, pts_count=1),
        api.UpdateUserStatus(user_id=BIG, status=api.UserStatusOnline(expires=1)),
        api.UpdateUserName(user_id=BIG, first_name="A", last_name="B", usernames=[]),
    ]
    newer: list[Any] = [
        api.UpdateSentPhoneCode(
            sent_code=api.auth.SentCode(
                type=api.auth.SentCodeTypeApp(length=5), phone_code_hash="h"
            )
        ),
        api.UpdateNewStoryReaction(story_id=1, peer=ADA, reaction=api.ReactionEmpty()),
    ]
    pushed = api.Updates(updates=[*known, *newer], users=[USER], chats=[], date=1, seq=2)
    read = reads(layer, pushed)
    names = [update.NAME for update in read.updates]
    assert names[: len(known)] == [update.NAME for update in known]
    assert set(names[len(known) :]) <= {update.NAME for update in newer}
    assert (read.seq, read.users[0].id) == (2, BIG)
    assert [u.pts for u in read.updates[:3]] == [5, 6, 7]
    alone = reads(layer, api.UpdateShort(update=newer[0], date=3))
    assert alone.date == 3
    if layer < 201:
        assert (alone.NAME, alone.updates) == ("updates", [])
