"""What a training makes small, and how its weights move."""
