"""`users.suggestBirthday`."""

from chappe.features.suggestions.actions import access_suggesting, suggest
from chappe.features.users.access import access_user
from chappe.features.users.profile import check_birthday
from chappe.rpc.call import Call
from chappe.rpc.method import method
from chappe.tl import api
from chappe.updates.render import render_own


@method("users.suggestBirthday", writes=True)
async def suggest_birthday(call: Call, q: api.users.SuggestBirthday) -> "api.TypeUpdates":
    """Suggest to somebody when they were born.

    Wire:   https://core.telegram.org/method/users.suggestBirthday
    Errors: USER_ID_INVALID (none, or oneself), MSG_ID_INVALID (access_user); BIRTHDAY_INVALID; those of
            access_writing
    """
    check_birthday(q.birthday, call.now)
    user = await access_user(call.tx, call.viewer, q.id)
    await access_suggesting(call.tx, call.user_id, user)
    action = api.MessageActionSuggestBirthday(birthday=q.birthday)
    await suggest(call.journal, call.user_id, user, action)
    return await render_own(call.tx, call.viewer, call.journal.entries)
