"""What a mail server's refusal means: for good, for now, or something that an operator has to mend."""

import smtplib
from typing import Final

PERMANENT: Final = 500
"""From this SMTP code on a refusal is for good (RFC 5321, section 4.2.1)."""
OPERATORS: Final = (
    smtplib.SMTPAuthenticationError,
    smtplib.SMTPSenderRefused,
    smtplib.SMTPConnectError,
    smtplib.SMTPHeloError,
)
"""A wrong password, a sender that the server does not take, a server that turns the portal away: the letters wait
until that is mended."""
LONGEST: Final = 2000


def is_permanent(problem: Exception) -> bool:
    """Whether it is no use to try again with this letter."""
    if isinstance(problem, smtplib.SMTPRecipientsRefused):
        return all(code >= PERMANENT for code, _said in problem.recipients.values())
    if isinstance(problem, OPERATORS):
        return False
    if isinstance(problem, smtplib.SMTPResponseException):
        return problem.smtp_code >= PERMANENT
    return isinstance(problem, ValueError)  # an address or subject that no server would take


def is_of_server(problem: Exception) -> bool:
    """Whether the next letter would fare the same: the server cannot be reached or talks to nobody."""
    return isinstance(problem, (*OPERATORS, smtplib.SMTPServerDisconnected)) or (
        isinstance(problem, OSError) and not isinstance(problem, smtplib.SMTPException)
    )


def words_of(problem: Exception) -> str:
    """The server's words, or ours, as the letter's page shows them; without characters that no column holds."""
    if isinstance(problem, smtplib.SMTPRecipientsRefused):
        said = "; ".join(f"{code} {_read(text)}" for code, text in problem.recipients.values())
    elif isinstance(problem, smtplib.SMTPResponseException):
        said = f"{problem.smtp_code} {_read(problem.smtp_error)}"
    else:
        said = f"{type(problem).__name__}: {problem}"
    return said.replace("\x00", "")[:LONGEST]


def _read(text: bytes | str) -> str:
    return text.decode("utf-8", "replace") if isinstance(text, bytes) else text
