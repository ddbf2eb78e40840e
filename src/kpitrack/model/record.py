"""The base of all parts of a file: strict fields and the scalar types of the format."""

import re
from collections.abc import Mapping
from datetime import date
from typing import Annotated, Any, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Discriminator, Field, GetCoreSchemaHandler, Strict, Tag
from pydantic_core import PydanticCustomError

from kpitrack.language import say

from .numbers import parse_percent
from .vocabulary import ID
from .years import BadYear, parse_year

ID_PATTERN = rf"^{ID}$"
REFERENCE_PATTERN = rf"^{ID}(/{ID})?$"
WORDS, LANGUAGES, SOURCE, NUMBER, ENTRY = "<words>", "<languages>", "<source>", "<number>", "<entry>"
VALUES, NAMED, SCALE_WORD, ONLY, AGAINST, SEVERAL = (
    "<values>", "<named>", "<scale word>", "<only>", "<against>", "<several>",
)  # fmt: skip
UNION_TAGS = frozenset({WORDS, LANGUAGES, SOURCE, NUMBER, ENTRY, VALUES, NAMED, SCALE_WORD, ONLY, AGAINST, SEVERAL})
"""The members of unions, here and wherever one of several kinds may stand. Pydantic puts them into the places it
reports, so that they must not be mistaken for fields."""
INDICATOR_PATTERN = r"^[A-Za-z0-9._-]+:[A-Za-z0-9._-]+$"
NOT_BLANK_PATTERN = r"[^ \t\r\n　]"
WEB_ADDRESS_PATTERN = r"^https?://[!-~]+$"
SCALE_WORD_PATTERN = r"^(?![+＋\-−﹣‐‑‒–▲△－]?[0-9０-９.．][0-9０-９.．,，_ 　%％‰eE+\-]*$)[^ \t\r\n　]"
"""A word of a scale: what is no number, however written. 2級 is a word; of a KPI without a scale it is none."""


class Record(BaseModel):
    """A mapping of the format: unknown fields are errors and nothing is coerced.

    Modules of records do not defer their annotations: each would be a text that is compiled anew at every start.
    """

    # Built when first needed: the parts of a file only with the whole, which takes half the time.
    model_config = ConfigDict(extra="forbid", strict=True, frozen=True, allow_inf_nan=False, defer_build=True)


def fault(rule: str, **context: object) -> PydanticCustomError:
    """The exception by which a validator names the finding it stands for; see `kpitrack.model.faults`."""
    return PydanticCustomError("kpitrack", "{rule}", {"rule": rule, **context})


class _Once:
    """Marks a type of many fields: what pydantic makes of it is made once, not for every field anew.

    It must not be put on a type that holds a `Record`, which each model refers to in a way of its own.
    """

    def __init__(self) -> None:
        self._made: dict[str, Any] = {}

    def __get_pydantic_core_schema__(self, source: object, handler: GetCoreSchemaHandler) -> dict[str, Any]:
        self._made = self._made or dict(handler(source))
        # A type around it may add to the metadata.
        return {**self._made, "metadata": dict(self._made.get("metadata", {}))}


def _year(value: object) -> int:
    if type(value) is int and 1900 <= value <= 2200:
        return value
    if isinstance(value, str) or type(value) is int:
        try:
            return parse_year(value)
        except BadYear as error:
            raise fault("bad-year", message=error.message, hint=error.hint) from None
    raise fault("bad-year")


def _date(value: object) -> date:
    try:
        if isinstance(value, str) and len(value) == 10:
            return date.fromisoformat(value)
    except ValueError:
        pass
    raise fault("bad-value", expected="date")


def _percent(value: object) -> float:
    if isinstance(value, str):
        try:
            return parse_percent(value)
        except ValueError:
            pass
    raise fault("bad-number", expected="percent")


def _rate(value: object) -> float:
    if isinstance(value, (int, float)) and not isinstance(value, bool):
        return float(value)
    return _percent(value)


def is_scale_word(value: object) -> bool:
    """Whether ``value`` is a text that may be a word of a scale: not a number with commas, a sign or wide digits."""
    return isinstance(value, str) and re.match(SCALE_WORD_PATTERN, value) is not None


def _scale_word(value: object) -> str:
    if isinstance(value, str) and is_scale_word(value):
        return value
    raise fault(
        "bad-value",
        message=say("“{word}” cannot be a word of a scale", word=str(value)[:60]),
        hint=say("write a text that says more than a number"),
    )


def _web_address(value: object) -> str:
    if isinstance(value, str) and re.fullmatch(WEB_ADDRESS_PATTERN, value):
        return value
    raise fault(
        "bad-value",
        message=say("{value} is not an address on the web", value=str(value)[:60]),
        hint=say("write such as https://www.example.lg.jp/kpi/"),
    )


def _printed(value: object) -> object:
    return str(value) if type(value) is int else value


def _words_or_languages(value: object) -> str:
    return LANGUAGES if isinstance(value, Mapping) else WORDS


Year = Annotated[int, BeforeValidator(_year), _Once()]
"""A fiscal year as an integer, read from any of the ways Japan writes one."""
Day = Annotated[date, BeforeValidator(_date), _Once()]
Number = Annotated[float, Strict(), Field(ge=-1e100, le=1e100), _Once()]
"""A number that can be multiplied and divided by another and stay a number."""
Percent = Annotated[float, BeforeValidator(_percent), _Once()]
"""A ratio, written with its percent sign."""
Rate = Annotated[float, BeforeValidator(_rate)]
"""A ratio, written with a percent sign or as it is."""
WebAddress = Annotated[str, BeforeValidator(_web_address)]
"""An ``http`` or ``https`` address."""
Printed = Annotated[str, BeforeValidator(_printed), Strict()]
"""A mark as it is printed in the document, such as a number or a grade; an integer will do."""
ScaleWord = Annotated[str, BeforeValidator(_scale_word), Field(max_length=200)]
"""A word of a KPI's scale, or what will turn out to be none."""
Id = Annotated[str, Field(pattern=ID_PATTERN, max_length=200), _Once()]
Reference = Annotated[str, Field(pattern=REFERENCE_PATTERN, max_length=401), _Once()]
Indicator = Annotated[str, Field(pattern=INDICATOR_PATTERN, max_length=200), _Once()]
Label = Annotated[str, Field(pattern=INDICATOR_PATTERN, max_length=200), _Once()]
"""A tag, ``vocabulary:code``."""
Languages = dict[Literal["ja", "en"], str]
LocalizedText = Annotated[
    Annotated[str, Tag(WORDS)] | Annotated[Languages, Tag(LANGUAGES)],
    Discriminator(_words_or_languages),
    _Once(),
]
"""Words, or the same words by language."""
_Words = Annotated[str, Field(pattern=NOT_BLANK_PATTERN)]
Title = Annotated[
    Annotated[_Words, Tag(WORDS)] | Annotated[dict[Literal["ja", "en"], _Words], Field(min_length=1), Tag(LANGUAGES)],
    Discriminator(_words_or_languages),
    _Once(),
]
"""The words by which something is known, a name or a title: never blank."""


def _printed_number(value: object) -> object:
    return _printed(value)  # a function of its own, since the JSON Schema tells types by their validators


PrintedNumber = Annotated[LocalizedText, BeforeValidator(_printed_number)]
"""A number as it is printed above a goal or measure, such as 基本目標1; an integer will do."""


class Source(Record):
    """Where a figure or a document was published."""

    title: LocalizedText | None = None
    url: str | None = None
    published: Day | None = None


def _source_kind(value: object) -> str:
    if not isinstance(value, Mapping):
        return WORDS
    return LANGUAGES if value and set(value) <= {"ja", "en"} else SOURCE


AnySource = Annotated[
    Annotated[str, Tag(WORDS)] | Annotated[Languages, Tag(LANGUAGES)] | Annotated[Source, Tag(SOURCE)],
    Discriminator(_source_kind),
]


def without_none(values: dict[str, Any]) -> dict[str, Any]:
    """``values`` without its empty fields."""
    return {key: value for key, value in values.items() if value is not None}
