"""`users.*`, and what an account says of itself."""

from chappe.features.users.rpc import bars, people, profile, usernames

__all__ = ("bars", "people", "profile", "usernames")
