"""The strokes of a picture, on a square of 100 by 100, y downwards."""

import math
from typing import NamedTuple

Point = tuple[float, float]
ROUND = 28
"""Corners of what is round."""
DARK, WHITE, YELLOW, RED, BLUE = "#4A3426", "#FFFFFF", "#FFCB3C", "#E8384F", "#4AA8E0"
GREEN, ORANGE, PINK, PURPLE, BROWN = "#5BB04A", "#FF8A1F", "#FF7BA5", "#8E5BD0", "#8A5A33"
GREY, LIGHT = "#9AA5B1", "#E9EDF2"


class Stroke(NamedTuple):
    """A filled shape, or (`width` > 0) a line with round ends."""

    color: str
    points: tuple[Point, ...]
    width: float = 0.0


Picture = tuple[Stroke, ...]


def shape(color: str, *points: Point) -> Stroke:
    """A filled shape with corners."""
    return Stroke(color, points)


def line(color: str, width: float, *points: Point) -> Stroke:
    """A line."""
    return Stroke(color, points, width)


def dot(color: str, x: float, y: float, rx: float, ry: float | None = None) -> Stroke:
    """A filled circle or ellipse."""
    return Stroke(color, tuple(_around(x, y, rx, rx if ry is None else ry, 0, 360)[:-1]))


def arc(
    color: str, width: float, center: Point, radii: Point, start: float, end: float
) -> Stroke:
    """A part of an ellipse as a line; degrees, clockwise from the right."""
    return Stroke(color, tuple(_around(*center, *radii, start, end)), width)


def bow(color: str, center: Point, radii: Point, start: float, end: float) -> Stroke:
    """The same, filled up to the chord."""
    return Stroke(color, tuple(_around(*center, *radii, start, end)))


def heart(color: str, x: float, y: float, size: float) -> Stroke:
    """A heart; `size`: half of its width."""
    points = []
    for step in range(ROUND + 8):
        turn = 2 * math.pi * step / (ROUND + 8)
        across = 16 * math.sin(turn) ** 3
        up = 13 * math.cos(turn) - 5 * math.cos(2 * turn) - 2 * math.cos(3 * turn)
        up -= math.cos(4 * turn)
        points.append((x + across * size / 16, y - up * size / 16))
    return Stroke(color, tuple(points))


def star(color: str, x: float, y: float, radius: float, rays: int = 5) -> Stroke:
    """A star with one ray upwards."""
    points = []
    for step in range(2 * rays):
        reach = radius if step % 2 == 0 else radius * 0.45
        turn = math.pi * step / rays - math.pi / 2
        points.append((x + reach * math.cos(turn), y + reach * math.sin(turn)))
    return Stroke(color, tuple(points))


def drop(color: str, x: float, y: float, size: float) -> Stroke:
    """A tear, its point upwards at (x, y)."""
    lower = _around(x, y + 1.6 * size, size, size, -30, 210)
    return Stroke(color, ((x, y), *lower))


def _around(x: float, y: float, rx: float, ry: float, start: float, end: float) -> list[Point]:
    steps = max(6, round(ROUND * abs(end - start) / 360))
    turns = [math.radians(start + (end - start) * step / steps) for step in range(steps + 1)]
    return [(x + rx * math.cos(turn), y + ry * math.sin(turn)) for turn in turns]
