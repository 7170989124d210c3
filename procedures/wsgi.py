"""The door for application servers."""

import os

from django.core.wsgi import get_wsgi_application
from django.utils.module_loading import import_string

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "procedures.settings")

handler = get_wsgi_application()
# What stands before it knows the models, which are there only now.
application = import_string("procedures.serving.opening.in_front_of")(handler)
