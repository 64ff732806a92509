"""What the last lines of pip or venv mean where they failed, as one sentence with its remedy."""

import re

FOLDER = "choose a folder of wheels that were downloaded elsewhere"
NETWORK = "check the network and QGIS' proxy in Settings > Options > Network, or " + FOLDER
FAILURES = (  # what the log says, and what it means; the first that fits counts
    (r"No space left on device|not enough space on the disk|WinError 112|Disk quota exceeded",
     "the disk is full: make room and install again"),
    (r"Long Path support",
     "the path of the profile is too long for Windows: switch long paths on, as the log says, or use a profile with a shorter path"),
    (r"ensurepip is not available|No module named '?(?:venv|ensurepip|pip)\b",
     "QGIS' Python cannot make environments: install its package of venv and pip first (Debian, Ubuntu: apt install python3-venv)"),
    (r"ProxyError|Proxy Authentication Required|Tunnel connection failed|Missing dependencies for SOCKS",
     "the proxy does not let pip through: check QGIS' proxy and its password in Settings > Options > Network, or " + FOLDER),
    (r"CERTIFICATE_VERIFY_FAILED|SSLError",
     "the index's certificate is not trusted here: set the environment variable PIP_CERT to your network's certificates, or " + FOLDER),
    (r"NewConnectionError|ConnectTimeoutError|ReadTimeoutError|NameResolutionError|name resolution|getaddrinfo|"
     r"Connection (?:refused|reset|aborted)|Read timed out|Could not fetch URL",
     "pip cannot reach the package index: " + NETWORK),
    (r"ResolutionImpossible|conflicting dependencies",
     "the packages do not fit the numpy of QGIS: see the log for those that disagree, and report it"),
    (r"Permission denied|Access is denied|WinError (?:5|32)\b",
     "a file cannot be written, or another program holds it: close other QGIS windows and install again"),
)  # fmt: skip
UNKNOWN = re.compile(r"No matching distribution found for (\S+)")


def sentence_for(log: str, wheels: str) -> str:
    """Returns why the installation failed. `wheels` is the folder that it was to come from, or '' for an index."""
    for signs, meaning in FAILURES:
        if re.search(signs, log, re.IGNORECASE):
            return meaning
    missing = UNKNOWN.search(log)
    if missing:
        place = f"{wheels} holds" if wheels else "the package index has"
        return f"{place} no wheel of {missing[1]} for this system and Python: {'add it, or choose another folder' if wheels else NETWORK}"
    errors = [line for line in log.splitlines() if line.startswith("ERROR")]
    last = " ".join([*log.splitlines()[-1:], *errors[-1:]][-1:]) or "no word"
    return f"the installation failed ({last.removeprefix('ERROR: ')[:200]}): see the log"
