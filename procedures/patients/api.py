"""The published text as JSON, for whoever builds on it."""

from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, JsonResponse
from django.urls import reverse
from django.utils import timezone

from procedures.models import Version, Withdrawal
from procedures.patients.words import listing, reading
from procedures.text.format.document import Document
from procedures.text.showing.page import facts
from procedures.vocabulary import Status


def procedures(request: HttpRequest) -> JsonResponse:
    """Every procedure, by slug: published or withdrawn, with version and digest."""
    entries = [_published(version) for version in listing.published()]
    entries += [_withdrawn(withdrawal) for withdrawal in listing.withdrawals()]
    return JsonResponse({"procedures": sorted(entries, key=lambda entry: entry["slug"])})


def procedure(request: HttpRequest, slug: str) -> JsonResponse:
    """One procedure: where it stands, its text as Markdown, and every public version."""
    version = reading.published(slug)
    if version is not None:
        told = {**_published(version), **_reviewed(version), **_text(reading.document(version))}
    else:
        withdrawal = reading.withdrawal(slug)
        if withdrawal is None:
            raise Http404(f"Nothing is published of {slug}")
        version = withdrawal.version
        told = _withdrawn(withdrawal)
    public = version.procedure.versions.public().defer("text").order_by("number")
    return JsonResponse({**told, "versions": [_version(one) for one in public]})


def _published(version: Version) -> dict[str, Any]:
    slug = version.procedure.slug
    return {
        "slug": slug,
        "status": Status.PUBLISHED,
        "title": version.title,
        "summary": version.summary,
        "version": version.number,
        "digest": version.digest,
        "updated": version.updated,
        "published_at": version.published_at,
        "reviewed": version.signed is not None,
        "url": settings.SITE_URL + reverse("procedure", args=[slug]),
        "api": settings.SITE_URL + reverse("api-procedure", args=[slug]),
    }


def _withdrawn(withdrawal: Withdrawal) -> dict[str, Any]:
    version = withdrawal.version
    slug = version.procedure.slug
    return {
        "slug": slug,
        "status": Status.WITHDRAWN,
        "title": version.title,
        "version": version.number,
        "digest": version.digest,
        "withdrawn_at": withdrawal.at,
        "reason": withdrawal.reason,
        "url": settings.SITE_URL + reverse("procedure", args=[slug]),
        "api": settings.SITE_URL + reverse("api-procedure", args=[slug]),
    }


def _reviewed(version: Version) -> dict[str, Any]:
    review = reading.review_state(version, timezone.localdate()).review
    if review is None:
        return {"review": None}
    return {
        "review": {
            "on": review.on,
            "next_due": review.next_due,
            "reviewer": review.reviewer_name,
            "role": review.reviewer_role,
            "version": review.version.number,
        }
    }


def _text(document: Document) -> dict[str, Any]:
    return {
        "also_known_as": document.also_known_as,
        "change": document.change,
        "change_notes": document.change_notes,
        "written_by": document.written_by,
        "evidence_to": document.evidence_to,
        "at_a_glance": {fact.key: fact.markdown for fact in facts(document)},
        "sections": [
            {"key": section.kind, "heading": section.kind.label, "markdown": section.markdown}
            for section in document.sections
        ],
        "sources": [
            {"number": source.number, "text": source.text, "url": source.url}
            for source in document.sources
        ],
    }


def _version(version: Version) -> dict[str, Any]:
    path = reverse("version", args=[version.procedure.slug, version.number])
    return {
        "number": version.number,
        "status": version.status,
        "digest": version.digest,
        "updated": version.updated,
        "change": version.change,
        "published_at": version.published_at,
        "ended_at": version.ended_at,
        "url": settings.SITE_URL + path,
    }
