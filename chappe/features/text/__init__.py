"""The words of a message, before anybody keeps them: cleaned, measured, styled, looked through.

Text travels as UTF-8, but an entity counts UTF-16 units; in this room everything is counted in
characters, and `ruler` translates at the two ends. `clean` takes out what no message may hold,
`given` reads the entities that a client sent, `detect` finds those that nobody has to send (links,
mentions, numbers), `arrange` makes them lie side by side or one within another, never across.
Pure functions: no rows, no clock. Wire: https://core.telegram.org/api/entities
"""
