"""Users, their names and their descriptions, at older layers."""

import pytest
from old_client import gets, make, reads, says

from chappe.tl import api

NAMES = [
    api.Username(username="off"),
    api.Username(username="ada", active=True),
    api.Username(username="second", active=True),
]


def full(**fields: object) -> api.UserFull:
    return api.UserFull(
        id=7,
        settings=api.PeerSettings(),
        notify_settings=api.PeerNotifySettings(),
        common_chats_count=0,
        **fields,  # type: ignore[arg-type]  # any fields
    )


@pytest.mark.parametrize("layer", [133, 147])
def test_of_several_usernames_the_first_active_one_was_known(layer: int) -> None:
    assert reads(layer, api.User(id=7, usernames=NAMES)).username == "ada"
    assert reads(layer, api.User(id=7, username="own", usernames=NAMES)).username == "own"
    assert reads(layer, api.User(id=7)).username is None
    changed = api.UpdateUserName(user_id=7, first_name="A", last_name="", usernames=NAMES)
    assert reads(layer, changed).username == "ada"
    changed.usernames = []
    assert reads(layer, changed).username == ""


def test_a_channel_had_one_username_too() -> None:
    photo = api.ChatPhotoEmpty()
    channel = api.Channel(id=5, title="C", photo=photo, date=0, usernames=NAMES)
    assert reads(147, channel).username == "ada"
    assert reads(148, channel).usernames == NAMES


def test_a_colour_was_flat_at_one_layer() -> None:
    user = api.User(id=7, color=api.PeerColor(color=3, background_emoji_id=9))
    assert (reads(166, user).color, reads(166, user).background_emoji_id) == (3, 9)
    assert reads(167, user).color == user.color
    gift = api.PeerColorCollectible(
        collectible_id=1, gift_emoji_id=2, background_emoji_id=9, accent_color=4, colors=[]
    )
    assert reads(214, api.User(id=7, color=gift)).color.background_emoji_id == 9
    assert reads(166, api.User(id=7, color=gift)).color is None


def test_a_status_is_its_emoji_with_or_without_an_end() -> None:
    gift = api.EmojiStatusCollectible(
        collectible_id=1,
        document_id=9,
        title="t",
        slug="s",
        pattern_document_id=2,
        center_color=0,
        edge_color=0,
        pattern_color=0,
        text_color=0,
        until=50,
    )
    for layer in (145, 197):
        read = reads(layer, api.User(id=7, emoji_status=gift)).emoji_status
        assert (read.NAME, read.document_id, read.until) == ("emojiStatusUntil", 9, 50)
        plain = reads(layer, api.EmojiStatus(document_id=9))
        assert (plain.NAME, plain.document_id) == ("emojiStatus", 9)
    assert reads(198, gift) == gift
    sent = make(160, "emojiStatusUntil", document_id=9, until=50)
    assert says(160, sent) == api.EmojiStatus(document_id=9, until=50)


@pytest.mark.parametrize("layer", [135, 142, 145, 158, 162, 170, 213])
def test_a_theme_was_its_emoji(layer: int) -> None:
    known = full(theme=api.ChatTheme(emoticon="🐥"))
    assert reads(layer, known).theme_emoticon == "🐥"


def test_the_stories_of_a_user_were_called_his() -> None:
    story = api.StoryItemDeleted(id=4)
    stories = api.PeerStories(peer=api.PeerUser(user_id=7), max_read_id=3, stories=[story])
    read = reads(162, full(stories=stories)).stories
    assert (read.NAME, read.user_id, read.max_read_id) == ("userStories", 7, 3)
    assert read.stories == [story]
    assert reads(164, full(stories=stories)).stories == stories


def test_the_description_of_a_bot_said_whose_it_is() -> None:
    info = api.BotInfo(description="d")
    assert reads(142, full(bot_info=info)).bot_info.user_id == 7
    assert reads(143, full(bot_info=info)).bot_info.user_id is None


def test_a_full_user_held_the_user() -> None:
    user = api.User(id=7, first_name="Ada")
    result = api.users.UserFull(
        full_user=full(about="a", theme=api.ChatTheme(emoticon="🐥")), chats=[], users=[user]
    )
    read = gets(133, api.users.GetFullUser, result)
    assert (read.user.first_name, read.about, read.theme_emoticon) == ("Ada", "a", "🐥")
    result.users = []
    assert gets(134, api.users.GetFullUser, result).user.NAME == "userEmpty"
    assert gets(135, api.users.GetFullUser, result).full_user.id == 7


FIVE = [
    ({"self": True, "phone": "1"}, "userSelf"),
    ({"contact": True, "phone": "1", "access_hash": 5}, "userContact"),
    ({"phone": "1", "access_hash": 5}, "userRequest"),
    ({"access_hash": 5}, "userForeign"),
    ({"deleted": True}, "userDeleted"),
]


@pytest.mark.parametrize(("fields", "name"), FIVE)
def test_what_an_account_was_to_the_viewer_was_told_by_the_constructor(
    fields: dict[str, object], name: str
) -> None:
    shown = reads(23, api.User(id=7, first_name="Ada", usernames=NAMES, **fields))  # type: ignore[arg-type]  # any fields
    assert (shown.NAME, shown.first_name, shown.username) == (name, "Ada", "ada")
