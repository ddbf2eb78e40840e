from __future__ import annotations

import datetime as dt
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

from kpitrack import language
from kpitrack.cli.context import Ended, Usage, current, note
from kpitrack.cli.offers import some_of, strategies
from kpitrack.cli.opening import opened
from kpitrack.cli.options import AsOf, Grading, Sources, argument, choose_several, made_on, option
from kpitrack.cli.progress_bar import bar
from kpitrack.language import LANGUAGES, Complaint, Text, mark, say
from kpitrack.repository.discovery import SETTINGS, find_files, find_root

if TYPE_CHECKING:
    from kpitrack.report.gather import Gathered

HELP = mark(
    "Make the report that people read: a static site, a Word or Markdown document, or the committee's workbook.\n\n"
    "The site lies in OUT, in Japanese and English, with a page for every KPI; it needs no server, and opens from a "
    "folder by double click. Files that stay as they are are not written again. Its date is today's, or that of "
    "SOURCE_DATE_EPOCH."
)
FORMATS = ("html", "markdown", "xlsx", "docx")
_SUFFIXES = {"markdown": ".md", "xlsx": ".xlsx", "docx": ".docx"}
_FILES = {".html", ".htm", ".pdf", ".xls", ".xlsm", ".doc", ".csv", ".json", ".txt", ".pptx", ".zip"}
"""Endings of files that people may ask for, which as the name of a folder would surprise them."""
_WAIT = 1.0
IsOurs = Callable[[bytes], bool]
"""Whether a file's content is a report of ours, which a new one may replace."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """What to make: the formats, the site's languages, its day, and whether it is for inside and has pictures."""

    formats: list[str]
    languages: list[language.Language]
    made: dt.date
    internal: bool
    pictures: bool


def run(
    out: Annotated[str, argument("OUT", "The folder of the site; or a file ending in .docx, .md or .xlsx.")],
    as_of: AsOf = None,
    format_: Annotated[
        str | None, option("--format", "html, markdown, xlsx, docx; else as OUT ends.", "FORMAT,…", some_of(FORMATS))
    ] = None,
    languages: Annotated[
        str, option("--languages", "The languages of the site; both, else.", "LANG,…", some_of(LANGUAGES))
    ] = "ja,en",
    only: Annotated[
        list[str] | None,
        option(
            "--strategy", "Only this strategy, in documents and workbooks; may be repeated.", "STRATEGY", strategies
        ),
    ] = None,
    grading: Grading = None,
    sources: Sources = None,
    pictures: Annotated[
        bool, option("--pictures", "Each chart of the site as a PNG, too; a quarter of a second each.")
    ] = False,
    internal: Annotated[
        bool,
        option(
            "--internal",
            "Also what is for inside only: on the site, what the year still asks for, strategy by strategy.",
        ),
    ] = False,
    open_: Annotated[bool, option("--open", "Open the result.")] = False,
    watch: Annotated[bool, option("--watch", "Make it again whenever a file changes.")] = False,
) -> int:
    path = Path(out)
    by_suffix = next((name for name, suffix in _SUFFIXES.items() if path.suffix == suffix), "html")
    formats = choose_several("--format", format_, FORMATS) or [by_suffix]
    chosen = [one for one in LANGUAGES if one in choose_several("--languages", languages, LANGUAGES)]
    if not chosen:
        raise Usage(say("no language is named"), say("write one of: {words}", words=", ".join(LANGUAGES)))
    if only and "html" in formats:
        raise Usage(
            say("--strategy is for documents and workbooks: the pages of a site lead from strategy to strategy"),
            say("leave it out, or name a file that ends in {endings}", endings=", ".join(_SUFFIXES.values())),
        )
    _require_place(path, formats)

    def make() -> Path:
        space = opened(as_of, sources)
        from kpitrack.report.gather import gather
        from kpitrack.workspace.choose import choose_strategies

        wanted = Wanted(formats, chosen, made_on(space.settings.time_zone), internal, pictures)
        named = frozenset(choose_strategies(space, only)) if only else frozenset[str]()
        return _make(path, wanted, replace(gather(space, grading), only=named))

    first = make()
    if open_:
        import webbrowser

        webbrowser.open(first.absolute().as_uri())
    if watch:
        note(say("watching; end with Ctrl-C"))
        for _ in _changes():
            try:
                make()
            except (Ended, Complaint):
                note(say("the report stays as it was until the errors are gone"))
    return 0


def _is_file(path: Path, formats: list[str]) -> bool:
    """Whether ``path`` is to be one file, not a folder."""
    return len(formats) == 1 and path.suffix == _SUFFIXES.get(formats[0])


def _require_place(path: Path, formats: list[str]) -> None:
    """Refuse to write a folder where there can be none, or anything among the figures themselves.

    Raises:
        Usage: ``path`` is such a place.
    """
    from kpitrack.cli.output_file import keep_off_data

    keep_off_data(path)
    if _is_file(path, formats):
        return
    if path.suffix.lower() in _FILES or path.is_file():
        raise Usage(
            say("{path} is the name of a file; the site is a folder", path=path),
            say("name a folder, such as site, or a file that ends in {endings}", endings=", ".join(_SUFFIXES.values())),
        )

    root = find_root(current().root).resolve()
    if path.resolve() in (root, *root.parents):
        raise Usage(
            say("{path} is among the figures that the report is made from", path=path),
            say("name another folder, such as site"),
        )


def _make(path: Path, wanted: Wanted, gathered: Gathered) -> Path:
    """Make every format, and give the file that one would open."""
    from kpitrack.cli.output_file import write_own

    written = []
    for name in wanted.formats:
        if name == "html":
            written.append(_site(path, gathered, wanted))
            continue
        file = path if _is_file(path, wanted.formats) else path / f"report{_SUFFIXES[name]}"
        content, is_ours = _MAKE[name](gathered, wanted.made)
        write_own(file, content, kind=say("a report of kpitrack"), is_ours=is_ours)
        note(str(file))
        written.append(file)
    return written[0]


def _site(path: Path, gathered: Gathered, wanted: Wanted) -> Path:
    from kpitrack.cli.output_file import place_of_folder, unwritten
    from kpitrack.report.site.build import SitePlan, build, done_text
    from kpitrack.report.site.imprint import logo_of, missing
    from kpitrack.report.site.output import ForeignSite
    from kpitrack.report.site.picture import knows_japanese
    from kpitrack.workspace.record import Refused

    publisher, logo = gathered.terms.settings.publisher, None
    if publisher and publisher.logo:
        found = logo_of(gathered.root, publisher.logo)
        if isinstance(found, Text):
            note(found)
        else:
            logo = found
    if wanted.pictures and not knows_japanese():
        note(say("no font of this computer has Japanese letters: the PNG pictures lack them"))
    spoken = language.active()
    front = spoken if spoken in wanted.languages else wanted.languages[0]
    with bar(say("pages"), gathered.columns.height) as step:

        def count(kpis: int) -> None:
            for _ in range(kpis):
                step()

        try:
            within, way = place_of_folder(path)
            plan = SitePlan(
                within / way,
                wanted.languages,
                front,
                wanted.made,
                within=within,
                logo=logo,
                internal=wanted.internal,
                pictures=wanted.pictures,
            )
            folder = build(gathered, plan, count)
        except ForeignSite:
            raise Refused(
                say("{path} holds a site that no report has made; nothing was written", path=path),
                say("name another folder, or empty this one"),
            ) from None
        except OSError as error:
            raise unwritten(path, error) from None
    note(done_text(folder, path))
    for text in missing(publisher):
        note(text)
    return path / "index.html"


def _markdown(gathered: Gathered, _: dt.date) -> tuple[bytes, IsOurs]:
    from kpitrack.report.markdown import is_ours, render

    return "".join(f"{line}\n" for line in render(gathered)).encode("utf-8", "replace"), is_ours


def _workbook(gathered: Gathered, made: dt.date) -> tuple[bytes, IsOurs]:
    from kpitrack.report.workbook import is_ours, workbook
    from kpitrack.report.workbook.gathered import report

    content = report(gathered)
    note(*content.undrawn)
    return workbook(content, made), is_ours


def _document(gathered: Gathered, made: dt.date) -> tuple[bytes, IsOurs]:
    from kpitrack.report.document import document, is_ours

    return document(gathered, made), is_ours


_MAKE = {"markdown": _markdown, "xlsx": _workbook, "docx": _document}


def _changes() -> Iterator[None]:
    """Whenever a file of the repository has changed."""
    root = find_root(current().root)

    def seen() -> dict[str, tuple[int, int]]:
        found = {}
        for name in [SETTINGS, *(file.path for file in find_files(root)[0])]:
            try:
                stat = (root / name).stat()
            except OSError:  # gone since it was listed
                continue
            found[name] = (stat.st_mtime_ns, stat.st_size)
        return found

    last = seen()
    while True:
        time.sleep(_WAIT)
        now = seen()
        if now != last:
            last = now
            yield
