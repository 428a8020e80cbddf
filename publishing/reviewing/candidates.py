"""Who could review a record: everybody the floors above know, in order of fitness, with the reasons for and against.

Never proposed are the submitter, anybody of the submitter's country or of the record's own, and whoever declared a
conflict of interest with this record. Who is away, has enough to do or does not read the language can still be invited.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Final

from django.contrib.contenttypes.models import ContentType
from django.db.models import Count, Q
from django.utils import formats
from django.utils.text import format_lazy
from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy as _

from ..languages import NAMES
from ..models import Review, ReviewerProfile
from .enums import STANDING, ReviewState
from .kinds import Words, kind_of

THEME: Final = 4
EXPERIENCE: Final = 1
MOST_EXPERIENCE: Final = 3
ORIGINAL: Final = 3
LOAD: Final = 2
"""Points: for each theme in common, for each earlier review of such a theme, for reading the original; off for each open review."""
USUAL_LOAD: Final = 3


@dataclass(frozen=True, slots=True)
class Reviewer:
    """An account that may review, as the floor of the accounts knows it. An empty country is not known."""

    user: Any
    country: str = ""
    themes: frozenset[str] = frozenset()
    languages: frozenset[str] = frozenset()


@dataclass(slots=True)
class Candidate:
    """A reviewer measured against one record."""

    user: Any
    points: int = 0
    load: int = 0
    reasons: list[Words] = field(default_factory=list)
    reservations: list[Words] = field(default_factory=list)
    exclusions: list[Words] = field(default_factory=list)

    @property
    def is_excluded(self) -> bool:
        """Whether the person must not review this record."""
        return bool(self.exclusions)


@dataclass(frozen=True, slots=True)
class Candidates:
    """All reviewers for one record: whom to take, whom only for a good reason, whom never."""

    proposed: list[Candidate]
    possible: list[Candidate]
    excluded: list[Candidate]

    def invitable(self) -> dict[int, Candidate]:
        """Those who can be invited, by the key of their account."""
        return {candidate.user.pk: candidate for candidate in (*self.proposed, *self.possible)}


Source = Callable[[], Iterable[Reviewer]]
_sources: list[Source] = []
_country_of: list[Callable[[Any], str]] = []


def register(reviewers: Source, country_of: Callable[[Any], str]) -> None:
    """Let these accounts review; `country_of` gives the ISO code of any account. Called once, when the app is ready."""
    _sources.append(reviewers)
    _country_of.append(country_of)


def candidates_for(record: Any) -> Candidates:
    """Everybody who reviews, measured against the record; a fixed number of queries."""
    measure = _Measure(record)
    found = [measure.candidate(reviewer) for source in _sources for reviewer in source()]
    found.sort(key=lambda one: (-one.points, one.load, str(one.user), one.user.pk))
    return Candidates(
        [one for one in found if not one.exclusions and not one.reservations],
        [one for one in found if not one.exclusions and one.reservations],
        [one for one in found if one.exclusions],
    )


class _Measure:
    """What all candidates of one record are measured with, read once."""

    def __init__(self, record: Any) -> None:
        kind = kind_of(record)
        self.record = record
        self.today = localdate()
        self.country = kind.country(record)
        self.owner_country = next((of(record.owner) for of in _country_of), "") if record.owner_id else ""
        self.languages = record.written_languages()
        self.profiles = {one.user_id: one for one in ReviewerProfile.objects.prefetch_related("themes")}
        counts = Review.objects.open().values("reviewer_id").annotate(n=Count("pk"))
        self.load = {row["reviewer_id"]: row["n"] for row in counts}
        content_type = ContentType.objects.get_for_model(type(record))
        given = Review.objects.filter(content_type=content_type, state=ReviewState.GIVEN).exclude(object_id=record.pk)
        earlier = list(given.values_list("reviewer_id", "object_id"))
        themes = kind.themes({record.pk, *(key for _reviewer, key in earlier)})
        self.themes = themes.get(record.pk, frozenset())
        self.experience: dict[int, int] = {}
        for reviewer, key in earlier:
            if themes.get(key, frozenset()) & self.themes:
                self.experience[reviewer] = self.experience.get(reviewer, 0) + 1
        own = Review.objects.of(record).filter(
            Q(state=ReviewState.RECUSED) | Q(closed_at=None, state__in=[*STANDING, ReviewState.DECLINED])
        )
        self.own: dict[int, set[str]] = {}
        for reviewer, state in own.values_list("reviewer_id", "state"):
            self.own.setdefault(reviewer, set()).add(state)

    def candidate(self, reviewer: Reviewer) -> Candidate:
        """The reviewer with points, reasons, reservations and exclusions."""
        profile = self.profiles.get(reviewer.user.pk)
        one = Candidate(reviewer.user, load=self.load.get(reviewer.user.pk, 0))
        one.exclusions += self._exclusions(reviewer)
        self._weigh_themes(one, reviewer, profile)
        self._weigh_languages(one, reviewer, profile)
        self._weigh_time(one, profile)
        return one

    def _exclusions(self, reviewer: Reviewer) -> list[Words]:
        found: list[Words] = []
        states = self.own.get(reviewer.user.pk, set())
        if reviewer.user.pk == self.record.owner_id:
            found.append(_("is the submitter"))
        if reviewer.country and reviewer.country == self.country:
            found.append(_("is of the record’s country"))
        if reviewer.country and reviewer.country == self.owner_country and self.owner_country != self.country:
            found.append(_("is of the submitter’s country"))
        if ReviewState.RECUSED in states:
            found.append(_("declared a conflict of interest"))
        if states & set(STANDING):
            found.append(_("is a reviewer of this round already"))
        return found

    def _weigh_themes(self, one: Candidate, reviewer: Reviewer, profile: ReviewerProfile | None) -> None:
        own = {theme.slug for theme in profile.themes.all()} if profile else set()
        common = len(self.themes & (own or reviewer.themes))
        earlier = self.experience.get(reviewer.user.pk, 0)
        one.points += THEME * common + min(EXPERIENCE * earlier, MOST_EXPERIENCE)
        if common:
            one.reasons.append(format_lazy(_("themes in common: {count}"), count=common))
        if earlier:
            one.reasons.append(format_lazy(_("earlier reviews on these themes: {count}"), count=earlier))

    def _weigh_languages(self, one: Candidate, reviewer: Reviewer, profile: ReviewerProfile | None) -> None:
        reads = set(profile.languages if profile and profile.languages else reviewer.languages)
        original = self.record.original_language
        if original in reads:
            one.points += ORIGINAL
            one.reasons.append(format_lazy(_("reads the original: {language}"), language=NAMES[original]))
        elif readable := [NAMES[code] for code in self.languages if code in reads]:
            one.reasons.append(format_lazy(_("reads it in: {languages}"), languages=", ".join(readable)))
        else:
            one.reservations.append(_("does not read any language in which it is written"))

    def _weigh_time(self, one: Candidate, profile: ReviewerProfile | None) -> None:
        most = profile.most_at_once if profile else USUAL_LOAD
        one.points -= LOAD * one.load
        if one.load >= most:
            one.reservations.append(
                format_lazy(_("has enough to do: {load} open reviews, at most {most}"), load=one.load, most=most)
            )
        else:
            one.reasons.append(format_lazy(_("open reviews: {load}, at most {most}"), load=one.load, most=most))
        if profile and profile.absent_until and profile.absent_until >= self.today:
            one.reservations.append(format_lazy(_("is away until {day}"), day=_Day(profile.absent_until)))
        if ReviewState.DECLINED in self.own.get(one.user.pk, set()):
            one.reservations.append(_("has declined in this round"))


class _Day:
    """A day that is put into words when it is printed, in the language of that moment."""

    def __init__(self, day: date) -> None:
        self.day = day

    def __str__(self) -> str:
        return formats.date_format(self.day)
