"""The wrappers round a query: before layer 18 each layer had its own `invokeWithLayerN`."""

from typing import Any

from chappe.tl import api
from chappe.tl.drift.frame import up


def _register(layer: int) -> None:
    @up(f"invokeWithLayer{layer}")
    def invoke_with(old: Any) -> api.InvokeWithLayer:
        return api.InvokeWithLayer(layer=layer, query=old.query)


for _layer in range(1, 19):
    _register(_layer)
