"""What staff open."""

from django.contrib.auth.views import LogoutView
from django.urls import path, re_path

from procedures.patients.answers import assets
from procedures.staff import home, procedure
from procedures.staff.homepages import builder, sites
from procedures.staff.people import accounts, entering, inviting, me, my_step, staying
from procedures.staff.photos import album
from procedures.staff.record import comparing, history, register
from procedures.staff.reviews import arranging, queue, redating, reviewing
from procedures.staff.writing import editor, preview, sections

app_name = "staff"

_SLUG = "procedures/<procedure:slug>/"
_SHOWN = "homepages/<int:site>/shown/"

urlpatterns = [
    path("", home.home, name="home"),
    path("sign-in/", entering.SignIn.as_view(), name="sign-in"),
    path("sign-in/code/", entering.code, name="code"),
    path("sign-in/recover/", entering.recover, name="recover"),
    path("sign-in/set-up/", entering.enrol, name="enrol"),
    path("sign-out/", LogoutView.as_view(next_page="staff:sign-in"), name="sign-out"),
    path("join/<uidb64>/<token>/", inviting.join, name="join"),
    path("people/", accounts.people, name="people"),
    re_path(
        "^people/(?P<account>[0-9]{1,18})/(?P<verb>roles|link|forget|end|return)/$",
        accounts.change,
        name="person",
    ),
    path("people/<int:account>/leaving/", accounts.leaving, name="leaving"),
    path("me/", me.me, name="me"),
    path("me/password/", me.password, name="password"),
    re_path("^me/second-step/(?P<verb>set-up|codes|off)/$", my_step.change, name="my-step"),
    path("stay/", staying.stay, name="stay"),
    path("stay/left/", staying.left, name="left"),
    path("new/", procedure.new_procedure, name="new"),
    path(_SLUG, procedure.procedure, name="procedure"),
    path(f"{_SLUG}offer/", arranging.offer, name="offer"),
    path(f"{_SLUG}rename/", arranging.rename, name="rename"),
    path(f"{_SLUG}assign/", arranging.assign, name="assign"),
    path(f"{_SLUG}begin/", procedure.begin, name="begin"),
    path(f"{_SLUG}redate/", redating.redate, name="redate"),
    path(f"{_SLUG}signed/", redating.signed, name="signed"),
    path(f"{_SLUG}needs-edit/", redating.needs_edit, name="needs-edit"),
    path(f"{_SLUG}correct-date/", procedure.correct_date, name="correct-date"),
    path("reviews/", queue.queue, name="queue"),
    path("reviews/register.csv", register.register, name="register"),
    path("reviews/start/", queue.start, name="start"),
    path("reviews/assign/", queue.assign, name="assign-many"),
    path(f"{_SLUG}compare/", comparing.compare, name="compare"),
    path(f"{_SLUG}history/", history.history, name="history"),
    path(f"{_SLUG}withdraw/", reviewing.withdraw, name="withdraw"),
    path("drafts/<int:pk>/", editor.draft, name="draft"),
    path("drafts/<int:pk>/sections/<slug:name>/", sections.section, name="section"),
    path("drafts/<int:pk>/update/", editor.update, name="update"),
    re_path(
        "^drafts/(?P<pk>[0-9]{1,18})/(?P<verb>discard|bring-back|take-back)/$",
        editor.act,
        name="act",
    ),
    path("texts/<int:pk>/preview/", preview.preview, name="preview"),
    path("texts/<int:pk>/review/", reviewing.review, name="review"),
    path("texts/<int:pk>/approve/", reviewing.approve, name="approve"),
    path("texts/<int:pk>/send-back/", reviewing.send_back, name="send-back"),
    path("texts/<int:pk>/publish/", reviewing.publish, name="publish"),
    path("texts/<int:pk>/cancel/", reviewing.cancel, name="cancel"),
    path("homepages/", sites.homepages, name="homepages"),
    path("homepages/new/", sites.new, name="new-homepage"),
    path("homepages/<int:site>/", sites.homepage, name="homepage"),
    path("homepages/<int:site>/snippet/", builder.snippet, name="snippet"),
    path(_SHOWN, builder.framed, name="framed"),
    path(f"{_SHOWN}<procedure:slug>/", builder.framed, name="framed"),
    path(f"{_SHOWN}<procedure:slug>/<slug:section>/", builder.framed, name="framed"),
    re_path(
        "^homepages/(?P<site>[0-9]{1,18})/(?P<verb>key|end|return)/$",
        sites.change,
        name="change-homepage",
    ),
    path("photos/", album.all_photos, name="photos"),
    path("photos/add/", album.add, name="add-photo"),
    path("photos/<sha256:digest>/", album.photo, name="photo"),
    path("photos/<sha256:digest>/consent/", album.consent, name="consent"),
    path("photos/<sha256:digest>/delete/", album.delete, name="delete-photo"),
    path("photos/<sha256:digest>/end/", album.end_consent, name="end-consent"),
    path("styles/<slug:digest>.css", assets.file, {"name": "staff:stylesheet"}, name="stylesheet"),
    *(
        path(f"scripts/<slug:digest>/{name}", assets.file, {"name": f"staff:{name}"}, name=name)
        for name in (*assets.SCRIPTS, "markdownx.js")
    ),
]
