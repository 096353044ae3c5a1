"""The pictures of reactions: drawn here, by few strokes each, so that every client has something to show."""
