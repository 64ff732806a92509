"""The training dialog: what is asked, and how the training goes on."""
