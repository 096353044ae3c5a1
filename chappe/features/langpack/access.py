"""The only road to a pack on a caller's behalf."""

from chappe.features.langpack.model import Pack
from chappe.features.langpack.packs import Packs, packs
from chappe.rpc.call import Call
from chappe.rpc.errors import RpcError


def platform_of(call: Call, asked: str) -> str:
    """The platform that a question is about.

    Requests of before layer 91 do not name it (an empty string here): then it is the one of
    initConnection.
    """
    said = call.caller.info.lang_pack if call.caller.info else ""
    return asked or said


def language_of(call: Call, asked: str) -> str:
    """The language that a question is about; not named before layer 91: that of initConnection."""
    said = call.caller.info.lang_code if call.caller.info else ""
    return asked or said


def access_packs(call: Call, lang_pack: str) -> list[Pack]:
    """All packs of the platform.

    Errors: LANG_PACK_INVALID (no app asks under this name)
    """
    shelf, platform = _platform(call, lang_pack)
    return shelf.of(platform)


def access_pack(call: Call, lang_pack: str, lang_code: str) -> Pack:
    """The pack of the platform in one language.

    Errors: LANG_PACK_INVALID (no app asks under this name); LANG_CODE_NOT_SUPPORTED
    """
    shelf, platform = _platform(call, lang_pack)
    found = shelf.find(platform, language_of(call, lang_code))
    if found is None:
        raise RpcError(400, "LANG_CODE_NOT_SUPPORTED")
    return found


def _platform(call: Call, lang_pack: str) -> tuple[Packs, str]:
    shelf, platform = packs(call.world.settings.data), platform_of(call, lang_pack)
    if not shelf.has_platform(platform):
        raise RpcError(400, "LANG_PACK_INVALID")
    return shelf, platform
