"""Columns of the lists that every publication has."""

from typing import Any

from django.contrib import admin
from django.utils.formats import date_format
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.timezone import localdate
from django.utils.translation import gettext, pgettext
from django.utils.translation import gettext_lazy as _

from ..catalogue import language_states
from ..enums import LanguageState
from ..languages import CODES, SHORT_NAMES
from ..models import Publication

MARKS = {"approved": "●", "outdated": "▲", "missing": "○"}
"""The shape that goes with a state, so that colour is not alone; anything else is half done: ◐."""


def state_words() -> dict[str, str]:
    """The words for what a reader gets in a language, in the active language."""
    words = {value: str(label) for value, label in LanguageState.choices}
    return {**words, "outdated": pgettext("language version", "outdated")}


def language_badges(record: Publication) -> SafeString:
    """ҚАЗ РУС ENG with the state of each; needs `language_versions` prefetched in lists."""
    words = state_words()
    states = language_states(record)
    badges = [
        (
            state,
            words[state] + (" · " + gettext("original") if code == record.original_language else ""),
            "is-original" if code == record.original_language else "",
            SHORT_NAMES[code],
            MARKS.get(state, "◐"),
            words[state],
        )
        for code in CODES
        for state in [states[code]]
    ]
    return format_html(
        '<span class="language-states">{}</span>',
        format_html_join(
            "",
            '<span class="language-state language-state--{}" title="{}"><b class="{}">{}</b> {} <i>{}</i></span>',
            badges,
        ),
    )


class PublicationColumns:
    """Mixed into the admin of a publication."""

    @admin.display(description=_("languages"))
    def language_list(self, record: Publication) -> SafeString:
        """What a reader gets in each language."""
        return language_badges(record)

    @admin.display(description=_("state"), ordering="state")
    def state_badge(self, record: Publication) -> SafeString:
        """The state in words and colour."""
        return format_html('<span class="state state--{}">{}</span>', record.state, record.get_state_display())

    @admin.display(description=_("next check due"), ordering="check_due")
    def check_badge(self, record: Publication) -> Any:
        """The day by which somebody has to look again; marked when it is past."""
        if record.check_due is None:
            return None
        if record.is_overdue(localdate()):
            return format_html(
                '<span class="state state--late">{}</span>', date_format(record.check_due, "SHORT_DATE_FORMAT")
            )
        return record.check_due
