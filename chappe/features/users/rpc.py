"""`users.*`."""

from chappe.features.users.access import access_users
from chappe.features.users.view import render_users
from chappe.rpc.call import Call
from chappe.rpc.method import Who, method
from chappe.tl import api

USERS_MAX = 200


@method("users.getUsers", who=Who.SIGNED_IN)
async def get_users(call: Call, q: api.users.GetUsers) -> list["api.TypeUser"]:
    """Return accounts as the caller sees them; those that it may not know are left out.

    Wire: https://core.telegram.org/method/users.getUsers
    """
    found = await access_users(call.tx, call.viewer, q.id[:USERS_MAX])
    shown = await render_users(call.tx, call.viewer, {user.id for user in found})
    by_id = {each.id: each for each in shown}
    return [by_id[user.id] for user in found]
