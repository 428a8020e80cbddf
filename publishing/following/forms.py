"""The forms of what a person follows."""

from typing import Any, ClassVar, Final

from django import forms
from django.contrib.auth import get_user_model
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from ..models import Followed, News, Rhythm, Subscription
from .targets import Target, target_of

MOST: Final = 100
"""How much one person can follow."""


class FollowForm(forms.Form):
    """Following one thing."""

    what = forms.ChoiceField(choices=Followed.choices, widget=forms.HiddenInput)
    value = forms.CharField(max_length=4000, widget=forms.HiddenInput)
    place = forms.CharField(max_length=20, required=False, widget=forms.HiddenInput)
    rhythm = forms.ChoiceField(
        label=_("How often"), choices=Rhythm.choices, required=False, widget=forms.RadioSelect, initial=Rhythm.WEEKLY
    )

    def clean(self) -> dict[str, Any]:
        """What is followed must be there for everybody to see."""
        cleaned = super().clean() or {}
        if "what" in cleaned and "value" in cleaned:
            language = get_language() or "ru"
            self.columns = target_of(cleaned["what"], cleaned["value"], language, cleaned.get("place", ""))
        return cleaned

    def save(self, user: Any) -> bool:
        """Follow it; whether that is new. Raises ValidationError where the person follows as much as they can."""
        wanted = self.cleaned_data["rhythm"]
        newest = News.objects.order_by("-pk").values_list("pk", flat=True).first() or 0
        with transaction.atomic():
            get_user_model()._default_manager.select_for_update().get(pk=user.pk)
            mine = Subscription.objects.filter(user=user)
            if not mine.filter(**self.columns).exists() and mine.count() >= MOST:
                raise ValidationError(
                    _("You follow %(number)d things, and more are not possible. Stop following some of them first."),
                    params={"number": MOST},
                )
            subscription, is_new = Subscription.objects.get_or_create(
                user=user, **self.columns, defaults={"rhythm": wanted or Rhythm.WEEKLY, "told": newest}
            )
            if not is_new and wanted and wanted != subscription.rhythm:
                subscription.rhythm = wanted
                subscription.save(update_fields=["rhythm"])
        return is_new


class SettingsForm(forms.ModelForm):  # type: ignore[type-arg]  # generic in the stubs alone
    """Which letters a person gets, in which language, and how often about each thing that they follow."""

    class Meta:
        model = get_user_model()
        fields = ("letter_wish", "preferred_language")
        widgets: ClassVar[dict[str, Any]] = {"letter_wish": forms.RadioSelect, "preferred_language": forms.RadioSelect}

    def __init__(self, data: Any = None, *, user: Any, targets: list[Target]) -> None:
        super().__init__(data, instance=user)
        self.fields["letter_wish"].label = _("Which letters")
        self.fields["letter_wish"].help_text = _(
            "Letters about your account itself, such as a new password, always come."
        )
        self.fields["preferred_language"].label = _("Language of letters")
        self.targets = targets
        for target in targets:
            self.fields[self._name(target)] = forms.ChoiceField(
                label=f"{target.subscription.get_what_display()}: {target.name}",
                choices=Rhythm.choices,
                initial=target.subscription.rhythm,
                required=False,
            )

    @staticmethod
    def _name(target: Target) -> str:
        return f"rhythm-{target.subscription.pk}"

    def rows(self) -> list[tuple[Target, forms.BoundField]]:
        """Each subscription with its field."""
        return [(target, self[self._name(target)]) for target in self.targets]

    def save(self, commit: bool = True) -> Any:
        """Save the person's choices and whatever rhythm differs."""
        with transaction.atomic():
            self.instance.save(update_fields=["letter_wish", "preferred_language"])
            for target in self.targets:
                wanted = self.cleaned_data.get(self._name(target))
                if wanted and wanted != target.subscription.rhythm:
                    Subscription.objects.filter(pk=target.subscription.pk, user=self.instance).update(rhythm=wanted)
        return self.instance
