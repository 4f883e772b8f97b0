"""Home, drugs, discrepancies, glossary, sources, edition and the pages of prose."""

from collections.abc import Iterator
from typing import Any

from calculators.references import REFERENCES
from generator.calculator_links import citing, where_it_matters
from generator.content import Content
from generator.evidence_list import in_order
from generator.locale import words
from generator.pages.companion import in_order as companions_in_order
from generator.pages.companion import pages_that_name
from generator.pages.page import Page
from generator.pages.regimens import by_node, document_order, sort_records
from generator.pages.site_data import SiteData
from generator.records import Drug, Regimen, TermText
from generator.words import option_words, term_words


def regimens_of(content: Content, drug: str) -> list[str]:
    """Return the regimens that hold a drug, in the document's order."""
    found = [r for r in content.regimens.values() if any(block.drug == drug for block in r.drugs)]
    return [regimen.id for regimen in sorted(found, key=document_order)]


def home(site: SiteData) -> Page:
    content, lang, t = site.content, site.lang, words(site.lang)
    drugs = sorted(content.drugs.values(), key=lambda d: getattr(d.inn, lang))
    pending = sum(record.decision.status == "pending" for record in content.discrepancies.values())
    facts = t["home_facts"].format(regimens=len(content.regimens), drugs=len(drugs), open=pending)
    return Page(
        "index.md",
        "home.md.j2",
        t["home_title"],
        {
            "groups": [(node, content.prose.nodes[node], regimens) for node, regimens in by_node(content)],
            "by_drug": [(drug.id, found) for drug in drugs if (found := regimens_of(content, drug.id))],
            "facts": facts,
        },
        description=getattr(content.edition.title, lang),
        wide=True,
    )


def drug_pages(site: SiteData) -> Iterator[Page]:
    content, lang = site.content, site.lang
    other = "en" if lang == "it" else "it"
    for drug in content.drugs.values():
        name = getattr(drug.inn, lang)
        drug_class = content.drug_classes[drug.class_]
        yield Page(
            f"drugs/{drug.id}.md",
            "drug.md.j2",
            name.capitalize(),
            {
                "drug": drug,
                "drug_class": drug_class,
                "regimens": regimens_of(content, drug.id),
                "near": where_it_matters(content, "drugs", drug.id),
                "other": other,
                "trials": [trial.id for trial in in_order(content) if drug.id in trial.drugs],
                "companions": pages_that_name(content, "drugs", drug.id),
                "rows": [
                    [_row_words(row.when, drug, content, lang) for row in adjustment.rows]
                    for adjustment in drug.adjustments
                ],
            },
            description=f"{name} ({getattr(drug.inn, other)}): {getattr(drug_class.name, lang)}",
            verified=drug.last_verified_on,
        )


_NO_RULES = Regimen.model_construct(rules={})


def _row_words(terms: list[TermText], drug: Drug, content: Content, lang: str) -> str:
    """Say the conditions of a row of a drug's rule."""
    return "; ".join(
        option_words(term, drug.choices[term.name], lang)
        if term.operator == "is"
        else term_words(term, _NO_RULES, content, lang)
        for term in terms
    )


def drug_index(site: SiteData) -> Page:
    content, lang = site.content, site.lang
    drugs = sorted(content.drugs.values(), key=lambda d: getattr(d.inn, lang))
    data = {"drugs": [(drug, regimens_of(content, drug.id)) for drug in drugs]}
    return Page("drugs/index.md", "drugs.md.j2", words(lang)["nav_drugs"], data)


def discrepancy_index(site: SiteData) -> Page:
    content, lang, t = site.content, site.lang, words(site.lang)
    prose = content.prose

    def options(pairs: Any, used: set[str]) -> list[dict[str, str]]:
        return [{"value": name, "label": getattr(text, lang)} for name, text in pairs if name in used]

    records = sort_records(list(content.discrepancies.values()))
    filters = [
        {
            "name": "kind-of",
            "label": t["filter_kind"],
            "options": options(((k, w.label) for k, w in prose.kinds.items()), {r.kind for r in records}),
        },
        {
            "name": "severity",
            "label": t["filter_severity"],
            "options": options(prose.severities.items(), {r.severity for r in records}),
        },
        {
            "name": "decision",
            "label": t["filter_decision"],
            "options": options(prose.statuses.items(), {r.decision.status for r in records}),
        },
    ]
    where = {
        record.id: [
            r.id
            for r in sorted(content.regimens.values(), key=document_order)
            if record.id in r.discrepancies
        ]
        for record in records
    }
    pages = {
        record.id: [page for page in companions_in_order(content) if record.id in page.discrepancies]
        for record in records
    }
    data = {
        "records": [(record, where[record.id], pages[record.id]) for record in records],
        "filters": filters,
    }
    return Page("discrepancies/index.md", "discrepancies.md.j2", t["nav_discrepancies"], data)


def prose_pages(site: SiteData) -> Iterator[Page]:
    lang, t, prose = site.lang, words(site.lang), site.content.prose
    for slug, title, texts in (
        ("how-to-use", "nav_how_to_use", [prose.how_to_use, prose.privacy]),
        ("intended-use", "nav_intended_use", [prose.intended_use]),
        ("accessibility", "nav_accessibility", [prose.accessibility]),
    ):
        data = {"texts": [getattr(text, lang) for text in texts]}
        yield Page(f"{slug}.md", "prose.md.j2", t[title], data, menu=True)


def glossary(site: SiteData) -> Page:
    entries = sorted(site.content.glossary.items(), key=lambda item: item[0].casefold())
    data = {"entries": [(term, {"it": entry.it, "en": entry.en}) for term, entry in entries]}
    return Page("glossary.md", "glossary.md.j2", words(site.lang)["nav_glossary"], data, menu=True)


def sources(site: SiteData) -> Page:
    records = site.content.references.items()
    kinds = ("document", "label", "publication", "decision", "check")
    groups = [(kind, [(key, record) for key, record in records if record.kind == kind]) for kind in kinds]
    scores = [
        (key, citation[site.lang], citing(site.content, key))
        for key, citation in REFERENCES.items()
        if key not in site.content.references
    ]
    data = {"groups": groups, "scores": scores}
    return Page("sources.md", "sources.md.j2", words(site.lang)["nav_sources"], data, menu=True)


def edition_page(site: SiteData) -> Page:
    data = {
        "sha256": site.sha256,
        "to_root": site.to_root,
        "edition_path": site.edition_path,
        "edition_id": site.edition.id,
    }
    return Page("edition.md", "edition.md.j2", words(site.lang)["edition_title"], data, menu=True)
