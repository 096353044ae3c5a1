"""What stands in for a constructor that a layer does not have yet.

An element of a vector is dropped and an optional field is left out, unless its type has an entry
here: then the first of the named constructors that the layer knows is written, with the fields
of like name carried over. In a required field the simplest constructor of the type stands
(`chappe.tl.simplest`), unless `NEVER_INVENTED` forbids it.
"""

STAND_IN: dict[str, tuple[str, ...]] = {
    "MessageMedia": ("messageMediaUnsupported", "messageMediaEmpty"),
    "MessageAction": ("messageActionEmpty",),
    "KeyboardButton": ("keyboardButton",),
    "PageBlock": ("pageBlockUnsupported",),
    "SendMessageAction": ("sendMessageTypingAction",),
    "UserStatus": ("userStatusEmpty",),
    "ChannelParticipant": ("channelParticipant",),
    "ChatParticipant": ("chatParticipant",),
    "PhoneCallDiscardReason": ("phoneCallDiscardReasonHangup",),
    "auth.SentCodeType": ("auth.sentCodeTypeSms",),
    "auth.CodeType": ("auth.codeTypeSms",),
    "StarsTransactionPeer": ("starsTransactionPeerUnsupported",),
    "Updates": ("updates",),
}
"""Type → constructors, tried in this order."""

SIMPLEST: dict[str, str] = {
    "Chat": "chatEmpty",
    "InputPeer": "inputPeerEmpty",
    "MessageMedia": "messageMediaEmpty",
    "Peer": "peerUser",
    "Updates": "updates",
    "User": "userEmpty",
    "Message": "messageEmpty",
    "NotificationSound": "notificationSoundDefault",
    "auth.SentCodeType": "auth.sentCodeTypeSms",
}
"""Type → the constructor that stands in a required field, where the plainest would be wrong."""

NEVER_INVENTED = frozenset(
    {
        "ChannelAdminLogEventAction",  # the log would tell what nobody did
        "ChatFull",
        "DialogPeer",
        "EphemeralMessage",
        "ExportedChatInvite",
        "MessagesFilter",
        "NotifyPeer",  # settings of one topic are not those of all chats
        "PrivacyKey",
        "Reaction",  # a count of no reaction
        "RequestPeerType",  # a button that asks for something else
        "StarGift",
        "StarsAmount",  # Stars are not TON
        "TopPeerCategory",
        "Update",
        "auth.SentCode",
        "payments.PaymentForm",
        "payments.PaymentReceipt",
    }
)
"""Types without a harmless value: the object around them goes instead."""
