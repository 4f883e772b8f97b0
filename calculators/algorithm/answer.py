"""The ``algorithm`` calculator: nodes, regimens and open points for a patient's facts."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from decimal import Decimal
from typing import Any, Final

from calculators.algorithm.patient import Patient, read_patient
from calculators.algorithm.placing import MET, Conflict, Place, conflicts, known_states, places, strongest
from calculators.algorithm.records import Node, Placement
from calculators.algorithm.words import no_algorithm, say
from calculators.calculator import Calculator
from calculators.edition import Edition, distinct
from calculators.fields import YES_NO_UNKNOWN, Field
from calculators.outcome import Caution, Outcome, Question, Step, invalid
from calculators.quantity import exact
from calculators.terms import Term


class _Answer:
    """One answer in the making."""

    def __init__(self, patient: Patient, edition: Edition, lang: str) -> None:
        self.patient, self.edition, self.lang = patient, edition, lang
        self.algorithm = patient.algorithm
        self.truths = patient.node_truths()
        placed = edition.placements.values()
        self.conflicts = {p.regimen: conflicts(patient, p) for p in placed}
        self.places = {
            p.regimen: list(places(patient, p, conflicting=any(c.known for c in self.conflicts[p.regimen])))
            for p in placed
        }
        self.closing = [node for node in self.algorithm.conditional_asides if patient.all_hold(node.when)]
        """Asides that take the place of every node, such as palliative care."""
        self.known = [] if self.closing else list(known_states(patient, self.truths))

    # ------------------------------------------------------------------ criteria

    def term_text(self, term: Term) -> str:
        """Say a condition in words."""
        rule = self.algorithm.rules.get(term.name)
        if rule is not None:
            return rule.text[self.lang]
        fact = self.algorithm.facts[term.name]
        if term.operator == "holds":
            return (fact.fails if term.negated else fact.holds)[self.lang]
        assert not isinstance(term.value, str)
        assert term.value is not None
        return say(f"count_{term.operator}", self.lang, label=fact.holds[self.lang], value=exact(term.value))

    def criterion(self, term: Term, sources: tuple[str, ...]) -> dict[str, Any]:
        return {
            "text": self.term_text(term),
            "met": MET[self.patient.holds(term)],
            "fact": term.name,
            "sources": list(sources),
        }

    def criteria(self, place: Place) -> list[dict[str, Any]]:
        node, placement = place.node, place.placement
        found = [self.criterion(term, node.sources) for term in node.when]
        if not node.when:
            outside = node.id in self.algorithm.outside
            code = "own_check" if node.calculator else "outside" if outside else "not_stated"
            found.append(
                {
                    "text": say(code, self.lang),
                    "met": "not_stated",
                    "fact": None,
                    "sources": list(node.sources),
                }
            )
        if placement.condition is not None:
            text, met = placement.condition[self.lang], MET[place.condition_truth]
            found.append(
                {
                    "text": text,
                    "met": met if placement.when else "not_stated",
                    "fact": placement.when[0].name if placement.when else None,
                    "sources": list(placement.condition_sources),
                }
            )
        found += [
            self.criterion(replace(term, negated=not term.negated), other.sources)
            for other in self.closing
            if other.id != node.id
            for term in other.when
        ]
        return found

    # ------------------------------------------------------------------ regimens

    def conflict(self, conflict: Conflict) -> dict[str, Any]:
        drug = self.edition.drugs[conflict.drug].inn[self.lang]
        name = self.edition.drug_class_names[conflict.drug_class][self.lang]
        class_name = name[0].lower() + name[1:]
        if not conflict.known:
            code = "conflict_unknown"
        else:
            code = {True: "conflict_same", False: "conflict_other", None: "conflict_class"}[
                conflict.same_drug
            ]
        return {
            "class": conflict.drug_class,
            "drug": conflict.drug,
            "same_drug": conflict.same_drug,
            "fact": conflict.fact,
            "text": say(code, self.lang, drug=drug, class_name=class_name),
        }

    def listed(self, place: Place) -> dict[str, Any]:
        """Return a regimen as it stands at a node that holds."""
        placement = place.placement
        found = self.conflicts[placement.regimen]
        condition = None
        if placement.condition is not None:
            names = distinct((term.name,) for term in placement.when)
            condition = {
                "met": {True: "yes", False: "no", None: "unknown"}[place.condition_truth],
                "needs": ", ".join(names),
                "text": placement.condition[self.lang],
            }
        return {
            "regimen": placement.regimen,
            "node": place.node.id,
            "state": place.state,
            "condition": condition,
            "conflicts": [self.conflict(c) for c in found if c.known],
            "conflicts_not_assessable": [self.conflict(c) for c in found if not c.known],
            "blocked_by": placement.blocked_by,
        }

    def catalogue(self) -> list[dict[str, Any]]:
        """Return every regimen with its state, criterion by criterion."""
        return [self.entry(self.edition.placements[name], found) for name, found in self.places.items()]

    def entry(self, placement: Placement, found: list[Place]) -> dict[str, Any]:
        return {
            "regimen": placement.regimen,
            "acronym": placement.acronym,
            "name": placement.name[self.lang],
            "state": strongest(place.state for place in found),
            "outside": all(place.node.id in self.algorithm.outside for place in found),
            "places": [
                {
                    "node": place.node.id,
                    "title": place.node.title[self.lang],
                    "aside": place.node.aside,
                    "state": place.state,
                    "criteria": self.criteria(place),
                }
                for place in found
            ],
            "conflicts": [self.conflict(c) for c in self.conflicts[placement.regimen]],
            "blocked_by": placement.blocked_by,
            "indication": placement.indication[self.lang] if placement.indication else None,
            "indication_sources": list(placement.indication_sources),
            "off_label": placement.off_label[self.lang] if placement.off_label else None,
        }

    # ------------------------------------------------------------------ questions

    def required(self) -> tuple[str, ...]:
        """Return the facts that a node which may still hold waits for."""
        undecided = [self.algorithm.nodes[name] for name, truth in self.truths.items() if truth is None]
        return self.in_order(distinct(self.patient.open_facts(node.when) for node in undecided))

    def helpful(self) -> tuple[str, ...]:
        """Return the facts that no node waits for, but that would still change what is said."""
        names: list[str] = []
        for found in self.places.values():
            for place in found:
                if place.state == "not_applicable":
                    continue
                if place.node.when or not place.node.aside:
                    names += self.patient.open_facts(place.node.when)
                names += self.patient.open_facts(place.placement.when)
                if not place.node.aside and place.node_truth is not False:
                    names += [c.fact for c in self.conflicts[place.placement.regimen] if not c.known]
        for statement in self.algorithm.statements:
            names += self.patient.open_facts(statement.when)
        return self.in_order(names)

    def in_order(self, names: Any) -> tuple[str, ...]:
        wanted = set(names)
        return tuple(name for name in self.algorithm.facts if name in wanted)

    def ask(self) -> list[dict[str, Any]]:
        """Return what to ask next, in the order of the walk; nothing of a patient who is no candidate."""
        if self.closing or any(s.ends and self.patient.all_hold(s.when) for s in self.algorithm.statements):
            return []
        required = self.required()
        return [
            {"field": name, "required": name in required, "step": self.algorithm.facts[name].step}
            for name in self.in_order({*required, *self.helpful()})
        ]

    # ------------------------------------------------------------------ messages

    def messages(self, nodes: list[str], undecided: list[str]) -> Iterator[Caution]:
        lang = self.lang
        if not nodes and not undecided and not self.closing:
            yield Caution("not_covered", say("not_covered", lang), (), "stop")
        if undecided:
            yield Caution("undecided", say("undecided", lang, nodes=", ".join(undecided)))
        if len(nodes) > 1 and not self.closing:
            yield Caution("overlap", say("overlap", lang, nodes=", ".join(nodes)))
        for state in self.known:
            yield Caution(
                state.id, f"{state.id}. {state.title[lang]}: {state.why[lang]}", state.sources, "info"
            )
        for statement in self.algorithm.statements:
            if self.patient.all_hold(statement.when):
                level = "caution" if statement.when else "info"
                yield Caution(statement.code, statement.text[lang], statement.sources, level)


def place_patient(values: Mapping[str, Any], lang: str, edition: Edition | None) -> Outcome:
    """Answer the ``algorithm`` calculator; see the public contract for the shape of ``details``."""
    assert edition is not None  # the registry hands the edition to every calculator that needs one
    if edition.algorithm is None:
        return no_algorithm(lang)
    patient, problems = read_patient(values, edition, lang)
    if problems:
        return invalid(problems)
    made = _Answer(patient, edition, lang)
    nodes = [name for name, truth in made.truths.items() if truth]
    undecided = [name for name, truth in made.truths.items() if truth is None and not made.closing]
    asides = [node.id for node in made.closing]
    cautions = list(made.messages(nodes, undecided))
    certain = [place for found in made.places.values() for place in found if place.node_truth]
    order = list(made.algorithm.nodes)
    certain.sort(key=lambda place: order.index(place.node.id))
    used = distinct(made.algorithm.nodes[place.node.id].sources for place in certain)
    return Outcome(
        status="needs_input" if undecided else "ok" if nodes or asides else "not_covered",
        details={
            "nodes": nodes,
            "undecided": undecided,
            "asides": asides,
            "regimens": [made.listed(place) for place in certain],
            "overlap": len(nodes) > 1,
            "messages": [caution.as_dict() for caution in cautions],
            "known_states": [state.id for state in made.known],
            "ask": made.ask(),
            "catalogue": made.catalogue(),
        },
        steps=[_step(made, made.algorithm.nodes[name]) for name in nodes],
        warnings=cautions,
        questions=[
            Question(name, "input", YES_NO_UNKNOWN, made.algorithm.facts[name].why[lang])
            for name in (() if made.closing else made.required())
        ],
        sources=used,
    )


def _step(made: _Answer, node: Node) -> Step:
    conditions = "; ".join(made.term_text(term) for term in node.when)
    return Step(f"{node.id}: {node.title[made.lang]}", conditions, None, None, node.sources)


def _yes_no(name: str, it: str, en: str) -> Field:
    return Field(name, "condition", {"it": it, "en": en}, options=YES_NO_UNKNOWN, required=False)


CALCULATOR: Final = Calculator(
    "algorithm",
    {"it": "Algoritmo di trattamento", "en": "Treatment algorithm"},
    {
        "it": "Nodi del documento che valgono per un paziente, e ogni schema con i suoi criteri.",
        "en": "The document's nodes that hold for a patient, and every regimen with its criteria.",
    },
    {"it": "Algoritmo dell'edizione", "en": "The edition's algorithm"},
    (
        _yes_no(
            "active_treatment_candidate", "Candidabile a terapie attive", "Candidate for active treatment"
        ),
        Field(
            "prior_lines",
            "integer",
            {"it": "Linee di terapia precedenti", "en": "Prior lines of therapy"},
            None,
            Decimal(0),
            Decimal(20),
            required=False,
        ),
        _yes_no("refractory_lenalidomide", "Refrattarietà a lenalidomide", "Refractory to lenalidomide"),
        _yes_no(
            "refractory_anti_cd38",
            "Refrattarietà ad anti-CD38, o farmaci",
            "Refractory to anti-CD38, or drugs",
        ),
        _yes_no(
            "refractory_pi",
            "Refrattarietà a inibitori del proteasoma, o farmaci",
            "Refractory to proteasome inhibitors, or drugs",
        ),
        _yes_no("refractory_pomalidomide", "Refrattarietà a pomalidomide", "Refractory to pomalidomide"),
        _yes_no("refractory_thalidomide", "Refrattarietà a talidomide", "Refractory to thalidomide"),
        _yes_no("cytogenetic_high_risk", "Alto rischio citogenetico", "High-risk cytogenetics"),
        _yes_no("aggressive_disease", "Malattia aggressiva", "Aggressive disease"),
        _yes_no("extramedullary", "Malattia extramidollare", "Extramedullary disease"),
        _yes_no("plasma_cell_leukaemia", "Leucemia plasmacellulare", "Plasma cell leukaemia"),
        _yes_no("frail", "Paziente fragile", "Frail patient"),
    ),
    {
        "it": "details.nodes, details.regimens con condizioni e conflitti, details.catalogue",
        "en": "details.nodes, details.regimens with conditions and conflicts, details.catalogue",
    },
    None,
    place_patient,
    needs_edition=True,
    group="protocol",
    reads_inputs=True,
)
