"""Accounts as their owners use them: verified addresses, second factors, sign-in through the pages."""

import re
import time
from typing import Any

from allauth.account.models import EmailAddress
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, generate_totp_secret, hotp_value
from django.core import mail
from django.http import HttpResponse
from django.test import Client

from members.models import User
from tests.factories.members import PASSWORD, account


def verified(email: str = "", **fields: Any) -> User:
    """An account whose address is confirmed."""
    user = account(email, **fields)
    EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
    return user


def add_app(user: User) -> str:
    """Give the account an authenticator app; its key."""
    secret = generate_totp_secret()
    TOTP.activate(user, secret)
    return secret


def add_recovery_codes(user: User) -> list[str]:
    """Give the account recovery codes; the codes."""
    return list(RecoveryCodes.activate(user).generate_codes())


def code(secret: str, periods: int = 0) -> str:
    """What an app with this key shows now, or so many half minutes later."""
    return str(format_hotp_value(hotp_value(secret, int(time.time()) // 30 + periods)))


def sign_in(client: Client, user: User, *, language: str = "en", password: str = PASSWORD, **data: str) -> HttpResponse:
    """Send the sign-in form as the person would."""
    return client.post(f"/{language}/accounts/login/", {"login": user.email, "password": password, **data})


def is_signed_in(client: Client) -> bool:
    """Whether the client's session belongs to somebody."""
    return "_auth_user_id" in client.session


def link_of_last_letter() -> str:
    """Path and query of the only link to the account pages in the last letter."""
    found = re.findall(r"https?://[^/\s]+(/\S*/accounts/\S+)", str(mail.outbox[-1].body))
    assert len(found) == 1, mail.outbox[-1].body
    return str(found[0])
