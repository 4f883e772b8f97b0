"""The pages of the algorithm: picture and rules, the guided walk, what it covers."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from typing import Any

from calculators.algorithm.patient import Patient, field_of
from calculators.algorithm.placing import conflicts
from calculators.algorithm.records import Algorithm, Fact, KnownState
from calculators.edition import Edition
from generator.algorithm.coverage import Covered, answers, counts, facts_of_nodes, walk
from generator.algorithm.outline import Outline, outline
from generator.algorithm.picture import TALL, WIDE, picture
from generator.locale import words
from generator.pages.page import Page
from generator.pages.site_data import SiteData

VERDICTS = ("clean", "conflict", "overlap", "gap", "open")


def algorithm_pages(site: SiteData) -> Iterator[Page]:
    """Yield the pages; an edition without an algorithm has none."""
    if site.edition.algorithm is None:
        return
    drawn = outline(site.edition, {name: c.hue for name, c in site.content.drug_classes.items()}, site.lang)
    yield _rules_page(site, site.edition.algorithm, drawn)
    yield _walk_page(site, site.edition.algorithm, drawn)
    yield coverage_page(site, site.edition)


def _rules_page(site: SiteData, algorithm: Algorithm, drawn: Outline) -> Page:
    t = words(site.lang)
    page = Page(
        "algorithm/index.md",
        "algorithm.md.j2",
        t["algorithm_title"],
        description=t["algorithm_intro"],
        wide=True,
    )
    by_node: dict[str, list[KnownState]] = defaultdict(list)
    for state in algorithm.known_states:
        for node in (*state.nodes, *state.in_nodes):
            by_node[node].append(state)
    trigger = algorithm.relapse_trigger
    data = {
        "outline": drawn,
        "pictures": _pictures(drawn, site.lang, page.base, node_base=""),
        "classes": _classes(site, drawn),
        "algorithm": algorithm,
        "placements": site.edition.placements,
        "states_of": dict(by_node),
        "always": [s for s in algorithm.statements if not s.when],
        "sometimes": [s for s in algorithm.statements if s.when],
        "trigger": _trigger(site, trigger),
        "trigger_imwg": _trigger_imwg(site, trigger),
        "retransplant": t["algorithm_retransplant_text"].format(
            without=algorithm.retransplant.without_maintenance_above_months,
            with_=algorithm.retransplant.with_maintenance_above_months,
            maximum=algorithm.retransplant.maximum_autologous,
        ),
    }
    return Page(page.path, page.template, page.title, data, page.description, wide=True)


def _trigger(site: SiteData, trigger: Any) -> list[tuple[str, tuple[str, ...]]]:
    t = words(site.lang)
    values = {
        "crab": {},
        "m_component": {"factor": trigger.factor, "months": trigger.within_months},
        "bence_jones": {"limit": trigger.increase_above_mg_24h},
        "free_light_chains": {"limit": trigger.increase_above_percent},
    }
    return [(t[f"trigger_{name}"].format(**found), trigger.sources[name]) for name, found in values.items()]


def _trigger_imwg(site: SiteData, trigger: Any) -> list[str]:
    t = words(site.lang)
    values = {
        "m_doubling": {
            "factor": trigger.imwg_factor,
            "months": trigger.imwg_within_months,
            "reference": trigger.imwg_reference_g_l,
        },
        "m_increase": {"limit": trigger.imwg_increase_g_l},
        "urine": {"limit": trigger.imwg_increase_mg_24h},
        "free_light_chains": {"limit": trigger.imwg_increase_mg_l, "percent": trigger.imwg_increase_percent},
    }
    return [t[f"imwg_{name}"].format(**found) for name, found in values.items()]


def _pictures(drawn: Outline, lang: str, base: str, node_base: str) -> list[str]:
    """Return the picture for a wide and for a narrow page; one of the two is shown."""

    def node_href(name: str) -> str:
        place = f"{base}algorithm/coverage/" if name[0] in "UO" else node_base
        return f"{place}#{name.lower() if name[0] in 'UO' else f'nodo-{name.lower()}'}"

    def regimen_href(name: str) -> str:
        return f"{base}regimens/{name}/"

    return [picture(drawn, sheet, lang, node_href, regimen_href) for sheet in (WIDE, TALL)]


def _classes(site: SiteData, drawn: Outline) -> list[tuple[str, str]]:
    """Return the hue and the names of the drug classes that the picture marks."""
    hues = {
        hue
        for group in drawn.groups
        for branch in group.branches
        for chip in branch.chips
        for hue in chip.hues
    }
    hues |= {hue for branch in drawn.asides for chip in branch.chips for hue in chip.hues}
    used = {c for p in site.edition.placements.values() for _, c in p.drugs}
    named: dict[str, list[str]] = defaultdict(list)
    for name, record in site.content.drug_classes.items():
        if record.hue in hues and name in used:
            named[record.hue].append(getattr(record.name, site.lang))
    return [(hue, "; ".join(names)) for hue, names in named.items()]


def _walk_page(site: SiteData, algorithm: Algorithm, drawn: Outline) -> Page:
    t = words(site.lang)
    page = Page("algorithm/walk.md", "walk.md.j2", t["walk_title"], description=t["walk_intro"], wide=True)
    root = page.base + site.to_root
    data = {
        "pictures": _pictures(drawn, site.lang, page.base, node_base=f"{page.base}algorithm/"),
        "questions": [_question(fact, site) for fact in algorithm.facts.values()],
        "form": {
            **site.order(root),
            "base": page.base,
        },
    }
    return Page(page.path, page.template, page.title, data, page.description, wide=True)


def _question(fact: Fact, site: SiteData) -> dict[str, Any]:
    lang = site.lang
    field = field_of(fact)
    drugs = sorted(
        (getattr(drug.inn, lang), drug.id)
        for drug in site.content.drugs.values()
        if fact.kind == "drugs" and drug.class_ == fact.drug_class
    )
    return {
        "name": fact.name,
        "kind": fact.kind,
        "step": fact.step,
        "question": fact.question[lang],
        "label": fact.label[lang],
        "why": fact.why[lang],
        "help": fact.help[lang] if fact.help else None,
        "expected": field.expected(lang) if fact.kind == "count" else "",
        "drugs": [{"id": identifier, "name": name} for name, identifier in drugs],
        "sources": fact.sources,
    }


def coverage_page(site: SiteData, edition: Edition) -> Page:
    """Return the page that walks every state."""
    algorithm, t = edition.algorithm, words(site.lang)
    assert algorithm is not None  # the caller has looked
    placements = list(edition.placements.values())
    whole = list(walk(algorithm, placements, unknown=True))
    known = [state for state in whole if state.known]
    core = [state for state in known if _is_core(state, algorithm)]
    facts = [fact for fact in facts_of_nodes(algorithm) if fact.drug is None or _alone(fact)]
    data = {
        "figures": [
            (t["coverage_core"].format(n=len(core)), counts(core)),
            (t["coverage_known"], counts(known)),
            (t["coverage_with_unknown"], counts(whole)),
        ],
        "verdicts": VERDICTS,
        "states": algorithm.known_states,
        "state_counts": {s.id: sum(s.id in state.states for state in known) for s in algorithm.known_states},
        "facts": [fact for fact in facts if fact.kind != "count"],
        "rows": _rows(algorithm, placements, facts),
        "filters": _filters(site),
        "class_conflicts": _class_conflicts(site, edition),
    }
    return Page(
        "algorithm/coverage.md", "coverage.md.j2", t["coverage_title"], data, t["coverage_intro"], wide=True
    )


def _alone(fact: Fact) -> bool:
    """A fact that a node names by itself gets a column; one that counts among others (an IMiD) does not."""
    return fact.step <= 2


def _is_core(state: Covered, algorithm: Algorithm) -> bool:
    """The combinations of lines 1, 2, 3 and at least 4 with the facts that nodes name by themselves."""
    others = [fact.name for fact in facts_of_nodes(algorithm) if not _alone(fact)]
    lines = {fact.name for fact in facts_of_nodes(algorithm) if fact.kind == "count"}
    return all(state.facts[name] == "no" for name in others) and all(
        isinstance(answer := state.facts[name], int) and 1 <= answer <= 4 for name in lines
    )


def _rows(algorithm: Algorithm, placements: Sequence[Any], facts: list[Fact]) -> list[dict[str, Any]]:
    """Return the rows of the matrix: equal rows of neighbouring numbers of lines are joined."""
    count = next(fact for fact in facts if fact.kind == "count")
    lines = [answer for answer in answers(count, algorithm, unknown=False) if isinstance(answer, int)]
    joined: list[dict[str, Any]] = []
    by_rest: dict[tuple[Any, ...], list[Covered]] = defaultdict(list)
    for state in walk(algorithm, placements, unknown=True, facts=facts):
        if state.facts[count.name] != "unknown":
            by_rest[tuple(state.facts[f.name] for f in facts if f is not count)].append(state)
    for rest, states in by_rest.items():
        group: list[Covered] = []
        for state in states:
            if group and _said(group[-1]) != _said(state):
                joined.append(_row(rest, group, count.name, lines[-1]))
                group = []
            group.append(state)
        joined.append(_row(rest, group, count.name, lines[-1]))
    joined.sort(key=lambda row: row["lines"][0])
    return joined


def _said(state: Covered) -> tuple[Any, ...]:
    return state.nodes, state.undecided, state.states, state.regimens


def _row(rest: tuple[Any, ...], group: list[Covered], count: str, last: int) -> dict[str, Any]:
    numbers = [int(state.facts[count]) for state in group]  # type: ignore[arg-type]
    state = group[0]
    return {
        "lines": numbers,
        "to_the_end": numbers[-1] == last,
        "answers": rest,
        "state": state,
        "complete": "unknown" not in rest,
        "conflicting": sorted({regimen for _, regimen, said in state.regimens if said == "conflicting"}),
    }


def _filters(site: SiteData) -> list[dict[str, Any]]:
    t = words(site.lang)
    return [
        {
            "name": "verdict",
            "label": t["filter_verdict"],
            "options": [{"value": name, "label": t[f"coverage_{name}"]} for name in VERDICTS],
        },
        {
            "name": "lines",
            "label": t["filter_lines"],
            "options": [
                *({"value": str(n), "label": str(n)} for n in range(4)),
                {"value": "4", "label": t["coverage_lines_from"].format(n=4)},
            ],
        },
        {
            "name": "data",
            "label": t["filter_unknowns"],
            "options": [
                {"value": "complete", "label": t["filter_complete"]},
                {"value": "incomplete", "label": t["filter_incomplete"]},
            ],
        },
    ]


def _class_conflicts(site: SiteData, edition: Edition) -> list[tuple[str, str, list[str]]]:
    """Return, for each node and fact, the regimens that conflict when the answer is yes."""
    algorithm = edition.algorithm
    assert algorithm is not None  # the caller has looked
    found = []
    for node in algorithm.nodes.values():
        for fact in algorithm.facts.values():
            if node.aside or not (fact.drug or fact.drug_class):
                continue
            patient = Patient(algorithm, dict.fromkeys(algorithm.facts, "no") | {fact.name: "yes"})
            clash = [
                p.regimen
                for p in edition.placements.values()
                if node.id in p.nodes and any(c.known for c in conflicts(patient, p))
            ]
            if clash:
                found.append((node.id, fact.label[site.lang], clash))
    return found
