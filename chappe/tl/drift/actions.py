"""Service messages. What a layer has no action for is told in words, where clients have them.

`messageActionCustomAction` is text that a client shows as it is. It is English: the codec does
not know who reads. Actions that say nothing worth a line become `messageActionEmpty`.
"""

from collections.abc import Callable
from typing import Any

from chappe.tl import api
from chappe.tl.build import TLObject
from chappe.tl.drift.cast import last_layer_without, recast
from chappe.tl.drift.frame import Fields, down, down_to, old

DAYS_A_MONTH = 365 / 12


def months(days: int) -> int:
    """Return days of a subscription as the months that they were sold as (90 as 3, 365 as 12)."""
    return max(1, round(days / DAYS_A_MONTH))


@down("messageActionGiftPremium", "months", until=217)
@down("messageActionGiftCode", "months", until=217)
def in_months(o: Any) -> Fields:
    """Until layer 218 a gift lasted months."""
    return {"months": months(o.days)}


@down_to("messageActionSetChatTheme", until=213)
def theme_by_emoji(o: api.MessageActionSetChatTheme) -> TLObject:
    """Until layer 214 a theme was its emoji; one that came with a gift had no words."""
    if isinstance(o.theme, api.ChatTheme):
        return old(0xAA786345, emoticon=o.theme.emoticon)
    return api.MessageActionCustomAction(message="The chat has a new theme")


@down_to("messageActionRequestedPeer", until=168)
def one_peer(o: api.MessageActionRequestedPeer) -> TLObject | None:
    """Until layer 169 one peer was shared."""
    if not o.peers:
        return None
    return old(0xFE77345D, button_id=o.button_id, peer=o.peers[0])


@down_to("messageActionRequestedPeerSentMe", until=176)
def without_names(o: api.MessageActionRequestedPeerSentMe) -> TLObject:
    """Until layer 177 a bot got the peers without their names."""
    return api.MessageActionRequestedPeer(
        button_id=o.button_id, peers=[_peer(shared) for shared in o.peers]
    )


def _peer(shared: Any) -> Any:
    match shared:
        case api.RequestedPeerUser():
            return api.PeerUser(user_id=shared.user_id)
        case api.RequestedPeerChat():
            return api.PeerChat(chat_id=shared.chat_id)
    return api.PeerChannel(channel_id=shared.channel_id)


def _by_domain(o: api.MessageActionBotAllowed) -> TLObject:
    if o.domain is None:
        return api.MessageActionCustomAction(message="The bot was allowed to write messages")
    return recast(0xABE9AFFE, o)


@down_to("messageActionBotAllowed", until=150)
def allowed_by_domain(o: api.MessageActionBotAllowed) -> TLObject:
    """Until layer 151 a bot was allowed to write by a login at a site."""
    return _by_domain(o)


@down_to("messageActionBotAllowed", since=151, until=154)
def allowed_by_menu(o: api.MessageActionBotAllowed) -> TLObject:
    """Until layer 155 a bot in the menu had an action of its own."""
    return old("messageActionAttachMenuBotAllowed") if o.attach_menu else _by_domain(o)


@down_to("messageActionSetChatWallPaper", since=158, until=166)
def wallpaper(o: api.MessageActionSetChatWallPaper) -> TLObject:
    """Until layer 167 taking the other's wallpaper was an action of its own."""
    return recast(0xC0787D6D if o.same else 0xBC44A927, o)


def _say(name: str, words: str | Callable[[Any], str]) -> None:
    """Tell an action in words at the layers that do not have it."""

    @down_to(name, until=last_layer_without(name))
    def told(o: Any) -> TLObject:
        text = words if isinstance(words, str) else words(o)
        return api.MessageActionCustomAction(message=text)


def _topic(o: api.MessageActionTopicEdit) -> str:
    if o.title is not None:
        return f"The topic is now called {o.title}"
    if o.closed is not None:
        return "The topic was closed" if o.closed else "The topic was opened again"
    if o.hidden is not None:
        return "The topic was hidden" if o.hidden else "The topic is shown again"
    return "The topic was changed"


def _call(o: api.MessageActionConferenceCall) -> str:
    if o.missed:
        return "Missed group call"
    return "Group call" if o.duration is None else f"Group call, {o.duration} seconds"


def _stars(amount: Any) -> str:
    if isinstance(amount, api.StarsTonAmount):
        return f"{amount.amount / 1_000_000_000:g} TON"
    return f"{amount.amount} Stars"


def _post(o: api.MessageActionSuggestedPostApproval) -> str:
    if o.balance_too_low:
        return "The suggested post waits: too few Stars"
    return (
        "The suggested post was declined" if o.rejected else "The suggested post was accepted"
    )


_say("messageActionBoostApply", lambda o: f"The chat was boosted {o.boosts} times")
_say("messageActionChangeCreator", "The chat has a new owner")
_say("messageActionNewCreatorPending", "The chat will have a new owner")
_say("messageActionChatJoinedByRequest", "A request to join was accepted")
_say("messageActionChatJoinedViaCommunity", "Somebody joined by the community")
_say("messageActionChangeCommunity", "The chat's community has changed")
_say("messageActionConferenceCall", _call)
_say("messageActionGiftCode", "A gift code")
_say("messageActionGiftPremium", lambda o: f"A gift: Premium for {months(o.days)} months")
_say("messageActionGiftStars", lambda o: f"A gift: {o.stars} Stars")
_say("messageActionGiftTon", "A gift: TON")
_say("messageActionGiveawayLaunch", "A giveaway has begun")
_say("messageActionGiveawayResults", lambda o: f"A giveaway has {o.winners_count} winners")
_say("messageActionManagedBotCreated", "A bot was created")
_say("messageActionNoForwardsRequest", "A request to change the protection of content")
_say("messageActionNoForwardsToggle", "The protection of content has changed")
_say("messageActionPaidMessagesPrice", lambda o: f"A message now costs {o.stars} Stars")
_say("messageActionPaidMessagesRefunded", lambda o: f"{o.stars} Stars were given back")
_say("messageActionPaymentRefunded", "A payment was given back")
_say("messageActionPollAppendAnswer", "The poll has a new answer")
_say("messageActionPollDeleteAnswer", "An answer of the poll was removed")
_say("messageActionPrizeStars", lambda o: f"A prize: {o.stars} Stars")
_say("messageActionRequestedPeer", "A peer was shared with the bot")
_say("messageActionSetChatWallPaper", "The chat has a new wallpaper")
_say("messageActionStarGift", "A gift")
_say("messageActionStarGiftPurchaseOffer", lambda o: f"An offer for a gift: {_stars(o.price)}")
_say("messageActionStarGiftPurchaseOfferDeclined", "An offer for a gift was declined")
_say("messageActionStarGiftUnique", "A unique gift")
_say("messageActionSuggestBirthday", "A birthday was suggested")
_say("messageActionSuggestProfilePhoto", "A profile photo was suggested")
_say("messageActionSuggestedPostApproval", _post)
_say("messageActionSuggestedPostRefund", "The suggested post was paid back")
_say("messageActionSuggestedPostSuccess", "The suggested post was paid")
_say("messageActionTodoAppendTasks", lambda o: f"{len(o.list)} tasks were added")
_say(
    "messageActionTodoCompletions",
    lambda o: f"{len(o.completed)} tasks were done, {len(o.incompleted)} opened again",
)
_say("messageActionTopicCreate", lambda o: f"The topic {o.title} was created")
_say("messageActionTopicEdit", _topic)
_say("messageActionWebViewDataSent", lambda o: f"Data was sent to the bot: {o.text}")
_say("messageActionWebViewDataSentMe", lambda o: f"Data was sent to the bot: {o.text}")
