"""Commands that write refuse alike: 1 where something stays as it is, 2 where nothing can be written to the place."""

from __future__ import annotations

from pathlib import Path

import pytest

from .conftest import Run, Town

WRITING = [
    ("report", "{}/site"),
    ("report", "{}/report.md"),
    ("report", "{}/report.xlsx"),
    ("report", "{}/report.docx"),
    ("validate", "--output-file", "{}/found.txt"),
    ("validate", "--baseline", "{}/known.json", "--write-baseline"),
    ("import-strategy", "list.csv", "--out", "{}/draft.yaml"),
    ("import-actuals", "list.csv", "--map", "{}/map.yaml"),
    ("export", "csv", "--out", "{}/csv"),
    ("export", "sdmx-csv", "--out", "{}/a.csv"),
    ("sheet", "export", "{}/sheet.xlsx"),
    ("snapshot", "{}/set.parquet"),
    ("judge", "all.parquet", "{}/verdicts"),
    ("schema", "--output-dir", "{}/schemas"),
    ("succeed", "town", "{}/town-2.yaml"),
    ("fill", "form.xlsx", "{}/filled.xlsx", "--kpi", "guests"),
    ("fill", "--example", "{}/form.xlsx"),
    ("init", "{}/new"),
]


@pytest.fixture
def given(run: Run, town: Town) -> Town:
    """The repository with what the commands read."""
    (town.root / "list.csv").write_text("指標名,単位,現状値,目標値,R5\nguests,人,100,200,1350\n", "utf-8")
    assert run("snapshot", "all.parquet").code == 0
    assert run("fill", "--example", "form.xlsx").code == 0
    return town


@pytest.mark.parametrize("arguments", WRITING, ids=lambda words: " ".join(words[:2]))
@pytest.mark.parametrize("link", [False, True])
def test_a_place_that_cannot_be_written_to_is_wrong_usage(
    run: Run, given: Town, tmp_path: Path, arguments: tuple[str, ...], link: bool
) -> None:
    (given.root / ".git").mkdir()
    elsewhere = tmp_path.parent / f"{tmp_path.name}-elsewhere"
    if link:
        elsewhere.mkdir()
        (given.root / "out").symlink_to(elsewhere)
    else:
        (given.root / "out").write_text("a file", "utf-8")
    before = given.actuals.read_bytes()
    result = run(*(one.format("out") for one in arguments))
    assert result.code == 2, result.err
    assert "out" in result.err
    assert given.actuals.read_bytes() == before
    assert not link or not list(elsewhere.iterdir())


@pytest.mark.parametrize(
    "arguments", [one for one in WRITING if one[0] != "import-actuals"], ids=lambda words: " ".join(words[:2])
)
def test_what_is_there_stays_and_the_command_is_refused(run: Run, given: Town, arguments: tuple[str, ...]) -> None:
    place = given.root / "out"
    for name in ("set.parquet", "verdicts/verdicts", "new/data/strategies"):
        (place / name).mkdir(parents=True)
    for folder, name in (("csv", "kpis.csv"), ("verdicts/verdicts", ".of"), ("site", "index.html")):
        (place / folder).mkdir(exist_ok=True, parents=True)
        (place / folder / name).write_text("mine", "utf-8")
    (place / "schemas").mkdir()
    files = [place / Path(one).name for words in WRITING for one in words if one.startswith("{}/") and "." in one]
    files += [place / "schemas/strategy.schema.json", place / "new/kpitrack.yaml", place / "set.parquet/mine"]
    for file in files:
        if not file.is_dir():
            file.write_text("mine", "utf-8")
    result = run(*(one.format("out") for one in arguments))
    assert result.code == 1, result.err
    for file in place.rglob("*"):
        assert file.is_dir() or file.read_text("utf-8") == "mine"


@pytest.mark.parametrize(
    "arguments",
    [
        ("add-actual", "guests", "2022", "1350"),
        ("add-evaluation", "g1", "2022", "--judgement", "A"),
        ("add-evaluation", "town/m1", "2022", "--judgement", "A"),
        ("sheet", "import", "back.csv"),
        ("import-actuals", "back.csv"),
        ("rename", "guests", "visitors"),
    ],
    ids=lambda words: words[0],
)
@pytest.mark.parametrize("fault", ["  - id: g1\n    foo: 1\n", "  - id: g1\n    id: g2\n"])
def test_what_records_into_a_faulty_file_says_that_nothing_was_written(
    run: Run, town: Town, arguments: tuple[str, ...], fault: str
) -> None:
    (town.root / "back.csv").write_text("kpi,year,value\ntown/guests,2022,1350\n", "utf-8")
    town.strategy.write_text(town.strategy.read_text("utf-8").replace("  - id: g1\n", fault), "utf-8")
    result = run(*arguments)
    assert result.code == 1
    assert "town.yaml" in result.err
    assert result.err.splitlines()[-1] == "nothing was written"


@pytest.mark.parametrize(
    "arguments",
    [
        ("sheet", "import", "none.xlsx"),
        ("import-strategy", "none.xlsx"),
        ("import-actuals", "none.xlsx"),
        ("fill", "none.xlsx", "out.xlsx"),
        ("import-package", "none"),
        ("judge", "none", "--as-of", "2022"),
        ("status", "--source", "none"),
        ("snapshot", "set", "--add", "none"),
        ("validate", "none.yaml"),
        ("status", "none"),
        ("show", "none"),
        ("rename", "none", "new"),
        ("add-evaluation", "none", "2022", "--judgement", "A"),
        ("succeed", "none", "new.yaml"),
    ],
    ids=lambda words: " ".join(words[:2]),
)
def test_what_is_not_there_is_wrong_usage_and_it_is_said_what_to_do(
    run: Run, town: Town, arguments: tuple[str, ...]
) -> None:
    result = run(*arguments)
    assert (result.code, result.out) == (2, "")
    message, hint = result.err.splitlines()
    assert message.startswith("error: ")
    assert "none" in message
    assert hint.startswith("  ")
    assert "did you mean" not in hint


@pytest.mark.parametrize(
    "arguments",
    [
        ("sheet", "import", "bad.xlsx"), ("import-strategy", "bad.xlsx"), ("import-actuals", "bad.xlsx"),
        ("fill", "bad.xlsx", "out.xlsx"),
    ],
)  # fmt: skip
def test_a_file_that_is_damaged_is_a_fault_of_the_file(run: Run, town: Town, arguments: tuple[str, ...]) -> None:
    Path("bad.xlsx").write_bytes(bytes(range(128, 256)) * 9)
    result = run(*arguments)
    assert (result.code, result.out) == (1, "")
    assert "bad.xlsx" in result.err


@pytest.mark.parametrize(
    "arguments",
    [
        ("report", "{}/report.md"),
        ("validate", "--output-file", "{}/found.txt"),
        ("validate", "--baseline", "{}/known.json", "--write-baseline"),
        ("export", "sdmx-csv", "--out", "{}/a.csv"),
        ("snapshot", "{}/set.parquet"),
        ("fill", "--example", "{}/form.xlsx"),
        ("import-strategy", "list.csv", "--out", "{}/draft.yaml"),
    ],
    ids=lambda words: " ".join(words[:2]),
)
def test_folders_on_the_way_to_what_is_written_are_made(run: Run, given: Town, arguments: tuple[str, ...]) -> None:
    result = run(*(one.format("new/folder") for one in arguments))
    assert result.code == 0, result.err
    assert list((given.root / "new/folder").iterdir())
