"""Who is in a chat, and as what. https://core.telegram.org/bots/api#chatmember"""

from typing import Any

from chappe.botapi.methods.rights import show_admin_rights, show_permissions
from chappe.botapi.shown.people import show_user
from chappe.botapi.shown.scene import Json, Scene, peer_id
from chappe.tl import api


def show_participant(
    scene: Scene, member: "api.TypeChannelParticipant", *, broadcast: bool
) -> Json:
    """Somebody in a channel or supergroup."""
    match member:
        case api.ChannelParticipantCreator():
            owner = {"status": "creator", "user": show_user(scene, member.user_id)}
            return {
                **owner,
                "is_anonymous": member.admin_rights.anonymous,
                **_title(member.rank),
            }
        case api.ChannelParticipantAdmin():
            return _admin(scene, member, broadcast=broadcast)
        case api.ChannelParticipantBanned():
            return _banned(scene, member)
        case api.ChannelParticipantLeft():
            return {"status": "left", "user": show_user(scene, peer_id(member.peer))}
        case api.ChannelParticipant() | api.ChannelParticipantSelf():
            shown: Json = {"status": "member", "user": show_user(scene, member.user_id)}
            if member.rank:
                shown["tag"] = member.rank
            if member.subscription_until_date:
                shown["until_date"] = member.subscription_until_date
            return shown


def _title(rank: str | None) -> Json:
    return {"custom_title": rank} if rank else {}


def _admin(scene: Scene, member: api.ChannelParticipantAdmin, *, broadcast: bool) -> Json:
    return {
        "status": "administrator",
        "user": show_user(scene, member.user_id),
        "can_be_edited": member.can_edit,
        **show_admin_rights(member.admin_rights, broadcast=broadcast),
        **_title(member.rank),
    }


def _banned(scene: Scene, member: api.ChannelParticipantBanned) -> Json:
    user, until = show_user(scene, peer_id(member.peer)), member.banned_rights.until_date
    until = 0 if until >= 0x7FFFFFFF else until
    if member.banned_rights.view_messages:
        return {"status": "kicked", "user": user, "until_date": until}
    return {
        "status": "restricted",
        "user": user,
        "is_member": not member.left,
        **show_permissions(member.banned_rights),
        "until_date": until,
    }


GROUP_ADMIN = api.ChatAdminRights(
    change_info=True,
    delete_messages=True,
    ban_users=True,
    invite_users=True,
    pin_messages=True,
    manage_call=True,
    other=True,
)
"""What every admin of a basic group may do."""


def show_member(scene: Scene, member: "api.TypeChatParticipant", *, editable: bool) -> Json:
    """Somebody in a basic group. `editable`: the bot made the group."""
    user = show_user(scene, member.user_id)
    match member:
        case api.ChatParticipantCreator():
            return {
                "status": "creator",
                "user": user,
                "is_anonymous": False,
                **_title(member.rank),
            }
        case api.ChatParticipantAdmin():
            return {
                "status": "administrator",
                "user": user,
                "can_be_edited": editable,
                **show_admin_rights(GROUP_ADMIN, broadcast=False),
                **_title(member.rank),
            }
        case _:
            return {"status": "member", "user": user}


def left(scene: Scene, user_id: int) -> Json:
    """Somebody who is not in a chat."""
    return {"status": "left", "user": show_user(scene, user_id)}


def is_admin(member: Any) -> bool:
    """Whether somebody leads a chat."""
    return isinstance(
        member,
        api.ChatParticipantCreator
        | api.ChatParticipantAdmin
        | api.ChannelParticipantCreator
        | api.ChannelParticipantAdmin,
    )
