"""The spine: what happened, in order, for everyone who has to hear of it.

One log, three readers (the live session, `updates.getDifference`, the bot): `log` writes it and takes
pts, `facts` names what can happen, `render` turns facts into updates for one viewer, `difference` reads
what somebody has missed, `fanout` pushes to who is there.
Tables: `box`, `fact`. Wire: https://core.telegram.org/api/updates
"""
