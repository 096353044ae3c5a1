"""The whole life of a bot over HTTP: every method that is answered succeeds, with every parameter it takes."""

from typing import Any

import pytest
from bot_life import Life
from bot_scenes import (
    ANYWHERE,
    BOLD,
    JPG,
    KEYS,
    PNG,
    RIGHTS,
    a_topic,
    media,
    sending,
    sharing,
    whispering,
)
from channel_walks import as_peer, gathered, say
from http_bots import http_bot, in_flight
from inline_walks import ask, open_inline
from payment_walks import (
    MONEY,
    STARS,
    WORDS,
    asked,
    filled_in,
    form_of,
    invoice_in,
    newest,
    stars_form,
)
from sticker_walks import picture
from test_bot_rooms import bring, chat_id_of
from test_business import EDITING, IN_CHATS, connect, heard, in_business
from test_games import a_game
from test_web_apps import opened

from chappe.testing.person import Person
from chappe.testing.world import World

pytestmark = pytest.mark.one_node

ELSEWHERE = {
    "business_connection_id": "the walks of business accounts",
    "direct_messages_topic_id": "refused: no direct messages of channels here",
    "suggested_post_parameters": "refused: no suggested posts here",
    "ephemeral_message_parameters": "the walks of ephemeral messages",
    "message_effect_id": "refused: no effects here",
    "inline_message_id": "the walks of inline mode",
}
"""Parameters that other walks try, or that are refused with a reason."""
LEFT = {
    "createInvoiceLink": {"subscription_period"},
    "deleteMessageReaction": {"actor_chat_id"},
    "deleteAllMessageReactions": {"actor_chat_id"},
    "sendMessageDraft": {"can_stop", "keep_on_stop"},
    "sendRichMessageDraft": {"can_stop", "keep_on_stop"},
}
"""Parameters that are refused because nothing stands behind them yet."""
GROUP_RIGHTS = (
    *("is_anonymous", "can_manage_chat", "can_delete_messages", "can_manage_video_chats"),
    *("can_restrict_members", "can_promote_members", "can_change_info", "can_invite_users"),
    *("can_pin_messages", "can_manage_topics", "can_manage_tags"),
)
OTHER_RIGHTS = (
    *("can_post_stories", "can_edit_stories", "can_delete_stories", "can_post_messages"),
    *("can_edit_messages", "can_manage_direct_messages", "can_send_welcome_messages"),
)


async def test_every_method_is_answered_with_every_parameter(world: World) -> None:
    ada, bob = await world.person("Ada"), await world.person("Bob")
    async with http_bot(world, "Echo", username="echo_life_bot", owner=ada) as bot:
        life = Life(bot, world)
        await ada.send(bot.robot, "/start")
        await bob.send(bot.robot, "/start")
        for scene in SCENES:
            await scene(world, life, ada)
        left = {
            method: params - ELSEWHERE.keys() - LEFT.get(method, set())
            for method, params in life.untried().items()
        }
        assert {
            each: sorted(params)
            for each, params in left.items()
            if params or each not in life.given
        } == {}


async def ruling(world: World, life: Life, ada: Person) -> None:
    channel_id, (hal, ivy, jo) = await gathered(world, "Hal", "Ivy", "Jo")
    await bring(hal, life.bot, channel_id, **RIGHTS)
    there = {"chat_id": chat_id_of(channel_id)}
    of_ivy = {**there, "user_id": ivy.user_id}
    soon = life.now + 3600
    no_media = {"can_send_messages": True, "can_send_photos": False}
    how = {"permissions": no_media, "use_independent_chat_permissions": True}
    await life.do("setChatPermissions", **there, **how)
    await life.do("restrictChatMember", **of_ivy, **how, until_date=soon)
    await life.do("banChatMember", **of_ivy, until_date=soon, revoke_messages=True)
    await life.do("unbanChatMember", **of_ivy, only_if_banned=True)
    of_jo = {**there, "user_id": jo.user_id}
    await life.do("setChatMemberTag", **of_jo, tag="baker")
    await life.do(
        "promoteChatMember",
        **of_jo,
        **dict.fromkeys(GROUP_RIGHTS, True),
        **dict.fromkeys(OTHER_RIGHTS, False),
    )
    await life.do("setChatAdministratorCustomTitle", **of_jo, custom_title="boss")
    await life.do("getChatAdministrators", **there, return_bots=True)
    await life.do("getChatMember", **of_jo)
    await life.do("getChatMemberCount", **there)
    await life.do("getChat", **there)
    other_id, _ = await gathered(world, "Kim", broadcast=True)
    voice = {**there, "sender_chat_id": chat_id_of(other_id)}
    await life.do("banChatSenderChat", **voice)
    await life.do("unbanChatSenderChat", **voice)
    await life.do("setChatTitle", **there, title="Elsewhere")
    await life.do("setChatDescription", **there, description="what it is")
    await life.do("setChatPhoto", **there, photo=JPG)
    await life.do("deleteChatPhoto", **there)
    await reacting(life, ivy, jo, there, channel_id)
    await inviting(world, life, there)
    await life.do("leaveChat", **there)


async def reacting(
    life: Life, ivy: Person, jo: Person, there: dict[str, Any], channel_id: int
) -> None:
    said = await say(jo, channel_id, "nice")
    thumb = jo.make("reactionEmoji", emoticon="👍")
    how = {"peer": as_peer(jo, channel_id), "msg_id": said.id, "reaction": [thumb]}
    await jo.call("messages.sendReaction", **how)
    named = {**there, "message_id": said.id}
    await life.do("deleteMessageReaction", **named, user_id=jo.user_id)
    await jo.call("messages.sendReaction", **how)
    await life.do("deleteAllMessageReactions", **there, user_id=jo.user_id)


async def inviting(world: World, life: Life, there: dict[str, Any]) -> None:
    await life.do("exportChatInviteLink", **there)
    soon = life.now + 3600
    by_request = {"name": "ask", "expire_date": soon, "creates_join_request": True}
    link = await life.do("createChatInviteLink", **there, **by_request)
    few = await life.do("createChatInviteLink", **there, member_limit=3)
    for name, verb in (("Lea", "approveChatJoinRequest"), ("Max", "declineChatJoinRequest")):
        person = await world.person(name)
        with pytest.raises(Exception, match="INVITE_REQUEST_SENT"):
            await person.call(
                "messages.importChatInvite", hash=link["invite_link"].rpartition("+")[2]
            )
        await life.do(verb, **there, user_id=person.user_id)
    named = {**there, "invite_link": few["invite_link"]}
    await life.do("editChatInviteLink", **named, member_limit=4, expire_date=soon, name="few")
    await life.do("editChatInviteLink", **named, creates_join_request=True)
    await life.do("revokeChatInviteLink", **named)
    club_id, (nan,) = await gathered(world, "Nan", broadcast=True)
    await bring(nan, life.bot, club_id, **RIGHTS)
    club = {"chat_id": chat_id_of(club_id)}
    price = {"subscription_period": 2_592_000, "subscription_price": 9}
    paid = await life.do("createChatSubscriptionInviteLink", **club, **price, name="club")
    link = {**club, "invite_link": paid["invite_link"]}
    await life.do("editChatSubscriptionInviteLink", **link, name="circle")


async def topics(world: World, life: Life, ada: Person) -> None:
    _, topic = await a_topic(world, life)
    there = {"chat_id": topic["chat_id"]}
    icon = await custom_emoji(life, ada)
    await life.do("createForumTopic", **there, name="Icons", icon_custom_emoji_id=icon)
    await life.do("editForumTopic", **topic, name="Olds", icon_custom_emoji_id=icon)
    for verb in ("close", "reopen"):
        await life.do(f"{verb}ForumTopic", **topic)
    await life.do("unpinAllForumTopicMessages", **topic)
    await life.do("deleteForumTopic", **topic)
    await life.do("editGeneralForumTopic", **there, name="All")
    for verb in ("close", "reopen", "hide", "unhide"):
        await life.do(f"{verb}GeneralForumTopic", **there)
    await life.do("unpinAllGeneralForumTopicMessages", **there)


async def custom_emoji(life: Life, ada: Person) -> str:
    """A set of custom emoji; the number of its first."""
    name = f"emoji{len(life.given)}_by_echo_life_bot"
    one = {"sticker": "attach://file", "format": "static", "emoji_list": ["😀"]}
    await life.do(
        "createNewStickerSet",
        user_id=ada.user_id,
        name=name,
        title="Emoji",
        stickers=[one],
        sticker_type="custom_emoji",
        needs_repainting=True,
        file=("a.png", picture(100, 100)),
    )
    found = await life.do("getStickerSet", name=name)
    number: str = found["stickers"][0]["custom_emoji_id"]
    await life.do("getCustomEmojiStickers", custom_emoji_ids=[number])
    await life.do("setCustomEmojiStickerSetThumbnail", name=name, custom_emoji_id=number)
    return number


async def stickers(world: World, life: Life, ada: Person) -> None:
    _, topic = await a_topic(world, life)
    whose = {"user_id": ada.user_id}
    up = await life.do("uploadStickerFile", **whose, sticker=PNG, sticker_format="static")
    name = "masks_by_echo_life_bot"
    one = {"sticker": up["file_id"], "format": "static", "emoji_list": ["😀"]}
    made = {"name": name, "title": "Masks", "stickers": [one], "sticker_type": "mask"}
    await life.do("createNewStickerSet", **whose, **made)
    await life.do("addStickerToSet", **whose, name=name, sticker=one)
    first, second = (await life.do("getStickerSet", name=name))["stickers"]
    mask = {"point": "eyes", "x_shift": 0.5, "y_shift": 0.5, "scale": 1.5}
    named = {"sticker": first["file_id"]}
    await life.do("setStickerMaskPosition", **named, mask_position=mask)
    await life.do("setStickerPositionInSet", **named, position=1)
    await life.do("setStickerEmojiList", **named, emoji_list=["👍"])
    await life.do("setStickerKeywords", **named, keywords=["thumb"])
    await life.do("setStickerSetTitle", name=name, title="Other masks")
    thumb = ("t.webp", picture(100, 100, "WEBP"))
    await life.do(
        "setStickerSetThumbnail", name=name, **whose, format="static", thumbnail=thumb
    )
    old = {"old_sticker": second["file_id"], "sticker": one}
    await life.do("replaceStickerInSet", **whose, name=name, **old)
    fay_first = await life.do("sendMessage", **topic, text="first")
    await life.do(
        "sendSticker",
        **topic,
        **ANYWHERE,
        sticker=("a.webp", picture(512, 512, "WEBP")),
        emoji="😀",
        reply_parameters={"message_id": fay_first["message_id"]},
        reply_markup=KEYS,
    )
    chat = {"chat_id": topic["chat_id"]}
    plain = {"name": "cats_by_echo_life_bot", "title": "Cats", "stickers": [one]}
    await life.do("createNewStickerSet", **whose, **plain)
    await life.do("setChatStickerSet", **chat, sticker_set_name="cats_by_echo_life_bot")
    await life.do("deleteChatStickerSet", **chat)
    await life.do("deleteStickerFromSet", **named)
    await life.do("deleteStickerSet", name=name)


async def itself(world: World, life: Life, ada: Person) -> None:
    await life.do("getMe")
    where = {"scope": {"type": "chat", "chat_id": ada.user_id}, "language_code": "de"}
    commands = [{"command": "go", "description": "Go there"}]
    await life.do("setMyCommands", **where, commands=commands)
    assert await life.do("getMyCommands", **where) == commands
    await life.do("deleteMyCommands", **where)
    german = {"language_code": "de"}
    for what, value in (("Name", "Hall"), ("Description", "Ja"), ("ShortDescription", "J")):
        param = {"ShortDescription": "short_description"}.get(what, what.lower())
        await life.do(f"setMy{what}", **german, **{param: value})
        assert await life.do(f"getMy{what}", **german) == {param: value}
    photo = {"type": "static", "photo": "attach://file"}
    await life.do("setMyProfilePhoto", photo=photo, file=JPG)
    await life.do("getUserProfilePhotos", user_id=life.bot.id, offset=0, limit=1)
    await life.do("removeMyProfilePhoto")
    menu = {"type": "web_app", "text": "Shop", "web_app": {"url": "https://example.com/"}}
    await life.do("setChatMenuButton", chat_id=ada.user_id, menu_button=menu)
    assert await life.do("getChatMenuButton", chat_id=ada.user_id) == menu
    rights = dict.fromkeys(
        [
            *("is_anonymous", "can_manage_chat", "can_delete_messages", "can_restrict_members"),
            *("can_manage_video_chats", "can_promote_members", "can_change_info"),
            *("can_invite_users", "can_post_stories", "can_edit_stories", "can_delete_stories"),
        ],
        True,
    )
    await life.do("setMyDefaultAdministratorRights", rights=rights, for_channels=True)
    await life.do("getMyDefaultAdministratorRights", for_channels=True)


async def selling(world: World, life: Life, ada: Person) -> None:
    _, topic = await a_topic(world, life)
    first = await life.do("sendMessage", **topic, text="first")
    goods = {
        **WORDS,
        **MONEY,
        "max_tip_amount": 500,
        "suggested_tip_amounts": [100, 200],
        "provider_data": '{"a": 1}',
        "photo_url": "https://example.com/a.jpg",
        "photo_size": 1000,
        "photo_width": 100,
        "photo_height": 100,
        "need_name": True,
        "need_phone_number": True,
        "need_email": True,
        "need_shipping_address": True,
        "send_phone_number_to_provider": True,
        "send_email_to_provider": True,
        "is_flexible": True,
    }
    pay = {"inline_keyboard": [[{"text": "Pay", "pay": True}]]}
    await life.do(
        "sendInvoice",
        **topic,
        **ANYWHERE,
        **goods,
        start_parameter="socks",
        reply_parameters={"message_id": first["message_id"]},
        reply_markup=pay,
    )
    await life.do("createInvoiceLink", **goods)
    await shipping(life, ada)
    await life.bot.updates()
    await life.do("sendInvoice", chat_id=ada.user_id, **WORDS, **STARS)
    await world.settle()
    invoice = await invoice_in(ada, life.bot.robot)
    for refusal in ({"error_message": "sold out"}, {}):
        form = await form_of(ada, invoice)
        paying = await in_flight(stars_form(ada, form, invoice))
        query = await asked(life.bot, "pre_checkout_query")
        named = {"pre_checkout_query_id": query["id"]}
        await life.do("answerPreCheckoutQuery", **named, ok=not refusal, **refusal)
        if refusal:
            with pytest.raises(Exception, match="PRECHECKOUT_FAILED"):
                await paying
        else:
            await paying
    (update,) = await life.bot.updates()
    paid = update["message"]["successful_payment"]
    assert (await life.do("getMyStarBalance"))["amount"] == 120
    await life.do("getStarTransactions", offset=0, limit=5)
    charge = {"telegram_payment_charge_id": paid["telegram_payment_charge_id"]}
    await life.do("refundStarPayment", user_id=ada.user_id, **charge)


async def shipping(life: Life, ada: Person) -> None:
    """Somebody gives an address, twice: the bot ships there, and does not."""
    how = {"need_shipping_address": True, "is_flexible": True}
    await life.do("sendInvoice", chat_id=ada.user_id, **WORDS, **MONEY, **how)
    await life.bot.updates()
    invoice = await invoice_in(ada, life.bot.robot)
    post = [{"id": "post", "title": "By post", "prices": [{"label": "Post", "amount": 5}]}]
    for answer in (
        {"ok": False, "error_message": "too far"},
        {"ok": True, "shipping_options": post},
    ):
        asking = await in_flight(
            ada.call("payments.validateRequestedInfo", invoice=invoice, info=filled_in(ada))
        )
        query = await asked(life.bot, "shipping_query")
        await life.do("answerShippingQuery", shipping_query_id=query["id"], **answer)
        if answer["ok"]:
            await asking
        else:
            with pytest.raises(Exception, match="PRECHECKOUT_FAILED"):
                await asking


async def playing(world: World, life: Life, ada: Person) -> None:
    _, topic = await a_topic(world, life)
    await a_game(world, life.bot.robot)
    first = await life.do("sendMessage", **topic, text="first")
    keys = {"inline_keyboard": [[{"text": "Go", "callback_game": {}}]]}
    game = {"game_short_name": "tetris", "reply_markup": keys}
    reply = {"message_id": first["message_id"]}
    await life.do("sendGame", **topic, **ANYWHERE, **game, reply_parameters=reply)
    sent = await life.do("sendGame", chat_id=ada.user_id, **game)
    there = {"chat_id": ada.user_id, "message_id": sent["message_id"]}
    whose = {"user_id": ada.user_id}
    await life.do("setGameScore", **whose, **there, score=5, disable_edit_message=True)
    await life.do("setGameScore", **whose, **there, score=3, force=True)
    await life.do("getGameHighScores", **whose, **there)


async def offering(world: World, life: Life, ada: Person) -> None:
    """Inline queries, and a message that is made ready."""
    await open_inline(world, life.bot.robot)
    await life.bot.updates()
    waiting = ask(ada, life.bot.robot, "q")
    await world.settle()
    (update,) = await life.bot.updates()
    content = {"input_message_content": {"message_text": "hello"}}
    result = {"type": "article", "id": "1", "title": "Title", **content}
    await life.do(
        "answerInlineQuery",
        inline_query_id=update["inline_query"]["id"],
        results=[result],
        cache_time=5,
        is_personal=True,
        next_offset="2",
        button={"text": "Open", "start_parameter": "x"},
    )
    assert len((await waiting).results) == 1
    allowed = dict.fromkeys(
        [f"allow_{kind}_chats" for kind in ("user", "bot", "group", "channel")], True
    )
    whose = {"user_id": ada.user_id}
    await life.do("savePreparedInlineMessage", **whose, **allowed, result=result)


async def asking(world: World, life: Life, ada: Person) -> None:
    """Callbacks, pages, updates, webhooks."""
    await life.do("sendMessage", chat_id=ada.user_id, text="?", reply_markup=KEYS)
    await life.bot.updates()
    shown = await newest(ada, life.bot.robot)
    for answer in (
        {"text": "well", "show_alert": True, "cache_time": 5},
        {"url": "https://t.me/echo_life_bot?start=x"},
    ):
        pressing = await in_flight(
            ada.call(
                "messages.getBotCallbackAnswer",
                peer=ada.peer(life.bot.robot),
                msg_id=shown.id,
                data=b"go",
            )
        )
        (update,) = await life.bot.updates(timeout=5)
        number = update["callback_query"]["id"]
        await life.do("answerCallbackQuery", callback_query_id=number, **answer)
        await pressing
        world.advance(6)
    view = (await opened(ada, life.bot.robot)).query_id
    result = {
        "type": "article",
        "id": "1",
        "title": "Order",
        "input_message_content": {"message_text": "I order"},
    }
    await life.do("answerWebAppQuery", web_app_query_id=str(view), result=result)
    person = {"text": "Who?", "request_users": {"request_id": 1}}
    await life.do("savePreparedKeyboardButton", user_id=ada.user_id, button=person)
    kinds = {"allowed_updates": ["message"]}
    await life.do("getUpdates", **kinds, offset=-1, limit=1, timeout=0)
    certificate = ("cert.pem", CERTIFICATE)
    await life.do(
        "setWebhook",
        url="https://127.0.0.1:1/hook",
        certificate=certificate,
        ip_address="127.0.0.1",
        max_connections=2,
        allowed_updates=["message"],
        drop_pending_updates=True,
        secret_token="s3cret",
    )
    await life.do("getWebhookInfo")
    await life.do("deleteWebhook", drop_pending_updates=True)
    await life.do("logOut")
    await world.settle()
    world.advance(601)
    await life.do("close")


CERTIFICATE = b"-----BEGIN CERTIFICATE-----\n-----END CERTIFICATE-----\n"


async def drafting(world: World, life: Life, ada: Person) -> None:
    """What is being written, and what somebody lets a bot do to their name."""
    await ada.call(
        "bots.toggleUserEmojiStatusPermission", bot=ada.user(life.bot.robot), enabled=True
    )
    await life.sent(
        "sendMessageDraft",
        {"text": "<b>so</b>", "parse_mode": "HTML"},
        {"text": "some words", "entities": BOLD},
        chat_id=ada.user_id,
        message_thread_id=1,
        draft_id=1 << 40,
    )
    await life.do(
        "sendRichMessageDraft",
        chat_id=ada.user_id,
        message_thread_id=1,
        draft_id=1 << 40,
        rich_message={"html": "<h1>so</h1>"},
    )
    await life.do(
        "setUserEmojiStatus",
        user_id=ada.user_id,
        emoji_status_custom_emoji_id="77",
        emoji_status_expiration_date=life.now + 60,
    )


async def business(world: World, life: Life, ada: Person) -> None:
    """Its owner lets the bot look after the owner's chats."""
    await in_business(world, ada, "echo_life_bot")
    await life.bot.updates()
    await connect(ada, life.bot.robot, *IN_CHATS, *EDITING, "edit_username")
    (connection,) = await heard(life.bot, "business_connection")
    named = {"business_connection_id": connection["id"]}
    await life.do("getBusinessConnection", **named)
    bob = await world.person("Bob")
    await bob.send(ada, "Are you open?")
    (asked,) = await heard(life.bot, "business_message")
    here, asked_id = {**named, "chat_id": bob.user_id}, asked["message_id"]
    await life.do("readBusinessMessage", **here, message_id=asked_id)
    tasks = {"title": "Hours", "tasks": [{"id": 1, "text": "nine"}]}
    button = {"inline_keyboard": [[{"text": "Site", "url": "https://example.com/"}]]}
    said = await life.do(
        "sendChecklist",
        **here,
        checklist=tasks,
        disable_notification=True,
        protect_content=True,
        reply_parameters={"message_id": asked_id},
        reply_markup=button,
    )
    tasks = {"title": "Hours", "tasks": [{"id": 1, "text": "ten"}]}
    there = {**here, "message_id": said["message_id"]}
    await life.do("editMessageChecklist", **there, checklist=tasks, reply_markup=button)
    await life.do("deleteBusinessMessages", **named, message_ids=[asked_id])
    await life.do("setBusinessAccountName", **named, first_name="Ada", last_name="Ltd")
    await life.do("setBusinessAccountUsername", **named, username="ada_limited")
    await life.do("setBusinessAccountBio", **named, bio="Nine to five")
    photo = {"type": "static", "photo": "attach://face"}
    face = {"photo": photo, "face": JPG}
    await life.do("setBusinessAccountProfilePhoto", **named, **face, is_public=True)
    await life.do("removeBusinessAccountProfilePhoto", **named, is_public=True)


SCENES = (
    drafting,
    whispering,
    business,
    sending,
    media,
    sharing,
    ruling,
    topics,
    stickers,
    itself,
    selling,
    playing,
    offering,
    asking,
)
