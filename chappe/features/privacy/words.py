"""Privacy keys and rules as the wire spells them."""

from collections.abc import Callable, Sequence
from typing import Any

from chappe.features.users.rules import Key, Rule, Whom
from chappe.rpc.errors import RpcError
from chappe.tl import api

KEYS: dict[Key, "tuple[type[api.TypeInputPrivacyKey], Callable[[], api.TypePrivacyKey]]"] = {
    Key.STATUS: (api.InputPrivacyKeyStatusTimestamp, api.PrivacyKeyStatusTimestamp),
    Key.CHAT_INVITE: (api.InputPrivacyKeyChatInvite, api.PrivacyKeyChatInvite),
    Key.PHONE_CALL: (api.InputPrivacyKeyPhoneCall, api.PrivacyKeyPhoneCall),
    Key.PHONE_P2P: (api.InputPrivacyKeyPhoneP2P, api.PrivacyKeyPhoneP2P),
    Key.FORWARDS: (api.InputPrivacyKeyForwards, api.PrivacyKeyForwards),
    Key.PROFILE_PHOTO: (api.InputPrivacyKeyProfilePhoto, api.PrivacyKeyProfilePhoto),
    Key.PHONE_NUMBER: (api.InputPrivacyKeyPhoneNumber, api.PrivacyKeyPhoneNumber),
    Key.ADDED_BY_PHONE: (api.InputPrivacyKeyAddedByPhone, api.PrivacyKeyAddedByPhone),
    Key.VOICE_MESSAGES: (api.InputPrivacyKeyVoiceMessages, api.PrivacyKeyVoiceMessages),
    Key.ABOUT: (api.InputPrivacyKeyAbout, api.PrivacyKeyAbout),
    Key.BIRTHDAY: (api.InputPrivacyKeyBirthday, api.PrivacyKeyBirthday),
    Key.GIFTS: (api.InputPrivacyKeyStarGiftsAutoSave, api.PrivacyKeyStarGiftsAutoSave),
    Key.NO_PAID_MESSAGES: (api.InputPrivacyKeyNoPaidMessages, api.PrivacyKeyNoPaidMessages),
    Key.SAVED_MUSIC: (api.InputPrivacyKeySavedMusic, api.PrivacyKeySavedMusic),
}
_BY_INPUT: dict[Any, Key] = {said: key for key, (said, _) in KEYS.items()}

SAID: dict[type[Any], tuple[bool, Whom]] = {
    api.InputPrivacyValueAllowAll: (True, Whom.ALL),
    api.InputPrivacyValueDisallowAll: (False, Whom.ALL),
    api.InputPrivacyValueAllowContacts: (True, Whom.CONTACTS),
    api.InputPrivacyValueDisallowContacts: (False, Whom.CONTACTS),
    api.InputPrivacyValueAllowUsers: (True, Whom.USERS),
    api.InputPrivacyValueDisallowUsers: (False, Whom.USERS),
    api.InputPrivacyValueAllowChatParticipants: (True, Whom.CHATS),
    api.InputPrivacyValueDisallowChatParticipants: (False, Whom.CHATS),
    api.InputPrivacyValueAllowCloseFriends: (True, Whom.CLOSE_FRIENDS),
    api.InputPrivacyValueAllowPremium: (True, Whom.PREMIUM),
    api.InputPrivacyValueAllowBots: (True, Whom.BOTS),
    api.InputPrivacyValueDisallowBots: (False, Whom.BOTS),
}
SHOWN: dict[tuple[bool, Whom], Callable[..., "api.TypePrivacyRule"]] = {
    (True, Whom.ALL): api.PrivacyValueAllowAll,
    (False, Whom.ALL): api.PrivacyValueDisallowAll,
    (True, Whom.CONTACTS): api.PrivacyValueAllowContacts,
    (False, Whom.CONTACTS): api.PrivacyValueDisallowContacts,
    (True, Whom.USERS): api.PrivacyValueAllowUsers,
    (False, Whom.USERS): api.PrivacyValueDisallowUsers,
    (True, Whom.CHATS): api.PrivacyValueAllowChatParticipants,
    (False, Whom.CHATS): api.PrivacyValueDisallowChatParticipants,
    (True, Whom.CLOSE_FRIENDS): api.PrivacyValueAllowCloseFriends,
    (True, Whom.PREMIUM): api.PrivacyValueAllowPremium,
    (True, Whom.BOTS): api.PrivacyValueAllowBots,
    (False, Whom.BOTS): api.PrivacyValueDisallowBots,
}


def read_key(said: "api.TypeInputPrivacyKey") -> Key:
    """The key that a client names.

    Errors: PRIVACY_KEY_INVALID (one that this server does not know)
    """
    key = _BY_INPUT.get(type(said))
    if key is None:
        raise RpcError(400, "PRIVACY_KEY_INVALID")
    return key


def render_key(key: Key) -> "api.TypePrivacyKey":
    """A key for a client."""
    _, shown = KEYS[key]
    return shown()


def render_rules(rules: Sequence[Rule]) -> list["api.TypePrivacyRule"]:
    """Rules for a client."""
    shown: list[api.TypePrivacyRule] = []
    for rule in rules:
        make = SHOWN[rule.allow, rule.whom]
        match rule.whom:
            case Whom.USERS:
                shown.append(make(users=list(rule.ids)))
            case Whom.CHATS:
                shown.append(make(chats=list(rule.ids)))
            case _:
                shown.append(make())
    return shown
