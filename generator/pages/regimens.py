"""The regimen pages and the list of regimens."""

from collections.abc import Iterator
from typing import Any, get_args

from calculators import api
from calculators.quantity import readable
from generator.brief import brief
from generator.calculator_links import near_regimen, where_it_matters
from generator.content import Content
from generator.cycle_picture import cycle_figure, schedule_table
from generator.dose_table import dose_tables
from generator.evidence_list import trials_of
from generator.examples import worked_examples
from generator.links import Links
from generator.locale import words
from generator.pages.calculators import with_links
from generator.pages.companion import pages_that_name
from generator.pages.page import Page
from generator.pages.site_data import SiteData
from generator.records import Choice, Discrepancy, DoseLine, Drug, DrugBlock, Node, Regimen, Sourced
from generator.words import dose_words

NODE_ORDER: tuple[Node, ...] = get_args(Node)
SEVERITY_ORDER = ("critical", "high", "medium", "low")
_LINES = 10_000
"""More lines than any document has."""


def document_order(regimen: Regimen) -> int:
    """Order regimens as the documents do: by the first line that names them, document after document."""
    document, _, lines = regimen.source[0].partition(":")
    return int(document) * _LINES + int(lines.partition("-")[0])


def by_node(content: Content) -> list[tuple[Node, list[Regimen]]]:
    """Group regimens by their place in the algorithm, in the document's order; an old edition has fewer."""
    ordered = sorted(content.regimens.values(), key=document_order)
    return [
        (node, [r for r in ordered if node in r.placement.nodes])
        for node in NODE_ORDER
        if node in content.prose.nodes
    ]


def regimen_pages(site: SiteData) -> Iterator[Page]:
    for regimen in site.content.regimens.values():
        yield _regimen_page(site, regimen)


def regimen_index(site: SiteData) -> Page:
    content, lang = site.content, site.lang
    used = {block.drug for regimen in content.regimens.values() for block in regimen.drugs}
    return Page(
        "regimens/index.md",
        "regimens.md.j2",
        words(lang)["nav_regimens"],
        {
            "groups": [(node, content.prose.nodes[node], regimens) for node, regimens in by_node(content)],
            "drug_filter": [
                {"value": drug.id, "label": getattr(drug.inn, lang)}
                for drug in sorted(content.drugs.values(), key=lambda d: getattr(d.inn, lang))
                if drug.id in used
            ],
            "class_filter": [
                {"value": name, "label": getattr(record.name, lang)}
                for name, record in content.drug_classes.items()
                if name in {content.drugs[drug].class_ for drug in used}
            ],
            "classes_of": {
                r.id: sorted({content.drugs[b.drug].class_ for b in r.drugs})
                for r in content.regimens.values()
            },
            "near": {node: where_it_matters(content, "nodes", node) for node in NODE_ORDER},
        },
    )


def _regimen_page(site: SiteData, regimen: Regimen) -> Page:
    content, lang = site.content, site.lang
    path = f"regimens/{regimen.id}.md"
    page = Page(path, "regimen.md.j2", "")
    links = Links(content, lang, page.base)
    records = [content.discrepancies[name] for name in regimen.discrepancies]
    records.sort(key=lambda r: (r.id.startswith("DEC"), SEVERITY_ORDER.index(r.severity), r.id))
    data: dict[str, Any] = {
        "regimen": regimen,
        "records": records,
        "to_root": site.to_root,
        "history": site.history.get(regimen.id, []),
        "open_count": sum(record.decision.status == "pending" for record in records),
        "rules": list(rule_rows(content, regimen, links)),
        "all_sources": sorted(set(_sources_of(regimen.model_dump(mode="json", by_alias=True)))),
        "blocks": [block for block in regimen.blocks if not block.when and block.cycles.first == 1],
        "drug_names": [links.drug_name(block.drug) for block in regimen.drugs],
        "other_language_names": [
            getattr(content.drugs[b.drug].inn, "en" if lang == "it" else "it") for b in regimen.drugs
        ],
    }
    data["trials"] = trials_of(content, regimen.id, lang)
    data["companions"] = pages_that_name(content, "regimens", regimen.id)
    data["brief_cycles"], data["brief"] = brief(regimen, links)
    data |= {"figure": None, "table": None, "dose_tables": "", "form": None, "examples": []}
    data["near"] = near_regimen(content, regimen)
    if regimen.drugs:
        data["figure"] = cycle_figure(regimen, content, lang)
        data["table"] = schedule_table(regimen, content, lang, page.base, links.source_label)
        data["dose_tables"] = dose_tables(regimen, links)
        data["form"] = form_spec(site, page.base, regimen)
        data["examples"] = worked_examples(site.examples.get(regimen.id, []), site.edition, links)
    name = getattr(regimen.name, lang)
    return Page(
        path,
        "regimen.md.j2",
        f"{regimen.acronym}: {name}",
        data,
        description=f"{regimen.acronym}, {name}. {getattr(regimen.placement.text, lang)}",
        verified=regimen.last_verified_on,
        wide=True,
        behind=not regimen.source[0].startswith(f"{content.edition.document}:"),
    )


def form_spec(site: SiteData, base: str, regimen: Regimen) -> dict[str, Any]:
    """Return what the form's template needs for a regimen's dose plan."""
    root = base + site.to_root
    return {
        "id": f"plan-{regimen.id}",
        "calculator": "dose_plan",
        "regimen": regimen.id,
        "submit": words(site.lang)["calculate_submit"],
        "fields": with_links(
            api.form(site.edition, regimen.id, site.lang), Links(site.content, site.lang, base)
        ),
        "layout": "columns",
        "answer_keys": False,
        **site.order(root),
        "base": base,
        "heading": 3,
    }


def _sources_of(data: Any) -> Iterator[str]:
    if isinstance(data, dict):
        for key, value in data.items():
            if key == "source":
                yield from value if isinstance(value, list) else [value]
            else:
                yield from _sources_of(value)
    elif isinstance(data, list):
        for item in data:
            yield from _sources_of(item)


def rule_rows(content: Content, regimen: Regimen, links: Links) -> Iterator[dict[str, Any]]:
    """Yield the rows of 'Rules and boundaries': what, in which words, on whose authority."""
    lang = links.lang
    for rule in regimen.rules.values():
        yield _row(links, "rule_regimen", getattr(rule.text, lang), rule)
    for choice in regimen.choices.values():
        yield _choice_row(links, choice)
    line_choices = drug_choice_names(regimen)
    for block in regimen.drugs:
        yield from _block_rows(block, links)
        yield from _drug_rows(content.drugs[block.drug], block, line_choices, links)
    cycle = regimen.cycle
    if cycle:
        for review in cycle.review_after:
            yield _row(links, "rule_review", getattr(review.text, lang), review)
        if cycle.last:
            yield _row(links, "rule_last", getattr(cycle.last.text, lang), cycle.last)
    for warning in regimen.warnings:
        yield _row(links, "rule_warning", getattr(warning.text, lang), warning)


def _row(links: Links, what: str, text: str, value: Sourced) -> dict[str, Any]:
    return {
        "what": links.word(what),
        "text": text,
        "sources": value.source,
        "kind": value.kind,
        "discrepancy": value.discrepancy,
    }


def _choice_row(links: Links, choice: Choice) -> dict[str, Any]:
    options = "; ".join(getattr(option.label, links.lang) for option in choice.options.values())
    return _row(links, "rule_choice", f"{getattr(choice.question, links.lang)} {options}", choice)


def _block_rows(block: DrugBlock, links: Links) -> Iterator[dict[str, Any]]:
    """Yield what the regimen itself says of a drug: body surface, maxima, infusion, timing."""
    lang, word, name = links.lang, links.word, links.drug_name(block.drug)
    if surface := block.body_surface:
        parts = []
        if surface.cap_m2 is not None:
            parts.append(word("rule_surface_cap").format(drug=name, cap=readable(surface.cap_m2, lang)))
        if surface.recalculate_above_percent is not None:
            percent = readable(surface.recalculate_above_percent, lang)
            parts.append(word("rule_surface_weight").format(percent=percent))
        yield _row(links, "rule_surface", "; ".join(parts), surface)
    maxima: dict[str, DoseLine] = {}
    for line in block.doses:
        if line.max and line.dose:
            doses = {"max": dose_words(line.max, lang), "dose": dose_words(line.dose, lang)}
            maxima.setdefault(word("rule_max_text").format(drug=name, **doses), line)
    for text, line in maxima.items():
        yield _row(links, "rule_max", text, line)
    limits = {line.surface_limit.text.it: line.surface_limit for line in block.doses if line.surface_limit}
    for limit in limits.values():
        yield _row(links, "rule_max", f"{name}: {getattr(limit.text, lang)}", limit)
    if infusion := block.infusion:
        key = "rule_continuous_text" if infusion.continuous else "rule_infusion_text"
        yield _row(links, "rule_infusion", word(key).format(drug=name, minutes=infusion.minutes), infusion)
    for note in block.timing:
        yield _row(links, "rule_timing", f"{name}: {getattr(note.text, lang)}", note)


def _drug_rows(
    drug: Drug, block: DrugBlock, line_choices: set[str], links: Links
) -> Iterator[dict[str, Any]]:
    """Yield what follows a drug into every regimen: kidney, liver, choices, premedication."""
    lang, name = links.lang, links.drug_name(drug.id)
    for adjustment in drug.adjustments:
        text = f"{name}: {getattr(adjustment.text, lang)}"
        yield _row(links, f"rule_{adjustment.about}", text, adjustment)
    for choice_name, choice in drug.choices.items():
        if choice_name in line_choices:  # the choices of kidney and liver rules stand in their own rows
            yield _choice_row(links, choice)
    if given := block.premedication or drug.premedication:
        also = f" {links.word('also')}: {getattr(given.also, lang)}." if given.also else ""
        yield _row(links, "rule_premedication", f"{name}: {getattr(given.text, lang)}.{also}", given)
    if never := drug.never_reduced:
        yield _row(links, "rule_never_reduced", f"{name}: {getattr(never.text, lang)}", never)


def drug_choice_names(regimen: Regimen) -> set[str]:
    """Return the choices that the lines of a regimen name."""
    return {
        term.name
        for block in regimen.drugs
        for line in block.doses
        for term in line.when
        if term.operator == "is"
    }


def sort_records(records: list[Discrepancy]) -> list[Discrepancy]:
    """Sort records by severity, the document's own first."""
    return sorted(records, key=lambda r: (SEVERITY_ORDER.index(r.severity), r.id.startswith("DEC"), r.id))
