"""Hands, hearts, and other things."""

from chappe.features.reactions.art.strokes import (
    BLUE,
    BROWN,
    DARK,
    GREEN,
    GREY,
    LIGHT,
    ORANGE,
    PINK,
    PURPLE,
    RED,
    WHITE,
    YELLOW,
    Picture,
    arc,
    bow,
    dot,
    heart,
    line,
    shape,
    star,
)

THUMB: Picture = (
    shape(YELLOW, (38, 46), (54, 8), (66, 12), (60, 40), (90, 40), (82, 90), (38, 90)),
    dot(YELLOW, 60, 14, 8),
    dot(YELLOW, 85, 47, 9),
    dot(YELLOW, 84, 64, 9),
    dot(YELLOW, 78, 81, 9),
    shape(BLUE, (10, 44), (34, 44), (34, 94), (10, 94)),
)
GHOST: Picture = (
    bow(LIGHT, (50, 42), (34, 36), 180, 360),
    shape(
        LIGHT,
        *((16, 42), (84, 42), (84, 92), (72, 82), (61, 92), (50, 82), (39, 92), (28, 82)),
        (16, 92),
    ),
    dot(DARK, 38, 42, 6, 8),
    dot(DARK, 62, 42, 6, 8),
    dot(DARK, 50, 62, 7, 9),
)


def upside_down(picture: Picture) -> Picture:
    """The picture, turned about the middle line."""
    return tuple(
        stroke._replace(points=tuple((x, 100 - y) for x, y in stroke.points))
        for stroke in picture
    )


THINGS: dict[str, tuple[str, Picture]] = {
    "👍": ("Thumbs Up", THUMB),
    "👎": ("Thumbs Down", upside_down(THUMB)),
    "❤": ("Red Heart", (heart(RED, 50, 48, 44),)),
    "🔥": (
        "Fire",
        (
            shape(
                ORANGE,
                *((50, 3), (60, 24), (72, 30), (84, 50), (84, 72), (68, 94), (32, 94)),
                *((16, 72), (18, 48), (30, 34), (34, 44), (44, 30)),
            ),
            shape(
                YELLOW,
                *((52, 42), (64, 58), (68, 72), (60, 92), (40, 92), (32, 74), (40, 60)),
            ),
        ),
    ),
    "👏": (
        "Clapping Hands",
        (
            line(YELLOW, 30, (38, 66), (50, 78)),
            *(line(YELLOW, 9, (34, 62), (20 + 14 * i, 34 - 8 * i)) for i in range(4)),
            line(YELLOW, 9, (50, 76), (78, 60)),
            *(
                line(ORANGE, 4, (60 + 9 * i, 22 + 7 * i), (68 + 9 * i, 12 + 8 * i))
                for i in range(3)
            ),
        ),
    ),
    "🎉": (
        "Party Popper",
        (
            shape(YELLOW, (8, 94), (30, 40), (62, 70)),
            shape(ORANGE, (8, 94), (20, 66), (38, 81)),
            arc(PURPLE, 5, (62, 30), (14, 22), 100, 250),
            arc(BLUE, 5, (74, 62), (22, 10), 180, 320),
            *(dot(RED, 44, 14, 5), dot(GREEN, 84, 20, 5), dot(BLUE, 66, 44, 4)),
            *(star(PINK, 90, 44, 8), star(YELLOW, 66, 10, 7), dot(PURPLE, 90, 76, 5)),
        ),
    ),
    "💩": (
        "Pile of Poo",
        (
            dot(BROWN, 50, 78, 42, 17),
            dot(BROWN, 50, 56, 31, 16),
            dot(BROWN, 50, 36, 20, 14),
            shape(BROWN, (38, 32), (46, 8), (60, 30)),
            *(dot(WHITE, 38, 54, 8), dot(WHITE, 62, 54, 8)),
            *(dot(DARK, 39, 55, 4), dot(DARK, 61, 55, 4)),
            arc(WHITE, 5, (50, 70), (18, 10), 10, 170),
        ),
    ),
    "👌": (
        "OK Hand",
        (
            line(YELLOW, 26, (58, 76), (62, 90)),
            arc(YELLOW, 11, (38, 54), (18, 18), 0, 360),
            *(line(YELLOW, 10, (60 + 6 * i, 66), (52 + 15 * i, 12 + 8 * i)) for i in range(3)),
        ),
    ),
    "🐳": (
        "Spouting Whale",
        (
            bow(BLUE, (44, 58), (40, 34), 0, 180),
            shape(BLUE, (4, 58), (84, 58), (84, 50), (40, 44), (10, 48)),
            shape(BLUE, (74, 60), (80, 30), (98, 24), (92, 40), (84, 66)),
            arc(BLUE, 5, (32, 20), (10, 12), 180, 340),
            arc(BLUE, 5, (52, 20), (10, 12), 200, 360),
            dot(DARK, 24, 62, 4),
            arc(WHITE, 4, (24, 72), (14, 8), 20, 160),
        ),
    ),
    "💯": (
        "Hundred Points",
        (
            line(RED, 8, (10, 26), (20, 18), (20, 62)),
            arc(RED, 8, (46, 40), (13, 22), 0, 360),
            arc(RED, 8, (79, 40), (13, 22), 0, 360),
            line(RED, 6, (14, 78), (88, 74)),
            line(RED, 6, (26, 92), (78, 88)),
        ),
    ),
    "⚡": (
        "High Voltage",
        (shape(YELLOW, (60, 2), (20, 56), (46, 56), (36, 98), (82, 40), (54, 40)),),
    ),
    "🍌": (
        "Banana",
        (
            arc(YELLOW, 20, (30, 20), (52, 60), 10, 95),
            line(BROWN, 9, (80, 22), (84, 10)),
            dot(DARK, 24, 80, 6),
        ),
    ),
    "🏆": (
        "Trophy",
        (
            arc(ORANGE, 6, (24, 30), (14, 16), 90, 270),
            arc(ORANGE, 6, (76, 30), (14, 16), -90, 90),
            bow(YELLOW, (50, 14), (30, 52), 0, 180),
            shape(YELLOW, (44, 60), (56, 60), (58, 80), (42, 80)),
            shape(BROWN, (28, 80), (72, 80), (76, 96), (24, 96)),
            star(ORANGE, 50, 34, 12),
        ),
    ),
    "💔": (
        "Broken Heart",
        (
            heart(RED, 50, 48, 44),
            line(WHITE, 6, (52, 18), (42, 40), (58, 54), (44, 72), (50, 92)),
        ),
    ),
    "🍓": (
        "Strawberry",
        (
            shape(RED, (16, 34), (34, 24), (66, 24), (84, 34), (80, 60), (50, 96), (20, 60)),
            *(dot(YELLOW, x, y, 2.5, 3.5) for x, y in ((36, 44), (62, 42), (50, 60), (34, 62))),
            *(dot(YELLOW, x, y, 2.5, 3.5) for x, y in ((66, 60), (50, 80))),
            star(GREEN, 50, 22, 24, 6),
        ),
    ),
    "🍾": (
        "Bottle with Popping Cork",
        (
            shape(GREEN, (30, 52), (44, 40), (44, 22), (58, 22), (58, 40), (72, 52), (72, 96)),
            shape(GREEN, (30, 52), (72, 96), (30, 96)),
            shape(YELLOW, (30, 62), (72, 62), (72, 82), (30, 82)),
            dot(BROWN, 70, 10, 8),
            *(dot(BLUE, 48, 12, 4), dot(BLUE, 36, 20, 3), dot(BLUE, 56, 6, 3)),
        ),
    ),
    "💋": (
        "Kiss Mark",
        (
            shape(RED, (8, 50), (34, 26), (50, 36), (66, 26), (92, 50), (50, 56)),
            bow(RED, (50, 54), (40, 26), 0, 180),
            line(WHITE, 4, (20, 51), (50, 56), (80, 51)),
        ),
    ),
    "👻": ("Ghost", GHOST),
    "👀": (
        "Eyes",
        (
            *(dot(GREY, 28, 50, 23, 32), dot(WHITE, 28, 50, 20, 29), dot(DARK, 34, 54, 9, 12)),
            *(dot(GREY, 74, 50, 23, 32), dot(WHITE, 74, 50, 20, 29), dot(DARK, 80, 54, 9, 12)),
        ),
    ),
    "🎃": (
        "Jack-O-Lantern",
        (
            line(GREEN, 9, (50, 22), (54, 8)),
            *(dot(ORANGE, 30, 58, 25, 34), dot(ORANGE, 70, 58, 25, 34)),
            dot(ORANGE, 50, 58, 24, 37),
            *(
                shape(DARK, (24, 52), (34, 36), (44, 52)),
                shape(DARK, (56, 52), (66, 36), (76, 52)),
            ),
            bow(DARK, (50, 64), (28, 20), 0, 180),
            shape(ORANGE, (44, 64), (54, 64), (54, 71), (44, 71)),
        ),
    ),
    "🎄": (
        "Christmas Tree",
        (
            shape(BROWN, (43, 82), (57, 82), (57, 98), (43, 98)),
            shape(GREEN, (50, 34), (88, 84), (12, 84)),
            shape(GREEN, (50, 10), (76, 50), (24, 50)),
            star(YELLOW, 50, 12, 11),
            *(dot(RED, 40, 44, 5), dot(BLUE, 60, 60, 5), dot(YELLOW, 34, 70, 5)),
            dot(RED, 72, 76, 5),
        ),
    ),
    "☃": (
        "Snowman",
        (
            dot(LIGHT, 50, 70, 30, 27),
            dot(LIGHT, 50, 30, 21),
            shape(
                DARK, (32, 14), (68, 14), (68, 8), (60, 8), (60, 0), (40, 0), (40, 8), (32, 8)
            ),
            *(dot(DARK, 42, 26, 3), dot(DARK, 58, 26, 3), dot(DARK, 50, 62, 3)),
            shape(ORANGE, (48, 31), (70, 36), (48, 38)),
            dot(DARK, 50, 76, 3),
            line(RED, 7, (34, 46), (66, 46), (70, 62)),
        ),
    ),
    "🗿": (
        "Moai",
        (
            shape(
                GREY,
                *((26, 6), (74, 6), (80, 40), (76, 72), (66, 96), (34, 96), (22, 72), (20, 40)),
            ),
            shape(
                "#6F7A86", (24, 30), (76, 30), (72, 40), (56, 40), (60, 64), (38, 64), (44, 40)
            ),
            line("#6F7A86", 5, (36, 78), (64, 78)),
        ),
    ),
    "🆒": (
        "Cool",
        (
            shape(BLUE, (6, 16), (94, 16), (94, 84), (6, 84)),
            arc(WHITE, 6, (25, 50), (10, 17), 50, 310),
            arc(WHITE, 6, (48, 50), (9, 17), 0, 360),
            arc(WHITE, 6, (70, 50), (8, 17), 0, 360),
            line(WHITE, 6, (85, 32), (85, 67)),
        ),
    ),
    "💘": (
        "Heart with Arrow",
        (
            heart(PINK, 50, 48, 40),
            line(YELLOW, 6, (8, 86), (92, 12)),
            shape(YELLOW, (98, 6), (76, 12), (92, 28)),
            line(BLUE, 5, (4, 76), (16, 78), (18, 92)),
        ),
    ),
    "💊": (
        "Pill",
        (line(RED, 36, (32, 68), (50, 50)), line(WHITE, 36, (54, 46), (68, 32))),
    ),
    "👾": (
        "Alien Monster",
        (
            shape(PURPLE, (20, 30), (80, 30), (92, 56), (92, 78), (8, 78), (8, 56)),
            *(line(PURPLE, 8, (30, 32), (22, 12)), line(PURPLE, 8, (70, 32), (78, 12))),
            *(line(PURPLE, 9, (28, 76), (22, 92)), line(PURPLE, 9, (72, 76), (78, 92))),
            *(dot(WHITE, 36, 52, 8), dot(WHITE, 64, 52, 8)),
        ),
    ),
}
