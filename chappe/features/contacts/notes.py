"""What an account writes about a contact, for nobody else's eyes."""

from chappe.features.text.actions import prepare_text, read_entities
from chappe.features.text.model import Limit
from chappe.tl import api, layers

NOTE = Limit(128, "CONTACT_NAME_EMPTY", None)
"""appConfig: contact_note_length_limit. There is no error of its own: what is longer is cut."""


def read_note(said: "api.TextWithEntities | None") -> bytes | None:
    """A note as it is kept (TL); None when nothing was said."""
    if said is None:
        return None
    text = said.text[: NOTE.characters_max]
    fits = [e for e in said.entities if e.offset + e.length <= len(text)]
    prepared = prepare_text(text, fits, limit=NOTE, commands=False)
    entities = read_entities(prepared.entities) or []
    return layers.write(api.TextWithEntities(text=prepared.text, entities=entities))
