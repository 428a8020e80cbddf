"""How allauth makes accounts, writes to their owners and keeps their second factors."""

import base64
import logging
import secrets
import time
from smtplib import SMTPException
from typing import Any
from urllib.parse import urlsplit, urlunsplit

from allauth.account import app_settings
from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.authentication import get_authentication_records
from allauth.account.utils import filter_users_by_email, get_login_redirect_url
from allauth.core import context as current
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from django.conf import settings
from django.contrib import messages
from django.contrib.auth.models import Group
from django.core.mail import EmailMessage
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse, translate_url
from django.utils.crypto import salted_hmac
from django.utils.translation import get_language, gettext, override

from publishing.languages import CODES
from publishing.origin import origin_of
from publishing.reader import take_into_profile

from .enums import Role
from .models import User

logger = logging.getLogger(__name__)


class AccountAdapter(DefaultAccountAdapter):
    """New accounts are registered users; everybody gets their letters in their own language."""

    def save_user(self, request: HttpRequest, user: User, form: Any, commit: bool = True) -> User:
        """Save the account, then give it its first role; the language of letters is that of the page."""
        user.preferred_language = get_language() or user.preferred_language
        saved: User = super().save_user(request, user, form, commit=commit)
        if commit:
            register(saved)
        return saved

    def login(self, request: HttpRequest, user: User) -> None:
        """Sign in; what the reader chose in this browser a moment ago stays chosen."""
        super().login(request, user)
        take_into_profile(request)

    def post_login(self, request: HttpRequest, user: User, **login: Any) -> HttpResponse:
        """Back to where the person came from, in the language in which they signed in."""
        target = get_login_redirect_url(request, login.pop("redirect_url"), signup=login["signup"])
        language = get_language() or user.preferred_language
        response: HttpResponse = super().post_login(request, user, redirect_url=_in_language(target, language), **login)
        return response

    def is_reauthentication_required(self, *, app: str, **kwargs: Any) -> bool:
        """Who has just shown who they are, by signing in or again, is not asked at once for the same."""
        records = get_authentication_records(current.request, current.request.user)
        fresh = any(time.time() - record["at"] < app_settings.REAUTHENTICATION_TIMEOUT for record in records)
        return not fresh and super().is_reauthentication_required(app=app, **kwargs)

    def get_password_change_redirect_url(self, request: HttpRequest) -> str:
        """The page of the account, which says that the password was changed."""
        return reverse("my_account")

    def get_email_verification_redirect_url(self, email_address: Any) -> str:
        """The page of the account for who is signed in and changed the address, else the sign-in page."""
        return reverse("my_account" if self.request.user.is_authenticated else "account_login")

    # --- Letters ------------------------------------------------------------------------------

    def send_notification_mail(
        self, template_prefix: str, user: User, context: dict[str, Any] | None = None, email: str | None = None
    ) -> None:
        """Tell the owner what changed in the account, also at an address that is no longer theirs."""
        super().send_notification_mail(template_prefix, user, {"user": user, **(context or {})}, email)

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Send a letter in the language of its reader, its links included; a mail server that fails is no 500."""
        language = _language_of(email, context)
        links = {name: _link(value, language) for name, value in context.items() if name.endswith("_url")}
        with override(language):
            try:
                super().send_mail(template_prefix, email, {**context, **links, "origin": origin_of(current.request)})
            except (SMTPException, OSError):
                logger.exception("A letter could not be sent: %s", template_prefix)
                failed = True
            else:
                failed = False
        if failed:
            messages.error(current.request, gettext("The letter could not be sent. Please try again later."))

    def render_mail(
        self,
        template_prefix: str,
        email: str | list[str],
        context: dict[str, Any],
        headers: dict[str, str] | None = None,
    ) -> EmailMessage:
        """The letter, marked with its language and as written by a machine."""
        ours = {"Content-Language": get_language() or "", "Auto-Submitted": "auto-generated"}
        letter: EmailMessage = super().render_mail(template_prefix, email, context, {**ours, **(headers or {})})
        return letter

    def format_email_subject(self, subject: str) -> str:
        """The subject, then who writes."""
        name = gettext("Regional Hub of Civil Service")
        return f"{subject} – {name}"


class SocialAccountAdapter(DefaultSocialAccountAdapter):
    """Accounts that come from the single sign-on of a state start like any other."""

    def save_user(self, request: HttpRequest, sociallogin: Any, form: Any = None) -> User:
        """Save the account with the language of the page, then give it its first role."""
        sociallogin.user.preferred_language = get_language() or sociallogin.user.preferred_language
        saved: User = super().save_user(request, sociallogin, form)
        register(saved)
        return saved

    def get_requests_session(self) -> Any:
        """How the provider is asked; where it does not answer, the person gets a page that says so."""
        session = super().get_requests_session()
        ask = session.request

        def request(method: str, *address: Any, **options: Any) -> Any:
            try:
                answer = ask(method, *address, **options)
                if method.upper() == "GET":  # its description or the person; a refused token is the library's to tell
                    answer.raise_for_status()
            except OSError as error:
                logger.warning("The single sign-on does not answer: %s", error)
                page = render(current.request, "socialaccount/authentication_error.html", status=503)
                raise ImmediateHttpResponse(page) from error
            return answer

        session.request = request
        return session


class SecondFactorAdapter(DefaultMFAAdapter):
    """Keys of authenticator apps and recovery codes lie encrypted in the database."""

    def encrypt(self, text: str) -> str:
        """The text under a key made from SECRET_KEY."""
        return _safe().encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text: str) -> str:
        """The text; a random one that no code will ever fit where neither the secret nor its predecessors open it."""
        try:
            return _safe().decrypt(encrypted_text.encode()).decode()
        except InvalidToken:
            logger.exception("A second factor cannot be read with the present SECRET_KEY and SECRET_KEY_FALLBACKS")
            return base64.b32encode(secrets.token_bytes(20)).decode()

    def get_public_key_credential_rp_entity(self) -> dict[str, str]:
        """What a passkey shows as the site that it belongs to."""
        return {**super().get_public_key_credential_rp_entity(), "name": settings.MFA_TOTP_ISSUER}


def register(user: User) -> None:
    """Give the account the role that every account has."""
    user.groups.add(Group.objects.get_or_create(name=Role.REGISTERED)[0])


def _language_of(email: str, context: dict[str, Any]) -> str:
    """The language of letters of whom the address belongs to; of the page for an address that nobody has."""
    owner = context.get("user") or next(iter(filter_users_by_email(email)), None)
    return getattr(owner, "preferred_language", "") or get_language() or settings.LANGUAGE_CODE


def _link(address: str, language: str) -> str:
    """The same address in the language of the letter, under the site's own name where the settings give it."""
    scheme, host, path, query, fragment = urlsplit(_in_language(address, language))
    if settings.SITE_ORIGIN:
        scheme, host, *_ = urlsplit(settings.SITE_ORIGIN)
    return urlunsplit((scheme, host, path, query, fragment))


def _in_language(address: str, language: str) -> str:
    """The same page in a language; addresses that have none stay as they are."""
    own = urlsplit(address).path[1:3]
    with override(own if own in CODES else language):  # Django knows an address only in the language that is on
        return translate_url(address, language)


def _safe() -> MultiFernet:
    """Locks with the present secret, opens with it and with its predecessors."""
    keys = [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]
    digests = [salted_hmac("members.second-factor", "", secret=key, algorithm="sha256").digest() for key in keys]
    return MultiFernet([Fernet(base64.urlsafe_b64encode(digest)) for digest in digests])
