"""Whole pages out of the cache: the same as answered anew, and nothing that is somebody's own."""

import gzip
import re
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any
from unittest.mock import patch

import pytest
import time_machine
from django.core import signing
from django.core.cache import caches
from django.db import connection
from django.http import HttpResponse, StreamingHttpResponse
from django.test import Client, RequestFactory
from django.test.utils import CaptureQueriesContext
from django.utils import translation

from members.enums import Role
from practices.models import Practice
from publishing import reader, readership
from publishing.caching import epoch
from publishing.caching import pages as page_cache
from publishing.caching.store import PageStore
from tests.epochs import settle
from tests.factories.members import account, country
from tests.factories.practices import practice
from tests.tables.cast import person

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def as_if_committed(monkeypatch: pytest.MonkeyPatch) -> None:
    """What the test did stands: pages may be kept although its transaction is open."""
    monkeypatch.setattr(epoch, "in_transaction", lambda: False)


@pytest.fixture
def record() -> Practice:
    found = practice(country(), title="One window for civil servants")
    settle()
    return found


def page_of(record: Practice, language: str = "en") -> str:
    with translation.override(language):
        return record.get_absolute_url()


def ask(path: str, client: Client | None = None, **given: Any) -> tuple[HttpResponse, bool]:
    """The answer, and whether it came out of the cache: then the epoch was all that was read."""
    with CaptureQueriesContext(connection) as queries, patch.object(page_cache, "_keep", wraps=page_cache._keep) as put:
        answered: Any = (client or Client()).get(path, **given)
    read = [query["sql"] for query in queries]
    is_hit = len(read) == 1 and "publishing_epoch" in read[0] and answered.has_header("ETag") and not put.called
    return answered, is_hit


def kept(path: str, **given: Any) -> bool:
    """Whether a second stranger's request for the same is answered out of the cache."""
    ask(path, **given)
    return ask(path, **given)[1]


class TestHits:
    """What comes out is what went in."""

    def test_the_second_reader_gets_the_same_page_without_another_query(self, record: Practice) -> None:
        first, was_kept = ask(page_of(record))
        second, is_kept = ask(page_of(record))

        assert (was_kept, is_kept) == (False, True)
        assert first.status_code == second.status_code == 200
        assert second.content == first.content
        assert "One window" in second.content.decode()
        assert {**second.headers} == {**first.headers}

    def test_it_is_the_page_that_is_made_without_a_cache(self, record: Practice, settings: Any) -> None:
        ask(page_of(record))
        hit, _is_kept = ask(page_of(record))
        settings.PAGE_CACHE = False
        plain, is_kept = ask(page_of(record))

        assert not is_kept
        assert hit.content == plain.content
        own = {"ETag", "Cache-Control", "Vary"}
        assert {name: value for name, value in hit.headers.items() if name not in own} == {
            name: value for name, value in plain.headers.items() if name not in own
        }
        for name in ("Content-Security-Policy", "X-Frame-Options", "Permissions-Policy", "X-Content-Type-Options"):
            assert hit.headers[name]

    @pytest.mark.parametrize("path", ["/en/", "/kk/practices/", "/ru/search/?q=one", "/en/countries/", "/kk/glossary/"])
    def test_public_pages_are_kept(self, record: Practice, path: str) -> None:
        assert kept(path)

    def test_packed_for_who_unpacks_and_plain_for_others(self, record: Practice) -> None:
        plain, _is_kept = ask(page_of(record))
        packed, is_kept = ask(page_of(record), headers={"Accept-Encoding": "br, gzip"})

        assert is_kept
        assert packed.headers["Content-Encoding"] == "gzip"
        assert gzip.decompress(packed.content) == plain.content
        assert "Content-Encoding" not in plain.headers
        for answer in (plain, packed):
            assert answer.headers["Content-Length"] == str(len(answer.content))
            assert {"Cookie", "Accept-Encoding"} <= set(answer.headers["Vary"].split(", "))

    def test_head_has_the_headers_and_no_body(self, record: Practice) -> None:
        before: Any = Client().head(page_of(record))
        full, was_kept = ask(page_of(record))
        after: Any = Client().head(page_of(record))

        assert before.status_code == after.status_code == 200
        assert not was_kept
        assert after.content == b""
        assert after.headers["Content-Length"] == str(len(full.content))
        assert after.headers["ETag"] == full.headers["ETag"]

    def test_a_part_is_answered_with_the_whole(self, record: Practice) -> None:
        ask(page_of(record))
        answer, is_kept = ask(page_of(record), headers={"Range": "bytes=0-9"})

        assert is_kept
        assert answer.status_code == 200
        assert len(answer.content) > 1000

    def test_each_view_counts_as_if_it_were_made_anew(self, record: Practice) -> None:
        readership._counts.clear()
        browser = {"User-Agent": "Mozilla/5.0"}
        ask(page_of(record), headers={"User-Agent": "Googlebot/2.1"})
        for headers in (browser, {"User-Agent": "Googlebot/2.1"}, browser, {}):
            assert ask(page_of(record), headers=headers)[1]
        Client().head(page_of(record), headers=browser)

        counted = sum(readership._counts.values())
        readership._counts.clear()
        assert counted == 2

    def test_a_cache_that_is_out_of_order_costs_only_time(
        self, record: Practice, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        def fail(*_values: object) -> None:
            raise ConnectionError

        monkeypatch.setattr(PageStore, "get", fail)
        monkeypatch.setattr(PageStore, "set", fail)

        assert ask(page_of(record))[0].status_code == 200

    def test_what_another_release_left_in_the_cache_is_not_used(
        self, record: Practice, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        assert kept(page_of(record))
        monkeypatch.setattr(page_cache, "release", lambda: "the next one")
        assert not ask(page_of(record))[1]

    def test_something_else_under_the_key_is_not_served(
        self, record: Practice, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(PageStore, "get", lambda *_values: ("<script>", True))

        answer, is_kept = ask(page_of(record))

        assert not is_kept
        assert "<script>" not in answer.content.decode()


class TestAskingAgain:
    """ETag and 304."""

    def test_who_has_the_page_is_told_so(self, record: Practice) -> None:
        first, _is_kept = ask(page_of(record))
        for tag in (
            first.headers["ETag"],
            first.headers["ETag"].removeprefix("W/"),
            f'"x", {first.headers["ETag"]}',
            "*",
        ):
            again, is_kept = ask(page_of(record), headers={"If-None-Match": tag})
            assert is_kept
            assert again.status_code == 304
            assert again.content == b""
            for name in ("ETag", "Cache-Control", "Vary"):
                assert again.headers[name] == first.headers[name]

    def test_also_when_the_page_was_made_anew_and_came_out_the_same(self, record: Practice) -> None:
        first, _is_kept = ask(page_of(record))
        caches["pages"].clear()
        again, is_kept = ask(page_of(record), headers={"If-None-Match": first.headers["ETag"]})

        assert not is_kept
        assert again.status_code == 304

    def test_a_changed_page_is_sent(self, record: Practice) -> None:
        first, _is_kept = ask(page_of(record))
        Practice.objects.filter(pk=record.pk).update(title_en="Two windows")
        settle()
        again, is_kept = ask(page_of(record), headers={"If-None-Match": first.headers["ETag"]})

        assert not is_kept
        assert again.status_code == 200
        assert "Two windows" in again.content.decode()

    @pytest.mark.parametrize("tag", ["", '"', "W/", "x" * 5000, '"a", "b', "\u00e9", "W/*"])
    def test_odd_tags_get_the_page(self, record: Practice, tag: str) -> None:
        ask(page_of(record))
        assert ask(page_of(record), headers={"If-None-Match": tag})[0].status_code == 200

    def test_proxies_have_to_ask_each_time_and_keep_no_preferences(self, record: Practice) -> None:
        assert ask(page_of(record))[0].headers["Cache-Control"] == "public, no-cache"
        own, _is_kept = ask(page_of(record), reading_as(scheme="white-on-black"))
        assert own.headers["Cache-Control"] == "private, no-cache"


UNKEYED = {
    "X-Forwarded-Host": "evil.example", "X-Forwarded-Proto": "https", "X-Forwarded-Port": "99", "X-Forwarded-For": "192.0.2.1",
    "Forwarded": "host=evil.example", "X-Original-URL": "/en/evil/", "X-Rewrite-URL": "/en/evil/", "X-Host": "evil.example",
    "X-Forwarded-Prefix": "/evil", "X-Forwarded-Server": "evil.example", "X-HTTP-Method-Override": "POST",
    "Referer": "https://evil.example/", "Origin": "https://evil.example", "User-Agent": "evil", "Accept": "application/json",
    "Accept-Language": "kk", "Save-Data": "on", "X-Requested-With": "XMLHttpRequest", "Sec-Fetch-Site": "cross-site",
    "Content-Type": "text/evil", "DNT": "1", "Via": "evil", "From": "evil@example.org", "Pragma": "no-cache",
    "Cookie": "visitor=evil; csrftoken=evil; evil=evil; django_language=kk",
}  # fmt: skip


def reading_as(**preferences: Any) -> Client:
    """A browser whose reader has chosen these."""
    client = Client()
    client.cookies[reader.COOKIE] = signing.dumps({"kept": 1, **preferences}, salt=reader.SALT)
    return client


class TestEveryReaderTheirOwn:
    """The wrong language, preferences, host."""

    def test_language(self, record: Practice) -> None:
        for language in ("en", "kk", "ru", "en", "kk", "ru"):
            answer, _is_kept = ask(page_of(record, language), headers={"Accept-Language": "en"})
            assert f'<html lang="{language}"' in answer.content.decode()
            assert answer.headers["Content-Language"] == language

    def test_the_cookie_of_the_language_is_set_on_hits_and_never_kept(self, record: Practice) -> None:
        for _again in range(2):
            answer, _is_kept = ask(page_of(record, "kk"))
            assert answer.cookies["django_language"].value == "kk"
        client = Client()
        client.cookies["django_language"] = "kk"
        answer, is_kept = ask(page_of(record, "kk"), client)
        assert is_kept
        assert not answer.cookies
        client.cookies["django_language"] = "ru"
        answer, is_kept = ask(page_of(record, "kk"), client)
        assert is_kept
        assert '<html lang="kk"' in answer.content.decode()

    def test_the_choice_at_the_door_is_never_kept(self) -> None:
        for language in ("kk", "en"):
            answer, is_kept = ask("/", headers={"Accept-Language": language})
            assert not is_kept
            assert answer.headers["Location"] == f"/{language}/"

    def test_preferences(self, record: Practice) -> None:
        ordinary, _is_kept = ask(page_of(record))
        for _again in range(2):
            dark, was_kept = ask(page_of(record), reading_as(scheme="white-on-black"))
            large, _is_kept = ask(page_of(record), reading_as(size="200", fallback=["ru"]))
            assert 'data-scheme="white-on-black"' in dark.content.decode()
            assert 'data-size="200"' in large.content.decode()
            assert 'data-scheme="ordinary"' in large.content.decode()
        assert was_kept
        assert ask(page_of(record))[0].content == ordinary.content

    def test_the_order_of_languages_that_stand_in(self) -> None:
        lone = practice(country(), languages=("kk", "ru"))
        settle()
        russian, _is_kept = ask(page_of(lone), reading_as(fallback=["ru", "kk"]))
        kazakh, _is_kept = ask(page_of(lone), reading_as(fallback=["kk", "ru"]))

        assert f'lang="ru">{lone.title_ru}' in russian.content.decode()
        assert f'lang="kk">{lone.title_kk}' in kazakh.content.decode()

    @pytest.mark.parametrize(
        "cookie",
        ["forged", "", ":", "a:b:c", "x" * 3000, signing.dumps({"size": "200"}, salt="x")],
        ids=["rubbish", "empty", "colon", "parts", "long", "foreign salt"],  # a signature differs from second to second
    )
    def test_a_forged_cookie_is_the_ordinary_reader(self, record: Practice, cookie: str) -> None:
        ask(page_of(record))
        client = Client()
        client.cookies[reader.COOKIE] = cookie
        answer, is_kept = ask(page_of(record), client)

        assert is_kept
        assert 'data-size="100"' in answer.content.decode()

    def test_preferences_that_do_not_exist_make_no_pages_of_their_own(self, record: Practice) -> None:
        ask(page_of(record))
        assert ask(page_of(record), reading_as(size="9000", theme="<script>", unknown=[1]))[1]

    def test_hosts_and_schemes(self, record: Practice, settings: Any) -> None:
        settings.SITE_ORIGIN = ""
        seen = set()
        for host, secure in (("testserver", False), ("localhost", False), ("localhost", True), ("localhost:99", False)):
            answer, is_kept = ask(page_of(record), headers={"Host": host}, secure=secure)
            assert not is_kept
            seen.add(re.findall(r'rel="canonical" href="(https?://[^/]+)', answer.content.decode())[0])
        assert seen == {"http://testserver", "http://localhost", "https://localhost", "http://localhost:99"}

    @pytest.mark.parametrize("host", ["evil.example", "testserver.evil.example", "testserver@evil", "", "a b"])
    def test_foreign_hosts_are_refused_also_for_a_kept_page(self, record: Practice, host: str) -> None:
        ask(page_of(record))
        answer, is_kept = ask(page_of(record), HTTP_HOST=host)

        assert not is_kept
        assert answer.status_code == 400

    @pytest.mark.parametrize("where", ["", "/en/", "/en/practices/", "/en/search/?q=window", "/en/countries/"])
    def test_no_page_depends_on_what_is_not_in_its_key(self, record: Practice, settings: Any, where: str) -> None:
        settings.PAGE_CACHE = False
        path = where or page_of(record)

        assert ask(path, headers=UNKEYED)[0].content == ask(path)[0].content

    def test_queries_as_they_were_sent(self, record: Practice) -> None:
        for query in ("?q=window", "?q=Window", "?q=w%69ndow", "?x=%0d%0aSet-Cookie:a=b", "?x=1&y=2", "?y=2&x=1"):
            path = f"/en/practices/{query}"
            _answer, was_kept = ask(path)
            assert not was_kept
            assert ask(path)[1]
        answer, _is_kept = ask("/en/practices/?x=%0d%0aSet-Cookie:a=b")
        assert "a" not in answer.cookies

    def test_days(self, record: Practice) -> None:
        with time_machine.travel(datetime(2026, 11, 22, 18, 59, tzinfo=UTC), tick=False):
            assert kept(page_of(record))
        with time_machine.travel(datetime(2026, 11, 22, 19, 1, tzinfo=UTC), tick=False):  # past midnight in Almaty
            answer, is_kept = ask(page_of(record))
        assert not is_kept
        assert "23 November 2026" in answer.content.decode()


class TestNobodysBusiness:
    """What belongs to one person neither goes in nor is passed over."""

    def test_who_is_signed_in(self, record: Practice) -> None:
        ask(page_of(record))
        client = Client()
        client.force_login(account(first_name="Aigerim", last_name="Sultanova"))
        for path in (page_of(record), "/en/", "/en/practices/"):
            own, is_kept = ask(path, client)
            assert not is_kept
            assert "My account" in own.content.decode()
            assert own.headers["Cache-Control"] == "private, no-store"
            assert "ETag" not in own.headers
            assert "My account" not in ask(path)[0].content.decode()

    def test_a_draft_that_its_writer_looks_at(self) -> None:
        writer = person(Role.EDITOR)
        draft = practice(country(), title="Nobody knows of this", published=False)
        settle()
        client = Client()
        client.force_login(writer)

        assert ask(page_of(draft), client)[0].status_code == 200
        assert ask(page_of(draft))[0].status_code == 404
        assert ask(page_of(draft))[0].status_code == 404

    def test_a_selection_without_an_account(self, record: Practice) -> None:
        client = Client()
        session = client.session
        session["selection"] = [["practice", record.pk]]
        session.save()
        client.cookies["sessionid"] = str(session.session_key)
        ask(page_of(record))

        assert not ask(page_of(record), client)[1]

    def test_messages(self, record: Practice) -> None:
        ask(page_of(record))
        client = Client()
        client.cookies["messages"] = "anything"

        assert not ask(page_of(record), client)[1]

    @pytest.mark.parametrize(
        "path", ["/en/accounts/login/", "/en/about/contacts/", "/en/preferences/", "/en/contribute/", "/en/desk/"]
    )
    def test_forms_with_a_token_and_closed_sections(self, path: str) -> None:
        assert not kept(path)

    def test_credentials_and_days_gone_by(self, record: Practice) -> None:
        assert not kept(page_of(record), headers={"Authorization": "Basic eDp4"})
        for query in ("?as_of=2026-11-01", "?as%5Fof=2026-11-01", "?a=b&as_of="):
            assert not kept(page_of(record) + query)

    @pytest.mark.parametrize("method", ["post", "put", "delete", "options", "patch", "trace"])
    def test_other_methods(self, record: Practice, method: str) -> None:
        ask(page_of(record))
        answer: Any = getattr(Client(), method)(page_of(record))

        assert answer.status_code in {400, 405} or (method == "options" and answer.status_code == 200)
        assert not answer.has_header("ETag")

    @pytest.mark.parametrize("path", ["/en/nothing/", "/en/practices/nothing-here/", "/kz/", "/en", "/healthz"])
    def test_what_is_no_page(self, path: str) -> None:
        first, _is_kept = ask(path)
        second, is_kept = ask(path)

        assert not is_kept
        assert first.status_code == second.status_code

    def test_endless_addresses(self, record: Practice) -> None:
        assert not kept("/en/practices/?q=" + "a" * 2000)
        assert not kept("/en/practices/?" + "&".join(f"a{number}" for number in range(240)))
        assert not kept("/en/" + "a" * 500 + "/")


class TestChanges:
    """What was published or withdrawn is so at the next request."""

    def test_withdrawn(self, record: Practice) -> None:
        listing = "/en/practices/"
        assert kept(page_of(record))
        assert kept(listing)
        Practice.objects.filter(pk=record.pk).update(state="archived")
        settle()

        for _again in range(2):
            answer, is_kept = ask(page_of(record))
            assert answer.status_code == 410
            assert not is_kept
        assert not ask(listing)[1]

    def test_published(self) -> None:
        draft = practice(country(), published=False)
        settle()
        ask(page_of(draft))
        Practice.objects.filter(pk=draft.pk).update(state="published", published_at=datetime.now(UTC))
        settle()

        assert ask(page_of(draft))[0].status_code == 200

    def test_a_person_who_is_gone(self, record: Practice) -> None:
        keeper = account(first_name="Aigerim")
        settle()
        assert kept(page_of(record))
        keeper.delete()
        settle()

        assert not ask(page_of(record))[1]

    def test_inside_of_an_open_transaction_nothing_is_kept(
        self, record: Practice, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(epoch, "in_transaction", lambda: True)

        assert not kept(page_of(record))


class TestWhatMayBeKept:
    """Single answers, as views might give them."""

    @staticmethod
    def passes(change: Callable[[Any, Any], Any]) -> bool:
        """Whether the answer is kept that `change(request, response)` gives or has changed."""
        calls = []

        def view(request: Any) -> Any:
            calls.append(1)
            response = HttpResponse("<p>page</p>" * 100)
            return change(request, response) or response

        middleware = page_cache.page_cache(view)
        caches["pages"].clear()
        for _again in range(2):
            middleware(RequestFactory().get("/en/x/"))
        return len(calls) == 1

    def test_a_plain_page(self) -> None:
        assert self.passes(lambda _request, _response: None)
        assert self.passes(
            lambda _request, response: response.headers.__setitem__("Cache-Control", "public, max-age=60")
        )

    @pytest.mark.parametrize(
        ("name", "value"),
        [
            ("Vary", "Accept-Language"), ("Vary", "*"), ("Vary", "Cookie, User-Agent"),
            ("Cache-Control", "private"), ("Cache-Control", "max-age=0, No-Store"), ("Cache-Control", "no-cache"),
            ("Content-Encoding", "br"), ("Set-Cookie", "a=b"), ("Content-Security-Policy", "script-src 'nonce-x'"),
        ],
    )  # fmt: skip
    def test_headers(self, name: str, value: str) -> None:
        assert not self.passes(lambda _request, response: response.headers.__setitem__(name, value))

    def test_cookies_tokens_messages_persons_and_streams(self) -> None:
        class Messages:
            added_new = True

        class Somebody:
            is_authenticated = True

        assert not self.passes(lambda _request, response: response.set_cookie("sessionid", "x"))
        assert not self.passes(lambda request, _response: request.META.update({"CSRF_COOKIE_NEEDS_UPDATE": False}))
        assert not self.passes(lambda request, _response: setattr(request, "_messages", Messages()))
        assert not self.passes(lambda request, _response: setattr(request, "user", Somebody()))
        assert not self.passes(lambda _request, _response: StreamingHttpResponse(iter(["a"])))
        assert not self.passes(lambda _request, _response: HttpResponse("gone", status=410))
        assert not self.passes(lambda _request, _response: HttpResponse(b"x" * (page_cache.LARGEST + 1)))


class TestRoom:
    """However many addresses somebody thinks of."""

    def test_the_store_is_bounded_and_what_is_asked_for_stays(self) -> None:
        store = PageStore("bounded", {"OPTIONS": {"SIZE": 100_000}})
        store.set("wanted", b"x" * 1000)
        for number in range(1000):
            store.set(f"flood {number}", b"x" * 1000)
            assert store.get("wanted") is not None
            assert store.pages.used <= 100_000
        assert store.get("flood 0") is None
        assert store.get("flood 999") is not None
        store.set("too large", b"x" * 50_000)
        assert store.get("too large") is None
        assert store.delete("wanted")
        assert not store.delete("wanted")
        assert store.add("wanted", b"y")
        assert not store.add("wanted", b"z")
        assert store.get("wanted") == b"y"
        store.clear()
        assert store.pages.used == 0
        assert "wanted" not in store
