"""What profiles show besides: a channel of one's own, the tab that is opened first; where nothing is translated.

Tables: `personal_channel`, `main_tab`, `translation_off`. Wire: https://core.telegram.org/api/profile
"""
