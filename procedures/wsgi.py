"""The door for application servers."""

import os

from django.core.wsgi import get_wsgi_application

from procedures.patients.logs import Logged

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "procedures.settings")

application = Logged(get_wsgi_application())
