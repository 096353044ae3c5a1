"""How nodes tell one another that something happened: hints only, the log is the truth."""
