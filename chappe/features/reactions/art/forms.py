"""The forms in which a picture comes: a still (WebP), and animations (Lottie in gzip, 512 by 512, 60 a second).

https://core.telegram.org/stickers/webp-custom-emoji-conversion, https://core.telegram.org/stickers#animated-stickers
"""

import gzip
import io
from typing import Any

import msgspec
from PIL import Image, ImageColor, ImageDraw

from chappe.features.reactions.art.strokes import Picture, Stroke, dot

SIDE = 512
STILL_SIDE, FINENESS = 192, 3
"""A still is drawn so many times as big and then made smaller, for smooth edges."""
FRAMES = 60


def still(picture: Picture) -> bytes:
    """A picture that stands, as WebP."""
    side = STILL_SIDE * FINENESS
    image = Image.new("RGBA", (side, side), (0, 0, 0, 0))
    pen = ImageDraw.Draw(image)
    for stroke in picture:
        _draw(pen, stroke, side / 100)
    out = io.BytesIO()
    image.resize((STILL_SIDE, STILL_SIDE), Image.Resampling.LANCZOS).save(
        out, "WEBP", lossless=True
    )
    return out.getvalue()


def _draw(pen: ImageDraw.ImageDraw, stroke: Stroke, scale: float) -> None:
    points = [(x * scale, y * scale) for x, y in stroke.points]
    if not stroke.width:
        pen.polygon(points, stroke.color)
        return
    pen.line(points, stroke.color, round(stroke.width * scale), joint="curve")
    half = stroke.width * scale / 2
    for x, y in (points[0], points[-1]):
        pen.ellipse((x - half, y - half, x + half, y + half), stroke.color)


def appearing(picture: Picture) -> bytes:
    """The picture grows out of nothing."""
    return _animation([_layer(picture, [(0, 0), (16, 112), (26, 96), (36, 100)])])


def beating(picture: Picture) -> bytes:
    """The picture swells and rests, once."""
    return _animation([_layer(picture, [(0, 100), (12, 88), (26, 114), (44, 100)])])


def bursting(colors: tuple[str, ...]) -> bytes:
    """Dots that fly apart and vanish: what is shown around a reaction."""
    layers = []
    for place, (x, y) in enumerate(_AROUND):
        spark = (dot(colors[place % len(colors)], 50, 50, 4),)
        layer = _layer(spark, [(0, 40), (20, 120), (50, 0)])
        layer["ks"]["p"] = _moving([(0, [256, 256]), (50, [256 + 2.2 * x, 256 + 2.2 * y])])
        layers.append(layer)
    return _animation(layers)


_AROUND = [(100, 0), (71, 71), (0, 100), (-71, 71), (-100, 0), (-71, -71), (0, -100), (71, -71)]


def _animation(layers: list[dict[str, Any]]) -> bytes:
    for place, layer in enumerate(layers):
        layer["ind"] = place + 1
    whole = {
        "tgs": 1, "v": "5.5.2", "fr": 60, "ip": 0, "op": FRAMES, "w": SIDE, "h": SIDE,
        "nm": "", "ddd": 0, "assets": [], "layers": layers,
    }  # fmt: skip
    return gzip.compress(msgspec.json.encode(whole), mtime=0)


def _layer(picture: Picture, scales: list[tuple[int, float]]) -> dict[str, Any]:
    """A layer with a picture whose size (percent) changes over the frames."""
    frames = [(at, [percent, percent, 100]) for at, percent in scales]
    return {
        "ddd": 0, "ty": 4, "nm": "", "sr": 1, "ip": 0, "op": FRAMES, "st": 0, "bm": 0, "ao": 0,
        "ks": {
            "o": _still(100), "r": _still(0), "p": _still([256, 256, 0]),
            "a": _still([256, 256, 0]), "s": _moving(frames),
        },
        "shapes": [_group(stroke) for stroke in reversed(picture)],
    }  # fmt: skip


def _still(value: object) -> dict[str, Any]:
    return {"a": 0, "k": value}


def _moving(frames: list[tuple[int, list[float]]]) -> dict[str, Any]:
    """A value that changes smoothly from frame to frame."""
    keys: list[dict[str, Any]] = [
        {"t": at, "s": value, "i": {"x": [0.5], "y": [1]}, "o": {"x": [0.5], "y": [0]}}
        for at, value in frames
    ]
    return {"a": 1, "k": keys}


def _group(stroke: Stroke) -> dict[str, Any]:
    scale = SIDE / 100
    points = [[round(x * scale, 1), round(y * scale, 1)] for x, y in stroke.points]
    straight = [[0, 0]] * len(points)
    path = {"c": not stroke.width, "v": points, "i": straight, "o": straight}
    red, green, blue = (part / 255 for part in ImageColor.getrgb(stroke.color)[:3])
    paint: dict[str, Any] = {
        "c": _still([round(red, 3), round(green, 3), round(blue, 3), 1]),
        "o": _still(100),
        "nm": "",
    }
    if stroke.width:
        paint |= {"ty": "st", "w": _still(round(stroke.width * scale, 1)), "lc": 2, "lj": 2}
    else:
        paint |= {"ty": "fl", "r": 1}
    turn = {
        "ty": "tr", "p": _still([0, 0]), "a": _still([0, 0]), "s": _still([100, 100]),
        "r": _still(0), "o": _still(100), "sk": _still(0), "sa": _still(0),
    }  # fmt: skip
    shape = {"ty": "sh", "ks": _still(path), "nm": ""}
    return {"ty": "gr", "it": [shape, paint, turn], "nm": "", "np": 2}
