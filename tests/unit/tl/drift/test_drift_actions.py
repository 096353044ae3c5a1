"""Service messages at older layers: as they were, or told in words."""

import pytest
from old_client import reads

from chappe.tl import api, catalogue, layers
from chappe.tl.drift import actions
from chappe.tl.drift.cast import last_layer_without

PEER = api.PeerUser(user_id=1)


def service(layer: int, action: object) -> object:
    message = api.MessageService(id=1, peer_id=PEER, date=1, action=action)  # type: ignore[arg-type]  # any action
    return reads(layer, message).action


@pytest.mark.parametrize(("days", "months"), [(7, 1), (30, 1), (90, 3), (180, 6), (365, 12)])
def test_days_are_the_months_that_were_sold(days: int, months: int) -> None:
    assert actions.months(days) == months


@pytest.mark.parametrize("layer", [144, 158, 198, 217])
def test_premium_was_given_for_months(layer: int) -> None:
    gift = api.MessageActionGiftPremium(currency="EUR", amount=1, days=180)
    assert service(layer, gift).months == 6
    assert "6 months" in service(143, gift).message
    code = api.MessageActionGiftCode(days=365, slug="s")
    assert service(217, code).months == 12


def test_a_theme_was_its_emoji() -> None:
    theme = api.MessageActionSetChatTheme(theme=api.ChatTheme(emoticon="🐥"))
    assert service(158, theme).emoticon == "🐥"
    gift = api.StarGift(id=1, sticker=api.DocumentEmpty(id=1), stars=1, convert_stars=1)
    theme.theme = api.ChatThemeUniqueGift(gift=gift, theme_settings=[])
    assert service(158, theme).NAME == "messageActionCustomAction"


def test_one_peer_was_shared_without_its_name() -> None:
    shared = api.MessageActionRequestedPeer(button_id=2, peers=[PEER, PEER])
    assert service(158, shared).peer == PEER
    shared.peers = []
    assert service(158, shared).NAME == "messageActionEmpty"
    named = api.MessageActionRequestedPeerSentMe(
        button_id=2,
        peers=[
            api.RequestedPeerUser(user_id=1, first_name="Ada"),
            api.RequestedPeerChat(chat_id=2),
            api.RequestedPeerChannel(channel_id=3),
        ],
    )
    assert service(169, named).peers == [
        PEER, api.PeerChat(chat_id=2), api.PeerChannel(channel_id=3)
    ]  # fmt: skip
    assert service(158, named).peer == PEER


def test_a_bot_was_allowed_by_a_site_or_by_the_menu() -> None:
    by_site = api.MessageActionBotAllowed(domain="a.b")
    assert service(150, by_site).domain == service(154, by_site).domain == "a.b"
    by_menu = api.MessageActionBotAllowed(attach_menu=True)
    assert service(152, by_menu).NAME == "messageActionAttachMenuBotAllowed"
    assert service(150, by_menu).NAME == "messageActionCustomAction"


def test_the_same_wallpaper_had_an_action_of_its_own() -> None:
    paper = api.WallPaperNoFile(id=1)
    mine = api.MessageActionSetChatWallPaper(wallpaper=paper)
    same = api.MessageActionSetChatWallPaper(wallpaper=paper, same=True)
    assert service(158, mine).NAME == "messageActionSetChatWallPaper"
    assert service(158, same).NAME == "messageActionSetSameChatWallPaper"
    assert service(167, same).same


@pytest.mark.parametrize(
    ("action", "words"),
    [
        (api.MessageActionTopicCreate(title="T", icon_color=1), "The topic T was created"),
        (api.MessageActionTopicEdit(title="T"), "The topic is now called T"),
        (api.MessageActionTopicEdit(closed=True), "The topic was closed"),
        (api.MessageActionTopicEdit(hidden=False), "The topic is shown again"),
        (api.MessageActionTopicEdit(icon_emoji_id=1), "The topic was changed"),
        (api.MessageActionConferenceCall(call_id=1, missed=True), "Missed group call"),
        (api.MessageActionConferenceCall(call_id=1, duration=5), "Group call, 5 seconds"),
        (api.MessageActionBoostApply(boosts=2), "The chat was boosted 2 times"),
        (
            api.MessageActionTodoCompletions(completed=[1, 2], incompleted=[]),
            "2 tasks were done, 0 opened again",
        ),
        (
            api.MessageActionSuggestedPostApproval(rejected=True),
            "The suggested post was declined",
        ),
        (
            api.MessageActionStarGiftPurchaseOffer(
                gift=api.StarGift(
                    id=1, sticker=api.DocumentEmpty(id=1), stars=1, convert_stars=1
                ),
                price=api.StarsTonAmount(amount=1_500_000_000),
                expires_at=1,
            ),
            "An offer for a gift: 1.5 TON",
        ),
    ],
)
def test_what_has_no_name_yet_is_told_in_words(action: object, words: str) -> None:
    name = action.NAME  # type: ignore[attr-defined]  # any action
    last = catalogue.clamp(last_layer_without(name))
    assert service(last, action).message == words
    then = service(last_layer_without(name) + 1, action)
    assert then.NAME == action.NAME  # type: ignore[attr-defined]  # any action


def test_no_action_is_lost_since_there_are_words() -> None:
    for number in (n for n in catalogue.distinct() if n >= 133):
        for shape in catalogue.newest().types["MessageAction"]:
            known = catalogue.at(number).constructors.get(shape.name)
            step = layers.frame.find_down(shape.name, number, known.id if known else None)
            assert known is not None or step is not None, (number, shape.name)
