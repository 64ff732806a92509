"""The states of a training."""

RUNNING, PAUSING, FINISHING, PAUSED, DONE, FAILED = "running", "pausing", "finishing", "paused", "done", "failed"
ACTIVE = (RUNNING, PAUSING, FINISHING)  # a process works on it
