"""Figures of the Committee itself: seats, meetings, decisions, contributions. Programmes join when there are any."""

from collections import defaultdict
from collections.abc import Mapping
from decimal import Decimal

from django.db.models import Count, Sum
from django.utils.translation import gettext_lazy as _

from publishing.languages import CODES

from ..contributions import money
from ..contributions.enums import ContributionKind
from ..decisions.enums import Outcome
from ..meetings.enums import BEFORE, MeetingState
from ..models import Contribution, Decision, Delivery, Meeting, Seat
from .enums import FigureBasis, FigureUnit
from .figures import Counted, Figure, Row, Scope, in_every_language, register


def register_figures() -> None:
    """Let these figures stand in reports."""
    for figure in (
        Figure(
            "seats",
            _("Member seats of the Committee"),
            _("Seats of members that exist on the last day of the period, by their dates."),
            seats,
            basis=FigureBasis.END,
            position=80,
        ),
        Figure(
            "meetings",
            _("Meetings of the Committee"),
            _("Meetings that began within the period and were opened, whoever may read their papers."),
            meetings,
            position=81,
        ),
        Figure(
            "decisions",
            _("Decisions of the Committee, by outcome"),
            _("Decisions closed with their date in the period, whoever may read them; withdrawn ones are left out."),
            decisions,
            position=82,
        ),
        Figure(
            "contributions_offered",
            _("Contributions of money offered"),
            _(
                "Public offers of money with their day in the period, added up for each currency; nothing is converted. Offers withdrawn by the day of the snapshot are left out."
            ),
            money_offered,
            unit=FigureUnit.MONEY,
            position=90,
        ),
        Figure(
            "contributions_delivered",
            _("Contributions of money delivered"),
            _("What arrived of public contributions within the period, added up for each currency."),
            money_delivered,
            unit=FigureUnit.MONEY,
            position=91,
        ),
        Figure(
            "contributions_in_kind",
            _("Contributions in kind offered"),
            _("The number of public offers in kind with their day in the period; their value is not added up."),
            in_kind_offered,
            position=92,
        ),
    ):
        register(figure)


def seats(scope: Scope) -> Counted:
    """Member seats on the last day."""
    return Counted(Seat.objects.on(scope.last).members().filter(**scope.real()).count())


def meetings(scope: Scope) -> Counted:
    """Meetings held."""
    held = Meeting.objects.exclude(state__in=[*BEFORE, MeetingState.CANCELLED])
    return Counted(held.filter(**scope.within("starts_at"), **scope.real()).count())


def decisions(scope: Scope) -> Counted:
    """Closed decisions by outcome."""
    found = Decision.objects.closed().filter(decided_on__gte=scope.first, decided_on__lte=scope.last, **scope.real())
    rows = found.order_by().values_list("outcome").annotate(number=Count("pk"))
    numbers = dict(rows)
    lines = [
        Row(outcome.value, in_every_language(outcome.label), numbers[outcome.value])
        for outcome in Outcome
        if outcome.value in numbers
    ]
    return Counted(sum(numbers.values()), lines)


def money_offered(scope: Scope) -> Counted:
    """Offers of money by currency."""
    found = Contribution.objects.public().filter(
        kind=ContributionKind.MONEY,
        offered_on__gte=scope.first,
        offered_on__lte=scope.last,
        withdrawn_on=None,
        **scope.real(),
    )
    return _by_currency(dict(found.order_by().values_list("currency").annotate(sum=Sum("amount"))))


def money_delivered(scope: Scope) -> Counted:
    """Deliveries of money by currency."""
    found = Delivery.objects.filter(
        contribution__in=Contribution.objects.public().filter(**scope.real()),
        delivered_on__gte=scope.first,
        delivered_on__lte=scope.last,
        amount__isnull=False,
    )
    totals: dict[str, Decimal] = defaultdict(Decimal)
    for currency, amount in found.order_by().values_list("contribution__currency", "amount"):
        totals[currency] += amount or 0
    return _by_currency(totals)


def in_kind_offered(scope: Scope) -> Counted:
    """The number of offers in kind."""
    found = Contribution.objects.public().filter(
        kind=ContributionKind.IN_KIND, offered_on__gte=scope.first, offered_on__lte=scope.last, withdrawn_on=None
    )
    return Counted(found.filter(**scope.real()).count())


def _by_currency(sums: Mapping[str, Decimal]) -> Counted:
    rows = [Row(code, {name: money.names(name)[code] for name in CODES}, sums[code]) for code in sorted(sums)]
    return Counted(None, rows)
