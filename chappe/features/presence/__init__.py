"""Presence: who is there, told at once to those who may know it.

Nothing is kept but the account's own "there until"; what is told is of the moment, and whoever misses it sees the
same with the account. Wire: https://core.telegram.org/method/account.updateStatus
"""
