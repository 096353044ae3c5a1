"""What is known of a user: names, status, colour, the full description."""

from typing import Any

from chappe.tl import api
from chappe.tl.build import TLObject
from chappe.tl.drift.cast import recast
from chappe.tl.drift.frame import Fields, down, down_result, down_to, old, up
from chappe.tl.drift.peers import newest_story
from chappe.tl.wire import narrow


def main_username(o: Any) -> str | None:
    """Return the name to show where there is room for one: the first active one."""
    if getattr(o, "username", None):
        return str(o.username)
    return next((name.username for name in o.usernames or () if name.active), None)


@down("user", "username", "stories_max_id", until=147)
@down("channel", "username", "stories_max_id", until=147)
def one_username(o: api.User | api.Channel) -> Fields:
    """Until layer 148 a user or channel had one username."""
    return {"username": main_username(o), "stories_max_id": None}


@down_to("user", until=56)
def one_of_five(o: api.User) -> TLObject:
    """Until layer 57 what an account is to the viewer was told by the constructor."""
    names = {
        "id": narrow(o.id),
        "first_name": o.first_name or "",
        "last_name": o.last_name or "",
        "username": main_username(o) or "",
    }
    if o.deleted:
        return old("userDeleted", **names)
    seen = {
        **names,
        "photo": o.photo or api.UserProfilePhotoEmpty(),
        "status": o.status or api.UserStatusEmpty(),
    }
    if o.self:
        return old("userSelf", **seen, phone=o.phone or "", inactive=False)
    known = {**seen, "access_hash": o.access_hash or 0}
    if o.contact:
        return old("userContact", **known, phone=o.phone or "")
    if o.phone:
        return old("userRequest", **known, phone=o.phone)
    return old("userForeign", **known)


@down("updateUserName", "username", until=147)
def changed_username(o: api.UpdateUserName) -> Fields:
    """Until layer 148 a user had one username; without any, the empty string said so."""
    return {"username": main_username(o) or ""}


@down("user", "color", "background_emoji_id", "stories_max_id", since=166, until=166)
@down("channel", "color", "background_emoji_id", "stories_max_id", since=166, until=166)
def flat_color(o: api.User | api.Channel) -> Fields:
    """At layer 166 the colour and its emoji were fields of the user itself."""
    plain = o.color if isinstance(o.color, api.PeerColor) else None
    return {
        "color": plain and plain.color,
        "background_emoji_id": plain and plain.background_emoji_id,
        **newest_story(o),
    }


@down_to("peerColorCollectible", until=215)
def plain_color(o: api.PeerColorCollectible) -> TLObject:
    """A colour that came with a gift: its pattern remains."""
    return api.PeerColor(background_emoji_id=o.background_emoji_id)


@down_to("emojiStatusCollectible", until=197)
def plain_status(o: api.EmojiStatusCollectible) -> TLObject:
    """A status that came with a gift: its emoji remains."""
    return api.EmojiStatus(document_id=o.document_id, until=o.until)


@down_to("emojiStatus", until=197)
def status_until(o: api.EmojiStatus) -> TLObject:
    """Until layer 198 a status with an end was a constructor of its own."""
    if o.until is None:
        return old(0x929B619D, document_id=o.document_id)
    return old(0xFA30A8C7, document_id=o.document_id, until=o.until)


@up("emojiStatusUntil")
def ending_status(before: Any) -> api.EmojiStatus:
    """Read the status with an end, which newer clients sent too until 206."""
    return api.EmojiStatus(document_id=before.document_id, until=before.until)


@down("userFull", "theme_emoticon", since=143, until=159)
@down("userFull", "theme_emoticon", since=164, until=213)
def theme_of_chat(o: api.UserFull) -> Fields:
    """Until layer 214 the theme of a chat was its emoji."""
    return {"theme_emoticon": o.theme.emoticon if isinstance(o.theme, api.ChatTheme) else None}


@down("userFull", "theme_emoticon", "stories", since=160, until=163)
def full_user_with_stories(o: api.UserFull) -> Fields:
    """Until layer 164 only users had stories; the id of the one is at hand here."""
    stories = o.stories and recast(0x8611A200, o.stories, user_id=o.id)
    return {**theme_of_chat(o), "stories": stories}


def _described(o: api.UserFull) -> api.BotInfo | None:
    """Return the description of a bot with its id, which was required until layer 143."""
    if o.bot_info is None or o.bot_info.user_id is not None:
        return o.bot_info
    fields = {name: getattr(o.bot_info, name) for name in api.BotInfo.FIELDS}
    return api.BotInfo(**{**fields, "user_id": o.id})


@down("userFull", "theme_emoticon", "bot_info", since=135, until=142)
def full_user_and_bot(o: api.UserFull) -> Fields:
    """As `theme_of_chat`; the description of a bot says whose it is."""
    return {**theme_of_chat(o), "bot_info": _described(o)}


@down_to("userFull", until=134)
def full_user_alone(o: api.UserFull) -> None:
    """Until layer 135 it held the user itself: see `full_user_within`."""


@down_result("users.getFullUser", until=134)
def full_user_within(result: api.users.UserFull) -> TLObject:
    """Until layer 135 a full user held the user, and there was nothing around it."""
    full = result.full_user
    user = next((user for user in result.users if user.id == full.id), None)
    return recast(
        0xD697FF05,
        full,
        user=user or api.UserEmpty(id=full.id),
        bot_info=_described(full),
        **theme_of_chat(full),
    )


@down_result("photos.updateProfilePhoto", until=116)
def photo_beside_the_name(result: api.photos.Photo) -> TLObject:
    """Until layer 117 the answer was the photo as it stands in the user, who is in the result."""
    user = result.users[0]
    photo = user.photo if isinstance(user, api.User) else None
    return photo or api.UserProfilePhotoEmpty()
