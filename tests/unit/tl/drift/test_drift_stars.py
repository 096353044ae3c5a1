"""Stars and gifts at older layers."""

from typing import Any

import pytest
from old_client import asks, gets, make, reads, says

from chappe.tl import api

STARS, TON = api.StarsAmount(amount=50, nanos=0), api.StarsTonAmount(amount=7)
USER, CHANNEL = api.PeerUser(user_id=1), api.PeerChannel(channel_id=2)
LISTED: dict[str, Any] = {"users": [], "chats": [], "date": 1, "seq": 0}
DOCUMENT = api.DocumentEmpty(id=1)


def transaction(amount: Any) -> api.StarsTransaction:
    return api.StarsTransaction(
        id="t", amount=amount, date=1, peer=api.StarsTransactionPeerAPI(), title="x"
    )


def test_a_balance_was_in_stars() -> None:
    both = [api.UpdateStarsBalance(balance=STARS), api.UpdateStarsBalance(balance=TON)]
    updates = api.Updates(updates=both, **LISTED)
    assert [u.balance for u in reads(181, updates).updates] == [50]
    assert [u.balance for u in reads(198, updates).updates] == [STARS]
    assert [u.balance for u in reads(207, updates).updates] == [STARS, TON]


@pytest.mark.parametrize(("layer", "stars"), [(181, 50), (193, 50), (198, STARS), (204, STARS)])
def test_transactions_in_another_currency_are_left_out(layer: int, stars: object) -> None:
    status = api.payments.StarsStatus(
        balance=STARS, history=[transaction(STARS), transaction(TON)], chats=[], users=[]
    )
    read = reads(layer, status)
    assert read.balance == stars
    assert [(t.stars, t.title) for t in read.history] == [(stars, "x")]


def test_an_unknown_other_side_says_so() -> None:
    assert reads(181, transaction(STARS)).peer == api.StarsTransactionPeerUnsupported()


def test_a_revenue_was_in_stars() -> None:
    revenue = api.StarsRevenueStatus(
        current_balance=STARS, available_balance=STARS, overall_revenue=STARS
    )
    assert reads(183, revenue).overall_revenue == 50


def gift(**fields: Any) -> api.StarGiftUnique:
    known: dict[str, Any] = {
        "id": 1, "gift_id": 2, "title": "t", "slug": "s", "num": 3, "attributes": [],
        "availability_issued": 4, "availability_total": 5,
    }  # fmt: skip
    return api.StarGiftUnique(**known, **fields)


def test_a_unique_gift_was_a_users() -> None:
    assert reads(196, gift(owner_id=USER)).owner_id == 1
    action = api.MessageActionStarGift(gift=gift(owner_id=CHANNEL))
    message = api.MessageService(id=1, peer_id=USER, date=1, action=action)
    assert reads(196, message).action.NAME == "messageActionEmpty"
    details = api.StarGiftAttributeOriginalDetails(sender_id=CHANNEL, recipient_id=USER, date=1)
    read = reads(196, details)
    assert (read.sender_id, read.recipient_id) == (None, 1)
    to_channel = api.StarGiftAttributeOriginalDetails(recipient_id=CHANNEL, date=1)
    owned = gift(owner_id=USER)
    owned.attributes = [to_channel, details]
    assert len(reads(196, owned).attributes) == 1


def test_a_gift_was_sold_for_stars() -> None:
    assert reads(204, gift(resell_amount=[TON, STARS])).resell_stars == 50
    assert reads(204, gift()).resell_stars is None
    action = api.MessageActionStarGiftUnique(gift=gift(), resale_amount=STARS)
    assert reads(204, action).resale_stars == 50
    sold = make(204, "inputSavedStarGiftUser", msg_id=1)
    asked = asks(204, "payments.updateStarGiftPrice", stargift=sold, resell_stars=9)
    assert asked.resell_amount == api.StarsAmount(amount=9, nanos=0)


def test_every_rarity_was_a_number() -> None:
    rare = api.StarGiftAttributeRarity(permille=15)
    model = api.StarGiftAttributeModel(name="m", document=DOCUMENT, rarity=rare)
    assert reads(198, model).rarity_permille == 15
    model.rarity = api.StarGiftAttributeRarityEpic()
    assert reads(198, model).rarity_permille == 0


def test_the_colours_of_an_auction_stood_beside_the_gift() -> None:
    sold = api.StarGift(id=1, sticker=DOCUMENT, stars=1, convert_stars=1)
    auction = api.WebPageAttributeStarGiftAuction(gift=sold, end_date=1)
    assert reads(218, auction).center_color == 0
    sold.background = api.StarGiftBackground(center_color=1, edge_color=2, text_color=3)
    read = reads(218, auction)
    assert (read.center_color, read.edge_color, read.text_color) == (1, 2, 3)


@pytest.mark.parametrize("name", ["convertStarGift", "saveStarGift", "upgradeStarGift"])
def test_a_gift_was_its_message(name: str) -> None:
    assert asks(196, f"payments.{name}", msg_id=3).stargift == api.InputSavedStarGiftUser(
        msg_id=3
    )


def test_a_gift_went_to_a_user() -> None:
    user = make(196, "inputUser", user_id=7, access_hash=8)
    peer = api.InputPeerUser(user_id=7, access_hash=8)
    asked = asks(196, "payments.transferStarGift", msg_id=3, to_id=user)
    assert (asked.stargift.msg_id, asked.to_id) == (3, peer)
    bought = says(193, make(193, "inputInvoiceStarGift", user_id=user, gift_id=4))
    assert (bought.peer, bought.gift_id) == (peer, 4)
    moved = says(196, make(196, "inputInvoiceStarGiftTransfer", msg_id=3, to_id=user))
    assert (moved.stargift.msg_id, moved.to_id) == (3, peer)


def test_stars_were_bought_by_options() -> None:
    option = make(181, "starsTopupOption", stars=50, currency="EUR", amount=1)
    bought = says(181, make(181, "inputInvoiceStars", option=option))
    topup = api.InputStorePaymentStarsTopup(stars=50, currency="EUR", amount=1)
    assert bought.purpose == topup
    assert (
        says(181, make(181, "inputStorePaymentStars", stars=50, currency="EUR", amount=1))
        == topup
    )
    peer, password = make(198, "inputPeerSelf"), make(198, "inputCheckPasswordEmpty")
    drawn = asks(
        198, "payments.getStarsRevenueWithdrawalUrl", peer=peer, stars=9, password=password
    )
    assert (drawn.amount, drawn.ton) == (9, False)
    assert asks(181, "payments.getStarsTransactions", peer=peer, offset="").limit == 30
    assert asks(198, "payments.getStarsTransactions", peer=peer, offset="", limit=5).limit == 5


def test_other_names_of_the_same_questions() -> None:
    assert asks(143, "payments.canPurchasePremium").purpose == (
        api.InputStorePaymentPremiumSubscription()
    )
    purpose = make(158, "inputStorePaymentPremiumSubscription", restore=True)
    assert asks(158, "payments.canPurchasePremium", purpose=purpose).purpose.restore
    user = make(204, "inputUserSelf")
    free = asks(204, "account.addNoPaidMessagesException", user_id=user, refund_charged=True)
    assert free == api.account.ToggleNoPaidMessagesException(user_id=user, refund_charged=True)
    asked = asks(198, "users.getIsPremiumRequiredToContact", id=[user, user])
    found = [
        api.RequirementToContactPremium(),
        api.RequirementToContactPaidMessages(stars_amount=1),
    ]
    assert gets(198, asked, found) == [True, False]
