"""Access: every named address × role → status. An address that is not in the table fails."""

from collections.abc import Iterator

import pytest
from django.test import Client
from django.urls import NoReverseMatch, URLPattern, URLResolver, get_resolver, reverse

from members.enums import Role
from tests.factories.hub import page
from tests.factories.members import country, expert
from tests.factories.practices import practice
from tests.factories.reforms import reform
from tests.factories.terms import term
from tests.tables.cast import ANONYMOUS, ROLES, STAFF, person

pytestmark = pytest.mark.django_db

EVERYONE_200 = dict.fromkeys(ROLES, 200)
MEMBERS_ONLY = {**EVERYONE_200, ANONYMOUS: 302}
STRANGERS_ONLY = {**dict.fromkeys(ROLES, 302), ANONYMOUS: 200}
LED_AWAY = dict.fromkeys(ROLES, 302)
MISSING = dict.fromkeys(ROLES, 404)
NOT_ALLOWED = dict.fromkeys(ROLES, 405)
NOT_ALLOWED_SIGNED_IN = {**NOT_ALLOWED, ANONYMOUS: 302}
ONLY_SENT = {**dict.fromkeys(ROLES, 405), ANONYMOUS: 302}
WRITERS = {
    **MISSING, ANONYMOUS: 302, Role.TRANSLATOR: 403, Role.EDITOR: 200, Role.SECRETARIAT: 200,
}  # fmt: skip
"""Somebody else's draft: those who read all practices are refused, those who run the library may write it."""
NOT_SET_UP = {**MISSING, ANONYMOUS: 302}
TRANSLATORS_ONLY = {**dict.fromkeys(ROLES, 403), **dict.fromkeys(STAFF, 200), ANONYMOUS: 302}
NOTHING_TO_EXPORT = {**TRANSLATORS_ONLY, **dict.fromkeys(STAFF, 302)}
SENT_ONLY = dict.fromkeys(ROLES, 405)
NO_TEXT = {"kind": "practice", "pk": 999_999, "language": "kk"}
ONLY_SENT_BACK = dict.fromkeys(ROLES, 302)
IMPORTERS = {**dict.fromkeys(ROLES, 403), **dict.fromkeys((ANONYMOUS, Role.EDITOR, Role.SECRETARIAT), 302)}
"""Those who run the library, and focal points of a country, which this cast's has not; without a file they are led back."""
ONE_CLICK = {**dict.fromkeys(ROLES, 405), ANONYMOUS: 302}
"""Pages that only take what a button sends."""

REVIEWS_RUN = {**dict.fromkeys(ROLES, 403), ANONYMOUS: 302, Role.EDITOR: 200, Role.SECRETARIAT: 200}
POST_ONLY = {**dict.fromkeys(ROLES, 405), ANONYMOUS: 302}
OF_COMMITTEE = {**dict.fromkeys(ROLES, 403), ANONYMOUS: 302, Role.COMMITTEE: 200, Role.SECRETARIAT: 200}
NO_SUCH_RECORD = {"kind": "practice", "pk": "999999999"}

TABLE: dict[str, tuple[dict[str, int], dict[str, str]]] = {
    "choose_language": (LED_AWAY, {}),
    "kz_to_kk": (dict.fromkeys(ROLES, 301), {}),
    "health": (EVERYONE_200, {}),
    "robots": (EVERYONE_200, {}),
    "sitemap": (EVERYONE_200, {}),
    "home": (EVERYONE_200, {}),
    "jsi18n": (EVERYONE_200, {}),
    "search": (EVERYONE_200, {}),
    "search_suggest": (EVERYONE_200, {}),
    "search_feed": (EVERYONE_200, {}),
    "practices:feed": (EVERYONE_200, {}),
    "site_map": (EVERYONE_200, {}),
    "preferences": (EVERYONE_200, {}),
    "low_vision": (LED_AWAY, {}),
    "practices:list": (EVERYONE_200, {}),
    "practices:detail": (EVERYONE_200, {"slug": "the-practice"}),
    "practices:pdf": (EVERYONE_200, {"slug": "the-practice"}),
    "practices:citation": (EVERYONE_200, {"slug": "the-practice", "form": "bib"}),
    "contribute:start": (EVERYONE_200, {}),
    "contribute:new": (MEMBERS_ONLY, {}),
    "contribute:take_over": (NOT_SET_UP, {"token": "forged"}),
    "contribute:template": (EVERYONE_200, {}),
    "contribute:import": (MEMBERS_ONLY, {}),
    "contribute:import_document": (ONLY_SENT_BACK, {}),
    "contribute:confirm_document": (ONLY_SENT_BACK, {}),
    "contribute:import_table": (IMPORTERS, {}),
    "contribute:confirm_table": (IMPORTERS, {}),
    "contribute:table_template": ({**IMPORTERS, **dict.fromkeys((Role.EDITOR, Role.SECRETARIAT), 200)}, {}),
    **{
        f"contribute:{name}": (WRITERS, {"pk": "900001"})
        for name in (
            "snapshot",
            "results",
            "evidence",
            "lessons",
            "transfer",
            "sources",
            "documents",
            "check",
            "hand_over",
        )
    },
    "contribute:delete": ({**WRITERS, Role.EDITOR: 409}, {"pk": "900001"}),
    "contribute:propose": ({**WRITERS, Role.EDITOR: 409, Role.SECRETARIAT: 409}, {"pk": "900001"}),
    "contribute:note": (ONLY_SENT, {"pk": "900001"}),
    "contribute:reconcile": (NOT_SET_UP, {"pk": "900001"}),
    "contribute:add_document": (ONLY_SENT, {"pk": "900001"}),
    "contribute:remove_document": (ONLY_SENT, {"pk": "900001", "document": "1"}),
    "contribute:document": (NOT_SET_UP, {"pk": "900001", "document": "1", "language": "ru"}),
    "contribute:consent": (ONLY_SENT, {"pk": "900001"}),
    "contribute:consent_letter": (NOT_SET_UP, {"pk": "900001"}),
    "contribute:remove_consent_letter": (ONLY_SENT, {"pk": "900001"}),
    "adoptions:list": (EVERYONE_200, {}),
    "adoptions:csv": (EVERYONE_200, {}),
    "adoptions:state": (EVERYONE_200, {}),
    "adoptions:detail": (MISSING, {"pk": "1"}),
    **{
        f"adoptions:{step}": (NOT_SET_UP, {"pk": "1"})
        for step in ("edit", "confirm", "correct", "dispute", "accept", "answer", "withdraw")
    },
    "adoptions:translate": (NOT_SET_UP, {"pk": "1", "language": "kk"}),
    "reforms:list": (EVERYONE_200, {}),
    "reforms:detail": (EVERYONE_200, {"slug": "the-reform"}),
    "countries:list": (EVERYONE_200, {}),
    "countries:detail": (EVERYONE_200, {"slug": "the-country"}),
    "experts:list": (EVERYONE_200, {}),
    "experts:detail": (EVERYONE_200, {"slug": "the-expert"}),
    "about:index": (EVERYONE_200, {}),
    "about:contacts": (EVERYONE_200, {}),
    "about:page": (EVERYONE_200, {"slug": "the-page"}),
    "parity": (EVERYONE_200, {}),
    "parity_csv": (EVERYONE_200, {}),
    "glossary:list": (EVERYONE_200, {}),
    "glossary:detail": (EVERYONE_200, {"slug": "the-term"}),
    "glossary:csv": (EVERYONE_200, {}),
    "glossary:tbx": (EVERYONE_200, {"edition": "2019"}),
    "practices:versions": (EVERYONE_200, {"slug": "the-practice"}),
    "practices:version": (EVERYONE_200, {"slug": "the-practice", "number": "1"}),
    "practices:changes": (MISSING, {"slug": "the-practice"}),
    "reforms:versions": (EVERYONE_200, {"slug": "the-reform"}),
    "reforms:version": (EVERYONE_200, {"slug": "the-reform", "number": "1"}),
    "reforms:changes": (MISSING, {"slug": "the-reform"}),
    "countries:versions": (EVERYONE_200, {"slug": "the-country"}),
    "countries:version": (EVERYONE_200, {"slug": "the-country", "number": "1"}),
    "countries:changes": (MISSING, {"slug": "the-country"}),
    "about:versions": (EVERYONE_200, {"slug": "the-page"}),
    "about:version": (EVERYONE_200, {"slug": "the-page", "number": "1"}),
    "about:changes": (MISSING, {"slug": "the-page"}),
    "desk": (MEMBERS_ONLY, {}),
    "steps:step": (NOT_SET_UP, {"kind": "practice", "key": 999_999, "action": "publish"}),
    "committee:home": (EVERYONE_200, {}),
    "committee:desk": (OF_COMMITTEE, {}),
    "committee:check": (EVERYONE_200, {}),
    "committee:check_file": (NOT_ALLOWED, {}),
    "committee:correct": (NOT_SET_UP, {"sequence": 999_999}),
    **{f"committee:{name}": (EVERYONE_200, {}) for name in ("decisions", "decisions_csv", "decisions_json", "actions")},
    **{
        f"committee:{name}": (MISSING, {"pk": 999_999})
        for name in ("decision", "decision_pdf", "decision_deadline", "action")
    },
    "committee:evidence_file": (MISSING, {"pk": 999_999, "evidence": 1}),
    "committee:position": (NOT_SET_UP, {"pk": 999_999, "seat": 1}),
    "committee:decision_new": (OF_COMMITTEE, {}),
    **{
        f"committee:decision_{name}": (NOT_SET_UP, {"pk": 999_999})
        for name in ("edit", "discard", "open", "extend", "close", "withdraw", "release")
    },
    **{
        f"committee:action_{name}": (NOT_SET_UP, {"pk": 999_999})
        for name in ("new", "report", "confirm", "return", "drop")
    },
    "committee:register": (EVERYONE_200, {}),
    "committee:rules": (EVERYONE_200, {}),
    "committee:seat": (MISSING, {"pk": 999_999}),
    "committee:succeed": (NOT_SET_UP, {"pk": 999_999}),
    "committee:handover": (NOT_SET_UP, {"pk": 999_999}),
    "committee:tick": (ONE_CLICK, {"pk": 999_999, "step": "papers"}),
    "committee:reports": (EVERYONE_200, {}),
    "committee:report_new": ({**dict.fromkeys(ROLES, 403), ANONYMOUS: 302, Role.SECRETARIAT: 200}, {}),
    **{f"committee:{name}": (MISSING, {"pk": 999_999}) for name in ("report", "report_pdf", "report_changes")},
    "committee:report_section": (MISSING, {"pk": 999_999, "version": 1, "number": "1"}),
    **{
        f"committee:{name}": (MISSING, {"pk": 999_999, "number": 1})
        for name in ("report_round", "report_matrix", "report_matrix_docx", "report_matrix_xlsx")
    },
    **{
        f"committee:{name}": (NOT_SET_UP, {"pk": 999_999})
        for name in ("report_open", "report_revise", "report_comment_edit", "report_answer")
    },
    "committee:report_release": (NOT_SET_UP, {"pk": 999_999, "step": "text"}),
    **{f"committee:{name}": (ONE_CLICK, {"pk": 999_999}) for name in ("report_correct", "report_comment_remove")},
    **{f"committee:{name}": (ONE_CLICK, {"pk": 999_999, "number": 1}) for name in ("report_issue", "report_close")},
    **{
        f"committee:{name}": (NOT_SET_UP, {"pk": 999_999, "number": 1, "seat": 1})
        for name in ("report_batch", "report_verdict")
    },
    "committee:report_batch_release": (ONE_CLICK, {"pk": 999_999, "number": 1, "seat": 1}),
    "committee:report_comment": (NOT_SET_UP, {"pk": 999_999, "number": 1, "seat": 1, "section": "1"}),
    "committee:contributions": (EVERYONE_200, {}),
    "committee:contributions_file": (EVERYONE_200, {"extension": "csv"}),
    "committee:contributor": (MISSING, {"pk": 999_999}),
    "committee:contribution": (MISSING, {"pk": 999_999}),
    **{
        f"committee:contribution_{step}": (ONE_CLICK, {"pk": 999_999})
        for step in ("confirm", "deliver", "withdraw", "annotate")
    },
    **{f"committee:contribution_{step}": (ONE_CLICK, {"pk": 999_999, "row": 1}) for step in ("take_back", "hide_note")},
    "committee:builder": (EVERYONE_200, {}),
    "committee:builder_new": ({**dict.fromkeys(ROLES, 403), ANONYMOUS: 302, Role.SECRETARIAT: 200}, {}),
    "committee:builder_draft": (NOT_SET_UP, {"pk": 999_999}),
    **{f"committee:builder_{step}": (ONE_CLICK, {"pk": 999_999}) for step in ("count", "freeze", "discard", "review")},
    "committee:snapshot": (MISSING, {"pk": 999_999}),
    "committee:snapshot_pdf": (MISSING, {"pk": 999_999}),
    "committee:snapshot_file": (MISSING, {"pk": 999_999, "extension": "csv"}),
    "committee:meetings": (EVERYONE_200, {}),
    "committee:meeting_plan": ({**dict.fromkeys(ROLES, 403), ANONYMOUS: 302, Role.SECRETARIAT: 200}, {}),
    **{
        f"committee:{name}": (MISSING, {"number": 999_999})
        for name in ("meeting", "meeting_file", "minutes", "minutes_pdf")
    },
    **{f"committee:{name}": (MISSING, {"number": 999_999, "item": 1}) for name in ("agenda_item", "minutes_extract")},
    **{
        f"committee:{name}": (NOT_SET_UP, {"number": 999_999})
        for name in ("meeting_edit", "meeting_convene", "meeting_cancel", "attendance", "item_add", "minutes_adopt")
    },
    **{
        f"committee:{name}": (NOT_SET_UP, {"number": 999_999, "item": 1})
        for name in ("item_edit", "minutes_entry", "minutes_correct")
    },
    "committee:correction_answer": (NOT_SET_UP, {"number": 999_999, "pk": 999_999}),
    **{
        f"committee:{name}": (ONE_CLICK, {"number": 999_999})
        for name in ("meeting_open", "meeting_close", "minutes_draft", "minutes_circulate", "minutes_release")
    },
    **{
        f"committee:{name}": (ONE_CLICK, {"number": 999_999, "item": 1})
        for name in ("item_up", "item_down", "item_remove")
    },
    **{
        f"committee:{name}": (ONE_CLICK, {"number": 999_999, "seat": 999_999})
        for name in ("attendance_note", "attendance_register")
    },
    "committee:calendar": (MEMBERS_ONLY, {}),
    **{f"committee:{name}": (ONE_CLICK, {}) for name in ("calendar_make", "calendar_revoke", "zone_choose")},
    "committee:calendar_feed": (MISSING, {"token": "unknown"}),
    **{f"committee:{name}": (MISSING, {"number": 999_999}) for name in ("papers", "pack")},
    **{
        f"committee:{name}": (NOT_SET_UP, {"number": 999_999}) for name in ("add_paper", "issue_papers", "link_to_pack")
    },
    **{
        f"committee:{name}": (NOT_SET_UP, {"pk": 999_999})
        for name in (
            "add_decision_paper",
            "issue_decision_papers",
            "change_paper",
            "add_paper_files",
            "withdraw_paper",
            "link_to_paper",
        )
    },
    "committee:paper": (MISSING, {"pk": 999_999}),
    "committee:paper_file": (MISSING, {"pk": 999_999, "language": "ru", "number": 1}),
    "committee:discard_paper": (ONE_CLICK, {"pk": 999_999}),
    "committee:remove_paper_file": (ONE_CLICK, {"pk": 999_999, "language": "ru", "number": 1}),
    "committee:links": ({**NOT_SET_UP, Role.COMMITTEE: 200, Role.SECRETARIAT: 200}, {}),
    "committee:withdraw_link": (ONE_CLICK, {"pk": 999_999}),
    "committee:open_link": (MISSING, {"token": "unknown"}),
    "committee:open_link_pack": (MISSING, {"token": "unknown"}),
    "committee:open_link_file": (MISSING, {"token": "unknown", "pk": 999_999, "language": "ru", "number": 1}),
    "collections:mine": (MEMBERS_ONLY, {}),
    "collections:selection": (EVERYONE_200, {}),
    "collections:clear": (NOT_ALLOWED, {}),
    "collections:selection_kit": (LED_AWAY, {}),
    "collections:remove": (NOT_ALLOWED, {"content_type": 1, "key": 1}),
    "collections:add": (NOT_ALLOWED, {"kind": "practice", "key": 1}),
    "collections:detail": (MISSING, {"token": "no-such-token"}),
    "collections:edit": (MISSING, {"token": "no-such-token"}),
    "collections:delete": (NOT_ALLOWED, {"token": "no-such-token"}),
    "collections:kit": (MISSING, {"token": "no-such-token"}),
    "questions:list": (MEMBERS_ONLY, {}),
    "questions:ask": (MISSING, {"kind": "practice", "key": 999_999}),
    "questions:useful": (NOT_ALLOWED, {"kind": "practice", "key": 999_999}),
    "questions:detail": (NOT_SET_UP, {"key": 999_999}),
    "questions:act": (NOT_ALLOWED_SIGNED_IN, {"key": 999_999, "action": "answer"}),
    "checks:queue": (MEMBERS_ONLY, {}),
    "checks:confirm": (ONE_CLICK, {"kind": "practice", "key": "1"}),
    "schedule:list": (MEMBERS_ONLY, {}),
    "schedule:plan": (NOT_SET_UP, {"kind": "practice", "key": "999999", "action": "publish"}),
    "schedule:cancel": (ONE_CLICK, {"key": "1"}),
    "documents:detail": (MISSING, {"slug": "no-document"}),
    "documents:download": (MISSING, {"slug": "no-document", "language": "ru"}),
    "translate:queue": (TRANSLATORS_ONLY, {}),
    "translate:import": (TRANSLATORS_ONLY, {}),
    "translate:export_many": (NOTHING_TO_EXPORT, {}),
    **{f"translate:{name}": (NOT_SET_UP, NO_TEXT) for name in ("edit", "review", "xliff")},
    **{
        f"translate:{name}": (SENT_ONLY, NO_TEXT)
        for name in ("save", "submit", "fill", "approve", "send_back", "take_back", "discard", "assign", "promise")
    },
    "desk_queues": ({**dict.fromkeys(ROLES, 403), ANONYMOUS: 302, **dict.fromkeys(STAFF, 200)}, {}),
    "following:settings": (MEMBERS_ONLY, {}),
    "following:follow": ({**dict.fromkeys(ROLES, 400), ANONYMOUS: 302}, {}),
    "following:stop": ({**dict.fromkeys(ROLES, 405), ANONYMOUS: 302}, {"key": "1"}),
    "following:unsubscribe": (MISSING, {"token": "nobodys"}),
    "review:mine": (MEMBERS_ONLY, {}),
    "review:profile": (MEMBERS_ONLY, {}),
    "review:queue": (REVIEWS_RUN, {}),
    "review:review": (NOT_SET_UP, {"key": "999999999"}),
    "review:save": (LED_AWAY, {"key": "999999999"}),
    "review:give": (LED_AWAY, {"key": "999999999"}),
    "review:accept": (POST_ONLY, {"key": "999999999"}),
    "review:decline": (NOT_SET_UP, {"key": "999999999"}),
    "review:recuse": (NOT_SET_UP, {"key": "999999999"}),
    "review:cancel": (NOT_SET_UP, {"key": "999999999"}),
    "review:remind": (NOT_SET_UP, {"key": "999999999"}),
    "review:extend": (NOT_SET_UP, {"key": "999999999"}),
    "review:record": (NOT_SET_UP, NO_SUCH_RECORD),
    "review:reviewers": (NOT_SET_UP, NO_SUCH_RECORD),
    "review:invite": (NOT_SET_UP, NO_SUCH_RECORD),
    "review:evidence": (NOT_SET_UP, NO_SUCH_RECORD),
    "review:endorse": (NOT_SET_UP, NO_SUCH_RECORD),
    "review:withdraw_endorsement": (NOT_SET_UP, NO_SUCH_RECORD),
    "my_account": (MEMBERS_ONLY, {}),
    "account_login": (STRANGERS_ONLY, {}),
    "account_logout": (MEMBERS_ONLY, {}),
    "account_inactive": (EVERYONE_200, {}),
    "account_signup": (STRANGERS_ONLY, {}),
    "account_email": (MEMBERS_ONLY, {}),
    "account_email_verification_sent": (EVERYONE_200, {}),
    "account_confirm_email": (EVERYONE_200, {"key": "no-such-key"}),
    "account_change_password": (MEMBERS_ONLY, {}),
    "account_set_password": (LED_AWAY, {}),
    "account_reset_password": (EVERYONE_200, {}),
    "account_reset_password_done": (EVERYONE_200, {}),
    "account_reset_password_from_key": (EVERYONE_200, {"uidb36": "1", "key": "no-such-key"}),
    "account_reset_password_from_key_done": (EVERYONE_200, {}),
    "account_reauthenticate": (MEMBERS_ONLY, {}),
    "account_confirm_login_code": (LED_AWAY, {}),
    "mfa_index": (MEMBERS_ONLY, {}),
    "mfa_authenticate": (LED_AWAY, {}),
    "mfa_reauthenticate": (LED_AWAY, {}),
    "mfa_reauthenticate_webauthn": (LED_AWAY, {}),
    "mfa_activate_totp": (LED_AWAY, {}),
    "mfa_deactivate_totp": (NOT_SET_UP, {}),
    "mfa_view_recovery_codes": (NOT_SET_UP, {}),
    "mfa_generate_recovery_codes": (LED_AWAY, {}),
    "mfa_download_recovery_codes": (NOT_SET_UP, {}),
    "mfa_list_webauthn": (MEMBERS_ONLY, {}),
    "mfa_add_webauthn": (LED_AWAY, {}),
    "mfa_remove_webauthn": (LED_AWAY, {"pk": "1"}),
    "mfa_edit_webauthn": (LED_AWAY, {"pk": "1"}),
    "mfa_login_webauthn": (LED_AWAY, {}),
    "socialaccount_login_cancelled": (EVERYONE_200, {}),
    "socialaccount_login_error": (dict.fromkeys(ROLES, 401), {}),
    "socialaccount_signup": (LED_AWAY, {}),
    "socialaccount_connections": (MEMBERS_ONLY, {}),
    "openid_connect_login": (MISSING, {"provider_id": "nobody"}),
    "openid_connect_callback": (MISSING, {"provider_id": "nobody"}),
}
"""By name: the status for each role on a GET, and what fills the address."""

DESK = {**dict.fromkeys(ROLES, 302), **dict.fromkeys(STAFF, 200)}
"""The admin's own pages: who is not staff is led to the sign-in."""
ACCOUNTS_DESK = {**DESK, Role.TRANSLATOR: 403, Role.EDITOR: 403}
ADMIN_TABLE = {
    "admin:index": DESK,
    "admin:practices_practice_changelist": DESK,
    "admin:practices_practice_add": {**DESK, Role.TRANSLATOR: 403},
    "admin:members_user_changelist": ACCOUNTS_DESK,
    "admin:members_user_add": ACCOUNTS_DESK,
    "admin:members_expert_changelist": ACCOUNTS_DESK,
    "admin:auth_group_changelist": ACCOUNTS_DESK,
}


def names(resolver: URLResolver, namespace: str = "") -> Iterator[str]:
    """The names of all addresses below the resolver."""
    for pattern in resolver.url_patterns:
        if isinstance(pattern, URLResolver):
            yield from names(pattern, f"{namespace}{pattern.namespace}:" if pattern.namespace else namespace)
        elif isinstance(pattern, URLPattern) and pattern.name:
            yield f"{namespace}{pattern.name}"


@pytest.fixture
def records() -> None:
    """One public record of each kind."""
    land = country("KG", slug="the-country")
    practice(land, slug="the-practice")
    practice(land, pk=900001, slug="the-draft", published=False)
    reform(of=land, slug="the-reform")
    expert(of=land, slug="the-expert")
    page("the-page")
    term("the-term", en="the term")


def test_table_names_every_address() -> None:
    known = {name for name in names(get_resolver()) if not name.startswith("admin:")}

    assert known == set(TABLE)


@pytest.mark.usefixtures("records")
@pytest.mark.parametrize("role", ROLES)
def test_each_address_answers_each_role_as_the_table_says(role: str) -> None:
    user = person(role)
    wrong = {}

    for name, (expected, arguments) in TABLE.items():
        client = Client()
        if user:
            client.force_login(user)
        status = client.get(reverse(name, kwargs=arguments)).status_code
        if status != expected[role]:
            wrong[name] = (status, expected[role])

    assert wrong == {}


@pytest.mark.parametrize("role", ROLES)
def test_admin_opens_to_staff_and_within_their_permissions(role: str) -> None:
    user = person(role)
    wrong = {}

    for name, expected in ADMIN_TABLE.items():
        client = Client()
        if user:
            client.force_login(user)
        status = client.get(reverse(name)).status_code
        if status != expected[role]:
            wrong[name] = (status, expected[role])

    assert wrong == {}


def test_every_address_of_the_admin_turns_strangers_away() -> None:
    client = Client()
    client.force_login(person(Role.REGISTERED))
    open_to_all = []

    for name in sorted({name for name in names(get_resolver()) if name.startswith("admin:")}):
        for arguments in ([], ["1"], ["1", "1"]):
            try:
                address = reverse(name, args=arguments)
            except NoReverseMatch:
                continue
            if client.get(address).status_code == 200 and name != "admin:jsi18n":
                open_to_all.append(name)

    assert open_to_all == []
