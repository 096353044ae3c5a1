"""Contacts: the address book, numbers that nobody here has yet, blocks, the search for people.

What an account holds of another stands in `users` (`relation`), because it decides how one sees the other.
Tables: `saved_contact`, `contact_asked`. Wire: https://core.telegram.org/api/contacts
"""
