"""The practice scene: a synthetic paddy landscape with labels, a pure function of seed and coordinates."""
