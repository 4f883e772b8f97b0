"""One language's site data, without the browser runtime, for tests that look at page data."""

from calculators.edition import load_edition
from generator.content import Content
from generator.edition_file import edition_text, sha256_of
from generator.pages.site_data import SiteData


def site_of(content: Content, lang: str) -> SiteData:
    text = edition_text(content, "draft")
    return SiteData(content, load_edition(text), lang, sha256_of(text), "runtime/none/")
