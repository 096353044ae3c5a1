"""The SQL of this room's tables; nobody else names them."""
