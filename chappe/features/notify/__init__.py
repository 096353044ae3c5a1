"""Notifications: what an account wants to hear of, by kind of chat and by chat.

Tables: `notify_setting`. Wire: https://core.telegram.org/method/account.updateNotifySettings
"""
