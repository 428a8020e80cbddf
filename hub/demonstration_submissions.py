"""Invented submissions in several states of their review; they go through the workflows, and no letter is sent."""

from collections.abc import Mapping
from datetime import timedelta
from pathlib import Path
from typing import Any, Final

import yaml
from django.utils import timezone
from django.utils.timezone import localdate

from members.models import Country, User
from practices.consent import Consent
from practices.models import Practice, PracticeTheme
from practices.workflow import PracticeWorkflow
from publishing.enums import Action, LanguageState
from publishing.languages import CODES
from publishing.models import (
    LanguageVersion,
    Review,
    ReviewCriterion,
    ReviewerProfile,
    Score,
    SectionComment,
    Source,
    Theme,
)
from publishing.reviewing import assignment
from publishing.reviewing.enums import ReviewAction
from publishing.reviewing.workflow import ReviewWorkflow
from publishing.richtext.html import from_plain

FILE: Final = Path(__file__).resolve().parent / "reference" / "demonstration_submissions.yaml"
RUNNER: Final = "secretariat@hub.example"
LINES: Final = ("title", "summary", "institution")
TEXTS: Final = ("problem", "solution")
LAST_STEPS: Final = {"changes_requested": Action.REQUEST_CHANGES, "accepted": Action.ACCEPT}


def load(countries: Mapping[str, Country], themes: Mapping[str, Theme]) -> list[tuple[str, bool]]:
    """Make what is missing; the slug of each submission with whether it is new."""
    data = yaml.safe_load(FILE.read_text(encoding="utf-8"))
    people = {user.email: user for user in User.objects.filter(is_demonstration=True)}
    known = set(ReviewerProfile.objects.values_list("user__email", flat=True))
    for row in data["reviewers"]:
        if row["email"] not in known:
            _profile(row, people[row["email"]], themes)
    standing = set(
        Practice.objects.filter(slug__in=[row["slug"] for row in data["submissions"]]).values_list("slug", flat=True)
    )
    outcome = []
    for row in data["submissions"]:
        if row["slug"] not in standing:
            _submission(row, people, countries, themes)
        outcome.append((row["slug"], row["slug"] not in standing))
    return outcome


def _profile(row: dict[str, Any], user: User, themes: Mapping[str, Theme]) -> None:
    profile = ReviewerProfile.objects.create(
        user=user, languages=row["languages"], most_at_once=row.get("most_at_once", 3)
    )
    profile.themes.set([themes[slug] for slug in row["themes"]])


def _submission(
    row: dict[str, Any], people: Mapping[str, User], countries: Mapping[str, Country], themes: Mapping[str, Theme]
) -> None:
    """The practice, its reviews, and the last step."""
    owner, runner = people[row["owner"]], people[RUNNER]
    practice = _practice(row, owner, countries[row["country"]], themes)
    practice = PracticeWorkflow(practice, owner).perform(Action.SUBMIT, drafts=[])
    for one in row.get("reviews", ()):
        _review(one, practice, people[one["reviewer"]], runner)
        practice.refresh_from_db()
    if row["state"] in LAST_STEPS:
        step = LAST_STEPS[row["state"]]
        PracticeWorkflow(practice, runner).perform(step, reason=row.get("reason", ""), drafts=[])


def _practice(row: dict[str, Any], owner: User, country: Country, themes: Mapping[str, Theme]) -> Practice:
    code = row["language"]
    columns = {f"{name}_{code}": row[name] for name in LINES}
    columns |= {f"{name}_{code}": from_plain(row[name]) for name in TEXTS}
    practice = Practice.objects.create(
        slug=row["slug"], owner=owner, country=country, original_language=code, start_year=2021, **columns
    )
    for position, slug in enumerate(row["themes"]):
        PracticeTheme.objects.create(practice=practice, theme=themes[slug], position=position)
    LanguageVersion.objects.bulk_create(
        LanguageVersion(
            record=practice, language=one, state=LanguageState.APPROVED if one == code else LanguageState.MISSING
        )
        for one in CODES
    )
    Source.objects.create(record=practice, key="s1", title="example.org", publisher="example.org", year=2022)
    Consent.objects.create(
        practice=practice, name="N. N.", office=row["institution"], given_on=localdate(), is_confirmed=True
    )
    return practice


def _review(row: dict[str, Any], practice: Practice, reviewer: User, runner: User) -> None:
    made = assignment.invite(practice, [reviewer], runner, due_on=assignment.due_day(), drafts=[])
    flow = ReviewWorkflow(made[0], reviewer)
    flow.perform(ReviewAction.ACCEPT, drafts=[])
    if row.get("given"):
        _fill_in(made[0], row)
        flow.perform(ReviewAction.GIVE, drafts=[])
    if "due" in row:
        due, asked = localdate() + timedelta(days=row["due"]), timezone.now() - timedelta(days=20)
        Review.objects.filter(pk=made[0].pk).update(due_on=due, assigned_at=asked, reminded_on=localdate())


def _fill_in(review: Review, row: dict[str, Any]) -> None:
    names = ("language", "recommendation", "for_submitter", "confidential")
    Review.objects.filter(pk=review.pk).update(**{name: row.get(name, "") for name in names})
    criteria = ReviewCriterion.objects.order_by("position")
    Score.objects.bulk_create(
        Score(review=review, criterion=criterion, value=value)
        for criterion, value in zip(criteria, row["scores"], strict=False)
    )
    SectionComment.objects.bulk_create(
        SectionComment(review=review, section=section, text=text) for section, text in row.get("sections", {}).items()
    )
