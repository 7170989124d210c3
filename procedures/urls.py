"""Every address of the site."""

from django.urls import include, path

import procedures.patients.answers.converters  # noqa: F401  the words addresses are made of

urlpatterns = [
    path("admin/", include("procedures.staff.urls")),
    path("", include("procedures.embedding.urls")),
    path("", include("procedures.patients.urls")),
]

handler404 = "procedures.patients.answers.errors.page_not_found"
handler500 = "procedures.patients.answers.errors.server_error"
