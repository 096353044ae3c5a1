"""The testing kit: a world in memory and clients that speak the real protocol. Shipped, for users too."""
