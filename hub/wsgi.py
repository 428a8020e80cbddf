"""The WSGI application that granian serves."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "hub.settings")
application = get_wsgi_application()

from publishing.search.query import parse  # noqa: E402 - needs the settings

# A word of each language loads its dictionary, for which the first reader who searches would else wait a second.
parse("служба қызмет service")
