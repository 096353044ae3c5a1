"""What an account has missed, as it is asked for.

Wire: https://core.telegram.org/api/updates
"""
