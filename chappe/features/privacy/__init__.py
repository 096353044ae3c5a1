"""Privacy: the rules that an account sets, and what it asks of strangers.

The rules stand with the account (`users/rules.py`), because they decide how it is shown. What other rooms ask
before somebody does something is in `access`. Wire: https://core.telegram.org/api/privacy
"""
