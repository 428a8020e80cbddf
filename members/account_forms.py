"""Forms about one's own account."""

from typing import Any, ClassVar

from allauth.account.forms import LoginForm
from allauth.mfa import app_settings as mfa_settings
from allauth.mfa.adapter import get_adapter
from allauth.mfa.base.forms import AuthenticateForm, ReauthenticateForm
from allauth.mfa.webauthn.forms import AddWebAuthnForm, EditWebAuthnForm
from django import forms
from django.core.cache import cache
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext_lazy as _

from .models import User


class SignInForm(LoginForm):
    """Address and password; the way to a new password stands below the button, not between the two."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["login"].label = _("E-mail")
        self.fields["login"].widget.attrs["autocomplete"] = "email"
        self.fields["password"].help_text = ""
        self.fields["remember"].label = _("Stay signed in on this device")


class OnlyOnce:
    """A code opens once, and not again for as long as the clock of the app would let it.

    allauth forgets a used code after one period; with the tolerance for clocks that go wrong a code lives for three.
    """

    def clean_code(self) -> str:
        """The code; raises ValidationError where it is wrong or was used a moment ago."""
        typed = salted_hmac("members.used-code", f"{self.user.pk}:{self.cleaned_data['code']}").hexdigest()  # type: ignore[attr-defined]  # allauth's form sets it
        if cache.get(f"used-code:{typed}"):
            raise get_adapter().validation_error("incorrect_code")
        code: str = super().clean_code()  # type: ignore[misc]  # the mixin's form has it
        cache.set(
            f"used-code:{typed}", value=True, timeout=mfa_settings.TOTP_PERIOD * (2 * mfa_settings.TOTP_TOLERANCE + 1)
        )
        return code


class CodeForm(OnlyOnce, AuthenticateForm):
    """The second factor at sign-in."""


class CodeAgainForm(OnlyOnce, ReauthenticateForm):
    """The second factor where somebody signed in shows once more who they are."""


class NewKeyForm(AddWebAuthnForm):
    """A key with a name by which its owner knows it."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["name"].label = _("Name of the key")
        self.fields["name"].max_length = 100
        self.fields["name"].widget.attrs.update(maxlength=100, autocomplete="off")
        self.fields["passwordless"].label = _("Passkey: this key alone signs me in, without a password")
        self.fields["passwordless"].help_text = ""


class KeyNameForm(EditWebAuthnForm):
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
