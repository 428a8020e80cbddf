"""What a role may do in the admin beyond Django's four permissions."""

from typing import Any

from django.db import models


def may_edit_all(user: Any, model: type[models.Model]) -> bool:
    """Whether the person edits the whole record.

    Who may change but not add records of the model is a translator: they get the language columns and the language
    versions, and read the rest.
    """
    meta = model._meta
    return bool(
        user.has_perm(f"{meta.app_label}.add_{meta.model_name}")
        and user.has_perm(f"{meta.app_label}.change_{meta.model_name}")
    )
