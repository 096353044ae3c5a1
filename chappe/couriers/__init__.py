"""How a login code reaches a person outside of the messenger: log, SMTP, HTTP webhook."""
