"""What a bot that tries everything says: text, places, polls, files, and what it does with what was said."""

from typing import Any

from bot_life import Life
from channel_walks import gathered
from forum_walks import forum
from sticker_walks import picture
from test_bot_rooms import bring, chat_id_of

from chappe.testing.person import Person
from chappe.testing.world import World

KEYS = {"inline_keyboard": [[{"text": "Go", "callback_data": "go"}]]}
OTHER_KEYS = {"inline_keyboard": [[{"text": "Stop", "callback_data": "stop"}]]}
BOLD = [{"type": "bold", "offset": 0, "length": 4}]
ANYWHERE = {"disable_notification": True, "protect_content": True, "allow_paid_broadcast": True}
RIGHTS = dict.fromkeys(
    [
        *("change_info", "delete_messages", "ban_users", "invite_users", "pin_messages"),
        *("add_admins", "anonymous", "manage_call", "other", "manage_topics", "manage_ranks"),
    ],
    True,
)
JPG = ("a.jpg", picture(600, 400))
PNG = ("a.png", picture())
THUMB = ("t.jpg", picture(90, 90))
VENUE = {
    "type": "venue",
    "latitude": 1.5,
    "longitude": 2.5,
    "title": "Here",
    "address": "There",
}
CONTENT = bytes(range(256)) * 40


async def a_topic(world: World, life: Life) -> tuple[Person, dict[str, Any]]:
    """A forum with a bot in it, and how a bot names a topic there."""
    channel_id, (fay, *_) = await forum(world, "Fay", "Guy")
    await bring(fay, life.bot, channel_id, **RIGHTS)
    there = {"chat_id": chat_id_of(channel_id)}
    made = await life.do("createForumTopic", **there, name="News", icon_color=0x6FB9F0)
    return fay, {**there, "message_thread_id": made["message_thread_id"]}


async def sending(world: World, life: Life, ada: Person) -> None:
    _, topic = await a_topic(world, life)
    first = await life.do("sendMessage", **topic, text="first", entities=BOLD)
    how = {
        **topic,
        **ANYWHERE,
        "reply_parameters": {"message_id": first["message_id"], "quote": "first"},
        "reply_markup": KEYS,
    }
    link = {"url": "https://example.com/", "prefer_large_media": True, "show_above_text": True}
    await life.do(
        "sendMessage", **how, text="<b>x</b>", parse_mode="HTML", link_preview_options=link
    )
    await life.do("sendRichMessage", **how, rich_message={"html": "<h1>x</h1>"})
    place = {"latitude": 1.5, "longitude": 2.5}
    live = {"horizontal_accuracy": 5.0, "live_period": 600, "heading": 90}
    shown = await life.do("sendLocation", **how, **place, **live, proximity_alert_radius=50)
    named = {"chat_id": topic["chat_id"], "message_id": shown["message_id"]}
    await life.do(
        "editMessageLiveLocation",
        **named,
        latitude=3.5,
        longitude=2.5,
        live_period=900,
        horizontal_accuracy=6.0,
        heading=10,
        proximity_alert_radius=60,
        reply_markup=KEYS,
    )
    await life.do("stopMessageLiveLocation", **named, reply_markup=KEYS)
    await life.sent(
        "sendVenue",
        {"foursquare_id": "f", "foursquare_type": "food/icecream"},
        {"google_place_id": "g", "google_place_type": "cafe"},
        **how,
        **place,
        title="Here",
        address="There",
    )
    await life.do(
        "sendContact",
        **how,
        phone_number="+1234567",
        first_name="Bob",
        last_name="B",
        vcard="BEGIN:VCARD\nVERSION:3.0\nFN:Bob\nEND:VCARD",
    )
    await life.do("sendDice", **how, emoji="🎯")
    await polls(life, how)
    await life.do("sendChatAction", **topic, action="typing")


async def polls(life: Life, how: dict[str, Any]) -> None:
    quiz = {
        "type": "quiz",
        "correct_option_ids": [1],
        "open_period": 600,
        "shuffle_options": True,
        "hide_results_until_closes": True,
    }
    options = [{"text": "yes"}, {"text": "<b>no</b>", "text_parse_mode": "HTML"}]
    await life.sent(
        "sendPoll",
        {
            "question": "<b>Why</b>?",
            "question_parse_mode": "HTML",
            "explanation": "<b>So</b>",
            "explanation_parse_mode": "HTML",
            "explanation_media": {"type": "location", "latitude": 1.5, "longitude": 2.5},
            "description": "<b>Some</b> words",
            "description_parse_mode": "HTML",
        },
        {
            "question": "What is it?",
            "question_entities": BOLD,
            "explanation": "Thus.",
            "explanation_entities": BOLD,
            "description": "Some words",
            "description_entities": BOLD,
        },
        **how,
        **quiz,
        options=options,
    )
    poll = await life.do(
        "sendPoll",
        **how,
        question="What?",
        options=[{**options[0], "media": VENUE}, options[1]],
        media={"type": "photo", "media": "attach://file"},
        file=PNG,
        members_only=True,
        country_codes=["FR", "FT"],
        is_anonymous=False,
        allows_multiple_answers=True,
        allows_revoting=True,
        allow_adding_options=True,
        close_date=life.now + 600,
        is_closed=False,
    )
    shown = poll["poll"]
    assert (shown["members_only"], shown["country_codes"]) == (True, ["FR", "FT"])
    assert "photo" in shown["media"]
    assert shown["options"][0]["media"]["venue"]["title"] == "Here"
    named = {"chat_id": how["chat_id"], "message_id": poll["message_id"]}
    await life.do("stopPoll", **named, reply_markup=KEYS)


async def media(world: World, life: Life, ada: Person) -> None:
    _, topic = await a_topic(world, life)
    first = await life.do("sendMessage", **topic, text="first")
    reply = {"message_id": first["message_id"]}
    how = {**topic, **ANYWHERE, "reply_parameters": reply, "reply_markup": KEYS}
    written = (
        {"caption": "<b>x</b>", "parse_mode": "HTML"},
        {"caption": "some words", "caption_entities": BOLD},
    )
    seen = {"show_caption_above_media": True, "has_spoiler": True}
    photo = await life.sent("sendPhoto", *written, **how, **seen, photo=PNG)
    moving = {"live_photo": ("a.mp4", CONTENT), "photo": PNG}
    await life.sent("sendLivePhoto", *written, **how, **seen, **moving)
    sold = [{"type": "photo", "media": photo["photo"][0]["file_id"]}]
    priced = {"star_count": 5, "media": sold, "payload": "one"}
    await life.sent("sendPaidMedia", *written, **how, show_caption_above_media=True, **priced)
    film = {"width": 64, "height": 48, "duration": 3, "thumbnail": THUMB}
    await life.sent(
        "sendVideo",
        *written,
        **how,
        **seen,
        **film,
        video=("a.mp4", CONTENT),
        cover=JPG,
        start_timestamp=1,
        supports_streaming=True,
    )
    await life.sent(
        "sendAnimation", *written, **how, **seen, **film, animation=("a.mp4", CONTENT)
    )
    song = {"duration": 9, "performer": "P", "title": "T", "thumbnail": THUMB}
    await life.sent("sendAudio", *written, **how, **song, audio=("a.mp3", CONTENT))
    await life.sent("sendVoice", *written, **how, duration=4, voice=("a.ogg", CONTENT))
    await life.do(
        "sendVideoNote",
        **how,
        duration=1,
        length=240,
        thumbnail=THUMB,
        video_note=("a.mp4", CONTENT),
    )
    document = await life.sent(
        "sendDocument",
        *written,
        **how,
        document=("a.txt", CONTENT),
        thumbnail=THUMB,
        disable_content_type_detection=True,
    )
    await life.do("getFile", file_id=document["document"]["file_id"])
    album = [{"type": "photo", "media": each["file_id"]} for each in (photo["photo"][-1],) * 2]
    await life.do("sendMediaGroup", **topic, **ANYWHERE, reply_parameters=reply, media=album)
    await editing(life, topic["chat_id"], photo)


async def editing(life: Life, chat_id: int, photo: dict[str, Any]) -> None:
    there = {"chat_id": chat_id}
    text = await life.do("sendMessage", **there, text="before", reply_markup=KEYS)
    named = {**there, "message_id": text["message_id"]}
    await life.sent(
        "editMessageText",
        {
            "text": "<b>x</b>",
            "parse_mode": "HTML",
            "link_preview_options": {"is_disabled": True},
        },
        {"text": "some words", "entities": BOLD},
        {"rich_message": {"markdown": "# x"}},
        **named,
        reply_markup=KEYS,
    )
    await life.do("editMessageReplyMarkup", **named, reply_markup=OTHER_KEYS)
    of_photo = {**there, "message_id": photo["message_id"]}
    await life.sent(
        "editMessageCaption",
        {"caption": "<b>y</b>", "parse_mode": "HTML"},
        {"caption": "more words", "caption_entities": BOLD},
        **of_photo,
        show_caption_above_media=True,
        reply_markup=KEYS,
    )
    other = {"type": "photo", "media": photo["photo"][0]["file_id"], "caption": "again"}
    await life.do("editMessageMedia", **of_photo, media=other, reply_markup=OTHER_KEYS)
    await life.do("pinChatMessage", **named, disable_notification=True)
    await life.do("unpinChatMessage", **named)
    await life.do("unpinAllChatMessages", **there)
    heart = [{"type": "emoji", "emoji": "❤"}]
    await life.do("setMessageReaction", **named, reaction=heart, is_big=True)
    await life.do("deleteMessage", **named)
    await life.do("deleteMessages", **there, message_ids=[photo["message_id"]])


async def sharing(world: World, life: Life, ada: Person) -> None:
    _, topic = await a_topic(world, life)
    sent = await life.do(
        "sendVideo",
        chat_id=ada.user_id,
        video=("a.mp4", CONTENT),
        width=4,
        height=4,
        duration=9,
    )
    number, other = (
        sent["message_id"],
        (await life.do("sendMessage", chat_id=ada.user_id, text="x"))["message_id"],
    )
    quiet = {"disable_notification": True, "protect_content": True}
    pair = {**topic, **quiet, "from_chat_id": ada.user_id}
    await life.do("forwardMessage", **pair, message_id=number, video_start_timestamp=1)
    await life.do("forwardMessages", **pair, message_ids=[number, other])
    await life.do("copyMessages", **pair, message_ids=[number, other], remove_caption=True)
    first = await life.do("sendMessage", **topic, text="first")
    await life.sent(
        "copyMessage",
        {"caption": "<b>y</b>", "parse_mode": "HTML"},
        {"caption": "more words", "caption_entities": BOLD},
        **pair,
        message_id=number,
        video_start_timestamp=1,
        show_caption_above_media=True,
        allow_paid_broadcast=True,
        reply_parameters={"message_id": first["message_id"]},
        reply_markup=KEYS,
    )


async def whispering(world: World, life: Life, ada: Person) -> None:
    """What one member of a group alone is told there."""
    channel_id, (liv, mia) = await gathered(world, "Liv", "Mia")
    await bring(liv, life.bot, channel_id, **RIGHTS)
    there = {"chat_id": chat_id_of(channel_id)}
    to = {"receiver_user_id": mia.user_id}
    how = {**there, "ephemeral_message_parameters": to}
    said = await life.do("sendMessage", **how, text="psst", reply_markup=KEYS)
    named = {**there, **to, "ephemeral_message_id": said["ephemeral_message_id"]}
    await life.sent(
        "editEphemeralMessageText",
        {
            "text": "<b>x</b>",
            "parse_mode": "HTML",
            "link_preview_options": {"is_disabled": True},
        },
        {"text": "some words", "entities": BOLD},
        {"rich_message": {"markdown": "# Title"}},
        **named,
        reply_markup=OTHER_KEYS,
    )
    await life.do("editEphemeralMessageReplyMarkup", **named, reply_markup=KEYS)
    photo = await life.do("sendPhoto", **how, photo=PNG, caption="before")
    named = {**named, "ephemeral_message_id": photo["ephemeral_message_id"]}
    await life.sent(
        "editEphemeralMessageCaption",
        {"caption": "<b>y</b>", "parse_mode": "HTML"},
        {"caption": "more words", "caption_entities": BOLD},
        **named,
        show_caption_above_media=True,
        reply_markup=KEYS,
    )
    other = {"type": "photo", "media": photo["photo"][0]["file_id"], "caption": "again"}
    await life.do("editEphemeralMessageMedia", **named, media=other, reply_markup=OTHER_KEYS)
    await life.do("deleteEphemeralMessage", **named)
