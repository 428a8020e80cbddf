"""Forms about one's own account."""

from typing import Any, ClassVar

from allauth.account.forms import LoginForm
from allauth.mfa.webauthn.forms import AddWebAuthnForm, EditWebAuthnForm
from django import forms
from django.utils.translation import gettext_lazy as _

from .models import User


class SignInForm(LoginForm):  # type: ignore[misc] # allauth ships no types
    """Address and password; the way to a new password stands below the button, not between the two."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["login"].label = _("E-mail")
        self.fields["login"].widget.attrs["autocomplete"] = "username"
        self.fields["password"].help_text = ""
        self.fields["remember"].label = _("Stay signed in on this device")


class NewKeyForm(AddWebAuthnForm):  # type: ignore[misc] # allauth ships no types
    """A key with a name by which its owner knows it."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["name"].label = _("Name of the key")
        self.fields["name"].max_length = 100
        self.fields["name"].widget.attrs.update(maxlength=100, autocomplete="off")


class KeyNameForm(EditWebAuthnForm):  # type: ignore[misc] # allauth ships no types
    """Another name for a key."""

    name = forms.CharField(label=_("Name of the key"), max_length=100, widget=forms.TextInput({"autocomplete": "off"}))


class MyAccountForm(forms.ModelForm[User]):
    """What people say of themselves: their name and the language of their letters."""

    class Meta:
        model = User
        fields: ClassVar[list[str]] = ["first_name", "last_name", "preferred_language"]
        widgets: ClassVar[dict[str, forms.Widget]] = {
            "first_name": forms.TextInput({"autocomplete": "given-name"}),
            "last_name": forms.TextInput({"autocomplete": "family-name"}),
        }
        help_texts: ClassVar[dict[str, Any]] = {
            "preferred_language": _("The language in which the portal writes to you."),
        }
