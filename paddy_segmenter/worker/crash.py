"""What the end of a child process that told no reason means, as one sentence."""

import signal

from ..errors import OUT_OF_MEMORY, tells_full_memory

KILLED = f"the job was killed, most likely because the computer ran {OUT_OF_MEMORY}"
WRONG_ACCESS = "the job crashed on an invalid memory access: run it again, and report it with the log if it comes back"
WRONG_PROCESSOR = "the job crashed on an instruction that this processor does not know: install another build of torch"
CRASHES = {  # by the signal's name, or the exit code of Windows
    "SIGKILL": KILLED,
    "SIGSEGV": WRONG_ACCESS,
    "SIGILL": WRONG_PROCESSOR,
    "SIGABRT": "a library gave the job up: see what the log ends with",
    "SIGBUS": "the job crashed on a file that others cut short, or on a full disk: check the inputs and the free space",
    "SIGTERM": "another program ended the job: run it again",
    "0xC0000017": KILLED,
    "0xC0000005": WRONG_ACCESS,
    "0xC000001D": WRONG_PROCESSOR,
}


def sentence_for(code: int, log: str) -> str:
    """Returns why the job has no result.

    Args:
        code: exit code; negative: the signal that ended the process.
        log: the last lines of the process.
    """
    if tells_full_memory(log):
        return OUT_OF_MEMORY
    name = _name_of(code)
    if name in CRASHES:
        return f"{CRASHES[name]} ({name})"
    return f"the job ended without a result ({name}): see the log for its last lines"


def _name_of(code: int) -> str:
    """Returns the signal's name, also where a shell has turned it into 128 and its number, or else the exit code."""
    number = -code if code < 0 else code - 128
    if number in {known.value for known in signal.Signals}:
        return signal.Signals(number).name
    return f"0x{code:X}" if code > 0xFFFF else f"exit code {code}"
