"""What the Hub's own floor adds to the periodic reports of the Committee: enquiries to the Secretariat."""

from django.db.models import Count, F, Q
from django.utils.translation import gettext_lazy as _

from steering.builder.figures import Counted, Figure, Row, Scope, in_every_language, register

from .models import Enquiry


def register_figures() -> None:
    """Let enquiries stand in reports."""
    register(
        Figure(
            "enquiries",
            _("Enquiries to the Secretariat"),
            _(
                "Enquiries received within the period, and how many of these had been answered by its end within the promised days."
            ),
            enquiries,
            position=62,
        )
    )


def enquiries(scope: Scope) -> Counted:
    """Enquiries received; lines for those answered at all and in time, by the end of the period."""
    answered = Q(answered_on__lte=scope.last)
    counted = Enquiry.objects.filter(**scope.within("received_at")).aggregate(
        received=Count("pk"),
        answered=Count("pk", filter=answered),
        in_time=Count("pk", filter=answered & Q(answered_on__lte=F("due_on"))),
    )
    return Counted(
        counted["received"],
        [
            Row("answered", in_every_language(_("of these answered")), counted["answered"]),
            Row("in_time", in_every_language(_("answered within the promised days")), counted["in_time"]),
        ],
    )
