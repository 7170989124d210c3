"""What patients open, and the machines that read for them."""

from datetime import date

from django.urls import path, register_converter

from procedures.patients import api, assets, catalogue, machines, pages, versions
from procedures.patients.styleguide import guide


class Slug:
    regex = "[a-z0-9]+(?:-[a-z0-9]+)*"

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: str) -> str:
        return value


class Number:
    """A version number: 1, 2, 3 … and never 01."""

    regex = "[1-9][0-9]{0,8}"

    def to_python(self, value: str) -> int:
        return int(value)

    def to_url(self, value: int) -> str:
        return str(value)


class Day:
    """A day that exists, as 2026-11-22; the last day there is has no end to compute."""

    regex = "[0-9]{4}-[0-9]{2}-[0-9]{2}"

    def to_python(self, value: str) -> date:
        day = date.fromisoformat(value)
        if not date.min < day < date.max:
            raise ValueError(value)
        return day

    def to_url(self, value: date) -> str:
        return value.isoformat()


class Sha256:
    regex = "[0-9a-f]{64}"

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: str) -> str:
        return value


register_converter(Slug, "procedure")
register_converter(Number, "number")
register_converter(Day, "day")
register_converter(Sha256, "sha256")

urlpatterns = [
    path("", catalogue.catalogue, name="catalogue"),
    path("about/", pages.about, name="about"),
    path("procedures/<procedure:slug>/", pages.procedure, name="procedure"),
    path("procedures/<procedure:slug>/versions/", versions.versions, name="versions"),
    path("procedures/<procedure:slug>/versions/<number:number>/", versions.version, name="version"),
    path(
        "procedures/<procedure:slug>/versions/<number:number>/source.md",
        versions.source,
        name="source",
    ),
    path("procedures/<procedure:slug>/on/<day:day>/", versions.on_day, name="on-day"),
    path(
        "procedures/<procedure:slug>/changes/<number:first>..<number:second>/",
        versions.changes,
        name="changes",
    ),
    path("api/procedures/", api.procedures, name="api-procedures"),
    path("api/procedures/<procedure:slug>/", api.procedure, name="api-procedure"),
    path("photos/<sha256:digest>.webp", assets.photo, name="photo"),
    path("styles/<slug:digest>.css", assets.file, {"name": "stylesheet"}, name="stylesheet"),
    path("icons/<slug:digest>.svg", assets.file, {"name": "icon"}, name="icon"),
    path("favicon.ico", assets.file, {"name": "icon"}),  # where browsers look by habit
    path("styleguide/", guide.styleguide, name="styleguide"),
    path("sitemap.xml", machines.sitemap, name="sitemap"),
    path("feed.xml", machines.feed, name="feed"),
    path("robots.txt", machines.robots, name="robots"),
    path("healthz/", machines.healthz, name="healthz"),
    path("readyz/", machines.readyz, name="readyz"),
]
