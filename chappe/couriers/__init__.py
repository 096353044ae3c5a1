"""How a code reaches a person outside of the messenger: log, SMTP, HTTP webhook.

`courier` is the port, `log`, `smtp` and `webhook` are its makes, `open` reads `--courier`.
A courier is called with no transaction open: it waits for the network.
"""
