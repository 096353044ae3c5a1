"""`users.*`: accounts as the caller sees them."""

from chappe.features.users.access import access_user, access_users
from chappe.features.users.full import render_full
from chappe.features.users.sight import look
from chappe.features.users.view import render_users, wants_premium
from chappe.rpc.call import Call
from chappe.rpc.method import Who, method
from chappe.tl import api

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
