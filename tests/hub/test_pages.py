"""Front page, about pages, contacts, site map, what machines read."""

import re
import xml.etree.ElementTree as ET

import pytest
from django.core import mail
from django.test import Client
from pytest_django import DjangoAssertNumQueries, DjangoCaptureOnCommitCallbacks

from hub.models import Enquiry
from hub.timeline import timeline
from tests.factories.hub import page, superuser

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("rows", [1, 3])
def test_about_page_costs_a_fixed_number_of_queries(
    client: Client, rows: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for number in range(rows):
        page(f"page-{number}")

    with django_assert_num_queries(5):
        assert client.get("/kk/about/page-0/").status_code == 200


def test_front_page_costs_a_fixed_number_of_queries(
    client: Client, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    with django_assert_num_queries(7):
        assert client.get("/kk/").status_code == 200


@pytest.mark.parametrize("rows", [1, 3])
@pytest.mark.parametrize(("path", "queries"), [("/kk/about/", 1), ("/kk/site-map/", 2), ("/sitemap.xml", 1)])
def test_lists_of_pages_cost_a_fixed_number_of_queries(
    client: Client, path: str, queries: int, rows: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for number in range(rows):
        page(f"page-{number}")

    with django_assert_num_queries(queries):
        assert client.get(path).status_code == 200


def test_empty_front_page_shows_no_empty_section(client: Client) -> None:
    html = client.get("/en/").content.decode()

    assert 'id="latest"' not in html
    assert 'id="parity"' not in html


def test_draft_page_is_for_editors_only(client: Client) -> None:
    draft = page(published=False)
    assert client.get(f"/ru/about/{draft.slug}/").status_code == 404
    client.force_login(superuser())

    html = client.get(f"/ru/about/{draft.slug}/").content.decode()

    assert "Ещё не опубликовано" in html


def test_chronology_becomes_a_time_line() -> None:
    items = "".join(f"<li>{year}, Astana: something &amp; more</li>" for year in range(2011, 2017))

    periods = timeline(f"<h2>The idea</h2><ul>{items}</ul><p>The end.</p>")

    assert periods is not None
    assert [period.heading for period in periods] == ["The idea"]
    assert (periods[0].events[0].when, periods[0].events[0].what) == ("2011, Astana", "something &amp; more")
    assert periods[0].paragraphs == ["<p>The end.</p>"]


def test_ordinary_text_is_no_time_line() -> None:
    assert timeline("<p>Text.</p><ul><li>Openness: everybody can take part</li></ul>") is None


def test_enquiry_gets_a_number_a_date_and_a_receipt(
    client: Client, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        response = client.post(
            "/kk/about/contacts/",
            {"subject": "correction", "message": "Қате бар", "email": "a@example.org", "page": "/kk/about/"},
            follow=True,
        )

    enquiry = Enquiry.objects.get()
    assert f"Сауалыңыздың нөмірі: {enquiry.number}" in response.content.decode()
    assert (enquiry.language, enquiry.due_on > enquiry.received_at.date()) == ("kk", True)
    assert [letter.to for letter in mail.outbox] == [["a@example.org"]]
    assert enquiry.number in mail.outbox[0].subject
    assert "Қате бар" not in mail.outbox[0].body


def test_an_enquiry_sent_twice_is_taken_once(client: Client) -> None:
    words = {"subject": "other", "message": "Where is the file?", "email": ""}

    first, again = (client.post("/en/about/contacts/", words, follow=True).content.decode() for _press in range(2))
    client.post("/en/about/contacts/", {**words, "message": "And the other one?"})

    numbers = sorted(enquiry.number for enquiry in Enquiry.objects.all())
    assert len(numbers) == 2
    assert numbers[0] in first
    assert numbers[0] in again


def test_wrong_enquiry_keeps_what_was_typed(client: Client) -> None:
    response = client.post("/ru/about/contacts/", {"subject": "", "message": "Мой <b>текст</b>", "email": "не адрес"})

    html = response.content.decode()
    assert 'id="id_subject_error"' in html
    assert 'id="id_email_error"' in html
    assert "Мой &lt;b&gt;текст&lt;/b&gt;" in html
    assert not Enquiry.objects.exists()


def test_enquiries_are_limited_per_visitor_and_the_text_stays(client: Client) -> None:
    for number in range(5):
        client.post("/ru/about/contacts/", {"subject": "other", "message": f"раз {number}"})

    response = client.post("/ru/about/contacts/", {"subject": "other", "message": "шестой раз"})

    assert response.status_code == 429
    assert "шестой раз" in response.content.decode()
    assert Enquiry.objects.count() == 5


def test_sitemap_lists_each_public_page_in_each_language(client: Client) -> None:
    page("rationale")
    page("hidden", published=False)

    tree = ET.fromstring(client.get("/sitemap.xml").content)

    places = [element.text for element in tree.iter("{http://www.sitemaps.org/schemas/sitemap/0.9}loc")]
    assert {f"http://testserver/{code}/about/rationale/" for code in ("kk", "ru", "en")} <= set(places)
    assert not [place for place in places if "hidden" in str(place)]


def test_robots_name_the_sitemap(client: Client) -> None:
    assert "Sitemap: http://testserver/sitemap.xml" in client.get("/robots.txt").content.decode()


def test_health_answers(client: Client) -> None:
    assert client.get("/healthz").json() == {"status": "ok"}


def test_headers_protect_every_page(client: Client) -> None:
    response = client.get("/kk/")

    policy = response["Content-Security-Policy"]
    assert "unsafe-inline" not in policy
    assert "unsafe-eval" not in policy
    assert "default-src 'self'" in policy
    assert "frame-ancestors 'none'" in policy
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Referrer-Policy"] == "strict-origin-when-cross-origin"
    assert "camera=()" in response["Permissions-Policy"]


def test_page_has_no_inline_script_or_style(client: Client) -> None:
    page()
    for path in ("/kk/", "/kk/about/rationale/", "/kk/search/?q=хаб", "/kk/preferences/"):
        html = client.get(path).content.decode()

        assert not re.search(r"<script(?![^>]*\bsrc=)|<style|\sstyle=|\son\w+=", html), path
