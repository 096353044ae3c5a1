"""Notifications: what an account wants to hear of, by kind of chat and by chat.

Beside them, what clients save to the gallery, which is said in the same way.

Tables: `notify_setting`, `save_setting`. Wire: https://core.telegram.org/method/account.updateNotifySettings
"""
