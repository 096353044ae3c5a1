"""What a bot has not confirmed yet, and the two ways in which it gets it: by asking, or by its webhook."""
