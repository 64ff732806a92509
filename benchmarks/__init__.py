"""Long measurements, each with a Make target; their results are committed as tables."""
