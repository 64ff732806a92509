"""A method without depth, learnt in seconds on the ground of a training and measured on its validation ground: what a network has to beat."""
