"""`messages.*`: what is not done with texts."""

from chappe.rpc.method import refuse

refuse(
    "messages.translateText",
    406,
    "TRANSLATIONS_DISABLED",
    "No translator is built in, and what people write is not sent to a service of somebody else's.",
)
