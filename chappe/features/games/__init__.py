"""Games that bots offer: what is sent of them, who plays, and how well.

A game has a name among those of its bot; a message shows it as it was when it was sent. Scores are kept for each
chat by itself. What the game is made of is a page of the bot's own: here is only the road to it.
Tables: `game`, `game_score`. Wire: https://core.telegram.org/api/bots/games
"""
