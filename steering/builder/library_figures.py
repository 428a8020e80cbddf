"""Figures of the library: practices, reviews, adoptions, languages, people and questions.

What was published when is read from the events, which only grow: so these figures can be counted for any past period.
"""

import statistics
from collections import Counter
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db.models import Count, Min, Q, Sum
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from members.enums import Participation
from members.models import Country, Expert
from practices.adoption.models import Adoption
from practices.models import Practice, PracticeTheme
from publishing.enums import Action, State
from publishing.finding.tally import KEPT_DAYS
from publishing.languages import NAMES
from publishing.models import Entry, Event, Question, Review, SearchTally, Theme
from publishing.parity import CURRENT, counts_of, percent

from .enums import FigureBasis, FigureUnit
from .figures import Counted, Figure, Row, Scope, columns_of, in_every_language, register

DAY = timedelta(days=1)


def register_figures() -> None:
    """Let these figures stand in reports."""
    for figure in (
        Figure(
            "practices_published",
            _("Practices published, by country"),
            _(
                "Practices whose first publication falls into the period, by the country of the practice; practices archived since are counted, deleted ones are not."
            ),
            published_by_country,
            position=10,
            is_alphabetical=True,
        ),
        Figure(
            "practices_by_theme",
            _("Practices published, by theme"),
            _(
                "The same practices by theme, as their themes stand on the day of the snapshot. A practice with several themes counts in each, so the lines are not added up."
            ),
            published_by_theme,
            basis=FigureBasis.SNAPSHOT,
            position=11,
        ),
        Figure(
            "practices_total",
            _("Practices in the library"),
            _(
                "Practices that are public at the end of the last day of the period, read from their last event by then."
            ),
            public_practices,
            basis=FigureBasis.END,
            position=12,
        ),
        Figure(
            "reviews_given",
            _("Reviews of practices handed in"),
            _("Reviews that reviewers handed in within the period, whatever became of the practice."),
            reviews_given,
            position=20,
        ),
        Figure(
            "days_to_publication",
            _("Days from submission to publication"),
            _(
                "The median over the practices first published in the period that had been submitted: whole time from the first submission to the first publication, in days of 24 hours. Practices published without submission are left out."
            ),
            days_to_publication,
            unit=FigureUnit.DAYS,
            position=21,
        ),
        Figure(
            "adoptions_confirmed",
            _("Adoptions confirmed, by adopting country"),
            _(
                "Adoptions, piloted or introduced, that both countries have confirmed, with the day of confirmation in the period. What was withdrawn or disputed by the day of the snapshot is not counted."
            ),
            adoptions_confirmed,
            position=30,
            is_alphabetical=True,
        ),
        Figure(
            "language_parity",
            _("Language parity, per cent of records that are current"),
            _(
                "Of everything public on the day of the snapshot, the share whose text in this language is the original or a checked translation that follows it."
            ),
            language_parity,
            unit=FigureUnit.PERCENT,
            basis=FigureBasis.SNAPSHOT,
            position=40,
        ),
        Figure(
            "countries",
            _("Participating countries"),
            _(
                "Countries with confirmed participation and a public page at the end of the last day of the period, read from the history of the pages."
            ),
            countries,
            basis=FigureBasis.END,
            position=50,
        ),
        Figure(
            "experts",
            _("Experts in the directory"),
            _("Experts whose profile is published at the end of the last day of the period, read from its last event."),
            experts,
            basis=FigureBasis.END,
            position=51,
        ),
        Figure(
            "questions",
            _("Questions of readers"),
            _(
                "Questions that readers asked about records within the period, and how many of these had been answered by its end."
            ),
            questions,
            position=60,
        ),
        Figure(
            "searches",
            _("Searches"),
            _(
                "Searches made within the period on the search page and in the library, and how many of them found nothing."
            ),
            searches,
            position=61,
        ),
    ):
        register(figure)


def published_by_country(scope: Scope) -> Counted:
    """Practices by country."""
    rows = Practice.objects.filter(pk__in=_first_published(scope)).values("country_id").annotate(number=Count("pk"))
    numbers = {row["country_id"]: row["number"] for row in rows.order_by()}
    return _by_country(numbers)


def published_by_theme(scope: Scope) -> Counted:
    """Practices by theme, in the order of the vocabulary."""
    rows = PracticeTheme.objects.filter(practice__in=_first_published(scope)).values("theme_id")
    numbers = {row["theme_id"]: row["number"] for row in rows.annotate(number=Count("pk")).order_by()}
    themes = Theme.objects.filter(pk__in=numbers)
    return Counted(None, [Row(theme.slug, columns_of(theme), numbers[theme.pk]) for theme in themes])


def public_practices(scope: Scope) -> Counted:
    """All public practices at the end of the period."""
    return Counted(_public_at_the_end(Practice, scope).count())


def reviews_given(scope: Scope) -> Counted:
    """Reviews handed in."""
    kind = ContentType.objects.get_for_model(Practice)
    return Counted(Review.objects.filter(content_type=kind, **scope.within("given_at")).count())


def days_to_publication(scope: Scope) -> Counted:
    """The median to a tenth of a day; none where nothing that had been submitted was published."""
    published = _first_published(scope)
    kind = ContentType.objects.get_for_model(Practice)
    submitted = Event.objects.filter(content_type=kind, action=Action.SUBMIT, object_id__in=published)
    first = dict(submitted.values_list("object_id").annotate(first=Min("at")).order_by())
    spans = [(published[key] - at) / DAY for key, at in first.items() if at <= published[key]]
    if not spans:
        return Counted(None, missing=_("No practice that had been submitted was published in the period."))
    return Counted(Decimal(str(statistics.median(spans))).quantize(Decimal("0.1")))


def adoptions_confirmed(scope: Scope) -> Counted:
    """Confirmed adoptions by the country that adopted."""
    found = Adoption.objects.documented()
    if scope.with_demonstration:
        found = Adoption.objects.filter(state="confirmed", is_from_sources=False)
    rows = found.filter(**scope.within("confirmed_at")).values("country_id").annotate(number=Count("pk"))
    return _by_country({row["country_id"]: row["number"] for row in rows.order_by()})


def language_parity(scope: Scope) -> Counted:
    """Per cent for each language; they have no total."""
    entries = Entry.objects.filter(**scope.real())
    by_section, _changed = counts_of(entries)
    whole: dict[str, Counter[str]] = {code: Counter() for code in NAMES}
    for counts in by_section.values():
        for code, states in counts.items():
            whole[code] += states
    return Counted(
        None,
        [
            Row(code, dict.fromkeys(NAMES, name), percent(whole[code][CURRENT], whole[code].total()))
            for code, name in NAMES.items()
        ],
    )


def countries(scope: Scope) -> Counted:
    """Participating countries at the end of the period."""
    history: Any = Country.history.as_of(_last_moment(scope))  # type: ignore[attr-defined]  # simple_history adds it
    return Counted(history.filter(participation=Participation.CONFIRMED, state=State.PUBLISHED).count())


def experts(scope: Scope) -> Counted:
    """Published profiles at the end of the period."""
    ids = _public_at_the_end(Expert, scope).values("object_id")
    return Counted(Expert.objects.filter(pk__in=ids, **scope.real()).count())


def questions(scope: Scope) -> Counted:
    """Questions asked; a line for those answered by the end of the period."""
    counted = Question.objects.filter(**scope.within("asked_at")).aggregate(
        asked=Count("pk"), answered=Count("pk", filter=Q(answered_at__lt=scope.ends))
    )
    return Counted(counted["asked"], [Row("answered", in_every_language(_("of these answered")), counted["answered"])])


def searches(scope: Scope) -> Counted:
    """Searches made; counts are kept for some weeks only, so a period that began before has no number."""
    if timezone.localdate() - scope.first > timedelta(days=KEPT_DAYS):
        return Counted(
            None,
            missing=_("Searches are counted for %(days)s days only; the period began before.") % {"days": KEPT_DAYS},
        )
    found = SearchTally.objects.filter(day__gte=scope.first, day__lte=scope.last)
    counted = found.aggregate(asked=Sum("asked", default=0), without=Sum("without_result", default=0))
    return Counted(
        counted["asked"], [Row("without_result", in_every_language(_("of these without result")), counted["without"])]
    )


def _first_published(scope: Scope) -> dict[int, datetime]:
    """The practices first published within the period, by key, with the moment."""
    kind = ContentType.objects.get_for_model(Practice)
    events = Event.objects.filter(content_type=kind, to_state=State.PUBLISHED, language="")
    return dict(events.values_list("object_id").annotate(first=Min("at")).filter(**scope.within("first")).order_by())


def _public_at_the_end(model: Any, scope: Scope) -> Any:
    """The last event of each record that was public when the period ended."""
    kind = ContentType.objects.get_for_model(model)
    last = (
        Event.objects.filter(content_type=kind, language="", at__lt=scope.ends)
        .order_by("object_id", "-at", "-pk")
        .distinct("object_id")
    )
    return Event.objects.filter(pk__in=last.values("pk"), to_state=State.PUBLISHED).order_by()


def _by_country(numbers: dict[int, int]) -> Counted:
    found = Country.objects.filter(pk__in=numbers).order_by("iso2")
    return Counted(sum(numbers.values()), [Row(one.iso2, columns_of(one), numbers[one.pk]) for one in found])


def _last_moment(scope: Scope) -> datetime:
    return min(scope.ends, timezone.now()) - timedelta(microseconds=1)
