"""What a training leaves for people to read: one page with figures, plots and chips, and the same figures for programs."""
