"""BotFather's keyboards."""

from collections.abc import Iterable, Sequence
from itertools import islice

from chappe.tl import api

IN_A_ROW = 2


def _rows(words: Iterable[str], in_a_row: int) -> "list[list[str]]":
    rest, rows = iter(words), []
    while row := list(islice(rest, in_a_row)):
        rows.append(row)
    return rows


def choose(words: Sequence[str], in_a_row: int = IN_A_ROW) -> api.ReplyKeyboardMarkup:
    """Keys under the input field, which go when one was pressed."""
    return api.ReplyKeyboardMarkup(
        resize=True,
        single_use=True,
        rows=[
            api.KeyboardButtonRow(
                buttons=[
                    api.KeyboardButton(text=word, type=api.ButtonTypeDefault()) for word in row
                ]
            )
            for row in _rows(words, in_a_row)
        ],
    )


def gone() -> api.ReplyKeyboardHide:
    """No keys any more."""
    return api.ReplyKeyboardHide()


def buttons(*rows: Sequence[tuple[str, str]]) -> api.ReplyInlineMarkup:
    """Buttons under a message: words, and what they ask."""
    return api.ReplyInlineMarkup(
        rows=[
            api.KeyboardInlineButtonRow(
                buttons=[
                    api.KeyboardInlineButton(
                        text=text, type=api.InlineButtonTypeCallback(data=data.encode())
                    )
                    for text, data in row
                ]
            )
            for row in rows
        ]
    )
