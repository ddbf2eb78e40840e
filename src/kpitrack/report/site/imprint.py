"""Who publishes the site: what stands below every page, and what search engines and catalogues of data are told."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any
from urllib.parse import quote

from kpitrack.language import LANGUAGES, Language, Text, active, pick, say
from kpitrack.language.visible import visible
from kpitrack.model.licences import licence_of
from kpitrack.model.local_governments import prefecture_of
from kpitrack.model.record import LocalizedText
from kpitrack.model.settings import Publisher
from kpitrack.model.strategy import Organization, Strategy
from kpitrack.repository.opener import Refusal, read_regular

from .addresses import way_up

ICON = "icon.svg"
_MOST_IN_A_SITEMAP = 50_000  # sitemaps.org
_LARGEST_LOGO = 500_000  # bytes; it stands on every page
_PICTURES = {
    b"\x89PNG\r\n\x1a\n": "png", b"\xff\xd8\xff": "jpg", b"GIF87a": "gif", b"GIF89a": "gif",
}  # fmt: skip
_LOCALES: Mapping[Language, str] = {"ja": "ja_JP", "en": "en_US"}


@dataclass(frozen=True)
class Imprint:
    """What holds for every page."""

    languages: Sequence[Language] = LANGUAGES  # of the site
    made: str = ""  # the day of the report, as ISO 8601 writes it
    publisher: Publisher | None = None  # as `kpitrack.yaml` names it
    logo: str = ""  # the name of its picture among the site's assets
    areas: Sequence[str] = ()  # the numbers of the prefectures that have a page; see `kpitrack.analysis.areas`

    @cached_property
    def base(self) -> str:
        """The address of the site's folder, with a slash at its end; empty where it is not known."""
        url = self.publisher.base_url if self.publisher else None
        return f"{url.rstrip('/')}/" if url else ""

    @property
    def areas_address(self) -> str:
        """The page of the areas, or of the only one; nothing where there is none."""
        if len(self.areas) > 1:
            return "area/index.html"
        return area_address(self.areas[0]) if self.areas else ""

    def above(self, strategy: Strategy, home: str) -> list[tuple[str, str]]:
        """The address and the name of the area of a strategy, where areas have pages; ``home`` is the way to these."""
        number = (strategy.organization.code or "")[:2]
        return [(home + area_address(number), pick(area_name(number)))] if number in self.areas else []

    @property
    def locale(self) -> str:
        """The active language as OpenGraph names it."""
        return _LOCALES[active()]

    def address(self, name: str) -> str:
        """The address of one of the site's files on the web; empty where that is not known."""
        return f"{self.base}{quote(name)}" if self.base else ""

    def licence(self) -> tuple[str, str | None] | None:
        """What the licence is called, and its address where that is known."""
        found = licence_of(self.publisher, pick)
        return (visible(found[0]), found[1]) if found else None

    def linked(self, **facts: Any) -> str:
        """Facts on a page as JSON-LD in the words of schema.org, with what the publisher says."""
        found: dict[str, Any] = {"@context": "https://schema.org", **facts, "inLanguage": active()}
        if self.made:
            found["dateModified"] = self.made
        if licence := self.licence():
            found["license"] = licence[1] or licence[0]
        if self.publisher:
            found["publisher"] = _body(pick(self.publisher.name), self.publisher.url)
        return script_safe({name: value for name, value in found.items() if value not in (None, "", [])})


def area_address(number: str) -> str:
    """The address of an area's page, below the language's folder."""
    return f"area/{number}.html"


def area_name(number: str) -> LocalizedText:
    """What an area is called."""
    one = prefecture_of(f"{number}000")
    return {"ja": one.name, "en": one.english} if one else str(say("Nation and others"))


def missing(publisher: Publisher | None) -> list[Text]:
    """What the pages cannot say, since the settings do not."""
    if publisher is None:
        return [
            say(
                "kpitrack.yaml names no publisher: the pages do not say who publishes them, under what licence and "
                "whom to ask, and have no canonical address and no sitemap.xml"
            )
        ]
    found = []
    if not publisher.licence:
        found.append(say("the publisher in kpitrack.yaml names no licence: nobody knows how the data may be used"))
    if not publisher.contact:
        found.append(say("the publisher in kpitrack.yaml names no contact: nobody knows whom to ask"))
    if not publisher.base_url:
        found.append(
            say("the publisher in kpitrack.yaml names no base_url: no page has a canonical address, and there is no "
                "sitemap.xml")
        )  # fmt: skip
    return found


def sitemap(imprint: Imprint, files: Iterable[str]) -> Iterator[tuple[str, bytes]]:
    """The sitemap of the pages among ``files``, in parts where one would be too long; nothing without an address."""
    if not imprint.base:
        return
    pages = sorted(name for name in files if name.endswith(".html") and _stands_alone(name, imprint.languages))
    parts = [pages[at : at + _MOST_IN_A_SITEMAP] for at in range(0, len(pages), _MOST_IN_A_SITEMAP)]
    if len(parts) < 2:
        yield "sitemap.xml", _listed("urlset", "url", map(imprint.address, pages))
        return
    named = {f"sitemap-{n}.xml": part for n, part in enumerate(parts, 1)}
    yield "sitemap.xml", _listed("sitemapindex", "sitemap", map(imprint.address, named))
    for name, part in named.items():
        yield name, _listed("urlset", "url", map(imprint.address, part))


def _stands_alone(name: str, languages: Sequence[Language]) -> bool:
    """Whether a page is one to be found, not another form of one: to be framed or printed."""
    language, _, below = name.partition("/")
    return language in languages and not below.startswith(("embed/", "print/"))


def dataset(  # noqa: PLR0913  facts, each by its name
    imprint: Imprint,
    strategy: Strategy,
    page: str,
    *,
    name: str,
    description: str,
    identifier: str,
    years: Sequence[int],
    file: str,
    **further: Any,
) -> str:
    """Data behind a page, whose address below the language's folder is ``page``, as a Dataset of schema.org.

    ``file`` is that of the data below the site's folder, without its ending; ``years`` are fiscal, empty where there is
    none; ``further`` facts are told in the words of schema.org.
    """
    up = way_up(page)
    return imprint.linked(
        **{"@type": "Dataset"},
        name=name,
        description=description,
        identifier=identifier,
        url=imprint.address(f"{active()}/{page}"),
        isAccessibleForFree=True,
        creator=[_body(pick(one.name), None) for one in strategy.all_organizations],
        spatialCoverage=[_place(one) for one in strategy.all_organizations],
        temporalCoverage=f"{years[0]:04}/{years[-1]:04}" if years else "",
        distribution=[
            {"@type": "DataDownload", "encodingFormat": kind, "contentUrl": imprint.address(name) or up + quote(name)}
            for kind, name in (("text/csv", f"{file}.csv"), ("application/json", f"{file}.json"))
        ],
        **further,
    )


def script_safe(value: Any) -> str:
    """JSON that is safe in a script, whatever its strings hold."""
    import json

    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    for character in "<>&\u2028\u2029":
        text = text.replace(character, f"\\u{ord(character):04x}")
    return text


def _body(name: str, url: str | None) -> dict[str, str]:
    return {"@type": "GovernmentOrganization", "name": visible(name)} | ({"url": url} if url else {})


def _place(one: Organization) -> dict[str, str]:
    found = {"@type": "AdministrativeArea", "name": visible(pick(one.name))}
    return found | ({"identifier": one.code} if one.code else {})


def _listed(whole: str, each: str, addresses: Iterable[str]) -> bytes:
    lines = [f"<{each}><loc>{address.replace('&', '&amp;')}</loc></{each}>\n" for address in addresses]
    head = f'<?xml version="1.0" encoding="UTF-8"?>\n<{whole} xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">\n'
    return "".join([head, *lines, f"</{whole}>\n"]).encode()


def logo_of(root: Path, path: str) -> tuple[str, bytes] | Text:
    """The name and the content of the picture at ``path`` below ``root``, or why there is none.

    It is taken for what its first bytes say. SVG is left out: opened by itself, it may run scripts.
    """
    data = read_regular(root, path, _LARGEST_LOGO)
    if isinstance(data, Refusal):
        return say("the publisher's logo {path} is left out: {reason}", path=path, reason=data.message)
    kind = next((kind for beginning, kind in _PICTURES.items() if data.startswith(beginning)), "")
    if data[:4] == b"RIFF" and data[8:12] == b"WEBP":
        kind = "webp"
    if not kind:
        return say("the publisher's logo {path} is left out: it is no PNG, JPEG, GIF or WebP picture", path=path)
    return f"logo.{kind}", data
