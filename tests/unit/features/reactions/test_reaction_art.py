"""The pictures of reactions: lawful stickers, every one of them, and the same bytes each time."""

import gzip
import io
import json

import pytest
from PIL import Image

from chappe.features.reactions.art import forms, gallery, strokes

STICKER_BYTES_MAX = 64 << 10


def test_each_reaction_has_a_still_and_two_animations_of_its_own() -> None:
    drawn = {each.name: each for each in gallery.draw_all()}
    assert len(drawn) == 3 * len(gallery.SHOWN) + 1
    assert len({each.data for each in drawn.values()}) == len(drawn)
    assert all(each.data and len(each.data) < STICKER_BYTES_MAX for each in drawn.values())
    assert set(gallery.PICTURES) == set(gallery.SHOWN)


@pytest.mark.parametrize("emoji", ["👍", "🥱"])
def test_a_still_is_a_picture_with_nothing_in_its_corners(emoji: str) -> None:
    data = forms.still(gallery.PICTURES[emoji][1])
    image = Image.open(io.BytesIO(data))
    assert (image.format, image.size) == ("WEBP", (forms.STILL_SIDE, forms.STILL_SIDE))
    rgba = image.convert("RGBA")
    assert rgba.getpixel((0, 0))[3] == 0
    assert rgba.getpixel((96, 96))[3] == 255


@pytest.mark.parametrize("form", [forms.appearing, forms.beating])
def test_an_animation_is_lottie_of_512_by_512_at_60_frames(form) -> None:
    picture = gallery.PICTURES["❤"][1]
    data = form(picture)
    assert data == form(picture)
    said = json.loads(gzip.decompress(data))
    assert (said["tgs"], said["w"], said["h"], said["fr"]) == (1, 512, 512, 60)
    (layer,) = said["layers"]
    assert layer["op"] == said["op"] <= 180
    (group,) = layer["shapes"]
    assert [item["ty"] for item in group["it"]] == ["sh", "fl", "tr"]


def test_a_burst_has_a_layer_for_each_spark() -> None:
    said = json.loads(gzip.decompress(forms.bursting(("#FF0000", "#00FF00"))))
    assert [layer["ind"] for layer in said["layers"]] == list(range(1, 9))


def test_all_that_is_drawn_stays_on_the_sheet() -> None:
    for _, picture in gallery.PICTURES.values():
        for stroke in picture:
            assert all(-5 <= x <= 105 and -5 <= y <= 105 for x, y in stroke.points)
            assert stroke.color.startswith("#")
    assert strokes.heart("#FF0000", 50, 50, 10).width == 0
