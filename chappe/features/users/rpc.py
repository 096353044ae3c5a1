"""`users.*`, and what an account says of itself."""

from chappe.features.users import store
from chappe.features.users.access import access_user, access_users
from chappe.features.users.full import render_full
from chappe.features.users.model import User
from chappe.features.users.profile import (
    update_birthday,
    update_color,
    update_emoji_status,
    update_profile,
)
from chappe.features.users.sight import look
from chappe.features.users.usernames import (
    LAWFUL,
    check_username,
    choose_username,
    reorder_usernames,
    toggle_username,
)
from chappe.features.users.view import render_users, wants_premium
from chappe.rpc.call import Call
from chappe.rpc.errors import RpcError
from chappe.rpc.method import Who, method
from chappe.tl import api
from chappe.updates.peers import peer_on_wire
from chappe.updates.render import render_peers

USERS_MAX = 200


@method("users.getUsers", who=Who.SIGNED_IN)
async def get_users(call: Call, q: api.users.GetUsers) -> list["api.TypeUser"]:
    """Return accounts as the caller sees them; those that it may not know are left out.

    Wire:   https://core.telegram.org/method/users.getUsers
    Errors: PEER_ID_INVALID, MSG_ID_INVALID (inputUserFromMessage)
    """
    found = await access_users(call.tx, call.viewer, q.id[:USERS_MAX])
    shown = await render_users(call.tx, call.viewer, {user.id for user in found})
    by_id = {each.id: each for each in shown}
    return [by_id[user.id] for user in found]


@method("users.getFullUser", who=Who.SIGNED_IN)
async def get_full_user(call: Call, q: api.users.GetFullUser) -> api.users.UserFull:
    """Return everything about an account that the caller may know.

    Wire:   https://core.telegram.org/method/users.getFullUser
    Errors: USER_ID_INVALID, MSG_ID_INVALID (access_user)
    """
    user = await access_user(call.tx, call.viewer, q.id)
    return await render_full(call.tx, call.viewer, user)


@method("users.getRequirementsToContact", who=Who.SIGNED_IN)
async def get_requirements(
    call: Call, q: api.users.GetRequirementsToContact
) -> list["api.TypeRequirementToContact"]:
    """Return what it takes to write to some accounts: nothing, or Premium.

    Wire:   https://core.telegram.org/method/users.getRequirementsToContact
    Errors: PEER_ID_INVALID, MSG_ID_INVALID (inputUserFromMessage)
    """
    found = await access_users(call.tx, call.viewer, q.id[:USERS_MAX])
    sight = await look(call.tx, call.user_id, {user.id for user in found})
    return [
        api.RequirementToContactPremium()
        if wants_premium(sight, user)
        else api.RequirementToContactEmpty()
        for user in found
    ]


@method("account.updateProfile", writes=True)
async def change_profile(call: Call, q: api.account.UpdateProfile) -> "api.TypeUser":
    """Change the caller's names and the text about it.

    Wire:   https://core.telegram.org/method/account.updateProfile
    Errors: FIRSTNAME_INVALID, ABOUT_TOO_LONG (update_profile)
    """
    await update_profile(
        call.journal,
        await _self(call),
        first_name=q.first_name,
        last_name=q.last_name,
        about=q.about,
    )
    return await _shown(call)


@method("account.updateBirthday", writes=True)
async def change_birthday(call: Call, q: api.account.UpdateBirthday) -> bool:
    """Say when the caller was born.

    Wire:   https://core.telegram.org/method/account.updateBirthday
    Errors: BIRTHDAY_INVALID (update_birthday)
    """
    await update_birthday(call.journal, await _self(call), q.birthday)
    return True


@method("account.updateColor", writes=True)
async def change_color(call: Call, q: api.account.UpdateColor) -> bool:
    """Choose the colour of the caller's name or profile.

    Wire:   https://core.telegram.org/method/account.updateColor
    Errors: COLOR_INVALID, DOCUMENT_INVALID (update_color)
    """
    await update_color(call.journal, await _self(call), q.color, for_profile=q.for_profile)
    return True


@method("account.updateEmojiStatus", writes=True)
async def change_emoji_status(call: Call, q: api.account.UpdateEmojiStatus) -> bool:
    """Show an emoji beside the caller's name.

    Wire:   https://core.telegram.org/method/account.updateEmojiStatus
    Errors: COLLECTIBLE_INVALID, DOCUMENT_INVALID (update_emoji_status)
    """
    await update_emoji_status(call.journal, await _self(call), q.emoji_status)
    return True


# -- public names -----------------------------------------------------------------------


@method("account.checkUsername")
async def is_username_free(call: Call, q: api.account.CheckUsername) -> bool:
    """Say whether the caller could take a public name.

    Wire:   https://core.telegram.org/method/account.checkUsername
    Errors: USERNAME_INVALID, USERNAME_OCCUPIED (check_username)
    """
    await check_username(call.tx, await _self(call), q.username)
    return True


@method("account.updateUsername", writes=True)
async def change_username(call: Call, q: api.account.UpdateUsername) -> "api.TypeUser":
    """Choose the caller's public name.

    Wire:   https://core.telegram.org/method/account.updateUsername
    Errors: USERNAME_INVALID, USERNAME_OCCUPIED, USERNAME_NOT_MODIFIED (choose_username)
    """
    await choose_username(call.journal, await _self(call), q.username)
    return await _shown(call)


@method("account.toggleUsername", writes=True)
async def change_active_username(call: Call, q: api.account.ToggleUsername) -> bool:
    """Let a public name that the caller was given lead to it, or not.

    Wire:   https://core.telegram.org/method/account.toggleUsername
    Errors: USERNAME_INVALID, USERNAME_NOT_MODIFIED, USERNAMES_ACTIVE_TOO_MUCH (toggle_username)
    """
    await toggle_username(call.journal, await _self(call), q.username, active=q.active)
    return True


@method("account.reorderUsernames", writes=True)
async def change_order(call: Call, q: api.account.ReorderUsernames) -> bool:
    """Put the caller's active public names into another order.

    Wire:   https://core.telegram.org/method/account.reorderUsernames
    Errors: ORDER_INVALID, USERNAME_NOT_MODIFIED (reorder_usernames)
    """
    await reorder_usernames(call.journal, await _self(call), q.order)
    return True


@method("contacts.resolveUsername", who=Who.SIGNED_IN)
async def resolve_username(
    call: Call, q: api.contacts.ResolveUsername
) -> api.contacts.ResolvedPeer:
    """Return whom a public name leads to.

    Wire:   https://core.telegram.org/method/contacts.resolveUsername
    Errors: USERNAME_INVALID, USERNAME_NOT_OCCUPIED; STARREF_EXPIRED (no affiliate programs here)
    """
    name = q.username.removeprefix("@")
    if not LAWFUL.fullmatch(name):
        raise RpcError(400, "USERNAME_INVALID")
    if q.referer:
        raise RpcError(400, "STARREF_EXPIRED")
    peer = await store.find_username(call.tx, name)
    if peer is None:
        raise RpcError(400, "USERNAME_NOT_OCCUPIED")
    users, chats = await render_peers(call.tx, call.viewer, [peer])
    return api.contacts.ResolvedPeer(peer=peer_on_wire(peer), users=users, chats=chats)


async def _self(call: Call) -> User:
    user = await store.find(call.tx, call.user_id)
    assert user is not None
    return user


async def _shown(call: Call) -> "api.TypeUser":
    (user,) = await render_users(call.tx, call.viewer, {call.user_id})
    return user
