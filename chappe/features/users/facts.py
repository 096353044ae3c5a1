"""What can happen to an account that others hear of. They name the account; the rows say the rest."""

from chappe.ids import UserId
from chappe.updates.facts import Fact, Kind, fact


@fact(Kind.USER_NAME)
class UserName(Fact, frozen=True):
    """An account goes by another name, or other public names."""

    user_id: UserId


@fact(Kind.USER_PHONE)
class UserPhone(Fact, frozen=True):
    """An account has another phone number."""

    user_id: UserId


@fact(Kind.USER)
class UserChanged(Fact, frozen=True):
    """Something else about an account is new: photo, colours, the text about it, that it is gone."""

    user_id: UserId


@fact(Kind.EMOJI_STATUS)
class EmojiStatus(Fact, frozen=True):
    """An account shows another emoji beside its name."""

    user_id: UserId
