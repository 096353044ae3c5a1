"""`payments.*`: what there is not."""

from chappe.rpc.method import refuse

NO_GIFTS = (
    "Gifts are sold by Telegram; there are none here, so nobody can send, have or trade one."
)
NO_PREMIUM = "Premium is given by an administrator here, and not for money."
NO_SUBSCRIPTIONS = (
    "Whatever bots sell here is paid once; only channels have subscribers who pay."
)
NO_STORE = "Stars are play money here: an administrator gives them, nobody sells them."
NO_CASH = "Stars are play money here, and cannot be turned into money."
NO_PROGRAMS = "There are no affiliate programs here."

for _name in (
    *("convertStarGift", "saveStarGift", "transferStarGift", "upgradeStarGift"),
    *("checkCanSendGift", "craftStarGift", "getCraftStarGifts", "getResaleStarGifts"),
    *(
        "getStarGiftAuctionAcquiredGifts",
        "getStarGiftAuctionState",
        "getStarGiftUpgradeAttributes",
    ),
    *("getStarGiftUpgradePreview", "getStarGiftWithdrawalUrl", "resolveStarGiftOffer"),
    *(
        "sendStarGiftOffer",
        "updateStarGiftPrice",
        "getUniqueStarGift",
        "getUniqueStarGiftValueInfo",
    ),
    *("createStarGiftCollection", "deleteStarGiftCollection", "reorderStarGiftCollections"),
    *(
        "updateStarGiftCollection",
        "toggleChatStarGiftNotifications",
        "toggleStarGiftsPinnedToTop",
    ),
    "getSavedStarGift",
):
    refuse(f"payments.{_name}", 400, "STARGIFT_INVALID", NO_GIFTS)
for _name in (
    *(
        "getStarGifts",
        "getSavedStarGifts",
        "getStarGiftActiveAuctions",
        "getStarGiftCollections",
    ),
):
    refuse(f"payments.{_name}", 406, "PAYMENT_UNSUPPORTED", NO_GIFTS)
refuse("payments.botCancelStarsSubscription", 400, "CHARGE_ID_INVALID", NO_SUBSCRIPTIONS)
for _name in ("applyGiftCode", "checkGiftCode"):
    refuse(f"payments.{_name}", 400, "GIFT_SLUG_INVALID", NO_PREMIUM)
for _name in ("assignAppStoreTransaction", "assignPlayMarketTransaction", "canPurchaseStore"):
    refuse(f"payments.{_name}", 400, "INPUT_PURPOSE_INVALID", NO_STORE)
for _name in ("getStarsTopupOptions", "getStarsGiftOptions", "getStarsGiveawayOptions"):
    refuse(f"payments.{_name}", 406, "PAYMENT_UNSUPPORTED", NO_STORE)
for _name in (
    *("getStarsRevenueAdsAccountUrl", "getStarsRevenueWithdrawalUrl", "getStarsRevenueStats"),
):
    refuse(f"payments.{_name}", 400, "PEER_ID_INVALID", NO_CASH)
refuse("payments.getPremiumGiftCodeOptions", 406, "PAYMENT_UNSUPPORTED", NO_PREMIUM)
for _name in ("getGiveawayInfo", "launchPrepaidGiveaway"):
    refuse(f"payments.{_name}", 400, "PEER_ID_INVALID", NO_PREMIUM)
for _name in (
    *("connectStarRefBot", "editConnectedStarRefBot", "getConnectedStarRefBot"),
    *("getConnectedStarRefBots", "getSuggestedStarRefBots"),
):
    refuse(f"payments.{_name}", 400, "PEER_ID_INVALID", NO_PROGRAMS)
refuse(
    "payments.getBankCardData",
    400,
    "BANK_CARD_NUMBER_INVALID",
    "Which bank has issued a card is in registers that this server does not have.",
)
