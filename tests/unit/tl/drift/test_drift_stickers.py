"""Sets of stickers at older layers."""

from old_client import make, reads, says

from chappe.tl import api

FIELDS = {"id": 1, "access_hash": 2, "title": "t", "short_name": "s", "count": 3, "hash": 4}
SET = api.StickerSet(**FIELDS)
THUMB = api.PhotoSizeEmpty(type="s")


def test_video_stickers_were_called_gifs() -> None:
    assert reads(133, api.StickerSet(videos=True, **FIELDS)).gifs
    assert not reads(133, SET).gifs
    assert says(133, make(133, "stickerSet", gifs=True, **FIELDS)).videos


def test_a_set_comes_in_with_a_whole_thumb_or_none() -> None:
    thumb = says(105, make(105, "stickerSet", thumb=THUMB, thumb_dc_id=2, **FIELDS))
    assert (thumb.thumbs, thumb.thumb_dc_id, thumb.thumb_version) == ([THUMB], 2, 0)
    thumb = says(133, make(133, "stickerSet", thumbs=[THUMB], thumb_dc_id=2, thumb_version=5, **FIELDS))  # fmt: skip
    assert (thumb.thumbs, thumb.thumb_version) == ([THUMB], 5)
    none = says(105, make(105, "stickerSet", **FIELDS))
    assert (none.thumbs, none.thumb_dc_id, none.thumb_version) == (None, None, None)


def test_a_list_shows_some_of_a_set() -> None:
    documents = [api.DocumentEmpty(id=n) for n in range(9)]
    whole = api.StickerSetFullCovered(set=SET, packs=[], keywords=[], documents=documents)
    read = reads(133, whole)
    assert (read.NAME, len(read.covers)) == ("stickerSetMultiCovered", 5)
    assert reads(150, api.StickerSetNoCovered(set=SET)).covers == []


def test_a_greeting_is_a_group_like_any_other() -> None:
    group = api.EmojiGroupGreeting(title="t", icon_emoji_id=1, emoticons=["👋"])
    read = reads(158, group)
    assert (read.NAME, read.emoticons) == ("emojiGroup", ["👋"])
