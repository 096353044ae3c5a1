"""Checklists: tasks in a message, which those who may mark as done, and add to.

All of it stands in the message itself: each change is an edit of it, and is said in the chat. No tables.
Wire: https://core.telegram.org/api/todo
"""
