"""What a server tells about itself, at older layers."""

import pytest
from old_client import gets, reads

from chappe.tl import api, layers
from chappe.tl.build import field_name
from chappe.tl.drift.config import LIMITS
from chappe.tl.wire import NotWritable


def config() -> api.Config:
    empty = {"int": 0, "string": "", "Bool": False, "Vector<DcOption>": []}
    fields = {field_name(p): empty[p.type] for p in api.Config.SHAPE.fields if p.flag is None}
    return api.Config(**fields)  # type: ignore[arg-type]  # all the fields there are


@pytest.mark.parametrize("layer", [133, 145, 152, 154])
def test_limits_stood_in_the_config(layer: int) -> None:
    read = reads(layer, config())
    assert {name: getattr(read, name) for name in LIMITS} == LIMITS
    assert read.phonecalls_enabled
    assert not read.pfs_enabled
    assert not hasattr(reads(155, config()), "saved_gifs_limit")


def test_the_app_config_was_bare_json() -> None:
    json = api.JsonObject(value=[api.JsonObjectValue(key="k", value=api.JsonNumber(value=1.0))])
    result = api.help.AppConfig(hash=1, config=json)
    assert gets(152, api.help.GetAppConfig, result) == json
    assert gets(155, api.help.GetAppConfig, result) == result
    with pytest.raises(NotWritable):
        layers.write_result(api.help.GetAppConfig, api.help.AppConfigNotModified(), 152)


def test_a_promotion_had_a_peer() -> None:
    peer = api.PeerChannel(channel_id=1)
    promo = api.help.PromoData(
        expires=9, peer=peer, pending_suggestions=[], dismissed_suggestions=[], chats=[], users=[]
    )  # fmt: skip
    assert reads(158, promo).peer == peer
    promo.peer = None
    assert reads(158, promo) == api.help.PromoDataEmpty(expires=9)
    assert reads(203, promo) == promo


def test_premium_had_one_price() -> None:
    promo = api.help.PremiumPromo(
        status_text="",
        status_entities=[],
        video_sections=[],
        videos=[],
        period_options=[
            api.PremiumSubscriptionOption(months=12, currency="EUR", amount=3600, bot_url=""),
            api.PremiumSubscriptionOption(months=3, currency="EUR", amount=1200, bot_url=""),
        ],
        users=[],
    )
    assert (reads(143, promo).currency, reads(143, promo).monthly_amount) == ("EUR", 400)
    promo.period_options = []
    assert reads(143, promo).monthly_amount == 0
