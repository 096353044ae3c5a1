"""Rights of admins and members, as the two faces name them.

https://core.telegram.org/bots/api#chatadministratorrights, https://core.telegram.org/bots/api#chatpermissions
"""

from collections.abc import Mapping
from typing import Any

from chappe.botapi.shown.scene import Json
from chappe.tl import api

ADMIN = {
    "is_anonymous": "anonymous",
    "can_manage_chat": "other",
    "can_delete_messages": "delete_messages",
    "can_manage_video_chats": "manage_call",
    "can_restrict_members": "ban_users",
    "can_promote_members": "add_admins",
    "can_change_info": "change_info",
    "can_invite_users": "invite_users",
    "can_post_stories": "post_stories",
    "can_edit_stories": "edit_stories",
    "can_delete_stories": "delete_stories",
    "can_post_messages": "post_messages",
    "can_edit_messages": "edit_messages",
    "can_pin_messages": "pin_messages",
    "can_manage_topics": "manage_topics",
    "can_manage_direct_messages": "manage_direct_messages",
    "can_manage_tags": "manage_ranks",
    "can_send_welcome_messages": "manage_welcome_messages",
}
OF_CHANNELS = {"can_post_messages", "can_edit_messages", "can_manage_direct_messages"}
OF_GROUPS = {"can_pin_messages", "can_manage_topics", "can_manage_tags"}
MEMBER = {
    "can_send_messages": ("send_plain",),
    "can_send_audios": ("send_audios",),
    "can_send_documents": ("send_docs",),
    "can_send_photos": ("send_photos",),
    "can_send_videos": ("send_videos",),
    "can_send_video_notes": ("send_roundvideos",),
    "can_send_voice_notes": ("send_voices",),
    "can_send_polls": ("send_polls",),
    "can_send_other_messages": ("send_stickers", "send_gifs", "send_games", "send_inline"),
    "can_add_web_page_previews": ("embed_links",),
    "can_react_to_messages": ("send_reactions",),
    "can_edit_tag": ("edit_rank",),
    "can_change_info": ("change_info",),
    "can_invite_users": ("invite_users",),
    "can_pin_messages": ("pin_messages",),
    "can_manage_topics": ("manage_topics",),
}
MEDIA = (
    *("can_send_audios", "can_send_documents", "can_send_photos", "can_send_videos"),
    *("can_send_video_notes", "can_send_voice_notes"),
)
OTHER_MESSAGES = ("can_send_other_messages", "can_add_web_page_previews", "can_send_polls")


def admin_rights(said: Mapping[str, Any] | None) -> "api.ChatAdminRights | None":
    """The rights of an admin out of what a bot says."""
    if said is None:
        return None
    flags = {right: True for name, right in ADMIN.items() if said.get(name)}
    if flags:
        flags["other"] = True
    return api.ChatAdminRights(**flags)


def show_admin_rights(rights: "api.ChatAdminRights | None", *, broadcast: bool) -> Json:
    """The rights of an admin, those that its kind of chat has."""
    left_out = OF_GROUPS if broadcast else OF_CHANNELS
    return {
        name: bool(getattr(rights, right, False))
        for name, right in ADMIN.items()
        if name not in left_out
    }


def banned_rights(
    said: Mapping[str, Any], until: int, *, independent: bool
) -> api.ChatBannedRights:
    """What somebody may not do, out of what it may. Unless the permissions are meant one by one, whoever may
    send something else than text may send text, and who may send stickers may send files."""
    may = {name: bool(said.get(name)) for name in MEMBER}
    if not independent:
        if any(may[name] for name in OTHER_MESSAGES):
            may.update(dict.fromkeys(MEDIA, True))
        if any(may[name] for name in MEDIA):
            may["can_send_messages"] = True
    if "can_react_to_messages" not in said:
        may["can_react_to_messages"] = may["can_send_messages"]
    if "can_manage_topics" not in said:
        may["can_manage_topics"] = may["can_pin_messages"]
    flags = {
        right: True for name, rights in MEMBER.items() if not may[name] for right in rights
    }
    flags["send_messages"] = not any(
        may[n] for n in (*MEDIA, *OTHER_MESSAGES, "can_send_messages")
    )
    flags["send_media"] = not any(may[name] for name in MEDIA)
    return api.ChatBannedRights(**flags, until_date=until)


def show_permissions(banned: "api.ChatBannedRights | None") -> Json:
    """What members may do."""
    everything = bool(getattr(banned, "send_messages", False))
    shown = {}
    for name, rights in MEMBER.items():
        barred = any(getattr(banned, right, False) for right in rights)
        shown[name] = not (barred or (everything and name.startswith("can_send")))
    return shown
