"""Findings that arise elsewhere, while files are read or held against git: here they are only explained."""

from __future__ import annotations

import unicodedata

from kpitrack.diagnostics import rule
from kpitrack.language import mark

from .check import Check, Example
from .examples import KPI, STRATEGY, kpi, kpis

_MOVED = KPI.replace("value: 12}", "value: 8}")
_NAMED = KPI + "department: 企画デジタル課\n"

EXPLAINED: tuple[Check, ...] = (
    Check(
        rule("unreadable-file"),
        mark("A file cannot be read."),
        mark(
            "It may belong to someone else, be a folder or a link that leads nowhere, or have gone while it was read. "
            "Check that it is there and that you may read it. What is not a file of data should not have a name that "
            "ends in .yaml."
        ),
        Example(bad=kpi(KPI) | {"data/strategies/old.yaml/readme.txt": "2019年度までの版"}, good=kpi(KPI)),
    ),
    Check(
        rule("not-utf8"),
        mark("A file is not in UTF-8."),
        mark(
            "Every file is read as UTF-8. Files saved by older Windows programs are often in Shift_JIS (CP932); read "
            "as anything else, their Japanese would be garbled. Open the file in an editor with the right encoding "
            "and save it as UTF-8, or convert it: iconv -f CP932 -t UTF-8 OLD > NEW."
        ),
        Example(bad={STRATEGY: kpis(KPI).encode("cp932")}, good=kpi(KPI)),
    ),
    Check(
        rule("yaml-syntax"),
        mark("A file cannot be read as YAML."),
        mark(
            "A bracket or quote is not closed, a colon has no space after it, the indentation does not fit, or a "
            "value begins with a character that means something else to YAML, such as % or @. Nothing of the file can "
            "be used until that is put right. Often the mistake is in the line before the one that is shown."
        ),
        Example(bad={STRATEGY: kpis(KPI).replace("value: 12}", "value: 12")}, good=kpi(KPI)),
    ),
    Check(
        rule("duplicate-key"),
        mark("A field or name stands twice in the same place."),
        mark(
            "Of two fields with the same name only one could count, and which one would depend on the program that "
            "reads the file. Keep the one that is right."
        ),
        Example(bad=kpi(KPI + "unit: 人\n"), good=kpi(KPI)),
    ),
    Check(
        rule("alias-not-allowed"),
        mark("A file uses an anchor, an alias or a merge key."),
        mark(
            "With & and * and <<, YAML can repeat a part of a file elsewhere. People who read the file must then look "
            "in two places, an edit of one value would change others, and a small file can blow up to fill the "
            "memory. Write out what is meant. A text that begins with & or * stands in quotes."
        ),
        Example(bad=kpi(KPI.replace("{year: 2020", "&start {year: 2020")), good=kpi(KPI)),
    ),
    Check(
        rule("tag-not-allowed"),
        mark("A file uses a YAML tag."),
        mark(
            "A tag such as !!str tells a program to read a value as something else than it looks like. Write numbers "
            "as numbers and texts as texts, in quotes where they look like numbers; then no tag is needed."
        ),
        Example(bad=kpi(KPI.replace("unit: 件", "unit: !!str 件")), good=kpi(KPI)),
    ),
    Check(
        rule("several-documents"),
        mark("A file holds several YAML documents."),
        mark(
            "A line of --- starts a new document, and everything after it would be left out. One file holds one "
            "strategy, or actuals of one strategy. Put the others into files of their own, or remove the line."
        ),
        Example(bad={STRATEGY: kpis(KPI) + "---\n" + kpis(KPI)}, good=kpi(KPI)),
    ),
    Check(
        rule("too-deep"),
        mark("Values are nested more than 32 levels deep."),
        mark(
            "No field of a kpitrack file lies that deep. Usually a bracket is opened again and again, or the file was "
            "made by a program for another purpose."
        ),
        Example(bad=kpi(KPI + "notes: " + "[" * 33 + "]" * 33 + "\n"), good=kpi(KPI)),
    ),
    Check(
        rule("too-large"),
        mark("A file is over 20 MB, or a text in it over 100 kB."),
        mark(
            "Files of data are read by people, too, and travel through git and reviews. Split a large file: the "
            "actuals of one strategy may stand in any number of files. Keep a long text in a document of its own, and "
            "name that."
        ),
        Example(bad=kpi(KPI + "notes: " + "x" * 100_001 + "\n"), good=kpi(KPI)),
    ),
    Check(
        rule("unknown-file"),
        mark("A file lies where it is not read."),
        mark(
            "Only files that end in .yaml below data/strategies and data/actuals are read, and kpitrack.yaml at the "
            "root. Any other file among them was probably meant to count. Give it that ending, move it, or start its "
            "name with a dot. Notes in .md and .txt may lie beside the data."
        ),
        Example(bad=kpi(KPI) | {"data/strategies/tsuruoka-3.yml": kpis(KPI)}, good=kpi(KPI)),
    ),
    Check(
        rule("unknown-field"),
        mark("A field is not known where it stands."),
        mark(
            "A mistyped field would be left out without a word, and with it a target or a source. The hint names the "
            "field that is nearest, or all that may stand here. A field that is right may also stand at the wrong "
            "level: check the indentation."
        ),
        Example(bad=kpi(KPI + "deparment: 企画課\n"), good=kpi(KPI + "department: 企画課\n")),
    ),
    Check(
        rule("missing-field"),
        mark("A required field is missing or has no value."),
        mark(
            "A strategy needs id, title, organization with its name, period and goals; a goal and a measure id and "
            'title; a KPI id, name and unit, of which the unit may be "". Add the field. What is not known, of the '
            "fields that are not required, is left out."
        ),
        Example(bad=kpi(KPI.replace("unit: 件\n", "")), good=kpi(KPI)),
    ),
    Check(
        rule("wrong-type"),
        mark("A value is of the wrong kind, such as text where a number is due."),
        mark(
            'Nothing is guessed: "12" in quotes is a text and no number, and a code such as 062031 without quotes is '
            "a number and no text. Write numbers without quotes and unit, codes in quotes, lists with a dash before "
            "each entry."
        ),
        Example(bad=kpi(KPI.replace("value: 12}", "value: 十二}")), good=kpi(KPI)),
    ),
    Check(
        rule("bad-year"),
        mark("A year cannot be read."),
        mark(
            "Years are fiscal years and are written as 2024, FY2024, 令和6年度 or R6. A year without its era, a "
            "month, or a year that no era has cannot be placed. Years run from 1900 to 2200, so that a digit too many "
            "is found."
        ),
        Example(bad=kpi(KPI.replace("year: 2024", "year: 20224")), good=kpi(KPI)),
    ),
    Check(
        rule("bad-number"),
        mark("A number is not written as YAML writes it."),
        mark(
            "Commas, full-width digits, ▲ for minus and underscores make a text of a number, and percentages need "
            "their sign where a rate is meant. Write digits only, with a point for decimals: 12600, -3, 0.8. The hint "
            "names what to write."
        ),
        Example(bad=kpi(KPI.replace("value: 12}", "value: １２}")), good=kpi(KPI)),
    ),
    Check(
        rule("bad-id"),
        mark("An id has characters that it may not have."),
        mark(
            "Ids stand in references, addresses and file names, so they are made of small letters a–z, digits and "
            "hyphens, and begin with a letter or digit. Japanese belongs into title and name."
        ),
        Example(bad=kpi(KPI.replace("telework-practitioners", "Telework_実践者")), good=kpi(KPI)),
    ),
    Check(
        rule("moved-target-without-revision"),
        mark("A target was changed, and no entry under “revisions” keeps the earlier one."),
        mark(
            "A target that is lowered in silence makes a KPI look reached. kpitrack diff compares the files with an "
            "earlier state in git and finds targets that moved. Changing one is no mistake, if the earlier target is "
            "kept under “revisions”, with the day and the reason."
        ),
        Example(
            bad=kpi(_MOVED),
            good=kpi(
                _MOVED + "revisions:\n  - on: 2023-03-20\n    target: {year: 2024, value: 12}\n"
                "    reason: 中間評価による見直し\n"
            ),
        ),
    ),
    Check(
        rule("name-not-normal"),
        mark("A name is typed in another way than it is compared."),
        mark(
            "In some programs, above all on a Mac, “デ” becomes two characters, テ and its mark; both look alike. "
            "Blanks before or after a name are not seen either. Whoever searches the files for such a name does not "
            "find it. Type it anew. Until then, kpitrack takes it for the usual one everywhere."
        ),
        Example(bad=kpi(unicodedata.normalize("NFD", _NAMED)), good=kpi(_NAMED)),
    ),
)
