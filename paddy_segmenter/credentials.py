"""Text without what opens doors: users, passwords, tokens and keys in the names of data sets; and without folders, where it is passed on."""

import re

HIDDEN = "***"
KEYS = (
    r"[\w.\-]{0,40}(?:password|passwd|passphrase|passwort|pwd|userpwd|token|secret|signature|credential|authorization|api_?key|apikey|"
    r"access_?key(?:_?id)?|account_?key|security-token|googleaccessid|key-pair-id)[\w\-]{0,40}"
)
# What these are called is said of other things, too, but for names of data sets.
SHORT_KEYS = r"user|username|usr|uid|login|pass|key|sig|sas|auth|policy"
SOURCES = re.compile(r"://|/vsi|\b(?:PG|MYSQL|MSSQL|OCI|MONGODBV?3?|ODBC|PGEO|HANA|WFS|WMS|WCS|OAPIF|EEDA?I?):|\b(?:dbname|host|service)=", re.IGNORECASE)  # fmt: skip

VALUE = r"""(?:%22[^\s&]*?%22|'(?:\\.|[^'\\])*'|"(?:\\.|[^"\\])*"|[^\s&;,|'"()<>]+)"""
KEYED = re.compile(rf"(?<![\w.\-])({KEYS})=({VALUE})", re.IGNORECASE)
SHORT_KEYED = re.compile(rf"(?<![\w.\-])({SHORT_KEYS})=({VALUE})", re.IGNORECASE)
ADDRESS = re.compile(r"(?<=://)(?:[^\s/@]{0,300}@|[^\s/@:]{1,300}:(?!\d+(?:/|$))[^\s@]{0,300}@)+")
BARE_ADDRESS = re.compile(
    r"(?<![\w/.@:])[\w.+\-]{1,100}:[^\s@/]{1,300}@(?=[\w.\-]{1,300}:\d+)"
)  # of a proxy, without http://
ORACLE = re.compile(r"(?<=\bOCI:)[^\s@]+(?=@)", re.IGNORECASE)

FOLDERS = re.compile(r"""(?<![\w/\\.:*])(?:[A-Za-z]:)?[\\/](?:[^\\/:|\s'"=]+[\\/])+(?=[^\\/\s])""")
FOLDERS_OF_SOURCE = re.compile(r"""(?<![\w/\\.*])(?:[A-Za-z]:)?[\\/](?:[^\\/:|'"]+[\\/])+(?=[^\\/])""")


def without_credentials(text: str) -> str:
    """Returns the text with *** where users, passwords, tokens, keys and signatures stand."""
    text = ADDRESS.sub(f"{HIDDEN}@", text)
    text = BARE_ADDRESS.sub(f"{HIDDEN}@", text)
    text = KEYED.sub(rf"\1={HIDDEN}", text)
    if SOURCES.search(text):
        text = SHORT_KEYED.sub(rf"\1={HIDDEN}", text)
        text = ORACLE.sub(HIDDEN, text)
    return text


def to_pass_on(text: str) -> str:
    """Returns a text for others: without credentials, and with files by their names alone, not by the folders of this machine."""
    text = without_credentials(text)
    return text if "://" in text else FOLDERS.sub("", text)


def source_to_pass_on(source: str) -> str:
    """Returns the name of a data set for others; its folders may hold blanks. Addresses in the net stay."""
    source = without_credentials(source)
    return source if "://" in source else FOLDERS_OF_SOURCE.sub("", source)
