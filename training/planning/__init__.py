"""What a training is going to do, and how long it takes, told before its first step."""
