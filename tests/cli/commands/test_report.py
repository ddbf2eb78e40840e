from __future__ import annotations

import json
from pathlib import Path

import openpyxl
import pytest

from kpitrack.cli.commands import report

from ..conftest import Run, Town

#: openpyxl tells that it does not know sparklines and data bars of this kind.
SPARKLINES = pytest.mark.filterwarnings("ignore:.*extension is not supported")


@pytest.fixture(autouse=True)
def _day(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1735689600")


def test_a_site_is_made_and_names_the_fixed_day(town: Town, run: Run) -> None:
    result = run("report", "out", "--as-of", "2022")
    assert result.code == 0
    assert "files written" in result.err
    assert result.out == ""
    assert "Made on 2025-01-01" in (town.root / "out" / "en" / "index.html").read_text("utf-8")
    assert 'url=en/index.html"' in (town.root / "out" / "index.html").read_text("utf-8")


def test_the_data_of_a_kpi_are_those_of_status(town: Town, run: Run) -> None:
    run("report", "out", "--as-of", "2022")
    status = json.loads(run("--lang", "ja", "status", "--as-of", "2022", "--format", "json").out)
    assert status == json.loads((town.root / "out" / "data" / "town.json").read_text("utf-8"))


def test_again_nothing_is_written(town: Town, run: Run) -> None:
    run("report", "out", "--as-of", "2022")
    assert " 0 files written" in run("report", "out", "--as-of", "2022").err


def test_the_front_leads_to_the_language_that_is_spoken(town: Town, run: Run) -> None:
    run("--lang", "ja", "report", "out", "--as-of", "2022")
    assert 'url=ja/index.html"' in (town.root / "out" / "index.html").read_text("utf-8")
    run("report", "one", "--languages", "ja", "--as-of", "2022")
    assert 'url=ja/index.html"' in (town.root / "one" / "index.html").read_text("utf-8")
    assert not (town.root / "one" / "en").exists()


@SPARKLINES
def test_documents_and_workbooks_are_of_the_strategies_that_are_named(town: Town, run: Run) -> None:
    run("succeed", "town", "data/strategies/town-2.yaml")
    both, one = (Path(name) for name in ("both.md", "one.md"))
    assert run("report", both, "--as-of", "2022").code == 0
    assert "## 例示町 TODO" in both.read_text("utf-8")
    assert run("report", one, "--strategy", "town", "--as-of", "2022").code == 0
    assert "## 例示町 TODO" not in one.read_text("utf-8")
    assert "Of 2 KPIs, " in one.read_text("utf-8")
    assert run("report", "one.xlsx", "--strategy", "town", "--as-of", "2022").code == 0
    cells = [str(cell.value) for row in openpyxl.load_workbook("one.xlsx")["Overview"].iter_rows() for cell in row]
    assert any("Of 2 KPIs, " in text for text in cells)
    assert not any("TODO" in text for text in cells)
    for arguments, said in (
        (("site", "--strategy", "town"), "--strategy is for documents and workbooks"),
        (("x.md", "--strategy", "tow"), "there is no strategy tow"),
    ):
        refused = run("report", *arguments, "--as-of", "2022")
        assert (refused.code, refused.out) == (2, "")
        assert said in refused.err
        assert not Path(arguments[0]).exists()


def test_a_site_that_is_not_ours_is_refused(town: Town, run: Run) -> None:
    (town.root / "out").mkdir()
    (town.root / "out" / "index.html").write_text("mine")
    result = run("report", "out", "--as-of", "2022")
    assert result.code == 1
    assert "no report has made" in result.err
    assert (town.root / "out" / "index.html").read_text() == "mine"


def test_faulty_files_make_no_report(town: Town, run: Run) -> None:
    town.actuals.write_text("strategy: town\nactuals: {movers: {2021: '12'}}\n", "utf-8")
    assert run("report", "out", "--as-of", "2022").code == 1
    assert not (town.root / "out").exists()


def test_markdown_has_the_counts_and_every_kpi(town: Town, run: Run) -> None:
    assert run("report", "report.md", "--as-of", "2022").code == 0
    text = (town.root / "report.md").read_text("utf-8")
    assert text.startswith("# ")
    assert "| 移住者数（累計） |" in text
    assert "◎ Going well" in text


def test_markdown_calls_nobody(town: Town, run: Run) -> None:
    strategy = town.strategy.read_text("utf-8").replace("移住者数（累計）", "'@everyone | <b>x</b>'")
    town.strategy.write_text(strategy, "utf-8")
    run("report", "report.md", "--as-of", "2022")
    text = (town.root / "report.md").read_text("utf-8")
    assert "@everyone" not in text
    assert "\\|" in text
    assert "<b>" not in text


@SPARKLINES
def test_the_workbook_has_numbers_formats_and_charts(town: Town, run: Run) -> None:
    assert run("report", "report.xlsx", "--as-of", "2022").code == 0
    first = (town.root / "report.xlsx").read_bytes()
    book = openpyxl.load_workbook(town.root / "report.xlsx")
    assert book.sheetnames[0] == "Overview"
    kpis = book["All KPIs"]
    header = [cell.value for cell in kpis[1]]
    row = dict(zip(header, [cell.value for cell in kpis[2]], strict=True))
    assert row["KPI"] == "移住者数（累計）"
    assert len(set(header)) == len(header)
    assert row["Newest"] == 20
    assert row["Target value"] == 50
    assert row["Progress"] == pytest.approx(0.4)
    kinds = {rule.type for ranges in kpis.conditional_formatting for rule in ranges.rules}
    assert {"cellIs", "dataBar"} <= kinds
    assert len(book["Overview"]._charts) == 1
    assert len(book["Charts"]._charts) == 2
    assert [cell.value for cell in book["How it developed"][2]][3:5] == [2020, 2021]
    assert "Data of the charts" in str(book["Charts"]._charts[0].series[0].val.numRef.f)
    (town.root / "report.xlsx").unlink()
    run("report", "report.xlsx", "--as-of", "2022")
    assert (town.root / "report.xlsx").read_bytes() == first


@SPARKLINES
def test_a_text_that_looks_like_a_formula_stays_a_text(town: Town, run: Run) -> None:
    town.strategy.write_text(
        town.strategy.read_text("utf-8").replace("延べ宿泊者数", '"=HYPERLINK(\\"http://x\\")"'), "utf-8"
    )
    run("report", "report.xlsx", "--as-of", "2022")
    cells = [cell for row in openpyxl.load_workbook(town.root / "report.xlsx")["All KPIs"] for cell in row]
    assert any(cell.value == '=HYPERLINK("http://x")' for cell in cells)
    assert not any(cell.data_type == "f" for cell in cells)


def test_several_formats_go_into_one_folder(town: Town, run: Run) -> None:
    assert run("report", "out", "--format", "html,markdown,xlsx", "--as-of", "2022").code == 0
    assert {"index.html", "report.md", "report.xlsx"} <= {path.name for path in (town.root / "out").iterdir()}


@pytest.mark.parametrize(
    "arguments", [["--format", "pdf"], ["--languages", "fr"], ["--languages", ""], ["--as-of", "soon"]]
)
def test_what_cannot_be_asked_for_is_refused(town: Town, run: Run, arguments: list[str]) -> None:
    assert run("report", "out", *arguments).code == 2
    assert not (town.root / "out").exists()


def test_a_date_that_is_none_is_refused(town: Town, run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "today")
    assert run("report", "out").code == 2


def test_the_result_is_opened(town: Town, run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    opened: list[str] = []
    monkeypatch.setattr("webbrowser.open", opened.append)
    run("report", "out", "--open", "--as-of", "2022")
    assert opened == [(town.root / "out" / "index.html").as_uri()]


def test_it_is_made_again_when_a_file_changes_and_waits_while_one_is_faulty(
    town: Town, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    good = town.actuals.read_text("utf-8")
    texts = iter(["strategy: town\nactuals: {movers: {2021: '12'}}\n", good.replace("2021: 10", "2021: 14")])

    def wait(_: float) -> None:
        text = next(texts, None)
        if text is None:
            raise KeyboardInterrupt
        town.actuals.write_text(text, "utf-8")

    monkeypatch.setattr(report.time, "sleep", wait)
    result = run("report", "out", "--watch", "--as-of", "2022")
    assert result.code == 130
    assert "until the errors are gone" in result.err
    assert "2021,14," in (town.root / "out" / "data" / "town" / "movers.csv").read_text()


def test_with_keep_going_the_faulty_are_left_out(town: Town, run: Run) -> None:
    (town.root / "data" / "strategies" / "bad.yaml").write_text("id: bad\n", "utf-8")
    assert run("--keep-going", "report", "out", "--as-of", "2022").code == 1
    assert (town.root / "out" / "en" / "strategy" / "town.html").exists()
    assert not Path(town.root / "out" / "en" / "strategy" / "bad.html").exists()


@pytest.mark.parametrize("out", ["data/site", "data", "site.html", "site.PDF", "site.xls", "kpitrack.yaml"])
def test_a_place_where_no_site_can_be_is_refused(town: Town, run: Run, out: str) -> None:
    (town.root / "kpitrack.yaml").touch()
    before = sorted(town.root.rglob("*"))
    assert run("report", out, "--as-of", "2022").code == 2
    assert sorted(town.root.rglob("*")) == before


def test_a_file_that_changes_while_the_report_is_made_is_told(
    town: Town, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    from kpitrack.report.site import build
    from kpitrack.workspace.contents import Changed

    def changed(*_: object) -> None:
        raise Changed("data/strategies/town.yaml")

    monkeypatch.setattr(build, "build", changed)
    result = run("report", "out", "--as-of", "2022")
    assert result.code == 1
    assert "data/strategies/town.yaml was changed while it was being worked on" in result.err


def test_what_the_pages_cannot_say_is_told(town: Town, run: Run) -> None:
    assert "names no publisher" in run("report", "out", "--as-of", "2022").err
    settings = town.root / "kpitrack.yaml"
    (town.root / "logo.png").write_bytes(b"\x89PNG\r\n\x1a\n")
    settings.write_text(
        "publisher: {name: 例示町, logo: logo.png, licence: CC BY 4.0, contact: 企画課, base_url: 'https://www.example.org'}",
        "utf-8",
    )
    result = run("report", "out", "--as-of", "2022")
    assert "publisher" not in result.err
    assert 'src="../assets/logo.png"' in (town.root / "out" / "ja" / "index.html").read_text("utf-8")
    settings.write_text("publisher: {name: 例示町, logo: none.png, base_url: 'ftp://example.org'}\n", "utf-8")
    assert "is not an address on the web" in run("report", "out", "--as-of", "2022").err
    settings.write_text("publisher: {name: 例示町, logo: none.png}\n", "utf-8")
    told = run("report", "out", "--as-of", "2022").err
    assert all(word in told for word in ("none.png is left out", "no licence", "no contact", "no base_url"))


def test_a_computer_without_japanese_letters_is_told_of(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from published import NATION, NATION_ACTUALS, repository

    monkeypatch.setattr("kpitrack.report.site.picture.knows_japanese", lambda: False)
    root = repository(tmp_path, (NATION, NATION_ACTUALS))
    told = "no font of this computer has Japanese letters"
    for options, expected in (((), False), (("--pictures",), True)):
        result = run("report", root / "out", "--root", root, "--lang", "en", "--languages", "en", *options)
        assert result.code == 0
        assert (told in result.err) == expected
    assert list((root / "out").rglob("*.png"))


def test_the_site_counts_strategies_as_the_status_does(town: Town, run: Run) -> None:
    bare = "id: bare\ntitle: 構想\norganization: {name: 例示町}\nperiod: {start: 2021, end: 2025}\ngoals: []\n"
    (town.root / "data/strategies/bare.yaml").write_text(bare, "utf-8")
    assert run("report", "out", "--as-of", "2022").code == 0
    page = (town.root / "out/en/index.html").read_text("utf-8")
    assert "Strategies: 2 (1 without a KPI)<" in page
    assert "Strategies: 2 (1 without a KPI)<" in (town.root / "out/en/data.html").read_text("utf-8")
    bare = (town.root / "out/en/strategy/bare.html").read_text("utf-8")
    assert "This strategy has no KPI here." in bare
    assert 'class="tiles' not in bare
    assert 'class="tiles' in (town.root / "out/en/strategy/town.html").read_text("utf-8")
    lines = run("status", "--as-of", "2022").out.splitlines()
    assert lines[0] == "2 strategies as of FY2022"
    assert "without a KPI: bare" in lines
