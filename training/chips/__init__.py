"""Chips: drawn from the ground to train on, and varied."""
