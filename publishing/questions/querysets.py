"""Who may read readers' questions."""

from typing import TYPE_CHECKING, Any, Self

from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.db.models import Q

if TYPE_CHECKING:
    from ..models import Question


class QuestionQuerySet(models.QuerySet["Question"]):
    """Questions are read by those who keep the record and by those who may publish its kind."""

    def visible_to(self, user: Any) -> Self:
        """The questions that this person may read and answer; what is public stands in the record's entry."""
        from ..steps.registry import models_on_pages  # noqa: PLC0415 - cycle: models-steps

        if not user.is_authenticated:
            return self.none()
        rule = Q(pk__in=[])
        for model in models_on_pages():
            meta, content_type = model._meta, ContentType.objects.get_for_model(model)
            records = model._default_manager.all()
            if not user.has_perm(f"{meta.app_label}.publish_{meta.model_name}"):
                records = records.filter(records.kept_by(user))
            rule |= Q(content_type=content_type, object_id__in=records.values("pk"))
        return self.filter(rule)
