"""The list of chats: dialogs together with their newest messages; what is pinned, marked, put away.

Wire: https://core.telegram.org/method/messages.getDialogs, https://core.telegram.org/api/folders
"""
