"""What a bot does with those who have let it. https://core.telegram.org/bots/api#setuseremojistatus"""

from chappe.botapi.asking import Ask
from chappe.botapi.errors import bad
from chappe.botapi.method import bot_method
from chappe.botapi.methods.chats import input_user
from chappe.botapi.methods.peers import check_met
from chappe.botapi.reading import number_in
from chappe.tl import api

NOT_LET = {"USER_PERMISSION_DENIED": "not enough rights to change the user's emoji status"}


@bot_method("setUserEmojiStatus", writes=True, words=NOT_LET)
async def set_user_emoji_status(ask: Ask) -> bool:
    """Show an emoji beside the name of somebody, or none."""
    said, until = (
        ask.get("emoji_status_custom_emoji_id"),
        ask.get("emoji_status_expiration_date"),
    )
    status: api.TypeEmojiStatus = api.EmojiStatusEmpty()
    if said:
        number = number_in(said)
        if not number:
            raise bad("invalid custom emoji identifier specified")
        status = api.EmojiStatus(document_id=number, until=until or None)
    user = input_user(ask, ask.params["user_id"])
    await check_met(ask, ask.params["user_id"])
    return await ask.tell(api.bots.UpdateUserEmojiStatus(user_id=user, emoji_status=status))
