"""`chappe serve`: what it can be told; `running` does it."""

import typer

from chappe.bus.open import open_bus
from chappe.cli.options import (
    DEFAULT_DATA,
    DEFAULT_HTTP,
    DEFAULT_MTPROTO,
    PORT_MAX,
    BlobsOption,
    BotLimitsOption,
    BusOption,
    CourierOption,
    DatabaseOption,
    DataOption,
    DcsOption,
    FetchOption,
    HttpOption,
    HttpStatOption,
    LegacyPaddingOption,
    LoginEmailOption,
    MtprotoOption,
    MtprotoV1Option,
    ProfileOption,
    PublicHostOption,
    StarsOption,
    TlsCertificateOption,
    TlsKeyOption,
    endpoint,
)
from chappe.config import DEFAULT_STARS, BotPace, Fetch, Profile, Settings


def serve(
    data: DataOption = DEFAULT_DATA,
    mtproto: MtprotoOption = DEFAULT_MTPROTO,
    http: HttpOption = DEFAULT_HTTP,
    profile: ProfileOption = Profile.DEV,
    dcs: DcsOption = 1,
    database: DatabaseOption = None,
    bus: BusOption = None,
    blobs: BlobsOption = None,
    courier: CourierOption = None,
    login_email: LoginEmailOption = False,
    fetch: FetchOption = Fetch.ON,
    stars: StarsOption = DEFAULT_STARS,
    public_host: PublicHostOption = None,
    tls_certificate: TlsCertificateOption = None,
    tls_key: TlsKeyOption = None,
    mtproto_v1: MtprotoV1Option = None,
    legacy_padding: LegacyPaddingOption = True,
    bot_limits: BotLimitsOption = None,
    http_stat: HttpStatOption = None,
) -> None:
    """Run the server until SIGTERM or Ctrl-C.

    Makes what is missing (keys, database, tables) in DIR, opens the doors, and prints a line
    `ready {...}` (JSON: addresses, HTTP URL, public key file, fingerprint) once clients may come.

    A single data center (the default) answers as whichever the client believes it talks to. With
    --dcs N, number i listens on port + i - 1 and sends the others' clients away.

    Codes reach people by --courier: log (the default in profile dev, and only there),
    smtp[s]://[USER:PASSWORD@]HOST[:PORT]?from=ADDRESS (e-mail; with &to={phone}@GATEWAY short messages
    too), or http[s]://HOST/PATH, which is sent JSON. Given several times, the first that can deliver a
    letter does.

    The log goes to standard error; CHAPPE_LOG=info (or debug) in the environment makes it talk.
    """
    _check_places(mtproto, dcs, bus)
    if fetch is Fetch.LOOPBACK and profile is Profile.PRODUCTION:
        raise typer.BadParameter("--fetch loopback is for profile dev")
    if tls_key is not None and tls_certificate is None:
        raise typer.BadParameter("--tls-key wants --tls-certificate")
    limited = profile is Profile.PRODUCTION if bot_limits is None else bot_limits
    settings = Settings(
        data=data,
        profile=profile,
        mtproto=endpoint(mtproto),
        http=endpoint(http),
        dcs=dcs,
        database=database,
        bus=bus,
        blobs=blobs,
        couriers=tuple(courier or ()),
        login_email=login_email,
        fetch=fetch,
        stars=stars,
        public_host=public_host,
        tls_certificate=tls_certificate,
        tls_key=tls_key,
        allow_v1=profile is Profile.DEV if mtproto_v1 is None else mtproto_v1,
        allow_legacy_padding=legacy_padding,
        bot_pace=BotPace() if limited else None,
        http_stat=None if http_stat is None else endpoint(http_stat),
    )
    import gc  # noqa: PLC0415 - the other commands need none of it

    gc.disable()  # what a start makes stays: looking for garbage in it costs a sixth of the start
    from chappe.cli.running import run  # noqa: PLC0415 - the same

    raise typer.Exit(run(settings))


def _check_places(mtproto: str, dcs: int, bus: str | None) -> None:
    """Refuse ports that there are not, and a bus that is none.

    Raises: BadParameter.
    """
    if endpoint(mtproto)[1] + dcs - 1 > PORT_MAX:
        raise typer.BadParameter(f"--dcs {dcs} takes {dcs} ports from that of --mtproto on")
    try:
        open_bus(bus)
    except ValueError as error:
        raise typer.BadParameter(str(error)) from error
