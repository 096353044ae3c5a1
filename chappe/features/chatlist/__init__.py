"""The list of chats: dialogs together with their newest messages.

Wire: https://core.telegram.org/method/messages.getDialogs
"""
