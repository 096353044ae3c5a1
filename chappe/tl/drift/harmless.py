"""Defaults that harm nobody: where a missing field may take the empty value of its type.

Keys are `constructor.field`, or `*.field` for that field wherever it is missing. A field whose
absence means something else than the empty value belongs into a step, not here.
"""

DEFAULT_UP = frozenset(
    {
        "*.hash",  # nothing is cached, send all
        "*.file_reference",
        "*.lang_pack",
        "*.other_uids",
        "*.poll_hash",
        "*.progress",
        "*.system_lang_code",
        "*.thumb_size",
        "*.topics",
        "*.vcard",
        "*.venue_type",
        "account.installWallPaper.settings",
        "account.registerDevice.app_sandbox",
        "account.registerDevice.secret",
        "account.reportPeer.message",
        "account.saveWallPaper.settings",
        "account.sendChangePhoneCode.settings",
        "account.sendConfirmPhoneCode.settings",
        "account.sendVerifyEmailCode.purpose",
        "account.sendVerifyPhoneCode.settings",
        "account.uploadWallPaper.settings",
        "auth.sendCode.settings",
        "bots.setBotCommands.lang_code",
        "bots.setBotCommands.scope",
        "channelParticipantsKicked.q",
        "documentAttributeSticker.alt",
        "documentAttributeSticker.stickerset",
        "geoPoint.access_hash",
        "help.getAppUpdate.source",
        "inputSingleMedia.message",
        "inputWebFileGeoPointLocation.access_hash",
        "langpack.getDifference.lang_code",
        "messages.getPinnedDialogs.folder_id",
        "messages.reorderPinnedDialogs.folder_id",
        "messages.searchGlobal.filter",
        "messages.searchGlobal.max_date",
        "messages.searchGlobal.min_date",
        "messages.searchGlobal.offset_rate",
        "messages.sendMedia.message",
        "messages.setBotCallbackAnswer.cache_time",
        "phone.createConferenceCall.random_id",
        "phoneCallProtocol.library_versions",
    }
)
"""Fields of the newest shape that old clients did not send."""

EMPTY_UP = {
    "BotCommandScope": "make('botCommandScopeDefault')",
    "CodeSettings": "make('codeSettings')",
    "EmailVerifyPurpose": "make('emailVerifyPurposePassport')",
    "InputStickerSet": "make('inputStickerSetEmpty')",
    "MessagesFilter": "make('inputMessagesFilterEmpty')",
    "WallPaperSettings": "make('wallPaperSettings')",
}
"""Source of the empty value of a constructor's type, for the fields above."""

DEFAULT_DOWN = frozenset(
    {
        "authorization.flags",
        "channel.version",
        "chatForbidden.date",
        "dcOption.hostname",
        "document.user_id",
        "document.version",
        "inputPeerNotifySettings.events_mask",
        "messageMediaUnsupported.bytes",
        "messages.affectedHistory.seq",
        "messages.allStickers.packs",
        "messages.chats.users",
        "peerNotifySettings.events_mask",
        "phoneCall.alternative_connections",
        "photo.caption",
        "photo.geo",
        "photo.user_id",
        "stats.broadcastStats.recent_message_interactions",
        "updateNewAuthorization.auth_key_id",
        "updateShortChatMessage.seq",
        "updateShortMessage.seq",
        "upload.fileCdnRedirect.cdn_file_hashes",
    }
)
"""Required fields of an old shape that the newest one no longer has."""
