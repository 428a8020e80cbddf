"""Practices as rows of a spreadsheet, one column per language; import obeys the same rules as the forms."""

from collections.abc import Mapping
from typing import Any, ClassVar, Final

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext as _
from import_export import fields, resources

from publishing import catalogue
from publishing.enums import Language
from publishing.language_versions import Severity, changed_languages, count_version, keep_in_step
from publishing.languages import columns
from publishing.slugs import ensure_slug
from publishing.versions.keeping import keep_version

from .cells import ChoiceCell, CountryCell, DateCell, NumberCell, TextCell, plain
from .enums import Evidence, Level, Stage
from .list_columns import AwardsField, ListField, ResultsField, SourcesField, StatesField, TagsField, ThemesField
from .models import Practice

TEXTS: Final = (
    "title", "summary", "institution", "problem", "solution", "results_text", "evidence_basis", "lessons", "transfer",
)  # fmt: skip
LISTS: Final = ("themes", "tags", "sources", "results", "awards", "languages")


def _column(name: str, widget: Any, *, readonly: bool = False) -> fields.Field:
    return fields.Field(attribute=name, column_name=name, widget=widget, readonly=readonly)


class PracticeResource(resources.ModelResource):
    """Known practices are found by their slug and changed, the others become drafts; nothing is ever published here.

    An `edition` that is not the present one refuses the row: somebody has changed the practice since it was exported.
    """

    slug = _column("slug", TextCell())
    edition = _column("edition", NumberCell(), readonly=True)
    state = _column("state", TextCell(), readonly=True)
    country = _column("country", CountryCell())
    original_language = _column("original_language", ChoiceCell(Language.values, Language.ENGLISH))
    level = _column("level", ChoiceCell(Level.values, Level.NATIONAL))
    stage = _column("stage", ChoiceCell(Stage.values, Stage.IMPLEMENTED))
    evidence = _column("evidence", ChoiceCell(Evidence.values, Evidence.SELF_REPORTED))
    start_year = _column("start_year", NumberCell())
    checked_on = _column("checked_on", DateCell())
    check_due = _column("check_due", DateCell())
    locals().update({name: _column(name, TextCell()) for name in columns(*TEXTS)})
    themes = ThemesField("themes")
    tags = TagsField("tags")
    sources = SourcesField("sources")
    results = ResultsField("results")
    awards = AwardsField("awards")
    languages = StatesField("languages")

    class Meta:
        model = Practice
        fields: ClassVar[list[str]] = [
            "slug",
            "edition",
            "state",
            "country",
            "original_language",
            *columns(*TEXTS[:3]),
            "level",
            "stage",
            "evidence",
            "start_year",
            *columns(*TEXTS[3:]),
            "checked_on",
            "check_due",
            *LISTS,
        ]
        export_order = fields
        import_id_fields = ("slug",)
        clean_model_instances = True
        skip_unchanged = True
        skip_diff = True
        report_skipped = True
        use_transactions = True

    def __init__(self, *, actor: Any = None) -> None:
        super().__init__()
        self.actor = actor

    def get_queryset(self) -> models.QuerySet[Practice]:
        """All practices; a row of the import locks the one it changes."""
        found: models.QuerySet[Practice] = Practice.objects.originals().select_related("country")
        parts = ("theme_rows__theme", "tags", "sources", "results", "awards", "language_versions")
        return found.prefetch_related(*parts)

    def get_instance(self, instance_loader: Any, row: Mapping[str, Any]) -> Practice | None:
        """The practice with the row's slug, locked; None for a new one."""
        slug = plain(row.get("slug"))
        return self.get_queryset().select_for_update(of=("self",)).filter(slug=slug).first() if slug else None

    def after_init_instance(self, instance: Practice, new: bool, row: Mapping[str, Any], **kwargs: Any) -> None:
        """Remember what the practice was before the row."""
        vars(instance)["_before"] = {} if new else {name: getattr(instance, name) for name in self._plain_names()}
        vars(instance)["_is_new"] = new

    def import_instance(self, instance: Practice, row: Mapping[str, Any], **kwargs: Any) -> None:
        """Read all cells; every refusal of the row is collected, not only the first."""
        errors: dict[str, Any] = {}
        try:
            super().import_instance(instance, row, **kwargs)
        except ValidationError as refusal:
            errors = refusal.update_error_dict(errors)
        self._check_row(instance, row, errors)
        if errors:
            raise ValidationError(errors)

    def _check_row(self, instance: Practice, row: Mapping[str, Any], errors: dict[str, Any]) -> None:
        is_new = vars(instance)["_is_new"]
        edition = plain(row.get("edition"))
        if not is_new and edition and edition != str(instance.edition):
            message = _("The practice has changed since the export: edition %(theirs)s now, %(yours)s in the file.")
            errors["edition"] = [ValidationError(message % {"theirs": instance.edition, "yours": edition[:20]})]
        if is_new and "country" not in row:
            errors["country"] = [ValidationError(_("A new practice needs this column."))]
        if not any(getattr(instance, name) for name in columns("title")):
            errors.setdefault("title_en", [ValidationError(_("Give the title in at least one language."))])
        lists = vars(instance).get("_imported_lists", {})
        keys = (
            {str(one.get("id")) for one in lists["sources"]}
            if "sources" in lists
            else {source.key for source in instance.sources.all()}
            if instance.pk
            else set()
        )
        for name in ("results", "awards"):
            unknown = sorted({str(one["source"]) for one in lists.get(name, ()) if one.get("source")} - keys)
            if unknown:
                errors[name] = [
                    ValidationError(_("There is no source with the id: %(ids)s.") % {"ids": ", ".join(unknown)})
                ]

    def validate_instance(
        self, instance: Practice, import_validation_errors: Any = None, validate_unique: bool = True
    ) -> None:
        """As the model's own validation, but for the bare translated fields: their texts stand in the language columns."""
        errors = dict(import_validation_errors or {})
        try:
            instance.full_clean(exclude={*errors, *TEXTS, "owner"}, validate_unique=validate_unique)
        except ValidationError as refusal:
            errors = refusal.update_error_dict(errors)
        if errors:
            raise ValidationError(errors)

    def skip_row(
        self, instance: Practice, original: Any, row: Mapping[str, Any], import_validation_errors: Any = None
    ) -> bool:
        """A row that changes nothing makes no new edition."""
        if import_validation_errors or vars(instance)["_is_new"]:
            return False
        return not self.changed(instance)

    def changed(self, instance: Practice) -> list[str]:
        """The columns in which the row differs from what is stored."""
        before = vars(instance)["_before"]
        names = [name for name, value in before.items() if (value or "") != (getattr(instance, name) or "")]
        return names + [
            name for name, value in self._lists(instance).items() if self.fields[name].read(instance) != value
        ]

    def before_save_instance(self, instance: Practice, row: Mapping[str, Any], **kwargs: Any) -> None:
        """A new practice is a draft with an address; a changed one gets the next edition."""
        is_new = vars(instance)["_is_new"]
        vars(instance)["_changed"] = (
            [] if is_new else self.changed(instance)
        )  # a new one has no rows yet to compare with
        if is_new:
            ensure_slug(instance)
            instance.owner = self.actor
            return
        instance.edition += 1
        if instance.original_language in changed_languages(Practice, vars(instance)["_changed"]):
            count_version(instance, Severity.INFORM)

    def after_save_instance(self, instance: Practice, row: Mapping[str, Any], **kwargs: Any) -> None:
        """Lists, language versions, catalogue: in the transaction of the row."""
        is_new = vars(instance)["_is_new"]
        changed = set(columns(*TEXTS)) if is_new else set(vars(instance)["_changed"])
        lists = self._lists(instance)
        for name, value in sorted(lists.items(), key=lambda item: LISTS.index(item[0])):
            if is_new or name in changed:
                self.fields[name].write(instance, value)
        touched = {
            code
            for code in changed_languages(Practice, changed)
            if any(getattr(instance, f"{name}_{code}") for name in TEXTS)
        }
        fresh = Practice.objects.get(pk=instance.pk)
        keep_in_step(fresh, touched=touched, caught_up=(), actor=self.actor)
        catalogue.write(fresh)
        keep_version(fresh, self.actor, severity=Severity.INFORM)

    def _lists(self, instance: Practice) -> dict[str, Any]:
        lists: dict[str, Any] = vars(instance).get("_imported_lists", {})
        return lists

    def _plain_names(self) -> list[str]:
        return [
            name
            for name, field in self.fields.items()
            if not isinstance(field, ListField) and name not in {"edition", "state"}
        ]
