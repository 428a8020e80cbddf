"""Accounts, experts and adoptions that show how the portal works: invented, marked as such, with a known password."""

from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path
from typing import Any, Final

import yaml
from allauth.account.models import EmailAddress
from django.contrib.auth.hashers import check_password, make_password
from django.contrib.auth.models import Group
from django.db import transaction
from django.utils import timezone, translation
from django.utils.timezone import localdate

from hub import (
    demonstration_committee,
    demonstration_committee_snapshots,
    demonstration_committee_year,
    demonstration_submissions,
)
from hub.sample.kinds import CommandLine
from hub.sample.rows import assign, columns
from members.models import Country, Expert, User
from members.workflow import ExpertWorkflow
from practices.adoption.enums import AdoptionAction, AdoptionState
from practices.models import Adoption, Practice
from publishing import catalogue
from publishing.enums import LanguageState
from publishing.languages import CODES
from publishing.models import Event, LanguageVersion, Theme
from publishing.richtext.html import from_plain

PASSWORD: Final = "hub-demo-2013"  # noqa: S105 - known to everybody on purpose; refused outside the local mode
FILE: Final = Path(__file__).resolve().parent / "reference" / "demonstration.yaml"
CONSENT: Final = timedelta(days=365)
"""How long a given consent is valid."""


class NoContent(Exception):
    """The countries of the demonstration are not there yet; its text says which."""


@dataclass(slots=True)
class Outcome:
    """What became of the accounts and experts, by address and slug."""

    created: list[str] = field(default_factory=list)
    changed: list[str] = field(default_factory=list)
    unchanged: int = 0

    def add(self, name: str, *, is_new: bool, changed: bool) -> None:
        """Note one of them."""
        if is_new:
            self.created.append(name)
        elif changed:
            self.changed.append(name)
        else:
            self.unchanged += 1


def load() -> dict[str, Outcome]:
    """Make what is missing and set right what differs, in one transaction; raises NoContent before there are countries.

    An expert's texts are written once; only the consent is renewed, so that the demonstration does not fade with time.
    """
    data = yaml.safe_load(FILE.read_text(encoding="utf-8"))
    outcomes = {name: Outcome() for name in ("accounts", "experts", "adoptions", "submissions", "committee")}
    with transaction.atomic(), translation.override("en"):
        countries = {country.iso2: country for country in Country.objects.all()}
        named = {row["country"] for row in [*data["accounts"], *data["experts"]] if "country" in row}
        if missing := named - countries.keys():
            raise NoContent(f"there is no country {', '.join(sorted(missing))}")
        _accounts(data["accounts"], countries, outcomes["accounts"])
        themes = {theme.slug: theme for theme in Theme.objects.all()}
        for row in data["experts"]:
            is_new, changed = _expert(row, countries[row["country"]], themes)
            outcomes["experts"].add(row["slug"], is_new=is_new, changed=changed)
        practices = {practice.slug: practice for practice in Practice.objects.published()}
        for row in data["adoptions"]:
            if row["practice"] in practices and row["country"] in countries:
                is_new = _adoption(row, practices, countries[row["country"]])
                outcomes["adoptions"].add(f"{row['country']} {row['practice']}", is_new=is_new, changed=is_new)
        for slug, is_new in demonstration_submissions.load(countries, themes):
            outcomes["submissions"].add(slug, is_new=is_new, changed=is_new)
        for name, is_new in demonstration_committee.load(countries):
            outcomes["committee"].add(name, is_new=is_new, changed=is_new)
        for name, is_new in demonstration_committee_year.load():
            outcomes["committee"].add(name, is_new=is_new, changed=is_new)
        for name, is_new in demonstration_committee_snapshots.load():
            outcomes["committee"].add(name, is_new=is_new, changed=is_new)
    return outcomes


def _accounts(rows: list[dict[str, Any]], countries: dict[str, Country], outcome: Outcome) -> None:
    groups = {group.name: group for group in Group.objects.all()}
    standing = {
        user.email: user
        for user in User.objects.filter(email__in=[row["email"] for row in rows]).prefetch_related("groups")
    }
    fitting = {code: check_password(PASSWORD, code) for code in {user.password for user in standing.values()}}
    good = next((code for code, fits in fitting.items() if fits), None) or make_password(PASSWORD)
    for row in rows:
        user = standing.get(row["email"]) or User(email=row["email"])
        is_new = user.pk is None
        values = {
            "is_demonstration": True,
            "is_active": True,
            "is_staff": row.get("staff", False),
            "is_superuser": False,
            "preferred_language": row["language"],
            "country": countries.get(row.get("country", "")),
            "password": user.password if fitting.get(user.password) else good,
        }
        changed = bool(assign(user, values))
        if is_new or changed:
            user.save()
        if is_new or {group.name for group in user.groups.all()} != set(row["roles"]):
            user.groups.set([groups[role] for role in row["roles"]])
            changed = True
        address, is_unknown = EmailAddress.objects.get_or_create(
            user=user, email=user.email, defaults={"verified": True, "primary": True}
        )
        if not (address.verified and address.primary):
            address.verified = address.primary = True
            address.save(update_fields=["verified", "primary"])
            changed = True
        outcome.add(user.email, is_new=is_new, changed=changed or is_unknown)


def _expert(row: dict[str, Any], country: Country, themes: dict[str, Theme]) -> tuple[bool, bool]:
    """Make the expert or renew the consent; whether they are new, and whether anything changed."""
    given, until = _consent(row)
    expert = Expert.objects.filter(slug=row["slug"], is_demonstration=True).first()
    if expert is not None:
        if (
            expert.consent_until is None
            or row.get("consent") == "expired"
            or expert.consent_until >= localdate() + CONSENT / 12
        ):
            return False, False
        expert.consent_given_on, expert.consent_until = given, until
        expert.save(update_fields=["consent_given_on", "consent_until", "changed_at"])
        catalogue.write(expert)
        return False, True
    texts = {name: {code: from_plain(text) for code, text in row[name].items()} for name in ("biography", "offers")}
    expert = Expert.objects.create(
        slug=row["slug"],
        country=country,
        user=User.objects.filter(email=row["account"]).first() if "account" in row else None,
        original_language=row["original_language"],
        languages=row["languages"],
        email=f"{row['slug']}@hub.example",
        visibility=row["visibility"],
        consent_given_on=given,
        consent_until=until,
        is_demonstration=True,
        **columns({"name": row["name"], "position": row["position"], **texts}),
    )
    expert.themes.set([themes[slug] for slug in row["themes"]])
    LanguageVersion.objects.bulk_create(
        LanguageVersion(record=expert, language=code, state=LanguageState.APPROVED) for code in CODES
    )
    ExpertWorkflow(expert, CommandLine()).publish()
    return True, True


def _adoption(row: dict[str, Any], practices: dict[str, Practice], country: Country) -> bool:
    """Make the invented adoption unless the country has one of this practice; whether it is new. It sends no letters."""
    practice = practices[row["practice"]]
    if Adoption.objects.filter(practice=practice, country=country).exists():
        return False
    now = timezone.now()
    adoption = Adoption.objects.create(
        practice=practice,
        country=country,
        own_practice=practices.get(row.get("own_practice", "")),
        year=row["year"],
        stage=row["stage"],
        state=row["state"],
        original_language=row["language"],
        confirmed_at=now if row["state"] == AdoptionState.CONFIRMED else None,
        waiting_since=None if row["state"] == AdoptionState.CONFIRMED else now,
        correction=row.get("correction", ""),
        correction_language="en" if "correction" in row else "",
        corrected_year=row.get("corrected_year"),
        is_demonstration=True,
        **columns({name: row.get(name, {}) for name in ("changes", "result", "why_dropped")}),
    )
    Event.objects.create(record=adoption, action=AdoptionAction.STATE, from_state="", to_state=AdoptionState.STATED)
    catalogue.write(practice)
    return True


def _consent(row: dict[str, Any]) -> tuple[date, date]:
    given = localdate() - (2 * CONSENT if row.get("consent") == "expired" else timedelta(0))
    return given, given + CONSENT
