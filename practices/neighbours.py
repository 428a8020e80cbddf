"""The practices nearest to one by theme and country, found without looking at all of them."""

from typing import Any, Final

from django.contrib.contenttypes.models import ContentType
from django.db.models import BooleanField, IntegerField, QuerySet
from django.db.models.expressions import RawSQL
from django.utils.timezone import localdate

from publishing.models import Entry

from .models import Practice

NEWEST: Final = 60
"""So many of each theme, and of the country, are compared: what is nearest is looked for among these."""

_IS_CANDIDATE: Final = """
publishing_entry.id = ANY(ARRAY(
SELECT near.id
FROM unnest(%s::bigint[]) AS theme (id)
CROSS JOIN LATERAL (
    SELECT entry.id
    FROM practices_practicetheme AS row
    JOIN publishing_entry AS entry ON entry.content_type_id = %s AND entry.object_id = row.practice_id
    WHERE row.theme_id = theme.id AND (entry.visible_until IS NULL OR entry.visible_until >= %s)
    ORDER BY row.practice_id DESC
    LIMIT %s
) AS near
UNION
(
    SELECT entry.id
    FROM publishing_entry AS entry
    WHERE entry.kind = 'practice' AND entry.country = %s
        AND (entry.visible_until IS NULL OR entry.visible_until >= %s)
    ORDER BY entry.published_at DESC, entry.id DESC
    LIMIT %s
)
))
"""
"""As an array: the planner expects few then, and looks them up instead of reading the whole table."""
_NEARNESS: Final = """
2 * (
    SELECT count(*)::integer
    FROM practices_practicetheme AS common
    WHERE common.practice_id = publishing_entry.object_id AND common.theme_id = ANY(%s::bigint[])
)
+ CASE WHEN publishing_entry.country = %s THEN 1 ELSE 0 END
"""


def nearest(public: QuerySet[Entry], practice: Any, country: Any, themes: Any) -> QuerySet[Entry]:
    """The entries of other practices, the nearest first: two for each theme in common, one for the same country.

    `country` is the code, `themes` the keys of the practice's themes.
    """
    today = localdate()
    content_type = ContentType.objects.get_for_model(Practice).pk
    values = [themes, content_type, today, NEWEST, country, today, NEWEST]
    is_candidate = RawSQL(_IS_CANDIDATE, values, output_field=BooleanField())  # noqa: S611 - no text of a reader's
    found: QuerySet[Any] = public.filter(is_candidate).exclude(object_id=practice)
    nearness = RawSQL(_NEARNESS, [themes, country], output_field=IntegerField())  # noqa: S611 - no text of a reader's
    ordered: QuerySet[Entry] = found.annotate(nearness=nearness).order_by("-nearness", "-published_at", "-pk")
    return ordered
