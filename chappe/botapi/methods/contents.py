"""What is said when an inline result is chosen, as bots write it.

https://core.telegram.org/bots/api#inputmessagecontent
"""

from typing import Any

from chappe.botapi.asking import Ask
from chappe.botapi.errors import bad
from chappe.botapi.marks.entities import read_text
from chappe.botapi.methods.keyboards import read_markup
from chappe.botapi.methods.outgoing import caption
from chappe.botapi.methods.payments import read_invoice
from chappe.botapi.methods.sending import point_of, preview, venue_words
from chappe.botapi.shown.scene import Json
from chappe.tl import api

NOT_OFFERED = "this server does not offer such message content"
PLAIN = {"location", "venue", "contact"}
"""Results that are what they say."""


def read_message(ask: Ask, said: Json) -> "api.TypeInputBotInlineMessage":
    """What is said: what the bot says in the result's place, or the result itself.

    Raises: BotError.
    """
    content, markup = (
        said.get("input_message_content"),
        read_markup(ask, said.get("reply_markup")),
    )
    if content is not None:
        return _content(ask, content, markup)
    if said["type"] in PLAIN:
        return _content(ask, said, markup)
    text, entities = caption(ask, said)
    return api.InputBotInlineMessageMediaAuto(
        message=text,
        entities=entities,
        reply_markup=markup,
        invert_media=said.get("show_caption_above_media", False),
    )


def _content(
    ask: Ask, said: Json, markup: "api.TypeReplyMarkup | None"
) -> "api.TypeInputBotInlineMessage":
    if "message_text" in said:
        return _text(ask, said, markup)
    if "phone_number" in said:
        return api.InputBotInlineMessageMediaContact(
            phone_number=said["phone_number"],
            first_name=said["first_name"],
            last_name=said.get("last_name", ""),
            vcard=said.get("vcard", ""),
            reply_markup=markup,
        )
    if "prices" in said:
        return _invoice(said, markup)
    if "latitude" not in said:
        raise bad(NOT_OFFERED)
    if "address" in said:
        return api.InputBotInlineMessageMediaVenue(
            geo_point=point_of(said),
            title=said["title"],
            address=said["address"],
            **venue_words(said),
            reply_markup=markup,
        )
    return api.InputBotInlineMessageMediaGeo(
        geo_point=point_of(said),
        period=said.get("live_period"),
        heading=said.get("heading"),
        proximity_notification_radius=said.get("proximity_alert_radius"),
        reply_markup=markup,
    )


def _invoice(
    said: Json, markup: "api.TypeReplyMarkup | None"
) -> api.InputBotInlineMessageMediaInvoice:
    sold = read_invoice(said)
    return api.InputBotInlineMessageMediaInvoice(
        title=sold.title,
        description=sold.description,
        photo=sold.photo,
        invoice=sold.invoice,
        payload=sold.payload,
        provider=sold.provider or "",
        provider_data=sold.provider_data,
        reply_markup=markup,
    )


def _text(
    ask: Ask, said: Json, markup: "api.TypeReplyMarkup | None"
) -> "api.TypeInputBotInlineMessage":
    text, entities = read_text(
        ask.viewer, said["message_text"], said.get("parse_mode"), said.get("entities")
    )
    options = said.get("link_preview_options") or {}
    shared: dict[str, Any] = {
        "message": text,
        "entities": entities,
        "reply_markup": markup,
        "invert_media": options.get("show_above_text", False),
    }
    page = preview(options)
    if page is None:
        disabled = options.get("is_disabled", False)
        return api.InputBotInlineMessageText(**shared, no_webpage=disabled)
    return api.InputBotInlineMessageMediaWebPage(
        **shared,
        url=page.url,
        force_large_media=page.force_large_media,
        force_small_media=page.force_small_media,
        optional=True,
    )
