"""Templates, and filters that put texts of files into them: escaped, and marked with their language."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache, lru_cache
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup, escape

from kpitrack import __version__
from kpitrack.analysis.standing import whole_percent
from kpitrack.language import active, pick, say
from kpitrack.language.visible import visible
from kpitrack.model.numbers import show_number
from kpitrack.model.record import Source
from kpitrack.model.years import era_short, show_year
from kpitrack.views.words import group_of, status_mark, status_word, yen

from .addresses import anchor, file_name, strategy_address, way_up
from .imprint import ICON, Imprint
from .labels import GROUPS, labels
from .paging import Leaf

CSP = (
    "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self' data:; base-uri 'none'; form-action 'none'"
)
_WHOLE = re.compile(
    r"第 ?[0-9０-９一二三四五六七八九十]{1,3} ?[期次回版]|(?<![0-9-])[0-9]{4}-[0-9]{2}-[0-9]{2}(?![0-9-])"
)
_GOES_ON = re.compile(r"(?<=[A-Za-z])[A-Za-z'’]|[のと立民議内外産営市区町村]")
"""What follows a name that is only the beginning of a longer word or of a phrase, as in 例示市立図書館."""
_JAPANESE = re.compile("[\u3040-\u30ff\u3400-\u9fff\uff66-\uff9f]")
_EMAIL = re.compile(r"[A-Za-z0-9._%+-]+@[A-Za-z0-9.-]+[.][A-Za-z]{2,}")

_imprint = Imprint()


def publish(imprint: Imprint) -> None:
    """Let every page say what ``imprint`` holds, from now on."""
    global _imprint  # noqa: PLW0603  as the active language, it holds for all that one process renders
    _imprint = imprint


def published() -> Imprint:
    """What every page says now."""
    return _imprint


@cache
def environment() -> Environment:
    """The templates' environment: everything is escaped, and an unknown name is an error."""
    made = Environment(
        loader=PackageLoader("kpitrack.report.site", "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
    )
    made.filters |= {"t": words, "plain": plainly, "prose": prose, "cite": cite, "anchor": anchor, "group": group_of,
                     "reach": reach, "percent": whole_percent, "yen": yen, "shown": shown}  # fmt: skip
    made.globals |= {
        "csp": CSP, "version": __version__, "groups": GROUPS, "status_mark": status_mark, "status_word": status_word,
        "year": year, "fiscal": show_year, "era": era_short, "strategy_address": strategy_address,
        "file_name": file_name, "icon": ICON,
    }  # fmt: skip
    return made


def render(template: str, page: str, **context: Any) -> bytes:
    """A page.

    Args:
        template: its name.
        page: its address below the language's folder, such as ``kpi/tsuruoka-2/telework-share.html``.
        context: what the template needs.
    """
    language, root = active(), way_up(page)
    html = (
        environment()
        .get_template(template)
        .render(
            w=labels(),
            lang=language,
            root=root,
            imprint=_imprint,
            others=[other for other in _imprint.languages if other != language],
            page=page,
            citation=citation(context, _imprint.address(f"{language}/{page}")) if "as_of" in context else "",
            **{"home": f"{root}{language}/", "description": "", "linked": "", **context},
        )
    )
    return html.encode("utf-8", "replace")


def render_leaf(template: str, leaf: Leaf[Any], **context: Any) -> tuple[str, bytes]:
    """A page of a list: its address, and itself."""
    return leaf.address, render(template, leaf.address, leaf=leaf, **context)


def shown(number: float | None) -> str:
    """A number with all its digits; empty where there is none."""
    return "" if number is None else show_number(number)


def words(text: Any) -> Markup:
    """A text from a file, marked with its language where that differs from the page's."""
    if isinstance(text, Mapping):
        language = active() if active() in text else next(iter(text), active())
        return _spoken(pick(text), language, active())
    return _spoken(str(text or ""), None, active())


@lru_cache(1_024)  # each page of a strategy has its names again
def _spoken(text: str, language: str | None, page: str) -> Markup:
    """A text in ``language``, else in the one that it looks like, on a page in another one or the same."""
    language = language or ("ja" if page != "ja" and _JAPANESE.search(text) else page)
    said = _whole(escape(visible(text)))
    return said if language == page or not said else Markup('<span lang="{}">{}</span>').format(language, said)


def _whole(shown: Markup) -> Markup:
    """A text with its 第3期, its days and the like kept in one line each."""
    if "第" not in shown and "-" not in shown:
        return shown
    return Markup(_WHOLE.sub(r'<span class="nowrap">\g<0></span>', str(shown)))  # noqa: S704  escaped already


def plainly(text: Any) -> str:
    """A text from a file for an attribute or a title."""
    return visible(pick(text) if isinstance(text, Mapping) else str(text or ""))


def prose(text: Any) -> Markup:
    """A longer text from a file: its lines as paragraphs."""
    if not isinstance(text, Mapping):
        text = {active(): str(text or "")} if not _JAPANESE.search(str(text or "")) else {"ja": str(text)}
    language = active() if active() in text else next(iter(text), active())
    paragraphs = [line.strip() for line in pick(text).splitlines() if line.strip()]
    attribute = Markup("") if language == active() else Markup(' lang="{}"').format(language)
    return Markup("").join(Markup("<p{}>{}</p>").format(attribute, visible(line)) for line in paragraphs)


def cite(source: Any) -> Markup:
    """A source: its title, linked where it has an address on the web, and its date."""
    if not isinstance(source, Source):
        text = pick(source)
        return linked(text) if text.startswith(("http://", "https://")) else words(source)
    parts = []
    if source.url:
        parts.append(linked(source.url, words(source.title) if source.title else None))
    elif source.title:
        parts.append(words(source.title))
    if source.published:
        parts.append(escape(str(source.published)))
    return Markup(" ").join(parts)


def linked(url: str, shown: Markup | None = None) -> Markup:
    """A link, if ``url`` is an address on the web; otherwise both as text."""
    address = escape(visible(url))
    if re.fullmatch(r"https?://[!-~]+", url):
        text = shown if shown is not None and shown != address else address
        return Markup('<a href="{}" rel="noreferrer">{}</a>').format(url, text)
    return address if shown is None or shown == address else Markup("{} {}").format(shown, address)


def reach(contact: Any) -> Markup:
    """Whom to ask: an e-mail address or an address on the web as a link, all else as it is written."""
    text = pick(contact)
    if _EMAIL.fullmatch(text):
        return Markup('<a href="mailto:{}">{}</a>').format(text, text)
    return linked(text, words(contact))


def year(value: int, calendar: Any = "fy") -> str:
    """A year with its era."""
    return show_year(value, calendar=calendar, era=True)


def citation(context: Mapping[str, Any], address: str = "") -> str:
    """The sentence to cite a page by.

    Args:
        context: of the page: its ``title``, the ``strategy`` that it is about, if it is about one, and the ``as_of``
            year of its verdicts.
        address: of the page on the web, where it is known.
    """
    title, strategy = plainly(context["title"]), context.get("strategy")
    when = show_year(context["as_of"])
    if strategy is None:
        text = say("“{title}”, as of {year}", title=title, year=when)
    else:
        owner, whole = visible(pick(strategy.organization.name)), visible(pick(strategy.title))
        if whole == title:
            text = say("{owner}, “{title}”, as of {year}", owner=owner, title=title, year=when)
        else:
            if whole.startswith(owner) and not _GOES_ON.match(whole, len(owner)):
                whole = whole.removeprefix(owner).lstrip(", ") or whole  # the owner is not said twice
            text = say(
                "{owner}, “{title}”, {strategy}, as of {year}", owner=owner, title=title, strategy=whole, year=when
            )
    return f"{text}  {address}".rstrip()
