"""What this server does not offer, and why: products that do not exist here."""

from chappe.botapi.method import refuse

refuse("this server does not offer passports", "setPassportDataErrors")
refuse(
    "this server does not offer gifts",
    *(
        "getAvailableGifts",
        "sendGift",
        "giftPremiumSubscription",
        "getUserGifts",
        "getChatGifts",
    ),
    *("convertGiftToStars", "upgradeGift", "transferGift", "getBusinessAccountGifts"),
    "setBusinessAccountGiftSettings",
)
refuse(
    "this server does not offer stories", "postStory", "repostStory", "editStory", "deleteStory"
)
refuse(
    "this server does not offer verification by bots",
    *("verifyUser", "verifyChat", "removeUserVerification", "removeChatVerification"),
)
refuse(
    "this server does not offer managed bots",
    *("getManagedBotToken", "replaceManagedBotToken", "getManagedBotAccessSettings"),
    "setManagedBotAccessSettings",
)
refuse("this server does not offer boosts", "getUserChatBoosts")
refuse("this server does not offer guest chats of bots", "answerGuestQuery")
refuse(
    "this server does not offer suggested posts", "approveSuggestedPost", "declineSuggestedPost"
)
refuse(
    "this server does not offer icons of its own for topics: every custom emoji may be one",
    "getForumTopicIconStickers",
)
