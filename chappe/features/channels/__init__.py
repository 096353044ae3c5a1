"""Supergroups and channels: who is in one, who may do what. Their messages lie in a box of their own.

Tables: `channel`, `channel_member`. Wire: https://core.telegram.org/api/channel
"""
