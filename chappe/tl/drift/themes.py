"""Themes of the app and of chats."""

from typing import Any

from chappe.tl import api
from chappe.tl.build import TLObject
from chappe.tl.drift.cast import recast
from chappe.tl.drift.frame import Fields, down, down_result, down_to, old, up

_DARK = (api.BaseThemeNight, api.BaseThemeTinted)


@down("theme", "settings", until=134)
def one_setting(o: api.Theme) -> Fields:
    """Until layer 135 a theme had one set of colours."""
    return {"settings": o.settings[0] if o.settings else None}


@up("account.createTheme")
@up("account.updateTheme")
def listed_settings(before: Any) -> Fields:
    """Read the one set of colours as a list, where the shape has one."""
    settings = getattr(before, "settings", None)
    if settings is None or isinstance(settings, list):
        return {"settings": settings}
    return {"settings": [settings]}


def _variant(theme: api.Theme, *, dark: bool) -> TLObject | None:
    fitting = [s for s in theme.settings or () if isinstance(s.base_theme, _DARK) == dark]
    return recast(0xE802B8DC, theme, settings=fitting[0]) if fitting else None


def _of_a_chat(theme: api.Theme) -> TLObject | None:
    light, dark = _variant(theme, dark=False), _variant(theme, dark=True)
    if not theme.emoticon or light is None or dark is None:
        return None
    return old(0xED0B5C33, emoticon=theme.emoticon, theme=light, dark_theme=dark)


@down_to("chatTheme", until=134)
def emoji_alone(o: api.ChatTheme) -> None:
    """Until layer 135 a theme of chats was two themes: see `themes_of_chats`."""


@down_result("account.getChatThemes", until=134)
def themes_of_chats(result: "api.account.TypeThemes") -> TLObject:
    """Until layer 135 a theme of chats was a light and a dark theme under an emoji."""
    if not isinstance(result, api.account.Themes):
        return api.account.ChatThemesNotModified()
    pairs = [_of_a_chat(theme) for theme in result.themes]
    found = [pair for pair in pairs if pair is not None]
    return old(0xFE4CBEBD, hash=result.hash & 0x7FFFFFFF, themes=found)


@down("account.chatThemes", "next_offset", since=214, until=215)
def offset_by_number(o: api.account.ChatThemes) -> Fields:
    """Until layer 216 a list went on at a number."""
    offset = o.next_offset or ""
    return {"next_offset": int(offset) if offset.isdecimal() else None}


@up("account.getUniqueGiftChatThemes")
def offset_by_text(before: Any) -> Fields:
    """As `offset_by_number`."""
    return {"offset": str(before.offset) if before.offset else ""}


@up("messages.setChatTheme")
def theme_by_emoji(before: Any) -> Fields:
    """Until layer 214 a theme was its emoji; none took it away."""
    if before.emoticon:
        return {"theme": api.InputChatTheme(emoticon=before.emoticon)}
    return {"theme": api.InputChatThemeEmpty()}


@up("account.updateColor")
def chosen_color(before: Any) -> Fields:
    """Until layer 216 a colour and its emoji stood apart."""
    color, emoji = before.color, before.background_emoji_id
    if color is None and emoji is None:
        return {"color": None}
    return {"color": api.PeerColor(color=color, background_emoji_id=emoji)}


QUEUES = {
    "video_upload_maxbitrate": 100,
    "small_queue_active_operations_max": 20,
    "large_queue_active_operations_max": 2,
}
"""What old clients did not say: kilobits a second, and transfers at once."""


@up("autoDownloadSettings")
def queues(before: Any) -> Fields:
    """Until layer 110 nothing was said of the bit rate, until 160 nothing of queues."""
    return {name: value for name, value in QUEUES.items() if name not in before.FIELDS}
