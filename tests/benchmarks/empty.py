"""The settings and addresses of a Django that answers nothing: one empty view, no middleware."""

from django.http import HttpResponse
from django.urls import path

ALLOWED_HOSTS = ["127.0.0.1"]
MIDDLEWARE = []
ROOT_URLCONF = "tests.benchmarks.empty"
SECRET_KEY = "only-for-this-measurement"

urlpatterns = [path("", lambda request: HttpResponse())]
