"""Stars, gifts and their prices. Until layer 195 an amount was a number of Stars.

An amount of another currency (TON, since 207) has no words before: what holds it is left out.
"""

from typing import Any

from chappe.tl import api
from chappe.tl.build import TLObject
from chappe.tl.drift.cast import recast, renamed, up_from, user_as_peer, user_of
from chappe.tl.drift.frame import Fields, down, down_result, down_to, old, up


def stars_of(amount: Any) -> int | None:
    """Return an amount in whole Stars; None for another currency."""
    return amount.amount if isinstance(amount, api.StarsAmount) else None


@down_to("updateStarsBalance", until=194)
def balance_in_stars(o: api.UpdateStarsBalance) -> TLObject | None:
    """A balance in Stars alone."""
    stars = stars_of(o.balance)
    return None if stars is None else old(0x0FB85198, balance=stars)


@down("payments.starsStatus", "balance", until=194)
def status_in_stars(o: api.payments.StarsStatus) -> Fields:
    """As `balance_in_stars`; an account in another currency was not asked for."""
    return {"balance": stars_of(o.balance) or 0}


@down_to("starsTransaction", until=194)
def transfer_of_stars(o: api.StarsTransaction) -> TLObject | None:
    """As `balance_in_stars`."""
    stars = stars_of(o.amount)
    return None if stars is None else recast(0x35D4F276, o, stars=stars)


@down_to("starsTransaction", since=195, until=206)
def transfer_of_an_amount(o: api.StarsTransaction) -> TLObject | None:
    """Until layer 207 the amount was called `stars`."""
    return None if stars_of(o.amount) is None else recast(0xA39FD94A, o, stars=o.amount)


@down(
    "starsRevenueStatus", "current_balance", "available_balance", "overall_revenue", until=194
)
def revenue_in_stars(o: api.StarsRevenueStatus) -> Fields:
    """As `status_in_stars`."""
    return {
        "current_balance": stars_of(o.current_balance) or 0,
        "available_balance": stars_of(o.available_balance) or 0,
        "overall_revenue": stars_of(o.overall_revenue) or 0,
    }


@down("starGiftAttributeBackdrop", "rarity_permille", until=221)
@down("starGiftAttributeModel", "rarity_permille", until=221)
@down("starGiftAttributePattern", "rarity_permille", until=221)
def rarity(o: Any) -> Fields:
    """Until layer 222 every rarity was a number; those with a name are too rare to count."""
    known = isinstance(o.rarity, api.StarGiftAttributeRarity)
    return {"rarity_permille": o.rarity.permille if known else 0}


@down_to("starGiftUnique", until=197)
def gift_of_a_user(o: api.StarGiftUnique) -> TLObject | None:
    """Until layer 198 every unique gift was a user's."""
    owner = user_of(o.owner_id)
    return None if owner is None else recast(0x6A1407CD, o, owner_id=owner)


@down("starGiftUnique", "resell_stars", since=203, until=210)
def resold_for_stars(o: api.StarGiftUnique) -> Fields:
    """Until layer 211 gifts were sold for Stars."""
    prices = [stars_of(amount) for amount in o.resell_amount or ()]
    return {"resell_stars": next((price for price in prices if price is not None), None)}


@down("messageActionStarGiftUnique", "resale_stars", since=203, until=210)
def bought_for_stars(o: api.MessageActionStarGiftUnique) -> Fields:
    """As `resold_for_stars`."""
    return {"resale_stars": stars_of(o.resale_amount)}


@down_to("starGiftAttributeOriginalDetails", until=197)
def first_gift_of_a_user(o: api.StarGiftAttributeOriginalDetails) -> TLObject | None:
    """As `gift_of_a_user`."""
    to = user_of(o.recipient_id)
    if to is None:
        return None
    return recast(0xC02C4F4B, o, sender_id=user_of(o.sender_id), recipient_id=to)


@down("webPageAttributeStarGiftAuction", "center_color", "edge_color", "text_color", until=219)
def auction_colors(o: api.WebPageAttributeStarGiftAuction) -> Fields:
    """Until layer 220 the colours stood beside the gift, now they are the gift's."""
    ground = getattr(o.gift, "background", None)
    names = ("center_color", "edge_color", "text_color")
    return {name: getattr(ground, name, 0) for name in names}


_GIFTS = (
    "inputInvoiceStarGiftUpgrade",
    "payments.convertStarGift",
    "payments.saveStarGift",
    "payments.upgradeStarGift",
)


def _gift(before: Any) -> Fields:
    """Until layer 198 a gift was the message that it came in."""
    return {"stargift": api.InputSavedStarGiftUser(msg_id=before.msg_id)}


for _name in _GIFTS:
    up_from(_name, "msg_id")(_gift)


@up_from("inputInvoiceStarGiftTransfer", "msg_id")
@up_from("payments.transferStarGift", "msg_id")
def gift_to_a_user(before: Any) -> Fields:
    """As `_gift`; until layer 198 only users got gifts."""
    return {**_gift(before), "to_id": user_as_peer(before.to_id)}


@up_from("inputInvoiceStarGift", "user_id")
def bought_for_a_user(before: Any) -> Fields:
    """Until layer 198 only users got gifts."""
    return {"peer": user_as_peer(before.user_id)}


@up("payments.updateStarGiftPrice")
def price_in_stars(before: Any) -> Fields:
    """Until layer 211 gifts were sold for Stars."""
    return {"resell_amount": api.StarsAmount(amount=before.resell_stars, nanos=0)}


@up("payments.getStarsRevenueWithdrawalUrl")
def withdrawn_stars(before: Any) -> Fields:
    """Until layer 207 only Stars were withdrawn."""
    return {"amount": before.stars}


@up("inputInvoiceStars")
def topup(before: Any) -> Fields:
    """Until layer 185 Stars were bought by one of the options that the server had offered."""
    return {"purpose": renamed(before.option, api.InputStorePaymentStarsTopup)}


@up("inputStorePaymentStars")
def stars_from_the_store(before: Any) -> TLObject:
    """Until layer 186: `inputStorePaymentStarsTopup`."""
    return renamed(before, api.InputStorePaymentStarsTopup)


PAGE = 30
"""How many transactions a list had when clients did not say."""


@up("payments.getStarsTransactions")
def page_of_transactions(before: Any) -> Fields:
    """Until layer 183 the server chose the length of a page."""
    return {} if "limit" in before.FIELDS else {"limit": PAGE}


@up("payments.canPurchasePremium")
def purchase(before: Any) -> TLObject:
    """Until layer 207: `payments.canPurchaseStore`; at 143 nothing but a subscription."""
    purpose = getattr(before, "purpose", None) or api.InputStorePaymentPremiumSubscription()
    return api.payments.CanPurchaseStore(purpose=purpose)


@up("account.addNoPaidMessagesException")
def free_messages(before: Any) -> TLObject:
    """Until layer 207: `account.toggleNoPaidMessagesException`."""
    return renamed(before, api.account.ToggleNoPaidMessagesException)


@up("users.getIsPremiumRequiredToContact")
def asked_requirements(before: Any) -> TLObject:
    """Until layer 207: `users.getRequirementsToContact`."""
    return api.users.GetRequirementsToContact(id=before.id)


@down_result("users.getIsPremiumRequiredToContact", until=206)
def premium_required(result: list[Any]) -> list[bool]:
    """Whether one needs Premium to write; to pay for a message was not asked."""
    return [isinstance(found, api.RequirementToContactPremium) for found in result]
