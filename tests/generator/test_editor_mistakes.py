"""An editor's mistakes: each is shown where it stands, says what was expected, and builds nothing."""

from collections.abc import Iterator
from functools import cache

import pytest

from generator.check import checked_content
from generator.content import read_texts
from generator.yaml_source import read_yaml
from tests.generator.editing import ROOT, Mistake, edited, place_of, real_texts, report

KRD = "regimens/krd.yml"
DVD = "regimens/dvd.yml"
LENALIDOMIDE = "drugs/lenalidomide.yml"
DX_05 = "discrepancies/dx-05.yml"


NAMES = (
    Mistake(
        "an unknown drug",
        KRD,
        "drug: lenalidomide",
        "drug: ^lenalidomid",
        "unknown drug lenalidomid",
        "the nearest name is lenalidomide",
    ),
    Mistake(
        "a misspelt key",
        KRD,
        "\naliases:",
        "\n^aliasses:",
        "unknown key aliasses",
        "the nearest name is aliases",
    ),
    Mistake(
        "a misspelt key deep in a record",
        KRD,
        "condition: if_tolerated",
        "^conditon: if_tolerated",
        "unknown key conditon",
        "the nearest name is condition",
    ),
    Mistake(
        "a key of another place",
        KRD,
        "infusion: {minutes: 10,",
        "infusion: {minutes: 10, ^dose: 20 mg,",
        "unknown key dose",
        "expected one of: continuous, discrepancy, kind, minutes, source",
    ),
    Mistake(
        "a word that is not in the list",
        KRD,
        "route: po,",
        "route: ^oral,",
        "'oral' is not one of the known words",
        "expected one of: im, iv, not_stated, po, po_or_iv, sc",
    ),
    Mistake(
        "an unknown source",
        KRD,
        "source: rcp-kyprolis 4.1",
        "source: ^rcp-kypolis 4.1",
        "unknown source rcp-kypolis",
        "the nearest name is rcp-kyprolis",
    ),
    Mistake(
        "an unknown source in a list",
        KRD,
        '["000:132-136", "decisions DEC-07"]',
        '["000:132-136", ^"decision DEC-07"]',
        "unknown source decision",
        "the nearest name is decisions",
    ),
    Mistake(
        "lines beyond the document's end",
        KRD,
        'source: "000:130"',
        'source: ^"000:1130"',
        "document 000 ends at line 573, 000:1130 is beyond it",
    ),
    Mistake(
        "a decision that does not exist",
        KRD,
        "source: decisions DEC-07",
        "source: ^decisions DEC07",
        "unknown decision DEC07",
        "the nearest name is DEC-07",
    ),
    Mistake(
        "a discrepancy that does not exist",
        KRD,
        "discrepancy: DX-18",
        "discrepancy: ^DX-180",
        "unknown discrepancy DX-180",
        "the nearest name is DX-18",
    ),
    Mistake(
        "a discrepancy that does not exist in a list",
        KRD,
        "discrepancies: [DX-07,",
        "discrepancies: [^DX07,",
        "unknown discrepancy DX07",
        "the nearest name is DX-07",
    ),
    Mistake(
        "an unknown option",
        KRD,
        "when: krd_days_8_9 is omit",
        "when: ^krd_days_8_9 is omits",
        "krd_days_8_9 has no option omits",
        "the nearest name is omit",
    ),
    Mistake(
        "an unknown choice",
        KRD,
        "when: escalation_tolerated is no\n",
        "when: ^escalation_is_tolerated is no\n",
        "unknown choice escalation_is_tolerated",
        "the nearest name is escalation_tolerated",
    ),
    Mistake(
        "an unknown quantity",
        KRD,
        "any: [age_years > 75]",
        "any: [^age_year > 75]",
        "unknown quantity age_year",
        "the nearest name is age_years",
    ),
    Mistake(
        "an unknown rule",
        KRD,
        "when: not above_75",
        "when: ^not above_57",
        "unknown rule or fact above_57",
        "the nearest name is above_75",
    ),
    Mistake(
        "an unknown quantity in a list",
        LENALIDOMIDE,
        "[not dialysis, creatinine_clearance_ml_min >= 50]",
        "[not dialysis, ^creatinine_clearence_ml_min >= 50]",
        "unknown quantity creatinine_clearence_ml_min",
        "the nearest name is creatinine_clearance_ml_min",
    ),
    Mistake(
        "an unknown drug class",
        LENALIDOMIDE,
        "class: imid",
        "class: ^imids",
        "unknown drug class imids",
        "the nearest name is imid",
    ),
    Mistake(
        "an unknown drug as premedication",
        "drugs/daratumumab.yml",
        "satisfied_by: dexamethasone",
        "satisfied_by: ^dexametasone",
        "unknown drug dexametasone",
        "the nearest name is dexamethasone",
    ),
    Mistake(
        "an unknown condition of a choice",
        "drugs/daratumumab.yml",
        "when: daratumumab_route is iv",
        "when: ^daratumumab_rout is iv",
        "unknown choice daratumumab_rout",
        "the nearest name is daratumumab_route",
    ),
    Mistake(
        "an unknown body surface formula",
        "edition.yml",
        "value: mosteller",
        "value: ^mostelle",
        "'mostelle' is not one of the known words",
        "the nearest name is mosteller",
    ),
    Mistake(
        "an id that is not the file's name",
        KRD,
        "id: krd",
        "id: ^kdr",
        "id kdr is not the file's name",
        "expected krd",
    ),
)

YAML = (
    Mistake(
        "a duplicate key",
        KRD,
        "acronym: KRd\n",
        "acronym: KRd\n^acronym: KRD\n",
        "duplicate key acronym",
        "first given on line 2",
    ),
    Mistake(
        "a number with a leading zero",
        KRD,
        "cycle: 18",
        "cycle: ^08",
        "a bare 08 can be read in more than one way",
        'write "08" in quotes',
    ),
    Mistake(
        "a number with an underscore",
        KRD,
        "cap_m2: 2.2",
        "cap_m2: ^1_8",
        "a bare 1_8 can be read in more than one way",
        'write "1_8" in quotes',
    ),
    Mistake(
        "a bare no",
        KRD,
        "count_stated: true",
        "count_stated: ^no",
        "a bare no can be read in more than one way",
        'write "no" in quotes, or true or false where the record asks yes or no',
    ),
    Mistake(
        "a bare no as a key",
        "drugs/carfilzomib.yml",
        '"no":',
        "^no:",
        "a bare no can be read in more than one way",
        'write "no" in quotes, or true or false where the record asks yes or no',
    ),
    Mistake(
        "a bare date",
        KRD,
        'last_verified_on: "2026-11-21"',
        "last_verified_on: ^2026-11-21",
        "a bare 2026-11-21 can be read in more than one way",
        'write "2026-11-21" in quotes',
    ),
    Mistake(
        "a source that reads as a time of day",
        KRD,
        'source: "000:118"',
        "source: ^000:18",
        "a bare 000:18 can be read in more than one way",
        'write "000:18" in quotes',
    ),
    Mistake(
        "a source that reads as sexagesimal to no one, all the same",
        KRD,
        'source: "000:118"',
        "source: ^000:99",
        "a bare 000:99 can be read in more than one way",
        'write "000:99" in quotes',
    ),
    Mistake(
        "a value that was forgotten",
        KRD,
        "acronym: KRd\n",
        "acronym:^\n",
        "an empty value can be read in more than one way",
        "write null if none",
    ),
    Mistake("a tab", KRD, "\n  nodes: [I-A]", "\n^\tnodes: [I-A]", "a tab character", "indent with spaces"),
    Mistake(
        "an unclosed bracket",
        KRD,
        "  nodes: [I-A]\n  text:\n",
        "  nodes: [I-A\n  text^:\n",
        "not readable as YAML: did not find expected ',' or ']'",
        "while parsing a flow sequence, which begins on line 9",
    ),
    Mistake(
        "a wrong indent",
        KRD,
        "  count_stated: true",
        "   ^count_stated: true",
        "not readable as YAML: did not find expected key",
        "while parsing a block mapping, which begins on line 24",
    ),
    Mistake(
        "a reference",
        KRD,
        "source: rcp-kyprolis 4.1\n  kind: reconstructed",
        "source: ^&label rcp-kyprolis 4.1\n  kind: reconstructed\n  discrepancy: *label",
        "this value is used again elsewhere in the file through a reference (*)",
        "write it out in both places",
    ),
    Mistake(
        "a tag",
        KRD,
        "count_stated: true",
        "count_stated: ^!!bool true",
        "a tag tag:yaml.org,2002:bool",
        "write the value without it",
    ),
    Mistake(
        "a control character", KRD, "acronym: KRd", "acronym: KR^\x07d", "a control character", "delete it"
    ),
)

VALUES = (
    Mistake(
        "a dose without its unit",
        KRD,
        "dose: 25 mg,",
        "dose: ^25,",
        "expected a dose with its unit: 20 mg/m2, 10 mg/kg or 40 mg",
    ),
    Mistake(
        "a dose in a unit of the document",
        KRD,
        "dose: 27 mg/m2",
        "dose: ^27 mg/mq",
        "expected a dose with its unit: 20 mg/m2, 10 mg/kg or 40 mg",
    ),
    Mistake(
        "a dose of zero",
        KRD,
        "dose: 25 mg,",
        "dose: ^0 mg,",
        "a dose of zero: write `days: []` where none is given",
    ),
    Mistake(
        "a dose without a source",
        KRD,
        'dose: 25 mg, source: "000:150"}',
        "dose: 25 mg}",
        "source is missing",
        at='- ^{cycles: "1+", days: [1, 2, 3, 4, 5',
    ),
    Mistake(
        "days without a dose",
        KRD,
        "route: po, dose: 25 mg,",
        "route: po,",
        "a line with administrations needs `dose` (with its unit) and `route`",
        at='- ^{cycles: "1+", days: [1, 2, 3, 4, 5',
    ),
    Mistake(
        "a dose where none is given",
        KRD,
        'cycles: "13+"\n        days: [1, 2, 15, 16]',
        '^cycles: "13+"\n        days: []',
        "`days: []` means no administration: it takes no dose",
    ),
    Mistake(
        "a maximum per m2",
        KRD,
        "max: 60 mg",
        "max: ^60 mg/m2",
        "expected a flat maximum in mg",
    ),
    Mistake(
        "days that do not rise",
        KRD,
        'cycles: "13+"\n        days: [1, 2, 15, 16]',
        '^cycles: "13+"\n        days: [1, 15, 2, 16]',
        "days must rise and not repeat",
    ),
    Mistake(
        "a day 0",
        KRD,
        "days: [1, 8, 15, 22]",
        "days: [^0, 8, 15, 22]",
        "expected greater than or equal to 1",
    ),
    Mistake(
        "cycles given backwards",
        KRD,
        'cycles: "2-12"',
        'cycles: ^"12-2"',
        "cycles 12-2 end before they begin",
    ),
    Mistake(
        "cycles that are no text",
        KRD,
        'cycles: "1"\n',
        "cycles: ^1\n",
        'expected cycles in quotes: "1", "1-2" or "13+"',
    ),
    Mistake(
        "lines given backwards",
        KRD,
        'source: "000:140-142"',
        'source: ^"000:142-140"',
        "the lines of 000:142-140 end before they begin",
    ),
    Mistake(
        "a day that no calendar has",
        KRD,
        'last_verified_on: "2026-11-21"',
        'last_verified_on: ^"2026-11-31"',
        'expected a day in quotes: "2026-11-21"',
    ),
    Mistake(
        "a yes in quotes",
        KRD,
        "count_stated: true",
        'count_stated: ^"yes"',
        "expected true or false",
    ),
    Mistake(
        "one value where a list stands",
        KRD,
        "nodes: [I-A]",
        "nodes: ^I-A",
        "expected a list: [one, two], or one line each that begins with -",
    ),
    Mistake(
        "a condition that says nothing",
        KRD,
        "any: [age_years > 75]",
        "any: [^older than 75]",
        "cannot read the condition 'older than 75': "
        "write age_years > 75, or daratumumab_route is iv, or a rule's name",
    ),
    Mistake(
        "a text without its English",
        KRD,
        'name: {it: "Carfilzomib, lenalidomide e desametasone", '
        'en: "Carfilzomib, lenalidomide and dexamethasone"}',
        '^name: {it: "Carfilzomib, lenalidomide e desametasone"}',
        "en is missing",
    ),
    Mistake(
        "a text that is empty",
        KRD,
        'en: "First relapse (second line), disease not refractory to lenalidomide"',
        'en: ^""',
        "expected a text, found an empty one",
    ),
    Mistake(
        "a value of the label without its kind",
        KRD,
        "  source: rcp-kyprolis 4.1\n  kind: reconstructed\n",
        "  source: rcp-kyprolis 4.1\n",
        "a value from outside the document needs its kind: reconstructed, corrected, choice, gap, ...",
        at="indication:\n  ^text:",
    ),
    Mistake(
        "an accepted decision without a name and a date",
        DX_05,
        "{status: pending, by: null, date: null}",
        "^{status: accepted, by: null, date: null}",
        "a decision that is not pending needs `by` (the role) and `date`",
    ),
)

SCHEDULES = (
    Mistake(
        "a day 29 in a 28-day cycle",
        KRD,
        "days: [1, 8, 15, 22]",
        "days: [1, 8, 15, ^29]",
        "day 29 is outside a 28-day cycle",
    ),
    Mistake(
        "a gap between cycle ranges",
        KRD,
        'cycles: "2-12"',
        'cycles: "2-11"',
        "carfilzomib: no line covers cycle 12",
        "add a line, or `days: []` where none is given",
        at='doses:\n      ^- cycles: "1"\n        days: [1, 2]',
    ),
    Mistake(
        "a gap under one condition",
        KRD,
        "when: krd_days_8_9 is keep",
        "when: [krd_days_8_9 is keep, not dialysis]",
        "carfilzomib: no line covers cycle 13 "
        "when escalation_tolerated = yes, krd_days_8_9 = keep, dialysis = yes",
        "add a line, or `days: []` where none is given",
        at='doses:\n      ^- cycles: "1"\n        days: [1, 2]',
    ),
    Mistake(
        "a gap between cycle lengths",
        DVD,
        '{cycles: "9+", days: 28,',
        '{cycles: ^"10+", days: 28,',
        "no range covers cycle 9",
    ),
    Mistake(
        "a cycle in two lengths",
        DVD,
        '{cycles: "9+", days: 28,',
        '{cycles: ^"8+", days: 28,',
        "cycle 8 stands in two ranges",
    ),
    Mistake(
        "cycle lengths that end",
        DVD,
        '{cycles: "9+", days: 28,',
        '{cycles: ^"9-12", days: 28,',
        "no range covers the cycles after 12",
    ),
    Mistake(
        "cycle lengths that begin late",
        KRD,
        '{cycles: "1+", days: 28,',
        '{cycles: ^"2+", days: 28,',
        "the first range must begin at cycle 1",
    ),
    Mistake(
        "a rule that is never used",
        KRD,
        "rules:\n",
        'rules:\n  ^spare: {any: [dialysis], text: {it: "x", en: "x"}, source: "000:146"}\n',
        "spare is never used",
    ),
    Mistake(
        "a rule that names itself",
        KRD,
        "any: [age_years > 75]",
        "any: [age_years > 75, ^above_75]",
        "rule above_75 names above_75, which does not stand above it",
    ),
    Mistake(
        "an undetermined dose without a block",
        KRD,
        'dose: 25 mg, source: "000:150"}',
        'dose: 25 mg, source: "000:150", kind: undetermined}',
        "an undetermined dose needs an entry in `blocks`: it must not compute",
        at='- ^{cycles: "1+", days: [1, 2, 3, 4, 5',
    ),
    Mistake(
        "a gap between the rows of an adjustment",
        LENALIDOMIDE,
        "[not dialysis, creatinine_clearance_ml_min >= 50]",
        "[not dialysis, creatinine_clearance_ml_min > 50]",
        "no row covers the case when dialysis = no, lenalidomide_below_30 = 7.5_mg_daily, "
        "creatinine_clearance_ml_min = 50",
        at="rows:\n      ^- when: [dialysis]",
    ),
    Mistake(
        "two rows of an adjustment that act at once",
        LENALIDOMIDE,
        "- when: [not dialysis, creatinine_clearance_ml_min >= 30, creatinine_clearance_ml_min < 50]",
        "- ^when: [not dialysis, creatinine_clearance_ml_min >= 30, creatinine_clearance_ml_min <= 50]",
        "two rows act when dialysis = no, "
        "lenalidomide_below_30 = 7.5_mg_daily, creatinine_clearance_ml_min = 50",
    ),
)

MISTAKES = [*NAMES, *YAML, *VALUES, *SCHEDULES]


@pytest.fixture(scope="module", autouse=True)
def unchanged_files_are_read_once() -> Iterator[None]:
    """Every test changes a file or two of more than a hundred: the rest need not be parsed again."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("generator.content.read_yaml", cache(read_yaml))
        yield


@pytest.mark.parametrize("mistake", MISTAKES, ids=lambda mistake: mistake.name)
def test_it_is_shown_where_it_stands_with_what_was_expected(mistake: Mistake) -> None:
    texts = edited(mistake.file, mistake.fragment, mistake.becomes)
    line, column = place_of(texts[mistake.file], mistake.at or mistake.becomes)

    shown = report(texts)

    assert [(p.message, p.hint) for p in shown.problems] == [(mistake.message, mistake.hint)]
    head, *snippet = shown.text.splitlines()
    assert head == f"content/{mistake.file}:{line}:{column}: {mistake.message}"
    assert_caret(snippet, texts[mistake.file].splitlines(), line, column)


def assert_caret(snippet: list[str], lines: list[str], line: int, column: int) -> None:
    """The snippet numbers the line and its neighbours, with a caret under the column."""
    [under] = [number for number, text in enumerate(snippet) if text.strip(" |") == "^"]
    assert snippet[under - 1].split(" | ", 1) == [f"  {line:>{len(str(line + 1))}}", lines[line - 1]]
    assert snippet[under].index("^") - snippet[under - 1].index(" | ") - len(" | ") == column - 1


def test_two_lines_on_the_same_day_are_both_pointed_at() -> None:
    texts = edited(KRD, "dose: 40 mg\n        when: not above_75\n", "dose: 40 mg\n")
    first = place_of(texts[KRD], "^drug: dexamethasone\n    timing:")[0]
    lines = texts[KRD].splitlines()
    one, other = [
        n for n, text in enumerate(lines, 1) if n > first and text.startswith('      - cycles: "1+"')
    ]

    shown = report(texts)

    [problem] = shown.problems
    assert (problem.line, problem.column) == (other, 9)
    assert problem.message == (
        "dexamethasone: two lines give it at once, such as day 1 of cycle 1 when age_years = 76"
    )
    assert problem.hint == f"the other line is at content/{KRD}:{one}"


def test_a_required_key_that_is_misspelt_is_both_unknown_and_missing() -> None:
    shown = report(edited(KRD, "count_stated:", "count_state:"))

    assert [p.message for p in shown.problems] == ["count_stated is missing", "unknown key count_state"]
    assert shown.problems[1].hint == "the nearest name is count_stated"


def test_a_rule_that_names_a_later_one_cannot_go_round_in_circles() -> None:
    text = 'text: {it: "x", en: "x"}, source: "000:146"'
    rules = f"rules:\n  one: {{any: [two], {text}}}\n  two: {{any: [one, above_75], {text}}}\n"

    messages = [p.message for p in report(edited(KRD, "rules:\n", rules)).problems]

    assert messages == [
        "rule one names two, which does not stand above it",
        "rule two names above_75, which does not stand above it",
    ]


def test_a_missing_file_is_named() -> None:
    texts = dict(real_texts())
    del texts["sources.yml"]

    assert report(texts).text.startswith("content/sources.yml:1:1: the file is missing")


def test_a_missing_file_makes_no_mistakes_elsewhere() -> None:
    for name in ("sources.yml", "drug_classes.yml", "conditions.yml"):
        texts = {file: text for file, text in real_texts().items() if file != name}

        assert [p.file for p in report(texts).problems] == [f"content/{name}"]


def test_a_missing_drug_is_unknown_wherever_it_is_used() -> None:
    texts = {file: text for file, text in real_texts().items() if file != "drugs/etoposide.yml"}
    users = [file for file, text in texts.items() if "drug: etoposide\n" in text]

    problems = report(texts).problems

    assert [p.file for p in problems] == [f"content/{file}" for file in sorted(users)]
    assert {p.message for p in problems} == {"unknown drug etoposide"}


@pytest.mark.parametrize(
    ("name", "hint"),
    [
        ("condition.yml", "the nearest name is conditions.yml"),
        ("regimens/krd.yaml", "a record's file ends in .yml"),
    ],
)
def test_a_file_that_would_not_be_read_is_reported(name: str, hint: str) -> None:
    [problem] = report({**real_texts(), name: "id: x\n"}).problems

    assert problem.message == "a file of this name is not read"
    assert problem.hint == hint


@pytest.mark.parametrize("text", ["", "# only a comment\n"])
def test_an_empty_file_is_said_to_be_empty(text: str) -> None:
    shown = report({**real_texts(), KRD: text})

    assert [(p.line, p.column, p.message) for p in shown.problems] == [(1, 1, "the file is empty")]


@pytest.mark.parametrize("text", ["null\n", "- a\n- b\n", "krd\n"])
def test_a_file_that_holds_something_else_says_what_was_expected(text: str) -> None:
    [problem] = report({**real_texts(), KRD: text}).problems

    assert problem.message == "expected names with values: `name: value`"


def test_a_file_that_is_cut_short_is_shown_at_its_end() -> None:
    text = real_texts()[KRD].partition('- {it: "Idratazione')[0] + '- {it: "Idratazione'
    last = text.splitlines()[-1]

    [problem] = report({**real_texts(), KRD: text}).problems

    assert (problem.line, problem.column) == (len(text.splitlines()), len(last) + 1)


@pytest.mark.parametrize("encoding", ["latin-1", "utf-16"])
def test_a_file_that_is_not_utf_8_gives_a_line_and_no_traceback(
    encoding: str, tmp_path_factory: pytest.TempPathFactory
) -> None:
    folder = tmp_path_factory.mktemp(encoding) / "content"
    (folder / "regimens").mkdir(parents=True)
    (folder / KRD).write_bytes('id: krd\nname: {it: "società", en: "x"}\n'.encode(encoding))

    problem = next(p for p in report(read_texts(folder)).problems if p.file == f"content/{KRD}")

    assert (problem.message, problem.hint) == ("a character that is not UTF-8", "save the file as UTF-8")
    assert (problem.line, problem.column) == {"latin-1": (2, 19), "utf-16": (1, 1)}[encoding]


def test_a_byte_order_mark_is_no_mistake() -> None:
    checked_content({**real_texts(), KRD: f"\ufeff{real_texts()[KRD]}"})


def test_every_mistake_of_every_file_is_reported_in_one_run() -> None:
    texts = {
        **edited(KRD, "\naliases:", "\naliasses:"),
        DVD: edited(DVD, "drug: bortezomib", "drug: bortezomip")[DVD],
        LENALIDOMIDE: edited(LENALIDOMIDE, "class: imid", "class: imids")[LENALIDOMIDE],
        DX_05: real_texts()[DX_05].replace("severity: critical", "severity: 08"),
        "regimens/rd.yml": "",
    }
    del texts["conditions.yml"]
    texts[KRD] = (
        texts[KRD].replace("rcp-kyprolis 4.1", "rcp-kypolis 4.1").replace("acronym: KRd", "acronym: no")
    )

    shown = report(texts)

    assert [(p.file.removeprefix("content/"), p.message) for p in shown.problems] == [
        ("conditions.yml", "the file is missing"),
        (DX_05, "a bare 08 can be read in more than one way"),
        (LENALIDOMIDE, "unknown drug class imids"),
        (DVD, "unknown drug bortezomip"),
        (KRD, "a bare no can be read in more than one way"),
        (KRD, "unknown key aliasses"),
        (KRD, "unknown source rcp-kypolis"),
        ("regimens/rd.yml", "the file is empty"),
    ]
    assert shown.text.endswith("8 mistakes in the content; nothing was built.")


def test_a_mistake_is_shown_as_a_compiler_shows_it() -> None:
    texts = {
        **real_texts(),
        "conditions.yml": 'fever:\n  question: {it: "Febbre?", en: "Fever?"}\n  help: {it: "x", en: "x"}\n'
        '  sauce: "000:1"\n  source: "000:1"\n',
    }
    first = report(texts).text.partition("\n\n")[0]

    assert (
        first
        == """content/conditions.yml:4:3: unknown key sauce
  3 |   help: {it: "x", en: "x"}
  4 |   sauce: "000:1"
    |   ^
  5 |   source: "000:1"
    = the nearest name is source"""
    )


def test_the_content_as_it_is_has_no_mistake() -> None:
    content = checked_content(real_texts())

    assert content.broken == frozenset()
    assert set(content.regimens) == {path.stem for path in (ROOT / "content/regimens").glob("*.yml")}
