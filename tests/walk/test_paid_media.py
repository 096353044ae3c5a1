"""Paid media: whoever pays sees them, and nobody else, whatever is asked."""

import asyncio
from typing import Any

import pytest
from channel_walks import as_channel, as_peer, gathered
from file_walks import fetch, place, upload
from http_bots import HttpBot, http_bot
from http_bots import Refused as BotRefused
from leak_walks import places, roads, tried
from paid_walks import (
    HIDDEN,
    MOVING,
    SEEN,
    buy_media,
    kinds,
    known_to,
    look_again,
    picture,
    post_media,
    read,
    sell_media,
)
from payment_walks import balance, check_ledger, met

from chappe.testing.client import Refused
from chappe.testing.person import Person
from chappe.testing.world import World


async def test_a_bot_sells_media_to_whoever_pays_and_takes_them_back_with_the_stars(
    world: World,
) -> None:
    ada = await world.person("Ada")
    async with http_bot(world, "Shop") as shop:
        await met(world, ada, shop)
        sold = await sell_media(shop, ada.user_id, payload="set-1", caption="look")
        info = sold["paid_media"]
        assert (info["star_count"], sold["caption"]) == (50, "look")
        assert [each["type"] for each in info["paid_media"]] == ["photo", "video"]
        here = ada.peer(shop.robot)
        (offer,) = await read(ada, here)
        assert (offer.media.stars_amount, kinds(offer)) == (50, [HIDDEN, HIDDEN])
        first, second = offer.media.extended_media
        assert (first.w, first.h, first.thumb.NAME) == (320, 320, "photoStrippedSize")
        assert (second.w, second.h, second.video_duration) == (320, 240, 9)
        await world.settle()
        before = list(ada.updates)
        updates = await buy_media(ada, here, offer.id)
        opened = next(u for u in updates if u.NAME == "updateMessageExtendedMedia")
        assert (opened.msg_id, opened.peer.user_id) == (offer.id, shop.id)
        photo = opened.extended_media[0].media.photo
        video = opened.extended_media[1].media.document
        assert places(before, photo.id) + places(before, video.id) == []
        assert await fetch(ada, place(ada, photo, photo.sizes[-1].type))
        assert await fetch(ada, place(ada, video)) == MOVING
        (again,) = await read(ada, here)
        assert kinds(again) == [SEEN, SEEN]
        with pytest.raises(Refused, match="MEDIA_ALREADY_PAID"):
            await buy_media(ada, here, offer.id)
        await _both_have_it_in_their_books(shop, ada, offer.id)
        await world.settle()
        (again,) = [each for each in await read(ada, here, 9) if each.id == offer.id]
        assert kinds(again) == [HIDDEN, HIDDEN]
        assert await balance(ada) == 1000
        await check_ledger(world)


async def _both_have_it_in_their_books(shop: HttpBot, ada: Person, number: int) -> None:
    """The bot has heard of it; both see the transaction. The Stars go back at the end."""
    (told,) = await shop.updates()
    assert told["purchased_paid_media"]["paid_media_payload"] == "set-1"
    assert told["purchased_paid_media"]["from"]["id"] == ada.user_id
    assert await balance(ada) == 950
    history = (await shop.call("getStarTransactions"))["transactions"]
    partner = history[0]["source"]
    assert partner["transaction_type"] == "paid_media_payment"
    assert (partner["paid_media_payload"], len(partner["paid_media"])) == ("set-1", 2)
    status = await ada.call("payments.getStarsStatus", peer=ada.make("inputPeerSelf"))
    spent = status.history[0]
    assert (spent.msg_id, len(spent.extended_media), spent.bot_payload) == (number, 2, None)
    await shop.call(
        "refundStarPayment", user_id=ada.user_id, telegram_payment_charge_id=spent.id
    )


async def test_paid_media_that_are_sent_on_are_sold_there_too_and_nobody_makes_them_his_own(
    world: World,
) -> None:
    ada, bob = await world.person("Ada"), await world.person("Bob")
    async with http_bot(world, "Shop") as shop, http_bot(world, "Spy") as spy:
        await met(world, ada, shop)
        await met(world, ada, spy)
        sold = await sell_media(shop, ada.user_id)
        (offer,) = await read(ada, ada.peer(shop.robot))
        here = {"from_peer": ada.peer(shop.robot), "id": [offer.id]}
        for to in (bob, spy.robot):
            name = ada.client.next_msg_id()
            await ada.call(
                "messages.forwardMessages", **here, to_peer=ada.peer(to), random_id=[name]
            )
        asked = {**here, "to_peer": ada.peer(bob), "random_id": [9]}
        with pytest.raises(Refused, match="MESSAGE_ID_INVALID"):
            await ada.call("messages.forwardMessages", **asked, drop_author=True)
        (update,) = await spy.updates()
        spied = update["message"]
        assert [each["type"] for each in spied["paid_media"]["paid_media"]] == ["preview"] * 2
        number = spied["message_id"]
        for method, ids in (("copyMessage", number), ("copyMessages", [number])):
            word = "message_id" if method == "copyMessage" else "message_ids"
            chats = {"chat_id": ada.user_id, "from_chat_id": ada.user_id}
            with pytest.raises(BotRefused, match="cop"):
                await spy.call(method, **chats, **{word: ids})
        name = sold["paid_media"]["paid_media"][0]["photo"][-1]["file_id"]
        with pytest.raises(BotRefused, match="wrong file identifier"):
            await spy.call("sendPhoto", chat_id=ada.user_id, photo=name)
        await buy_media(ada, ada.peer(shop.robot), offer.id)
        (seen,) = await read(ada, ada.peer(shop.robot))
        photo = seen.media.extended_media[0].media.photo
        assert known_to(bob, photo.id) == []
        with pytest.raises(Refused, match="FILE_ID_INVALID"):  # what Ada got does not serve Bob
            await fetch(bob, place(bob, photo, photo.sizes[-1].type))
        (copy,) = await read(bob, bob.peer(ada))
        assert kinds(copy) == [HIDDEN, HIDDEN]
        assert places(await buy_media(bob, bob.peer(ada), copy.id), photo.id)
        assert await shop.call("getMyStarBalance") == {"amount": 100}
        assert await shop.updates() == []  # it has given no name to what it sells
        known = {"star_count": 5, "media": [{"type": "photo", "media": name}]}
        again = await shop.call("sendPaidMedia", chat_id=ada.user_id, **known)
        assert again["paid_media"]["paid_media"][0]["photo"][-1]["file_id"] == name
        await check_ledger(world)


async def test_a_channel_sells_media_and_no_road_leads_around_the_price(world: World) -> None:
    channel_id, (owner, buyer, other) = await gathered(
        world, "Ada", "Bob", "Cid", broadcast=True
    )
    dan = await world.person("Dan")
    post = await post_media(owner, channel_id, "xyzzy")
    assert kinds(post) == [SEEN]
    photo = post.media.extended_media[0].media.photo
    full = await owner.call("channels.getFullChannel", channel=as_channel(owner, channel_id))
    assert full.full_chat.paid_media_allowed
    await world.settle()
    for person in (buyer, other):
        (seen,) = await read(person, as_peer(person, channel_id))
        assert kinds(seen) == [HIDDEN]
    await buyer.call(
        "messages.forwardMessages",
        from_peer=as_peer(buyer, channel_id),
        to_peer=buyer.peer(dan),
        id=[post.id],
        random_id=[1],
    )
    await buy_media(buyer, as_peer(buyer, channel_id), post.id)
    # Whoever has bought it hears of edits with what he sees, all others without.
    said = {"peer": as_peer(owner, channel_id), "id": post.id}
    await owner.call("messages.editMessage", **said, message="xyzzy, edited")
    file = await upload(owner, picture(), file_id=99)
    other_photo = owner.make("inputMediaUploadedPhoto", file=file)
    with pytest.raises(Refused, match="MEDIA_PREV_INVALID"):
        await owner.call("messages.editMessage", **said, media=other_photo)
    await world.settle()
    assert known_to(buyer, photo.id)
    looked = await look_again(buyer, channel_id, post.id)
    assert [u.NAME for u in looked.updates] == ["updateMessageExtendedMedia"]
    assert (await look_again(other, channel_id, post.id)).updates == []
    await _answered_elsewhere(world, channel_id, post.id, buyer, other)
    await _another_admin_looks_at_what_was_done(owner, other, channel_id, photo.id)
    (copy,) = await read(dan, dan.peer(buyer))
    assert kinds(copy) == [HIDDEN]
    for person in (other, dan):
        for method, fields in roads(person, channel_id, post.id):
            assert places(await tried(person, method, fields), photo.id) == [], method
        assert known_to(person, photo.id) == []
    status = await owner.call("payments.getStarsStatus", peer=as_peer(owner, channel_id))
    assert (status.balance.amount, status.history[0].msg_id) == (70, post.id)
    assert await balance(buyer) == 930
    await check_ledger(world)


async def _another_admin_looks_at_what_was_done(
    owner: Person, other: Person, channel_id: int, hidden: int
) -> None:
    """In the log of a channel stands what nobody has paid for; other files are there for each admin."""
    file = await upload(owner, picture(), file_id=77)
    photo = owner.make("inputMediaUploadedPhoto", file=file)
    there, name = as_peer(owner, channel_id), owner.client.next_msg_id()
    asked = {"media": photo, "message": "plain", "random_id": name}
    sent = await owner.call("messages.sendMedia", peer=there, **asked)
    said = next(u.message for u in sent.updates if u.NAME == "updateNewChannelMessage")
    await owner.call("messages.editMessage", peer=there, id=said.id, message="edited")
    await owner.call(
        "channels.editAdmin",
        channel=as_channel(owner, channel_id),
        user_id=owner.user(other),
        admin_rights=owner.make("chatAdminRights", post_messages=True),
        rank="",
    )
    log = await other.call(
        "channels.getAdminLog",
        channel=as_channel(other, channel_id),
        q="",
        max_id=0,
        min_id=0,
        limit=20,
    )
    assert places(log, hidden) == []
    edits = [e.action for e in log.events if e.action.NAME.endswith("EditMessage")]
    shown = edits[0].new_message.media.photo
    assert kinds(edits[1].new_message) == [HIDDEN]
    assert await fetch(other, place(other, shown, shown.sizes[-1].type))


async def _answered_elsewhere(
    world: World, channel_id: int, post: int, buyer: Person, other: Person
) -> None:
    """What is answered in another chat comes along: each sees of it what he may."""
    answer = other.make(
        "inputReplyToMessage",
        reply_to_msg_id=post,
        reply_to_peer_id=as_peer(other, channel_id),
    )
    await other.send(buyer, "have you got this?", reply_to=answer)
    await world.settle()
    for person, writer, sees in ((buyer, other, SEEN), (other, buyer, HIDDEN)):
        (said,) = await read(person, person.peer(writer))
        media = said.reply_to.reply_media
        assert (media.stars_amount, [e.NAME for e in media.extended_media]) == (70, [sees])


async def test_whoever_pays_twice_at_once_pays_once_also_for_what_was_scheduled(
    world: World,
) -> None:
    channel_id, (owner, buyer) = await gathered(world, "Ada", "Bob", broadcast=True)
    later = int(world.clock.now()) + 100
    await post_media(owner, channel_id, "soon", schedule_date=later)
    world.advance(101)
    await world.settle()
    here = as_peer(buyer, channel_id)
    (post,) = await read(buyer, here)
    assert (post.message, kinds(post)) == ("soon", [HIDDEN])
    paying = [buy_media(buyer, here, post.id) for _ in range(3)]
    answers = await asyncio.gather(*paying, return_exceptions=True)
    refused = [each for each in answers if isinstance(each, Refused)]
    assert [each.text for each in refused] == ["MEDIA_ALREADY_PAID"] * 2
    (post,) = await read(buyer, here)
    assert kinds(post) == [SEEN]
    assert await balance(buyer) == 930
    await check_ledger(world)


@pytest.mark.one_node
async def test_what_cannot_be_sold_is_refused() -> None:
    async with World() as world:
        channel_id, (ada, bob) = await gathered(world, "Ada", "Bob", broadcast=True)
        file = await upload(ada, picture(), file_id=5)
        photo = ada.make("inputMediaUploadedPhoto", file=file)
        text = ada.make(
            "inputMediaUploadedDocument", file=file, mime_type="text/plain", attributes=[]
        )
        fleeting = ada.make("inputMediaUploadedPhoto", file=file, ttl_seconds=9)

        async def send(peer: Any, media: list[Any], stars: int = 5, **more: Any) -> Any:
            paid = ada.make("inputMediaPaidMedia", stars_amount=stars, extended_media=media)
            return await ada.call(
                "messages.sendMedia",
                peer=peer,
                media=paid,
                message="",
                random_id=ada.client.next_msg_id(),
                **more,
            )

        here = as_peer(ada, channel_id)
        for media, stars, error in (
            ([], 5, "EXTENDED_MEDIA_EMPTY"),
            ([photo] * 11, 5, "EXTENDED_MEDIA_INVALID"),
            ([text], 5, "EXTENDED_MEDIA_INVALID"),
            ([fleeting], 5, "EXTENDED_MEDIA_INVALID"),
            ([photo], 0, "EXTENDED_MEDIA_AMOUNT_INVALID"),
            ([photo], 25_001, "EXTENDED_MEDIA_AMOUNT_INVALID"),
        ):
            with pytest.raises(Refused, match=error):
                await send(here, media, stars)
        with pytest.raises(Refused, match="EXTENDED_MEDIA_INVALID"):
            await send(ada.peer(bob), [photo])
        paid = ada.make("inputMediaPaidMedia", stars_amount=5, extended_media=[photo])
        single = ada.make("inputSingleMedia", media=paid, random_id=7, message="")
        with pytest.raises(Refused, match="MEDIA_INVALID"):
            await ada.call("messages.sendMultiMedia", peer=here, multi_media=[single])
        with pytest.raises(Refused, match="MEDIA_INVALID"):
            await ada.call("messages.uploadMedia", peer=here, media=paid)
        post = await post_media(ada, channel_id, "dear", 1001)
        with pytest.raises(Refused, match="MEDIA_ALREADY_PAID"):
            await buy_media(ada, here, post.id)
        with pytest.raises(Refused, match="BALANCE_TOO_LOW"):
            await buy_media(bob, as_peer(bob, channel_id), post.id)
        (seen,) = await read(bob, as_peer(bob, channel_id))
        assert kinds(seen) == [HIDDEN]
        await check_ledger(world)
