"""Suggestions: what one account proposes to another about itself, said by a notice in their chat.

Wire: https://core.telegram.org/constructor/messageActionSuggestBirthday
"""
