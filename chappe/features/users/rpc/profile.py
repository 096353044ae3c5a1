"""`account.*`: what the caller says of itself."""

from chappe.features.users.access import hold_self
from chappe.features.users.profile import (
    update_birthday,
    update_color,
    update_profile,
)
from chappe.features.users.view import render_self
from chappe.rpc.call import Call
from chappe.rpc.method import method
from chappe.tl import api


@method("account.updateProfile", writes=True)
async def change_profile(call: Call, q: api.account.UpdateProfile) -> "api.TypeUser":
    """Change the caller's names and the text about it.

    Wire:   https://core.telegram.org/method/account.updateProfile
    Errors: FIRSTNAME_INVALID, ABOUT_TOO_LONG (update_profile)
    """
    await update_profile(
        call.journal,
        await hold_self(call.tx, call.viewer),
        first_name=q.first_name,
        last_name=q.last_name,
        about=q.about,
    )
    return await render_self(call.tx, call.viewer)


@method("account.updateBirthday", writes=True)
async def change_birthday(call: Call, q: api.account.UpdateBirthday) -> bool:
    """Say when the caller was born.

    Wire:   https://core.telegram.org/method/account.updateBirthday
    Errors: BIRTHDAY_INVALID (update_birthday)
    """
    await update_birthday(call.journal, await hold_self(call.tx, call.viewer), q.birthday)
    return True


@method("account.updateColor", writes=True)
async def change_color(call: Call, q: api.account.UpdateColor) -> bool:
    """Choose the colour of the caller's name or profile.

    Wire:   https://core.telegram.org/method/account.updateColor
    Errors: COLOR_INVALID, DOCUMENT_INVALID (update_color)
    """
    await update_color(
        call.journal,
        await hold_self(call.tx, call.viewer),
        q.color,
        for_profile=q.for_profile,
    )
    return True
