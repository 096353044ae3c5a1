"""What a server tells about itself."""

from chappe.tl import api
from chappe.tl.build import TLObject
from chappe.tl.drift.cast import recast
from chappe.tl.drift.frame import Fields, down, down_result, down_to
from chappe.tl.wire import NotWritable

# Until layer 155 these limits stood in the config; now they are constants of the app config.
LIMITS = {
    "saved_gifs_limit": 200,
    "stickers_faved_limit": 5,
    "pinned_dialogs_count_max": 5,
    "pinned_infolder_count_max": 100,
}


@down("config", *LIMITS, "phonecalls_enabled", until=154)
def limits(o: api.Config) -> Fields:
    """Until layer 155 calls could be switched off, too; since then they cannot."""
    return {**LIMITS, "phonecalls_enabled": True}


@down_result("help.getAppConfig", until=154)
def bare_config(result: "api.help.TypeAppConfig") -> "api.TypeJSONValue":
    """Until layer 155 nothing stood around the JSON; nobody could know it already."""
    if isinstance(result, api.help.AppConfig):
        return result.config
    raise NotWritable("the app config was not asked for by its hash")


@down_to("help.promoData", until=202)
def promoted_peer(o: api.help.PromoData) -> TLObject:
    """Until layer 203 there was a peer, or nothing."""
    if o.peer is None:
        return api.help.PromoDataEmpty(expires=o.expires)
    return recast(0x8C39793F, o)


@down("help.premiumPromo", "currency", "monthly_amount", until=144)
def monthly_price(o: api.help.PremiumPromo) -> Fields:
    """Until layer 145 Premium had one price, by the month."""
    if not o.period_options:
        return {"currency": "", "monthly_amount": 0}
    shortest = min(o.period_options, key=lambda option: option.months)
    return {
        "currency": shortest.currency,
        "monthly_amount": shortest.amount // max(shortest.months, 1),
    }
