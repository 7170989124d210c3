"""The door for application servers."""

import os
import re
from collections.abc import Iterable
from wsgiref.types import StartResponse, WSGIEnvironment

from django.core.wsgi import get_wsgi_application
from django.utils.module_loading import import_string

from procedures.patients.answers.logs import Logged

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "procedures.settings")

_CHARSET = re.compile(r";\s*charset\s*=[^;]*", re.IGNORECASE)
_site = get_wsgi_application()


def in_utf8(environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
    """The site, to which everything is UTF-8, whatever a request says of itself.

    Django reads an address in the charset that the type of a body names, before anything of
    ours could answer; one such as base64 ends in a fault that shows the address in the log.
    """
    said = str(environ.get("CONTENT_TYPE", ""))
    return _site({**environ, "CONTENT_TYPE": _CHARSET.sub("", said)}, start_response)


# What stands before it knows the models, which are there only now.
application = import_string("procedures.serving.opening.in_front_of")(Logged(in_utf8))
