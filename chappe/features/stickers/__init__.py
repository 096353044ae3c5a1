"""Sticker sets (of stickers, masks and custom emoji), who has installed which, and the shelves of an account:
stickers it likes, stickers it used lately, GIFs.

A set has documents of its own: what somebody brings is checked and copied, so that a document is in one set at the
most, and says so. A set is found by its name, and by its id with the access hash that is the same for everybody:
a set is as public as its name.
Tables: `sticker_set`, `sticker`, `sticker_emoji`, `installed_set`, `shelf`, `attached_sticker`, `group_stickers`, and two indexes of words. Wire:
https://core.telegram.org/api/stickers, https://core.telegram.org/api/custom-emoji
"""
