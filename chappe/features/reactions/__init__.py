"""Reactions: small answers to a message, one emoji each; in Saved Messages they are tags.

A reaction belongs to a body, so all who have the message see it. Each box that has the message logs that its
reactions have changed; what they are by then is read when it is shown.
Tables: `reaction`, `used_reaction`, `saved_tag`, `default_reaction`, `allowed_reactions`,
`reaction_art`.
Wire: https://core.telegram.org/api/reactions, https://core.telegram.org/api/saved-messages#tags
"""
