"""Subscriptions of channels: a link has a price; whoever pays is in, for as long as he goes on paying."""

from typing import Any

import pytest
from channel_walks import as_channel, as_peer, gathered
from http_bots import Refused as BotRefused
from http_bots import http_bot
from payment_walks import balance, check_ledger
from test_bot_rooms import bring, chat_id_of

from chappe.testing.client import Refused
from chappe.testing.person import Person
from chappe.testing.world import World

PERIOD = 300


async def priced(owner: Person, channel_id: int, stars: int, period: int = PERIOD) -> Any:
    """A new link with a price."""
    pricing = owner.make("starsSubscriptionPricing", period=period, amount=stars)
    return await owner.call(
        "messages.exportChatInvite",
        peer=as_peer(owner, channel_id),
        title="Club",
        subscription_pricing=pricing,
    )


def invoice(person: Person, link: Any) -> Any:
    hash_ = link.link.rpartition("+")[2]
    return person.make("inputInvoiceChatInviteSubscription", hash=hash_)


async def look(person: Person, link: Any) -> Any:
    return await person.call("messages.checkChatInvite", hash=link.link.rpartition("+")[2])


async def pay(person: Person, link: Any) -> Any:
    """Look at a link, and pay what it costs."""
    shown = await look(person, link)
    form = {"form_id": shown.subscription_form_id, "invoice": invoice(person, link)}
    return await person.call("payments.sendStarsForm", **form)


async def subscriptions(person: Person, *, missing: bool = False) -> Any:
    mine = person.make("inputPeerSelf")
    asked = {"peer": mine, "offset": "", "missing_balance": missing}
    return await person.call("payments.getStarsSubscriptions", **asked)


async def is_inside(person: Person, channel_id: int) -> bool:
    try:
        page = await person.call("channels.getChannels", id=[as_channel(person, channel_id)])
    except Refused:
        return False
    (chat,) = page.chats
    return chat.NAME == "channel" and not chat.left


async def later(world: World, seconds: int) -> None:
    """What is due by then is done."""
    world.advance(seconds)
    await world.settle()


def own(person: Person, subscription: Any) -> dict[str, Any]:
    return {"peer": person.make("inputPeerSelf"), "subscription_id": subscription.id}


async def test_whoever_pays_is_in_and_out_again_when_the_stars_are_gone(world: World) -> None:
    channel_id, (owner,) = await gathered(world, "Ada", broadcast=True)
    bob, cid = await world.person("Bob"), await world.person("Cid")
    link = await priced(owner, channel_id, 400)
    assert (link.subscription_pricing.amount, link.subscription_pricing.period) == (400, PERIOD)
    shown = await look(bob, link)
    assert shown.subscription_pricing.amount == 400
    hash_ = link.link.rpartition("+")[2]
    with pytest.raises(Refused, match="STARS_PAYMENT_REQUIRED"):
        await bob.call("messages.importChatInvite", hash=hash_)
    theirs = {"form_id": shown.subscription_form_id, "invoice": invoice(cid, link)}
    with pytest.raises(Refused, match="FORM_EXPIRED"):  # what Bob was shown is not Cid's
        await cid.call("payments.sendStarsForm", **theirs)
    result = await pay(bob, link)
    assert "updateChannel" in {each.NAME for each in result.updates.updates}
    assert await is_inside(bob, channel_id)
    assert await balance(bob) == 600
    mine = {"form_id": shown.subscription_form_id, "invoice": invoice(bob, link)}
    with pytest.raises(Refused, match="USER_ALREADY_PARTICIPANT"):
        await bob.call("payments.sendStarsForm", **mine)
    status = await bob.call("payments.getStarsStatus", peer=bob.make("inputPeerSelf"))
    assert status.history[0].subscription_period == PERIOD
    (one,) = (await subscriptions(bob)).subscriptions
    assert (one.pricing.amount, one.chat_invite_hash, one.can_refulfill) == (400, hash_, False)
    await _leave_and_come_back(bob, cid, channel_id, link)
    await later(world, PERIOD + 1)
    assert await is_inside(bob, channel_id)
    assert await balance(bob) == 200
    await later(world, PERIOD + 1)
    assert not await is_inside(bob, channel_id)
    page = await subscriptions(bob, missing=True)
    assert [each.missing_balance for each in page.subscriptions] == [True]
    assert page.subscriptions_missing_balance == 200
    earned = await owner.call("payments.getStarsStatus", peer=as_peer(owner, channel_id))
    assert earned.balance.amount == 800
    await check_ledger(world)


async def _leave_and_come_back(bob: Person, cid: Person, channel_id: int, link: Any) -> None:
    """Whoever leaves has paid all the same, and comes back without paying; nobody else does so."""
    await bob.call("channels.leaveChannel", channel=as_channel(bob, channel_id))
    (one,) = (await subscriptions(bob)).subscriptions
    assert one.can_refulfill
    assert (await look(bob, link)).can_refulfill_subscription
    with pytest.raises(Refused, match="SUBSCRIPTION_ID_INVALID"):
        await cid.call("payments.fulfillStarsSubscription", **own(cid, one))
    assert await bob.call("payments.fulfillStarsSubscription", **own(bob, one))
    assert await is_inside(bob, channel_id)


async def test_a_bot_makes_such_links_and_whoever_cancels_is_out_in_the_end(
    world: World,
) -> None:
    channel_id, (owner,) = await gathered(world, "Ada", broadcast=True)
    bob = await world.person("Bob")
    async with http_bot(world) as bot:
        await bring(owner, bot, channel_id, invite_users=True)
        there = {"chat_id": chat_id_of(channel_id)}
        price = {"subscription_period": PERIOD, "subscription_price": 10}
        made = await bot.call("createChatSubscriptionInviteLink", **there, **price, name="Club")
        assert (made["subscription_period"], made["subscription_price"]) == (PERIOD, 10)
        named = {**there, "invite_link": made["invite_link"]}
        changed = await bot.call("editChatSubscriptionInviteLink", **named, name="Other")
        assert (changed["name"], changed["subscription_price"]) == ("Other", 10)
        for wrong in ({"subscription_period": 77}, {"subscription_price": 10_001}):
            with pytest.raises(BotRefused):
                await bot.call(
                    "createChatSubscriptionInviteLink", **there, **{**price, **wrong}
                )
        await _come_by(bob, made["invite_link"])
        (one,) = (await subscriptions(bob)).subscriptions
        member = await bot.call("getChatMember", **there, user_id=bob.user_id)
        assert (member["status"], member["until_date"]) == ("member", one.until_date)
    mine = own(bob, one)
    await bob.call("payments.changeStarsSubscription", **mine, canceled=True)
    (one,) = (await subscriptions(bob)).subscriptions
    assert one.canceled
    assert await is_inside(bob, channel_id)
    await later(world, PERIOD + 1)
    assert not await is_inside(bob, channel_id)
    assert await balance(bob) == 990
    with pytest.raises(Refused, match="SUBSCRIPTION_ID_INVALID"):
        await bob.call("payments.fulfillStarsSubscription", **mine)
    await check_ledger(world)


async def _come_by(bob: Person, link: str) -> None:
    hash_ = link.rpartition("+")[2]
    shown = await bob.call("messages.checkChatInvite", hash=hash_)
    said = bob.make("inputInvoiceChatInviteSubscription", hash=hash_)
    form = {"form_id": shown.subscription_form_id, "invoice": said}
    await bob.call("payments.sendStarsForm", **form)


@pytest.mark.one_node
async def test_what_cannot_be_subscribed_to_is_refused(world: World) -> None:
    group_id, (ada,) = await gathered(world, "Ada")
    with pytest.raises(Refused, match="PRICING_CHAT_INVALID"):
        await priced(ada, group_id, 5)
    channel_id, (bea,) = await gathered(world, "Bea", broadcast=True)
    for stars, period, error in (
        (5, 77, "SUBSCRIPTION_PERIOD_INVALID"),
        (0, PERIOD, "STARS_AMOUNT_INVALID"),
        (10_001, PERIOD, "STARS_AMOUNT_INVALID"),
    ):
        with pytest.raises(Refused, match=error):
            await priced(bea, channel_id, stars, period)
    link = await priced(bea, channel_id, 2000)
    with pytest.raises(Refused, match="PRICING_CHAT_INVALID"):
        await bea.call(
            "messages.editExportedChatInvite",
            peer=as_peer(bea, channel_id),
            link=link.link,
            request_needed=True,
        )
    with pytest.raises(Refused, match="BALANCE_TOO_LOW"):
        await pay(ada, link)
    assert not await is_inside(ada, channel_id)
    free = await bea.call("messages.exportChatInvite", peer=as_peer(bea, channel_id))
    with pytest.raises(Refused, match="INVOICE_INVALID"):
        await ada.call("payments.sendStarsForm", form_id=5, invoice=invoice(ada, free))
    here = {"peer": as_peer(bea, channel_id), "offset": ""}
    with pytest.raises(Refused, match="PEER_ID_INVALID"):
        await bea.call("payments.getStarsSubscriptions", **here)


@pytest.mark.one_node
async def test_whoever_has_asked_to_come_in_may_pay_instead(world: World) -> None:
    channel_id, (owner,) = await gathered(world, "Ada", broadcast=True)
    bob = await world.person("Bob")
    asked = await owner.call(
        "messages.exportChatInvite", peer=as_peer(owner, channel_id), request_needed=True
    )
    with pytest.raises(Refused, match="INVITE_REQUEST_SENT"):
        await bob.call("messages.importChatInvite", hash=asked.link.rpartition("+")[2])
    await pay(bob, await priced(owner, channel_id, 400))
    assert await is_inside(bob, channel_id)
    assert await balance(bob) == 600
    await check_ledger(world)


@pytest.mark.one_node
async def test_time_in_which_nothing_was_done_is_paid_for_once(world: World) -> None:
    channel_id, (owner,) = await gathered(world, "Ada", broadcast=True)
    bob = await world.person("Bob")
    await pay(bob, await priced(owner, channel_id, 100, 60))
    world.leap(250)
    await world.settle()
    assert await is_inside(bob, channel_id)
    assert await balance(bob) == 800
    await later(world, 61)
    assert await balance(bob) == 700
    await check_ledger(world)


@pytest.mark.one_node
async def test_whoever_has_paid_comes_back_though_the_link_leads_nowhere_any_more(
    world: World,
) -> None:
    channel_id, (owner,) = await gathered(world, "Ada", broadcast=True)
    bob = await world.person("Bob")
    link = await priced(owner, channel_id, 400)
    await pay(bob, link)
    await bob.call("channels.leaveChannel", channel=as_channel(bob, channel_id))
    there = {"peer": as_peer(owner, channel_id), "link": link.link}
    await owner.call("messages.editExportedChatInvite", **there, revoked=True)
    (one,) = (await subscriptions(bob)).subscriptions
    assert await bob.call("payments.fulfillStarsSubscription", **own(bob, one))
    assert await is_inside(bob, channel_id)
    assert await balance(bob) == 600
