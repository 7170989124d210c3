"""What patients open, and the machines that read for them."""

from django.urls import path

from procedures.patients import api, catalogue, leaflet, machines, pages, versions
from procedures.patients.answers import assets
from procedures.patients.deciding import comparing, recovery, search
from procedures.patients.styleguide import guide

urlpatterns = [
    path("", catalogue.catalogue, name="catalogue"),
    path("compare/", comparing.compare, name="compare"),
    path("glossary/", pages.words, name="glossary"),
    path("search/", search.search, name="search"),
    path("about/", pages.about, name="about"),
    path("procedures/<procedure:slug>/", pages.procedure, name="procedure"),
    path("procedures/<procedure:slug>/leaflet.pdf", leaflet.of_page, name="leaflet"),
    path("procedures/<procedure:slug>/recovery/", recovery.recovery, name="recovery"),
    path("procedures/<procedure:slug>/recovery.ics", recovery.calendar, name="recovery-calendar"),
    path("procedures/<procedure:slug>/versions/", versions.versions, name="versions"),
    path("procedures/<procedure:slug>/versions/<number:number>/", versions.version, name="version"),
    path(
        "procedures/<procedure:slug>/versions/<number:number>/source.md",
        versions.source,
        name="source",
    ),
    path(
        "procedures/<procedure:slug>/versions/<number:number>/leaflet.pdf",
        leaflet.of_version,
        name="version-leaflet",
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
    path("photos/<sha256:digest>-<number:width>.webp", assets.photo, name="narrower-photo"),
    path("styles/<slug:digest>.css", assets.file, {"name": "stylesheet"}, name="stylesheet"),
    path("scripts/<slug:digest>.js", assets.file, {"name": "script"}, name="script"),
    path("icons/<slug:digest>.svg", assets.file, {"name": "icon"}, name="icon"),
    path("favicon.ico", assets.file, {"name": "icon"}),  # where browsers look by habit
    path("styleguide/", guide.styleguide, name="styleguide"),
    path("sitemap.xml", machines.sitemap, name="sitemap"),
    path("feed.xml", machines.feed, name="feed"),
    path("robots.txt", machines.robots, name="robots"),
    path("healthz/", machines.healthz, name="healthz"),
    path("readyz/", machines.readyz, name="readyz"),
]
