"""Typing: what somebody is doing in a chat at this moment. Nothing of it is kept.

Wire: https://core.telegram.org/method/messages.setTyping
"""
