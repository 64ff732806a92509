"""What every job has in common: fields with rules, checked where the job is made."""

import os
from dataclasses import MISSING, Field, dataclass, field, fields
from typing import Any, ClassVar, get_args, get_origin, get_type_hints

from .errors import InputError

TYPES_IN_WORDS = {str: "a text", int: "a whole number", float: "a number"}


def option(help: str, default: Any = MISSING, *, minimum: float | None = None, maximum: float | None = None,
           choices: tuple[Any, ...] = (), advanced: bool = False) -> Any:  # fmt: skip
    """Returns a dataclass field with the rules that `Job` checks and that every user interface shows."""
    rules = {"help": help, "minimum": minimum, "maximum": maximum, "choices": choices, "advanced": advanced}
    return field(default=default, metadata=rules)


@dataclass(frozen=True)
class Job:
    """The checks that all jobs share. Raises InputError where a value breaks its field's rule."""

    program: ClassVar[tuple[str, str]]  # package and verb: python -m PACKAGE VERB
    inputs: ClassVar[tuple[str, ...]] = ()  # fields that name existing files
    outputs: ClassVar[tuple[str, ...]] = ()  # fields that name files to be written

    def __post_init__(self) -> None:
        types = get_type_hints(type(self))
        for rule in fields(self):
            value = getattr(self, rule.name)
            _check_type(rule, types[rule.name], value)
            for item in value if isinstance(value, tuple) else (value,):
                _check(rule, item)
        self._check_paths()

    @property
    def can_finish(self) -> bool:
        """Whether the job can be asked to end early with the best that it has."""
        return False

    @property
    def finishes_on_stop(self) -> bool:
        """Whether the first SIGTERM has the job end early with the best that it has."""
        return False

    def output_paths(self) -> tuple[str, ...]:
        """Returns the files that this job was asked to write."""
        return tuple(path for name in self.outputs for path in _as_tuple(getattr(self, name)))

    def usual_values(self) -> dict[str, Any]:
        """Returns what the fields of this job are where they are not given, MISSING where they have to be."""
        return {rule.name: rule.default for rule in fields(self)}

    def _check_paths(self) -> None:
        named = {path for name in self.inputs for path in _as_tuple(getattr(self, name))}
        given = {_same_file(each) for path in named for each in (path, path.partition("|")[0])}  # a layer in a file
        written = self.output_paths()
        for path in written:
            if _same_file(path) in given:
                raise InputError(f"{path} is an input and an output of this job: choose another output file")
        places = [_same_file(path) for path in written]
        for path, place in zip(written, places, strict=True):
            if places.count(place) > 1:
                raise InputError(f"two outputs go to one file ({path}): choose different files")


def fields_of(job: Job | type[Job]) -> "list[Field[Any]]":
    """Returns the fields of a job: its own before those that it shares with other jobs."""
    return sorted(fields(job), key=lambda rule: rule.kw_only is True)


def pairs_of(name: str, texts: tuple[str, ...]) -> dict[str, str]:
    """Returns what stands left and right of the last = in each text.

    Raises InputError on behalf of the field `name` where a side is empty, or where two texts have the same left one.
    """
    pairs: dict[str, str] = {}
    for text in texts:
        left, _, right = (part.strip() for part in text.rpartition("="))
        if not left or not right:
            raise InputError(f"{name} holds {text!r}: give two sides with = between them")
        if left in pairs:
            raise InputError(f"{name} names {left!r} twice: name it once")
        pairs[left] = right
    return pairs


def _check_type(rule: "Field[Any]", expected: Any, value: Any) -> None:
    if get_origin(expected) is tuple:
        if not isinstance(value, tuple):
            raise InputError(f"{rule.name} is {value!r}: give a tuple")
        for item in value:
            _check_type(rule, get_args(expected)[0], item)
    elif not isinstance(value, (int, float) if expected is float else expected) or isinstance(value, bool):
        raise InputError(f"{rule.name} is {value!r}: give {TYPES_IN_WORDS[expected]}")


def _check(rule: "Field[Any]", value: Any) -> None:
    rules, name = rule.metadata, rule.name
    if isinstance(value, str) and "\0" in value:
        raise InputError(f"{name} contains a NUL character: remove it")
    if value == "" and rule.default != "":
        raise InputError(f"{name} is empty: give the {rules['help']}")
    if rules["choices"] and value not in rules["choices"]:
        raise InputError(f"{name} is {value!r}: choose one of {', '.join(map(str, rules['choices']))}")
    if isinstance(value, (int, float)):
        if value != value or (rules["minimum"] is not None and value < rules["minimum"]):
            raise InputError(f"{name} is {value}: the least is {rules['minimum']}")
        if rules["maximum"] is not None and value > rules["maximum"]:
            raise InputError(f"{name} is {value}: the most is {rules['maximum']}")


def _as_tuple(value: str | tuple[str, ...]) -> tuple[str, ...]:
    paths = value if isinstance(value, tuple) else (value,)
    return tuple(path for path in paths if path)


def is_same_file(path: str, other: str) -> bool:
    """Returns whether two paths lead to one file, whether it is there or not."""
    return _same_file(path) == _same_file(other)


def _same_file(path: str) -> str:
    return os.path.normcase(os.path.realpath(path))
