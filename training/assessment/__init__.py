"""How good a map is: on the ground that was kept out, or against reference labels."""
