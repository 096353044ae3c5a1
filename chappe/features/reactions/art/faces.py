"""Faces: a round head, eyes, a mouth, and what else one needs to be moved."""

from chappe.features.reactions.art.strokes import (
    BLUE,
    DARK,
    GREEN,
    LIGHT,
    ORANGE,
    PINK,
    PURPLE,
    RED,
    WHITE,
    YELLOW,
    Picture,
    Stroke,
    arc,
    bow,
    dot,
    drop,
    heart,
    line,
    shape,
    star,
)

EYES = (dot(DARK, 34, 42, 6, 8), dot(DARK, 66, 42, 6, 8))
WIDE = (
    *(dot(WHITE, 34, 40, 10, 12), dot(DARK, 34, 41, 5)),
    *(dot(WHITE, 66, 40, 10, 12), dot(DARK, 66, 41, 5)),
)
GLAD = (arc(DARK, 5, (33, 45), (9, 9), 190, 350), arc(DARK, 5, (67, 45), (9, 9), 190, 350))
SHUT = (arc(DARK, 5, (33, 40), (9, 7), 10, 170), arc(DARK, 5, (67, 40), (9, 7), 10, 170))
SQUEEZED = (
    line(DARK, 5, (24, 34), (40, 42), (24, 50)),
    line(DARK, 5, (76, 34), (60, 42), (76, 50)),
)
STARS = (star(ORANGE, 32, 40, 15), star(ORANGE, 68, 40, 15))
HEARTS = (heart(RED, 32, 40, 14), heart(RED, 68, 40, 14))
SMILE = arc(DARK, 5, (50, 54), (22, 20), 20, 160)
FROWN = arc(DARK, 5, (50, 82), (18, 14), 205, 335)
LAUGH = (bow(DARK, (50, 56), (27, 27), 0, 180), bow(WHITE, (50, 57), (24, 9), 0, 180))
SHOUT = dot(DARK, 50, 72, 11, 15)
FLAT = line(DARK, 5, (34, 70), (66, 70))
BLUSH = (dot(PINK, 22, 60, 8, 5), dot(PINK, 78, 60, 8, 5))
ANGRY = (line(DARK, 5, (22, 30), (42, 38)), line(DARK, 5, (78, 30), (58, 38)))


def face(*parts: Stroke, color: str = YELLOW) -> Picture:
    """A head with these parts."""
    return (dot(color, 50, 50, 45), *parts)


FACES: dict[str, tuple[str, Picture]] = {
    "🥰": (
        "Smiling Face with Hearts",
        face(*GLAD, SMILE, *BLUSH, heart(RED, 18, 22, 11), heart(RED, 84, 34, 10)),
    ),
    "😁": (
        "Beaming Face",
        face(*GLAD, *LAUGH, line(DARK, 1.5, (50, 57), (50, 66))),
    ),
    "🤔": (
        "Thinking Face",
        face(
            *EYES,
            line(DARK, 4, (24, 29), (42, 26)),
            line(DARK, 4, (58, 24), (76, 30)),
            line(DARK, 5, (40, 68), (62, 64)),
            line(ORANGE, 9, (30, 92), (36, 76), (54, 78)),
        ),
    ),
    "🤯": (
        "Exploding Head",
        (
            dot(RED, 50, 20, 26, 14),
            dot(ORANGE, 36, 14, 12),
            dot(ORANGE, 64, 14, 12),
            bow(YELLOW, (50, 54), (43, 40), -20, 200),
            *WIDE,
            SHOUT,
        ),
    ),
    "😱": (
        "Screaming Face",
        face(
            bow(BLUE, (50, 50), (45, 45), 200, 340),
            *WIDE,
            dot(DARK, 50, 73, 10, 17),
            line(ORANGE, 9, (16, 90), (18, 62)),
            line(ORANGE, 9, (84, 90), (82, 62)),
        ),
    ),
    "🤬": (
        "Face with Symbols",
        face(
            *EYES,
            *ANGRY,
            line(DARK, 17, (26, 70), (74, 70)),
            star(WHITE, 34, 70, 7),
            line(WHITE, 3, (46, 64), (54, 76)),
            line(WHITE, 3, (54, 64), (46, 76)),
            star(WHITE, 66, 70, 7),
            color=RED,
        ),
    ),
    "😢": ("Crying Face", face(*EYES, FROWN, drop(BLUE, 28, 52, 8))),
    "🤩": ("Star-Struck", face(*STARS, *LAUGH)),
    "🤮": (
        "Vomiting Face",
        face(
            *SQUEEZED,
            dot(DARK, 50, 66, 13, 9),
            shape(GREEN, (39, 66), (61, 66), (68, 98), (32, 98)),
        ),
    ),
    "🤡": (
        "Clown Face",
        (
            dot(RED, 14, 34, 15),
            dot(RED, 86, 34, 15),
            dot(LIGHT, 50, 50, 43),
            *EYES,
            dot(RED, 50, 54, 10),
            arc(RED, 8, (50, 58), (25, 22), 20, 160),
        ),
    ),
    "🥱": ("Yawning Face", face(*SHUT, dot(DARK, 50, 68, 15, 18), drop(BLUE, 76, 46, 5))),
    "🥴": (
        "Woozy Face",
        face(
            *(dot(DARK, 34, 40, 7, 5), dot(DARK, 67, 44, 5, 8)),
            line(DARK, 5, (28, 70), (39, 64), (50, 72), (61, 64), (72, 70)),
            *BLUSH,
        ),
    ),
    "😍": ("Heart Eyes", face(*HEARTS, *LAUGH)),
    "🤣": (
        "Rolling on the Floor",
        face(*SQUEEZED, *LAUGH, drop(BLUE, 12, 46, 8), drop(BLUE, 88, 46, 8)),
    ),
    "🤨": (
        "Raised Eyebrow",
        face(
            *EYES,
            line(DARK, 5, (24, 30), (42, 30)),
            arc(DARK, 5, (66, 28), (11, 9), 190, 350),
            FLAT,
        ),
    ),
    "😐": ("Neutral Face", face(*EYES, FLAT)),
    "😈": (
        "Smiling Face with Horns",
        (
            shape(PURPLE, (14, 4), (40, 20), (18, 34)),
            shape(PURPLE, (86, 4), (60, 20), (82, 34)),
            *face(*EYES, *ANGRY, SMILE, color=PURPLE),
        ),
    ),
    "😴": (
        "Sleeping Face",
        face(
            *SHUT,
            dot(DARK, 50, 70, 9, 8),
            line(BLUE, 5, (66, 8), (84, 8), (66, 26), (84, 26)),
        ),
    ),
    "😭": (
        "Loudly Crying Face",
        face(
            *SHUT,
            bow(DARK, (50, 80), (20, 20), 180, 360),
            line(BLUE, 11, (30, 52), (30, 88)),
            line(BLUE, 11, (70, 52), (70, 88)),
        ),
    ),
    "🤓": (
        "Nerd Face",
        face(
            *(dot(WHITE, 32, 43, 16), dot(WHITE, 68, 43, 16)),
            arc(DARK, 4, (32, 43), (16, 16), 0, 360),
            arc(DARK, 4, (68, 43), (16, 16), 0, 360),
            line(DARK, 4, (47, 41), (53, 41)),
            *EYES,
            *LAUGH[:1],
            shape(WHITE, (42, 57), (58, 57), (58, 68), (42, 68)),
        ),
    ),
    "😇": (
        "Smiling Face with Halo",
        (*face(*GLAD, SMILE), arc(BLUE, 6, (50, 12), (30, 9), 0, 360)),
    ),
    "😨": (
        "Fearful Face",
        face(bow(BLUE, (50, 50), (45, 45), 195, 345), *WIDE, dot(DARK, 50, 72, 15, 8)),
    ),
    "🤗": (
        "Hugging Face",
        face(*GLAD, SMILE, *BLUSH, dot(ORANGE, 24, 84, 12, 10), dot(ORANGE, 76, 84, 12, 10)),
    ),
    "🤪": (
        "Zany Face",
        face(
            *(dot(WHITE, 34, 38, 14), dot(DARK, 37, 41, 6)),
            *(dot(WHITE, 68, 44, 9), dot(DARK, 66, 43, 4)),
            LAUGH[0],
            dot(PINK, 58, 78, 10, 14),
        ),
    ),
    "😘": (
        "Face Blowing a Kiss",
        face(
            EYES[0],
            SHUT[1],
            line(DARK, 5, (48, 60), (56, 65), (48, 70), (56, 75), (48, 80)),
            heart(RED, 78, 72, 14),
        ),
    ),
    "😎": (
        "Face with Sunglasses",
        face(
            line(DARK, 6, (8, 36), (92, 36)),
            bow(DARK, (31, 36), (18, 19), 0, 180),
            bow(DARK, (69, 36), (18, 19), 0, 180),
            SMILE,
        ),
    ),
    "😡": ("Pouting Face", face(*EYES, *ANGRY, FROWN, color=RED)),
    "🌚": (
        "New Moon Face",
        face(
            *(dot(WHITE, 34, 42, 8), dot(WHITE, 66, 42, 8)),
            *(dot(DARK, 36, 42, 4), dot(DARK, 68, 42, 4)),
            arc(WHITE, 4, (50, 56), (20, 16), 20, 160),
            color="#3A3F4B",
        ),
    ),
}
