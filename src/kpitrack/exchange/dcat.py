"""What is published, for catalogues of data: DCAT, version 3 (https://www.w3.org/TR/vocab-dcat-3/), as JSON-LD."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import Any

from kpitrack.language import plain
from kpitrack.language.visible import visible
from kpitrack.model.licences import licence_of
from kpitrack.model.record import LocalizedText
from kpitrack.model.settings import Publisher
from kpitrack.model.strategy import Organization

from .documents import json_bytes

NAME = "catalog.jsonld"
_CONTEXT = {
    "dcat": "http://www.w3.org/ns/dcat#",
    "dct": "http://purl.org/dc/terms/",
    "foaf": "http://xmlns.com/foaf/0.1/",
    "skos": "http://www.w3.org/2004/02/skos/core#",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
}
_EU = "http://publications.europa.eu/resource/authority"
_LANGUAGES = {"ja": f"{_EU}/language/JPN", "en": f"{_EU}/language/ENG"}
_MEDIA = {
    ".csv": "text/csv",
    ".json": "application/json",
    ".jsonld": "application/ld+json",
    ".parquet": "application/vnd.apache.parquet",
}


@dataclass(frozen=True, slots=True)
class Data:
    """Data that are published together."""

    identifier: str  # of them, such as the id of a strategy
    title: LocalizedText  # what they are called
    organizations: Sequence[Organization]  # whose they are
    years: tuple[int, int] | None  # the first and the last fiscal year
    files: Sequence[str]  # the address of each file, from the catalogue or on the web


def document(
    every: Iterable[Data], *, title: LocalizedText, publisher: Publisher | None, made: str, address: str = ""
) -> bytes:
    """The catalogue.

    Args:
        every: what it lists.
        title: of the whole.
        publisher: who publishes it, and under which licence, as the settings name it.
        made: the day, as ISO 8601 writes it.
        address: of the publication on the web, where it is known.
    """
    common = _common(publisher)
    found: dict[str, Any] = {
        "@context": _CONTEXT,
        "@type": "dcat:Catalog",
        **({"@id": address} if address else {}),
        "dct:title": _words(title),
        **common,
        "dct:modified": {"@value": made, "@type": "xsd:date"},
        "dct:language": [{"@id": one} for one in _LANGUAGES.values()],
        "dcat:dataset": [_dataset(one, common, made) for one in every],
    }
    return json_bytes(found)


def _common(publisher: Publisher | None) -> dict[str, Any]:
    """Who publishes, and under which licence."""
    found: dict[str, Any] = {}
    if publisher:
        agent = {"@type": "foaf:Agent", "foaf:name": _words(publisher.name)}
        found["dct:publisher"] = agent | ({"foaf:homepage": {"@id": publisher.url}} if publisher.url else {})
    if licence := licence_of(publisher, plain):
        name, where = licence
        stated = {"@id": where} if where else {"@type": "dct:LicenseDocument", "dct:title": visible(name)}
        found["dct:license"] = stated
    return found


def _dataset(one: Data, common: Mapping[str, Any], made: str) -> dict[str, Any]:
    found: dict[str, Any] = {
        "@type": "dcat:Dataset",
        "dct:identifier": one.identifier,
        "dct:title": _words(one.title),
        "dct:creator": [{"@type": "foaf:Agent", "foaf:name": _words(body.name)} for body in one.organizations],
        "dct:spatial": [
            {"@type": "dct:Location", "skos:prefLabel": _words(body.name), "dct:identifier": body.code}
            for body in one.organizations
            if body.code
        ],
        **common,
        "dct:modified": {"@value": made, "@type": "xsd:date"},
        "dct:accrualPeriodicity": {"@id": f"{_EU}/frequency/ANNUAL"},
        "dcat:distribution": [_distribution(file, common) for file in one.files],
    }
    if one.years:
        days = zip(("dcat:startDate", "dcat:endDate"), one.years, strict=True)
        span = {name: {"@value": f"{year:04}", "@type": "xsd:gYear"} for name, year in days}
        found["dct:temporal"] = {"@type": "dct:PeriodOfTime", **span}
    return {name: value for name, value in found.items() if value != []}


def _distribution(file: str, common: Mapping[str, Any]) -> dict[str, Any]:
    kind = _MEDIA[PurePosixPath(file).suffix]
    found: dict[str, Any] = {
        "@type": "dcat:Distribution",
        "dct:title": PurePosixPath(file).name,
        "dcat:accessURL": {"@id": file},
        "dcat:downloadURL": {"@id": file},
        "dcat:mediaType": {"@id": f"https://www.iana.org/assignments/media-types/{kind}"},
    }
    return found | ({"dct:license": common["dct:license"]} if "dct:license" in common else {})


def _words(text: LocalizedText) -> Any:
    """A text in its languages; one alone is Japanese, as files have it."""
    if isinstance(text, str):
        return {"@value": visible(text), "@language": "ja"}
    return [{"@value": visible(one), "@language": language} for language, one in text.items()]
