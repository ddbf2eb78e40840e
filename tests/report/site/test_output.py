from __future__ import annotations

import hashlib
import os
from pathlib import Path

import pytest

from kpitrack.report.site.output import MANIFEST, ForeignSite, OutputFolder


def _made(path: Path, files: dict[str, bytes]) -> OutputFolder:
    folder = OutputFolder(path)
    folder.open()
    for name, content in files.items():
        folder.write(name, content)
    folder.close()
    return folder


def test_what_is_as_it_should_be_is_left_alone(tmp_path: Path) -> None:
    _made(tmp_path / "out", {"index.html": b"a", "ja/b.html": b"b"})
    before = {path: path.stat().st_mtime_ns for path in (tmp_path / "out").rglob("*.html")}
    again = _made(tmp_path / "out", {"index.html": b"a", "ja/b.html": b"c"})
    assert (again.written, again.unchanged) == (2, 1)  # the list of the files, too, which holds their digests
    assert (tmp_path / "out" / "index.html").stat().st_mtime_ns == before[tmp_path / "out" / "index.html"]
    assert (tmp_path / "out" / "ja" / "b.html").read_bytes() == b"c"


def test_what_a_report_no_longer_makes_is_removed_and_nothing_else(tmp_path: Path) -> None:
    _made(tmp_path, {"index.html": b"a", "ja/kpi/s/k.html": b"b"})
    (tmp_path / "CNAME").write_text("www.example.org")
    (tmp_path / "ja" / "ours.txt").write_text("x")
    again = _made(tmp_path, {"index.html": b"a"})
    assert again.removed == 1
    assert not (tmp_path / "ja" / "kpi").exists()
    assert (tmp_path / "CNAME").exists()
    assert (tmp_path / "ja" / "ours.txt").exists()


@pytest.mark.parametrize("name", ["index.html", "sitemap.xml", "sitemap-2.xml", "ja"])
def test_a_site_that_no_report_has_made_is_not_touched(tmp_path: Path, name: str) -> None:
    (tmp_path / name).write_text("mine")
    with pytest.raises(ForeignSite):
        _made(tmp_path, {"index.html": b"a"})
    assert [path.name for path in tmp_path.iterdir()] == [name]
    assert (tmp_path / name).read_text() == "mine"


def test_an_interrupted_report_can_be_made_again(tmp_path: Path) -> None:
    folder = OutputFolder(tmp_path / "out")
    folder.open()
    folder.write("ja/index.html", b"a")
    assert _made(tmp_path / "out", {"ja/index.html": b"a"}).unchanged == 1


def test_a_manifest_that_leads_elsewhere_removes_nothing_there(tmp_path: Path) -> None:
    (tmp_path / "precious.txt").write_text("x")
    _made(tmp_path / "out", {"index.html": b"a"})
    (tmp_path / "out" / MANIFEST).write_text(f"../precious.txt\n{tmp_path}/precious.txt\nindex.html\n")
    _made(tmp_path / "out", {"index.html": b"a"})
    assert (tmp_path / "precious.txt").exists()


def test_what_was_changed_since_is_not_removed(tmp_path: Path) -> None:
    _made(tmp_path, {"index.html": b"a", "ja/kpi/s/k.html": b"b", "ja/other.html": b"c"})
    (tmp_path / "ja" / "other.html").write_bytes(b"by hand")
    again = _made(tmp_path, {"index.html": b"a"})
    assert again.removed == 1
    assert (tmp_path / "ja" / "other.html").read_bytes() == b"by hand"


def test_a_list_that_anyone_may_have_written_removes_only_pages(tmp_path: Path) -> None:
    precious = tmp_path / "precious"
    precious.mkdir()
    (precious / "a.html").write_bytes(b"x")
    out = tmp_path / "out"
    _made(out, {"index.html": b"a"})
    (out / "CNAME").write_bytes(b"x")
    (out / "ja").symlink_to(precious)
    digest = hashlib.sha256(b"x").hexdigest()
    names = ["CNAME", "ja/a.html", "../precious/a.html", f"{precious}/a.html", "en", "ja", ""]
    (out / MANIFEST).write_text("".join(f"{digest}  {name}\n" for name in names) + f"{digest}\nnonsense\n", "utf-8")
    _made(out, {"index.html": b"a"})
    assert (precious / "a.html").exists()
    assert (out / "CNAME").exists()


def test_nothing_of_ours_stays_beside_the_pages(tmp_path: Path) -> None:
    _made(tmp_path, {"index.html": b"a", "ja/b.html": b"b"})
    assert {path.name for path in tmp_path.iterdir()} == {MANIFEST, "index.html", "ja"}


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="pipes")
@pytest.mark.parametrize("what", ["pipe", "sparse", "link", "folder"])
def test_a_list_that_is_no_plain_file_is_not_read(tmp_path: Path, what: str) -> None:
    path = tmp_path / "out" / MANIFEST
    path.parent.mkdir()
    if what == "pipe":
        os.mkfifo(path)
    elif what == "link":
        path.symlink_to("/proc/self/environ")
    elif what == "folder":
        path.mkdir()
    else:
        with path.open("wb") as file:
            file.truncate(10**11)
    with pytest.raises(OSError, match=r"ordinary|at most 1000 MB|symbolic|directory"):
        OutputFolder(tmp_path / "out").open()


def test_an_old_page_that_has_become_huge_stays(tmp_path: Path) -> None:
    _made(tmp_path, {"index.html": b"a", "ja/b.html": b"b"})
    with (tmp_path / "ja/b.html").open("wb") as file:
        file.truncate(10**11)
    assert _made(tmp_path, {"index.html": b"a"}).removed == 0
    assert (tmp_path / "ja/b.html").exists()


def test_the_files_of_many_strategies_are_listed_alike_whichever_was_made_first(tmp_path: Path) -> None:
    parts = [{f"ja/kpi/s{n}/k.html": f"{n}".encode(), f"data/s{n}.csv": b"x"} for n in range(40)]

    def site(order: list[dict[str, bytes]]) -> OutputFolder:
        whole = OutputFolder(tmp_path)
        whole.open()
        for files in order:
            part = OutputFolder(tmp_path)
            for name, content in files.items():
                part.write(name, content)
            part.release()
            whole.add(part.made, part.written, part.unchanged)
        whole.write("index.html", b"a")
        assert len(set(whole.names())) == 2 * len(order) + 1
        whole.close()
        return whole

    assert site(parts).written == 82
    listed = (tmp_path / MANIFEST).read_bytes()
    assert listed.count(b"\n") == 81
    again = site(parts[::-1])
    assert (again.written, again.unchanged, again.removed) == (0, 82, 0)
    assert (tmp_path / MANIFEST).read_bytes() == listed
    assert site(parts[1:]).removed == 2
    assert not (tmp_path / "ja/kpi/s0").exists()


def test_a_list_longer_than_any_page_is_read(tmp_path: Path) -> None:
    _made(tmp_path, {"index.html": b"a", "ja/b.html": b"b"})
    with (tmp_path / MANIFEST).open("ab") as file:
        file.truncate(100_000_001)
    assert _made(tmp_path, {"index.html": b"a"}).removed == 1
