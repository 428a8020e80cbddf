"""What the records themselves put on a person's desk: came back, to endorse, to translate, to check, on their way.

One query answers for all of these parts: each kind of record is asked for each of them, and the answers are put together.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final

from django.contrib.contenttypes.models import ContentType
from django.db.models import (
    BooleanField,
    CharField,
    DateField,
    Exists,
    ExpressionWrapper,
    F,
    OuterRef,
    Q,
    QuerySet,
    Value,
)
from django.db.models.functions import Cast
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.timezone import localdate
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _

from practices.models import Practice
from publishing import desk
from publishing.enums import Kind, LanguageState, State
from publishing.languages import CODES, NAMES, Text, first_of, reading_order
from publishing.models import Endorsement, Publication
from publishing.steps.registry import models_with_steps
from reforms.models import Reform

OWN: Final[tuple[type[Publication], ...]] = (Practice, Reform)
"""The kinds of record that people hand in."""
UNFINISHED: Final = (State.DRAFT, State.SUBMITTED, State.IN_REVIEW, State.ACCEPTED, State.DECLINED)
ENDORSABLE: Final = (State.SUBMITTED, State.IN_REVIEW, State.ACCEPTED)
READ_AT: Final = {Kind.PRACTICE: "practices:detail", Kind.REFORM: "reforms:detail"}


@dataclass(frozen=True, slots=True)
class Found:
    """A record that stands on the person's desk."""

    part: str
    kind: str
    pk: int
    slug: str
    title: Text
    state: State
    since: datetime
    until: date | None
    language: str
    is_update: bool

    @property
    def remark(self) -> str | Promise:
        """That it is an update of another record."""
        return _("Update of a published practice") if self.is_update else ""


def register() -> None:
    """Let them stand on desks."""
    parts: tuple[tuple[str, str | Promise, Callable[[Found], desk.DeskRow], int], ...] = (
        ("changes", _("Changes that you were asked for"), _to_change, 5),
        ("endorsements", _("Submissions to endorse for your country"), _to_endorse, 30),
        ("assigned", _("Translations assigned to you"), _to_translate, 50),
        ("checks", _("Checks that are due"), _to_check, 60),
        ("mine", _("My drafts and submissions"), _on_its_way, 80),
    )
    for name, title, row_of, position in parts:
        desk.register(name, title, _rows(name, row_of), position=position, is_mine=name == "mine")


def _rows(name: str, row_of: Callable[[Found], desk.DeskRow]) -> desk.Rows:
    return lambda user: [row_of(found) for found in records_of(user) if found.part == name]


def records_of(user: Any) -> list[Found]:
    """The records of all these parts; one query, kept for as long as the account is at hand."""
    known = getattr(user, "_desk_records", None)
    if known is None:
        parts = list(_parts(user))
        known = [_found(row) for row in parts[0].union(*parts[1:], all=True)]
        user._desk_records = known  # noqa: SLF001 - the parts of one desk share them
    return known


def _parts(user: Any) -> Iterator[QuerySet[Any]]:
    for model in OWN:
        records: Any = model._default_manager.all()
        kept = records.filter(records.kept_by(user))
        back = kept.filter(state=State.CHANGES_REQUESTED).order_by("changed_at")
        yield _columns("changes", model, back)
        yield _columns("mine", model, kept.filter(state__in=UNFINISHED).order_by("-changed_at"))
    if user.country_id and user.has_perm("practices.keep_country_practices"):
        yield _columns("endorsements", Practice, _endorsable(user).order_by("changed_at"))
    for model in models_with_steps():
        if user.has_perm(
            f"{model._meta.app_label}.publish_{model._meta.model_name}"
        ):  # who only translates has a part of their own
            yield _columns(
                "assigned", model, _assigned(model, user), "language_versions__promised_for", is_by_language=True
            )
        due = _kept(model, user).filter(check_due__lte=localdate()).order_by("check_due")
        yield _columns("checks", model, due, "check_due")


def _columns(
    part: str, model: Any, records: QuerySet[Any], until: str = "", *, is_by_language: bool = False
) -> QuerySet[Any]:
    """The records as rows of the one query, as many as a part can show."""
    titles = {f"t_{code}": F(f"{model.title_field}_{code}") for code in CODES}
    language = F("language_versions__language") if is_by_language else Value("")
    original: Q = model._default_manager.all().is_original()
    values = records.annotate(
        part=Value(part, output_field=CharField()),
        kind_name=Value(str(model.kind), output_field=CharField()),
        until=F(until) if until else Cast(Value(None), DateField()),
        in_language=language,
        is_update=ExpressionWrapper(~original, output_field=BooleanField()) if original else Value(False),
        **titles,
    )
    names = ("part", "kind_name", "pk", "slug", "state", "changed_at", "until", "in_language", "is_update", *titles)
    rows: QuerySet[Any] = values.values(*names)[: desk.ROWS + 1]
    return rows


def _endorsable(user: Any) -> QuerySet[Practice]:
    """What others of the person's country handed in and nobody has endorsed."""
    key = ContentType.objects.get_for_model(Practice)
    standing = Endorsement.objects.filter(content_type=key, object_id=OuterRef("pk"), withdrawn_at=None)
    return Practice.objects.filter(~Q(owner=user.pk), ~Exists(standing), country=user.country_id, state__in=ENDORSABLE)


def _assigned(model: Any, user: Any) -> QuerySet[Any]:
    """The records of which a language was given to the person and is not approved."""
    states = [state for state in LanguageState.values if state != LanguageState.APPROVED]
    mine: QuerySet[Any] = (
        model._default_manager.originals()
        .exclude(state=State.ARCHIVED)
        .filter(language_versions__assignee=user.pk, language_versions__state__in=states)
    )
    return mine.order_by(F("language_versions__promised_for").asc(nulls_last=True))


def _kept(model: Any, user: Any) -> QuerySet[Any]:
    """The public records that the person may confirm."""
    published: QuerySet[Any] = model._default_manager.filter(state=State.PUBLISHED)
    if user.has_perm(f"{model._meta.app_label}.change_{model._meta.model_name}"):
        return published
    return published.filter(model._default_manager.all().kept_by(user))


def _found(row: dict[str, Any]) -> Found:
    title = first_of({code: row[f"t_{code}"] for code in CODES}, reading_order(get_language() or "ru"))
    if not title:
        title = Text(gettext("without a title"), title.language, title.wanted)
    return Found(
        row["part"], row["kind_name"], row["pk"], row["slug"], title, State(row["state"]), row["changed_at"],
        row["until"], row["in_language"], row["is_update"],
    )  # fmt: skip


def _to_change(found: Found) -> desk.DeskRow:
    return desk.DeskRow(
        _("Change and submit again"), found.title, _work_at(found), since=found.since, note=found.remark
    )


def _to_endorse(found: Found) -> desk.DeskRow:
    url = reverse("review:endorse", args=[found.kind, found.pk])
    return desk.DeskRow(_("Endorse, or leave it without"), found.title, url, since=found.since, note=found.remark)


def _to_translate(found: Found) -> desk.DeskRow:
    url = reverse("translate:edit", args=[found.kind, found.pk, found.language])
    return desk.DeskRow(_("Translate"), found.title, url, until=found.until, note=NAMES[found.language])


def _to_check(found: Found) -> desk.DeskRow:
    return desk.DeskRow(_("Check whether it is still correct"), found.title, reverse("checks:queue"), until=found.until)


def _on_its_way(found: Found) -> desk.DeskRow:
    return desk.DeskRow(found.state.label, found.title, _work_at(found), since=found.since, note=found.remark)


def _work_at(found: Found) -> str:
    """Where the record is worked on, or read where it is with others."""
    if found.kind == Kind.PRACTICE and (found.state in {State.DRAFT, State.CHANGES_REQUESTED} or not found.slug):
        return reverse("contribute:check", args=[found.pk])
    return reverse(READ_AT[Kind(found.kind)], args=[found.slug]) if found.slug else reverse("desk")
