"""What homepages load. A key is at least eight characters long, so no other name here is one."""

from django.urls import path, re_path

from procedures.embedding import frames, oembed, script, theme
from procedures.models.embed import KEY
from procedures.patients.answers import assets
from procedures.patients.answers.converters import Slug

urlpatterns = [
    path("oembed", oembed.oembed, name="oembed"),
    path("embed/v1.js", script.script, name="embed-host"),
    path(
        "embed/styles/<slug:digest>.css",
        assets.file,
        {"name": "embed-stylesheet"},
        name="embed-stylesheet",
    ),
    path(
        "embed/scripts/<slug:digest>.js",
        assets.file,
        {"name": "embed-child"},
        name="embed-child",
    ),
    re_path(
        "^embed/theme/(?P<theme>[a-z]+)-(?P<accent>[0-9a-z]+)-(?P<digest>[0-9a-f]{12}).css$",
        theme.stylesheet,
        name="embed-theme",
    ),
    re_path(rf"^embed/(?P<key>{KEY})/$", frames.listed, name="embed-list"),
    re_path(
        rf"^embed/(?P<key>{KEY})/(?P<slug>{Slug.regex})/$",
        frames.framed,
        name="embed",
    ),
    re_path(
        rf"^embed/(?P<key>{KEY})/(?P<slug>{Slug.regex})/(?P<section>[a-z-]+)/$",
        frames.framed,
        name="embed-section",
    ),
]
