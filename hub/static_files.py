"""How static files get their hashed names."""

from whitenoise.storage import CompressedManifestStaticFilesStorage


class HashedStaticFiles(CompressedManifestStaticFilesStorage):
    """Hashed names also inside script modules, so that a module and what it imports are always of one release."""

    support_js_module_import_aggregation = True
