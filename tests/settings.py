"""The portal's settings as tests need them: local mode, a database of this run alone, cheap passwords."""

import atexit
import os
import shutil
import tempfile

from tests.database import name_of_this_run, start

os.environ.setdefault("HUB_LOCAL", "1")
os.environ.setdefault("PLAIN_STATIC", "1")
if not os.environ.get("DATABASE_URL"):
    start()

from hub.settings import *  # noqa: F403
from hub.settings import DATABASES, TEMPLATES
from tests.undefined_variables import UndefinedVariable

DATABASES["default"]["TEST"] = {"NAME": name_of_this_run()}
DATABASES["default"]["OPTIONS"]["options"] = "-c synchronous_commit=off -c hub.may_truncate=on"
TEMPLATES[0]["OPTIONS"]["string_if_invalid"] = UndefinedVariable("%s")

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
TASKS = {"default": {"BACKEND": "django_tasks.backends.immediate.ImmediateBackend"}}
MEDIA_ROOT = tempfile.mkdtemp(prefix="hub-media-")
atexit.register(shutil.rmtree, MEDIA_ROOT, ignore_errors=True)
CACHES = {
    "default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"},
    "pages": {"BACKEND": "publishing.caching.store.PageStore"},
}
STATIC_ROOT = tempfile.mkdtemp(prefix="hub-static-")
