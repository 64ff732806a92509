"""Jobs to and from a command line, so that what the log shows can be pasted into a terminal or a cluster script."""

import argparse
import os
import shlex
import subprocess  # nosec B404 # only for its quoting
from collections.abc import Callable
from dataclasses import MISSING, Field
from typing import Any, TypeVar, get_args, get_origin, get_type_hints

from .credentials import without_credentials
from .rules import Job, fields_of

AnyJob = TypeVar("AnyJob", bound=Job)


def arguments_of(job: Job) -> list[str]:
    """Returns the arguments after `python`: module, verb, and every field that is not as usual as --name=value."""
    package, verb = job.program
    arguments, usual = ["-m", package, verb], job.usual_values()
    for field in fields_of(job):
        value = getattr(job, field.name)
        if value != usual[field.name]:
            items = value or ("",) if isinstance(value, tuple) else (value,)
            arguments += [f"{_flag(field)}={item}" for item in items]
    return arguments


def command_of(
    job: Job, python: str = "python", folder: str = "", shown: Callable[[str], str] = without_credentials
) -> str:
    """Returns the whole command, quoted for this system's shell, with each value as it may be `shown`: passwords are to be filled in.

    With the plugin's `folder` it finds its packages wherever it is pasted, and none in the folder that it is pasted in, as far as
    Python 3.11 and newer ones know how; without, it is meant to run in the plugin's folder.
    """
    words = [python, *map(shown, arguments_of(job))]
    variables = {"PYTHONPATH": folder, "PYTHONSAFEPATH": "1"} if folder else {}
    if os.name == "nt":
        return "".join(f'set "{name}={value}" && ' for name, value in variables.items()) + subprocess.list2cmdline(
            words
        )
    return "".join(f"{name}={shlex.quote(value)} " for name, value in variables.items()) + shlex.join(words)


def job_from_arguments(kind: type[AnyJob], arguments: list[str]) -> AnyJob:
    """Parses what `arguments_of` prints after the verb. Raises InputError from the job's own checks; wrong usage exits with 2."""
    parser = argparse.ArgumentParser(allow_abbrev=False)
    add_fields(parser, kind)
    return job_from_namespace(kind, parser.parse_args(arguments))


def add_fields(parser: argparse.ArgumentParser, kind: type[Job]) -> None:
    """Adds one --option per field of the job; options of a tuple may be repeated, an empty one gives none."""
    types = get_type_hints(kind)
    for field in fields_of(kind):
        repeated = get_origin(types[field.name]) is tuple
        parse = get_args(types[field.name])[0] if repeated else types[field.name]
        parser.add_argument(_flag(field), dest=field.name, type=_item_of(parse) if repeated else parse, required=field.default is MISSING,
                            action="append" if repeated else "store", help=_help(field, repeated),
                            metavar=parse.__name__.upper())  # fmt: skip


def job_from_namespace(kind: type[AnyJob], parsed: argparse.Namespace) -> AnyJob:
    """Builds the job from what the parser of `add_fields` returned: the options that were given."""
    values = {}
    for field in fields_of(kind):
        value = getattr(parsed, field.name)
        if value is not None:
            repeated = get_origin(get_type_hints(kind)[field.name]) is tuple
            values[field.name] = tuple(_mend(item) for item in value if item is not None) if repeated else _mend(value)
    return kind(**values)


def _item_of(parse: type) -> Callable[[str], Any]:
    def item(text: str) -> Any:
        return parse(text) if text else None

    item.__name__ = parse.__name__  # argparse names it where the text is wrong
    return item


def _mend(value: Any) -> Any:
    return "--" if value == [] else value  # argparse before Python 3.13 makes that of --name=--


def _flag(field: "Field[Any]") -> str:
    return "--" + field.name.replace("_", "-")


def _help(field: "Field[Any]", repeated: bool) -> str:
    text: str = field.metadata["help"].replace("%", "%%")
    choices = field.metadata["choices"]
    return text + (f" [{', '.join(map(str, choices))}]" if choices else "") \
        + (", may be repeated" if repeated else "") \
        + ("" if field.default in (MISSING, "", ()) else f" (default {field.default})")  # fmt: skip
