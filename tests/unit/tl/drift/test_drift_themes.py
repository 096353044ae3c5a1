"""Themes at older layers."""

from typing import Any

from old_client import asks, gets, make, reads, says

from chappe.tl import api

SELF = make(158, "inputPeerSelf")


def settings(base: Any) -> api.ThemeSettings:
    return api.ThemeSettings(base_theme=base, accent_color=1)


LIGHT, DARK = settings(api.BaseThemeClassic()), settings(api.BaseThemeNight())


def theme(**fields: Any) -> api.Theme:
    return api.Theme(id=1, access_hash=2, slug="s", title="t", **fields)


def test_a_theme_had_one_set_of_colours() -> None:
    assert reads(133, theme(settings=[LIGHT, DARK])).settings == LIGHT
    assert reads(133, theme()).settings is None
    assert reads(135, theme(settings=[LIGHT, DARK])).settings == [LIGHT, DARK]
    one = make(133, "inputThemeSettings", base_theme=api.BaseThemeDay(), accent_color=3)
    asked = asks(133, "account.createTheme", slug="s", title="t", settings=one)
    assert asked.settings == [
        api.InputThemeSettings(base_theme=api.BaseThemeDay(), accent_color=3)
    ]
    asked = asks(133, "account.createTheme", slug="s", title="t")
    assert asked.settings is None


def test_a_theme_of_chats_was_a_light_and_a_dark_one() -> None:
    whole = theme(emoticon="🐥", settings=[DARK, LIGHT])
    result = api.account.Themes(
        hash=2**40 + 5, themes=[whole, theme(emoticon="🐥", settings=[])]
    )
    read = gets(133, api.account.GetChatThemes, result)
    assert (read.hash, len(read.themes)) == (5, 1)
    pair = read.themes[0]
    assert (pair.emoticon, pair.theme.settings, pair.dark_theme.settings) == ("🐥", LIGHT, DARK)
    same = gets(133, api.account.GetChatThemes, api.account.ThemesNotModified())
    assert same.NAME == "account.chatThemesNotModified"


def test_a_list_of_themes_went_on_at_a_number() -> None:
    found = api.account.ChatThemes(hash=1, themes=[], chats=[], users=[], next_offset="20")
    assert reads(214, found).next_offset == 20
    found.next_offset = "opaque"
    assert reads(214, found).next_offset is None
    name = "account.getUniqueGiftChatThemes"
    assert asks(214, name, offset=20, limit=1, hash=0).offset == "20"
    assert asks(214, name, offset=0, limit=1, hash=0).offset == ""


def test_a_theme_of_a_chat_was_set_by_its_emoji() -> None:
    for layer in (133, 158, 198):
        asked = asks(layer, "messages.setChatTheme", peer=SELF, emoticon="🐥")
        assert asked.theme == api.InputChatTheme(emoticon="🐥")
    none = asks(158, "messages.setChatTheme", peer=SELF, emoticon="")
    assert none.theme == api.InputChatThemeEmpty()


def test_a_colour_and_its_emoji_stood_apart() -> None:
    asked = asks(198, "account.updateColor", color=3, background_emoji_id=9)
    assert asked.color == api.PeerColor(color=3, background_emoji_id=9)
    assert asks(166, "account.updateColor", color=3).color == api.PeerColor(color=3)
    assert asks(198, "account.updateColor", for_profile=True).color is None


def test_nothing_was_said_of_queues() -> None:
    sizes = {"photo_size_max": 1, "video_size_max": 2, "file_size_max": 3}
    old = says(158, make(158, "autoDownloadSettings", video_upload_maxbitrate=50, **sizes))
    assert (old.video_upload_maxbitrate, old.large_queue_active_operations_max) == (50, 2)
    older = says(105, make(105, "autoDownloadSettings", **sizes))
    assert (older.video_upload_maxbitrate, older.file_size_max) == (100, 3)
