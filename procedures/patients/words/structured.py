"""The page for machines: schema.org's MedicalWebPage, from the same fields as the words."""

import json
from dataclasses import replace
from typing import Any

from django.conf import settings
from django.urls import reverse

from procedures.models import Review, Version
from procedures.text.format.document import Document, Section
from procedures.text.grammar import markdown
from procedures.text.showing.page import Page
from procedures.text.showing.render import Html
from procedures.vocabulary import SERIOUS, SectionKind


def data(version: Version, page: Page, review: Review) -> Html:
    """JSON-LD to stand in a script element of a page that somebody reviewed."""
    data = _page(version, page.document, review)
    told = json.dumps(data, ensure_ascii=False, separators=(",", ":"))
    # "</script>" or "<!--" in the words would end the element.
    return Html(told.replace("<", "\\u003c").replace(">", "\\u003e").replace("&", "\\u0026"))


def _page(version: Version, document: Document, review: Review) -> dict[str, Any]:
    address = settings.SITE_URL + reverse("procedure", args=[version.procedure.slug])
    return {
        "@context": "https://schema.org",
        "@type": "MedicalWebPage",
        "@id": address,
        "url": address,
        "name": document.title,
        "description": version.summary,
        "inLanguage": "en",
        "version": version.number,
        "dateModified": document.updated.isoformat(),
        "creditText": document.written_by,
        "publisher": {"@type": "MedicalOrganization", "name": settings.CLINIC_NAME},
        "medicalAudience": {"@type": "MedicalAudience", "audienceType": "Patient"},
        "citation": [_source(source.text, source.url) for source in document.sources],
        "about": _therapy(document),
        "lastReviewed": review.on.isoformat(),
        "reviewedBy": {
            "@type": "Person",
            "name": review.reviewer_name,
            "jobTitle": review.reviewer_role,
        },
    }


def _source(words: str, address: str) -> dict[str, str]:
    told = {"@type": "CreativeWork", "name": words}
    return {**told, "url": address} if address else told


def _therapy(document: Document) -> dict[str, Any]:
    told: dict[str, Any] = {"@type": "MedicalTherapy", "name": document.title}
    if document.also_known_as:
        told["alternateName"] = list(document.also_known_as)
    for key, kind in (
        ("howPerformed", SectionKind.ABOUT),
        ("preparation", SectionKind.BEFORE),
        ("followup", SectionKind.RECOVERY),
        ("contraindication", SectionKind.CONTRAINDICATIONS),
    ):
        section = _section(document, kind)
        if section is not None:
            told[key] = markdown.plain(section.markdown)
    effects = _section(document, SectionKind.SIDE_EFFECTS) or Section(SectionKind.SIDE_EFFECTS)
    serious = [part.body for part in effects.parts if part.heading == SERIOUS]
    other = [part.body for part in effects.parts if part.heading != SERIOUS]
    if other or effects.body:
        told["adverseOutcome"] = _outcome(other or [effects.body])
    if serious:
        told["seriousAdverseOutcome"] = _outcome(serious)
    return told


def _section(document: Document, kind: SectionKind) -> Section | None:
    """The section, told in the order in which patients read it."""
    section = document.section(kind)
    return section and replace(section, parts=section.parts_in_order)


def _outcome(bodies: list[str]) -> dict[str, str]:
    return {"@type": "MedicalEntity", "description": markdown.plain("\n\n".join(bodies))}
