"""The status of an edition as HTML: strip, banners, facts, the selector. Everything printed is escaped."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache

from markupsafe import Markup, escape

from generator.editions.register import Entry
from generator.locale import words
from generator.words import date_words


@dataclass(frozen=True, slots=True)
class Place:
    """Where an edition stands in the site, and its status. The working draft has no entry."""

    name: str
    prefix: str
    entry: Entry | None
    alone: bool = False
    """The working draft before the first freeze: there is nothing that it could be mistaken for."""
    top: bool = False
    """At the site's top, where the edition in force is."""
    about: bool = False
    """No edition, but the pages about editions."""

    @property
    def status(self) -> str:
        return self.entry.status if self.entry else "draft"

    @property
    def outdated(self) -> bool:
        return self.status in ("superseded", "withdrawn")

    def folder(self, lang: str) -> str:
        """Return the folder of a language below the site's top."""
        return self.prefix + ("" if lang == "it" else f"{lang}/")

    def title(self, lang: str) -> str:
        return self.name if self.entry else words(lang)["working_draft"]

    def state(self, lang: str) -> str:
        """Say the status: a frozen draft only waits to be in force."""
        return words(lang)[
            "state_waiting" if self.entry and self.status == "draft" else f"state_{self.status}"
        ]


@dataclass(frozen=True, slots=True)
class Version:
    """One line of the selector: an edition and where this same page is in it."""

    title: str
    state: str
    href: str
    shown: bool


def fragments(place: Place, lang: str, current: str | None, same_page: str, head: str) -> dict[str, str]:
    """Return the HTML of every mark. ``same_page`` leads to this page of the edition in force."""
    outdated = str(_outdated(place, lang, current, same_page)) if place.outdated else ""
    return {**_on_every_page(place, lang), "head": head, "outdated": outdated}


@cache
def _on_every_page(place: Place, lang: str) -> Mapping[str, str]:
    """Return what is the same on every page: there are hundreds."""
    made = {
        "banner": _banner(place, lang),
        "state": escape(place.state(lang)),
        "effective": _effective(place.entry, lang),
        "facts": entry_facts(place, lang),
    }
    if place.status == "withdrawn":
        text = Markup('<div class="calc__gate" data-status="withdrawn"><p>{}</p></div>')
        made["calculator"] = text.format(words(lang)["calculator_withdrawn"])
    return {name: str(html) for name, html in made.items()}


def selector(versions: list[Version], lang: str) -> str:
    """Return the selector in Material's own markup; it needs no script and no request."""
    shown = next((version for version in versions if version.shown), None)
    if shown is None or len(versions) < 2:
        return ""
    here = ' aria-current="true"'
    items = "".join(
        f'<li class="md-version__item"><a class="md-version__link" href="{escape(v.href)}"{here * v.shown}>'
        f"{escape(v.title)} ({escape(v.state)})</a></li>"
        for v in versions
    )
    label, title = escape(words(lang)["choose_edition"]), escape(shown.title)
    return (
        f'<div class="md-version"><button class="md-version__current" type="button" '
        f'aria-label="{label}: {title}">{title}</button><ul class="md-version__list">{items}</ul></div>'
    )


def _banner(place: Place, lang: str) -> Markup:
    t = words(lang)
    text = ""
    if place.status == "draft" and not place.alone:
        text = t["banner_waiting"].format(edition=place.name) if place.entry else t["banner_draft"]
    hidden = Markup("") if text else Markup(" hidden")
    return Markup('<p class="status-banner" data-status-banner data-status="{}"{}>{}</p>').format(
        place.status, hidden, text
    )


def _outdated(place: Place, lang: str, current: str | None, same_page: str) -> Markup:
    t = words(lang)
    values: Mapping[str, str] = {"edition": place.name}
    if place.entry and place.entry.withdrawal:
        recall = place.entry.withdrawal
        reason = getattr(recall.reason, lang)
        values = {**values, "date": date_words(recall.date, lang), "by": recall.by, "reason": reason}
    text = Markup('<p class="status-banner" data-status="{}">{}').format(
        place.status, t[f"outdated_{place.status}"].format(**values)
    )
    if current is not None:
        text += Markup(' <a href="{}">{}</a>').format(same_page, t["go_to_current"].format(edition=current))
    return text + Markup("</p>")


def _effective(entry: Entry | None, lang: str) -> Markup:
    """Say from when an edition holds and, of one in force that nobody signed, that nobody did."""
    if entry is None:
        return Markup()
    t, found = words(lang), Markup()
    if entry.sign_off is None:
        found += Markup('<span class="strip__state" data-status="draft">{}</span>').format(t["unsigned"])
    if entry.effective_date is not None:
        found += Markup('<span class="strip__item"><span class="strip__key">{}</span> {}</span>').format(
            t["effective_from"], date_words(entry.effective_date, lang)
        )
    return found


def facts(place: Place, lang: str) -> Iterator[tuple[str, str]]:
    """Yield what the register says of an edition, as (what, value)."""
    t, entry = words(lang), place.entry
    yield t["fact_status"], place.state(lang)
    if entry is None:
        return
    yield t["fact_frozen"], date_words(entry.frozen_on, lang)
    yield t["fact_effective"], _date(entry.effective_date, lang)
    yield t["fact_review"], _date(entry.review_due, lang)
    signed = f"{entry.sign_off.role}, {date_words(entry.sign_off.date, lang)}" if entry.sign_off else ""
    yield t["fact_sign_off"], signed or t["fact_none"]
    if entry.replaced_by:
        yield t["fact_replaced"], entry.replaced_by
    if entry.withdrawal:
        recall = entry.withdrawal
        reason = getattr(recall.reason, lang)
        yield t["fact_withdrawn"], f"{date_words(recall.date, lang)}, {recall.by}: {reason}"


def entry_facts(place: Place, lang: str) -> str:
    """Return the facts as the lines of a list."""
    line = Markup("<div><dt>{}</dt> <dd>{}</dd></div>")
    return str(Markup().join(line.format(what, value) for what, value in facts(place, lang)))


def _date(day: str | None, lang: str) -> str:
    return date_words(day, lang) if day else words(lang)["fact_none"]
