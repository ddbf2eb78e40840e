"""What catalogues of data are told: held to the terms of DCAT, version 3."""

from __future__ import annotations

import json
from typing import Any

from kpitrack.exchange.dcat import Data, document
from kpitrack.exchange.documents import same_but_for
from kpitrack.model.settings import Publisher
from kpitrack.model.strategy import Organization

TOWN = Organization(name={"ja": "例示町", "en": "Exampletown"}, code="062031")
LICENCE = {"@id": "https://creativecommons.org/licenses/by/4.0/"}


def _made(publisher: Publisher | None, made: str = "2026-11-28", title: str = "総合戦略") -> bytes:
    data = Data("town", title, [TOWN, Organization(name="協議会")], (2021, 2025), ["kpis.csv", "all.parquet"])
    return document([data], title={"en": "KPIs"}, publisher=publisher, made=made, address="https://example.org/")


def test_publisher_licence_places_years_and_files() -> None:
    publisher = Publisher(name="例示県", url="https://example.org/", licence="CC BY 4.0")
    found: dict[str, Any] = json.loads(_made(publisher))
    assert found["@type"] == "dcat:Catalog"
    assert found["@id"] == "https://example.org/"
    assert found["dct:title"] == [{"@value": "KPIs", "@language": "en"}]
    (data,) = found["dcat:dataset"]
    for one in (found, data):
        assert one["dct:license"] == LICENCE
        assert one["dct:publisher"]["foaf:name"] == {"@value": "例示県", "@language": "ja"}
        assert one["dct:modified"] == {"@value": "2026-11-28", "@type": "xsd:date"}
    assert [place["dct:identifier"] for place in data["dct:spatial"]] == ["062031"]
    assert len(data["dct:creator"]) == 2
    assert data["dct:temporal"]["dcat:startDate"] == {"@value": "2021", "@type": "xsd:gYear"}
    assert data["dct:temporal"]["dcat:endDate"] == {"@value": "2025", "@type": "xsd:gYear"}
    csv, parquet = data["dcat:distribution"]
    assert csv["dcat:downloadURL"] == {"@id": "kpis.csv"}
    assert csv["dcat:mediaType"]["@id"].endswith("/text/csv")
    assert parquet["dcat:mediaType"]["@id"].endswith("/application/vnd.apache.parquet")
    assert csv["dct:license"] == LICENCE
    used = {name.partition(":")[0] for name in _names(found) if ":" in name}
    assert used <= found["@context"].keys()


def _names(value: Any) -> list[str]:
    if isinstance(value, dict):
        return [*value, *(name for one in value.values() for name in _names(one))]
    return [name for one in value for name in _names(one)] if isinstance(value, list) else []


def test_a_licence_without_an_address_and_no_publisher() -> None:
    found = json.loads(_made(Publisher(name="例示県", licence="町の利用規約")))
    assert found["dct:license"] == {"@type": "dct:LicenseDocument", "dct:title": "町の利用規約"}
    assert "dct:license" not in json.loads(_made(None))


def test_only_another_day_is_no_change() -> None:
    assert same_but_for("dct:modified", _made(None), _made(None, "2027-01-01"))
    assert not same_but_for("dct:modified", _made(None), _made(None, title="別の戦略"))
    assert not same_but_for("dct:modified", b"{", _made(None))


def test_nothing_hides() -> None:
    assert "\u202e" not in _made(None, title="左\u202e右").decode()
