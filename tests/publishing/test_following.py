"""Following: what becomes news, for whom, in which letter, and how the letters stop."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.contrib.contenttypes.models import ContentType
from django.core import mail
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from members.models import Country, User
from practices.adoption.enums import AdoptionState
from practices.adoption.workflow import AdoptionWorkflow
from practices.models import Practice
from practices.workflow import PracticeWorkflow
from publishing.following import digests, gathering, waking
from publishing.following.forms import MOST
from publishing.following.unsubscribing import token_of
from publishing.models import Followed, Happening, Letter, News, Rhythm, Subscription, Theme
from publishing.versions.keeping import keep_version
from tests.factories.adoptions import adoption
from tests.factories.hub import superuser
from tests.factories.members import account, country, expert
from tests.factories.practices import practice

pytestmark = pytest.mark.django_db

MONDAY = "2026-03-02T02:00:00Z"  # seven in the morning in Almaty


@pytest.fixture
def land() -> Country:
    """A public country, whose own publication is told of already."""
    land = country("KG")
    gathering.gather()
    return land


def follows(user: User, what: str, rhythm: str = Rhythm.AT_ONCE, **columns: Any) -> Subscription:
    """A subscription as the form makes it."""
    newest = News.objects.order_by("-pk").values_list("pk", flat=True).first() or 0
    return Subscription.objects.create(user=user, what=what, rhythm=rhythm, told=newest, **columns)


def leadership() -> Theme:
    """A theme of the vocabulary."""
    return Theme.objects.get(slug="leadership")


def on(record: Practice) -> dict[str, Any]:
    """The columns that follow a record."""
    return {"content_type": ContentType.objects.get_for_model(Practice), "object_id": record.pk}


def test_each_kind_of_subscription_brings_what_it_names_and_nothing_else(land: Country) -> None:
    by_theme, by_country, by_search, elsewhere = (account(preferred_language="en") for _ in range(4))
    follows(by_theme, Followed.THEME, theme=leadership())
    follows(by_country, Followed.COUNTRY, country="KG")
    follows(by_search, Followed.SEARCH, words="queue tickets", language="en")
    follows(elsewhere, Followed.COUNTRY, country="KZ")

    practice(land, "Electronic queue tickets")
    practice(land, "Something else")
    digests.tell_now()

    told = {letter.recipient_id: letter.text for letter in Letter.objects.filter(kind="news")}
    assert set(told) == {by_theme.pk, by_country.pk, by_search.pk}
    assert "Something else" not in told[by_search.pk]
    assert "Something else" in told[by_country.pk]


def test_one_letter_names_a_record_once_however_many_ways_lead_to_it(land: Country) -> None:
    person = account(preferred_language="en")
    follows(person, Followed.THEME, theme=leadership())
    follows(person, Followed.COUNTRY, country="KG")

    record = practice(land, "Twice followed")
    digests.tell_now()
    digests.tell_now()

    letter = Letter.objects.get(kind="news")
    assert letter.subject == "Published: Twice followed"
    assert letter.text.count(f"/en/practices/{record.slug}/") == 1


def test_a_new_version_is_told_with_its_note_a_slip_of_the_pen_is_not(land: Country) -> None:
    record = practice(land, "It changes")
    gathering.gather()
    person, reader = account(preferred_language="ru"), account(preferred_language="kk")
    for one in (person, reader):
        follows(one, Followed.RECORD, **on(record))

    with time_machine.travel(timezone.now() + timedelta(hours=1)):
        record.title_en = "It changed"
        record.save()
        keep_version(record, superuser(), note={"ru": "Уточнены сроки."}, severity="inform")
        digests.tell_now()
        record.title_en = "It has changed"
        record.save()
        keep_version(record, superuser(), severity="typo")
        digests.tell_now()

    texts = {letter.language: letter.text for letter in Letter.objects.filter(kind="news")}
    assert Letter.objects.filter(kind="news").count() == 2
    assert "Новая версия" in texts["ru"]
    assert "Что изменилось: Уточнены сроки.\n" in texts["ru"]
    assert "Уточнены сроки. (Русский)" in texts["kk"]


def test_archiving_is_told_without_a_link_and_hides_what_was_told_no_more(land: Country) -> None:
    person = account(preferred_language="en")
    follows(person, Followed.COUNTRY, rhythm=Rhythm.AT_ONCE, country="KG")

    record = practice(land, "Short-lived")
    PracticeWorkflow(record, superuser()).archive("Superseded")
    digests.tell_now()

    letter = Letter.objects.get(kind="news")
    assert letter.subject == "Archived: Short-lived"
    assert record.slug not in letter.text


def test_nothing_is_told_of_what_not_everybody_may_see(land: Country) -> None:
    person = account()
    follows(person, Followed.COUNTRY, country="KG")

    practice(land, "A draft", published=False)
    expert(of=land, visibility="committee")
    digests.tell_now()

    assert not Letter.objects.filter(kind="news").exists()


def test_a_confirmed_adoption_is_told_to_followers_of_both_countries_while_it_stands(land: Country) -> None:
    record, other = practice(land, "Adopted elsewhere"), country("KZ")
    gathering.gather()
    person, late = account(preferred_language="en"), account(preferred_language="en")
    follows(person, Followed.COUNTRY, country="KZ")
    follows(late, Followed.RECORD, Rhythm.WEEKLY, **on(record))

    made = adoption(record, other, AdoptionState.CONFIRMED)
    digests.tell_now()
    told = Letter.objects.get(kind="news")
    assert (told.recipient, told.subject) == (person, "Adoption confirmed: Adopted elsewhere")

    AdoptionWorkflow(made, superuser("stater@hub.example")).withdraw("It never happened")
    digests.tell(Rhythm.WEEKLY, timezone.now() + timedelta(days=8))
    assert not Letter.objects.filter(kind="news", recipient=late).exists()


def test_titles_stand_in_for_a_missing_language_honestly(land: Country) -> None:
    person = account(preferred_language="kk")
    follows(person, Followed.COUNTRY, country="KG")

    practice(land, languages=("ru",), title_ru="Только по-русски")
    digests.tell_now()

    letter = Letter.objects.get(kind="news")
    assert letter.language == "kk"
    assert "Только по-русски (Русский)" in letter.text


def test_daily_and_weekly_letters_come_in_their_morning_with_everything_since(land: Country) -> None:
    with time_machine.travel(MONDAY, tick=False) as clock:
        daily, weekly = account(preferred_language="en"), account(preferred_language="en")
        follows(daily, Followed.COUNTRY, Rhythm.DAILY, country="KG")
        follows(weekly, Followed.COUNTRY, Rhythm.WEEKLY, country="KG")
        told: list[tuple[int, int]] = []
        for day in range(9):  # Monday before eight, then each day a little after eight
            practice(land, f"Practice of day {day}")
            clock.move_to(timezone.now() + timedelta(hours=2 if day == 0 else 24))
            gathering.gather()
            told.append((digests.tell(Rhythm.DAILY), digests.tell(Rhythm.WEEKLY)))
            assert (digests.tell(Rhythm.DAILY), digests.tell(Rhythm.WEEKLY)) == (0, 0)

    assert [one for one, _other in told] == [1] * 9
    assert [other for _one, other in told] == [1, 0, 0, 0, 0, 0, 0, 1, 0]
    text = Letter.objects.filter(recipient=weekly).latest("pk").text
    assert all(f"Practice of day {day}" in text for day in range(1, 8))


def test_whoever_wants_no_news_gets_none_and_no_flood_later(land: Country) -> None:
    person = account(letter_wish="action")
    follows(person, Followed.COUNTRY, country="KG")
    practice(land, "Missed")
    digests.tell_now()

    User.objects.filter(pk=person.pk).update(letter_wish="all")
    digests.tell_now()

    assert not Letter.objects.filter(kind="news").exists()


def test_a_subscription_never_tells_of_what_was_before_it(land: Country) -> None:
    practice(land, "Earlier")
    person = account()
    with time_machine.travel(timezone.now() + timedelta(minutes=1)):
        follows(person, Followed.COUNTRY, country="KG")
        digests.tell_now()

    assert not Letter.objects.exists()


def test_publishing_costs_the_same_with_a_thousand_followers(land: Country) -> None:
    def queries() -> int:
        record = practice(land, published=False)
        with CaptureQueriesContext(connection) as captured:
            PracticeWorkflow(record, superuser()).publish_unreviewed("Known elsewhere")
        return len(captured)

    queries()
    before = queries()
    people = User.objects.bulk_create(User(email=f"f{number}@hub.example") for number in range(1000))
    Subscription.objects.bulk_create(
        Subscription(user=person, what=Followed.COUNTRY, country="KG", rhythm=Rhythm.AT_ONCE) for person in people
    )

    assert queries() == before


def test_publishing_tells_followers_at_once_after_the_transaction(
    django_capture_on_commit_callbacks: Any, land: Country
) -> None:
    person = account(preferred_language="en")
    follows(person, Followed.COUNTRY, country="KG")
    connection.run_on_commit.clear()  # what the fixtures' transaction, which never ends, would have done

    with django_capture_on_commit_callbacks(execute=True):
        practice(land, "Just out")
        assert not Letter.objects.filter(kind="news").exists()

    assert [(message.to, message.subject) for message in mail.outbox] == [([person.email], "Published: Just out")]


def test_one_transaction_wakes_the_worker_once(django_capture_on_commit_callbacks: Any, land: Country) -> None:
    connection.run_on_commit.clear()  # what the fixtures' transaction, which never ends, would have done

    with django_capture_on_commit_callbacks() as callbacks:
        practice(land)
        practice(land)

    assert [one for one in callbacks if one is waking.start] == [waking.start]


@pytest.fixture
def public(land: Country) -> Iterator[Practice]:
    """A public practice."""
    return practice(land, "The practice", slug="the-practice")  # type: ignore[return-value]


@pytest.mark.usefixtures("public")
@pytest.mark.parametrize(
    ("what", "value"),
    [
        ("theme", "leadership"),
        ("country", "KG"),
        ("record", "practice:the-practice"),
        ("search", "  digital   services "),
    ],
)
def test_following_works_once_without_script_and_says_so(client: Client, what: str, value: str) -> None:
    client.force_login(person := account())
    url = reverse("following:follow")

    first = client.post(url, {"what": what, "value": value, "next": "/ru/practices/"})
    client.post(url, {"what": what, "value": value, "rhythm": "daily"})

    assert (first.status_code, first["Location"]) == (302, "/ru/practices/")
    subscription = Subscription.objects.get(user=person)
    assert (subscription.what, subscription.rhythm, subscription.words) == (
        what,
        "daily",
        "digital services" if what == "search" else "",
    )
    assert client.get(reverse("following:settings")).status_code == 200


PAGES = {
    "/en/practices/?theme=leadership": ("theme", "leadership"),
    "/en/reforms/?theme=leadership": ("theme", "leadership"),
    "/en/practices/?q=digital": ("search", "q=digital"),
    "/en/search/?q=digital": ("search", "q=digital"),
    "/en/practices/?country=KG&level=national": ("search", "country=KG&amp;level=national"),
    "/en/reforms/?q=digital&country=KG": ("search", "q=digital&amp;country=KG"),
    "/en/practices/the-practice/": ("record", "practice:the-practice"),
    "/en/countries/country-kg/": ("country", "KG"),
}
"""Where the button stands, and what it follows."""


@pytest.mark.usefixtures("public")
@pytest.mark.parametrize("page", PAGES)
def test_the_pages_offer_to_follow_and_say_what_is_followed(client: Client, page: str) -> None:
    what, value = PAGES[page]
    link = client.get(page).content.decode().split('class="btn btn--plain follow not-for-print"')[1].split('href="')[1]
    assert client.get(link.split('"')[0].replace("&amp;", "&")).status_code == 302  # to the sign-in

    client.force_login(account())
    html = client.get(page).content.decode()
    assert client.get(link.split('"')[0].replace("&amp;", "&")).status_code == 200
    assert f'name="what" value="{what}"' in html
    assert f'name="value" value="{value}"' in html

    place = html.split('name="place" value="')[1].split('"')[0] if what == "search" else ""
    client.post(reverse("following:follow"), {"what": what, "value": value.replace("&amp;", "&"), "place": place})
    assert "You follow this" in client.get(page).content.decode()


@pytest.mark.parametrize(
    ("what", "value"),
    [
        ("theme", "no-such"), ("country", "ZZ"), ("record", "practice:no-such"), ("record", "nonsense"), ("search", "-"),
        ("search", "a\x00b"), ("everything", "x"), ("search", "w" * 10_000), ("record", "practice:" + "x" * 390), ("", ""),
    ],
)  # fmt: skip
def test_what_cannot_be_followed_is_refused_in_words(client: Client, what: str, value: str) -> None:
    client.force_login(account())

    answer = client.post(reverse("following:follow"), {"what": what, "value": value})

    assert answer.status_code == 400
    assert not Subscription.objects.exists()


def test_a_draft_cannot_be_followed_by_guessing_its_address(client: Client, land: Country) -> None:
    practice(land, published=False, slug="secret-draft")
    client.force_login(account())

    answer = client.post(reverse("following:follow"), {"what": "record", "value": "practice:secret-draft"})

    assert answer.status_code == 400


def test_nobody_follows_more_than_the_limit(client: Client, land: Country) -> None:
    client.force_login(person := account())
    Subscription.objects.bulk_create(
        Subscription(user=person, what=Followed.SEARCH, words=f"word{number}", language="en") for number in range(MOST)
    )

    answer = client.post(reverse("following:follow"), {"what": "country", "value": "KG"}, follow=True)

    assert Subscription.objects.filter(user=person).count() == MOST
    assert str(MOST) in answer.content.decode()


def test_somebody_elses_subscription_cannot_be_stopped(client: Client, land: Country) -> None:
    other = follows(account(), Followed.COUNTRY, country="KG")
    client.force_login(account())

    assert client.post(reverse("following:stop", args=[other.pk])).status_code == 404
    assert Subscription.objects.filter(pk=other.pk).exists()


def test_choices_are_kept_and_nonsense_is_refused(client: Client, land: Country) -> None:
    client.force_login(person := account(preferred_language="ru"))
    mine = follows(person, Followed.COUNTRY, country="KG")
    good = {"letter_wish": "action", "preferred_language": "kk", f"rhythm-{mine.pk}": "daily"}

    assert client.post(reverse("following:settings"), {**good, f"rhythm-{mine.pk}": "hourly"}).status_code == 200
    assert client.post(reverse("following:settings"), good).status_code == 302

    person.refresh_from_db()
    mine.refresh_from_db()
    assert (person.letter_wish, person.preferred_language, mine.rhythm) == ("action", "kk", "daily")


def test_one_click_stops_the_letters_without_a_sign_in(land: Country) -> None:
    person = account(preferred_language="kk")
    follows(person, Followed.COUNTRY, country="KG")
    practice(land)
    digests.tell_now()
    path = Letter.objects.get(kind="news").unsubscribe_path
    stranger = Client(enforce_csrf_checks=True)

    looked = stranger.get(path)
    assert Subscription.objects.get().rhythm == Rhythm.AT_ONCE  # looking, as scanners of mail do, changes nothing
    done = stranger.post(path, {"List-Unsubscribe": "One-Click"})

    assert path.startswith("/kk/")
    assert (looked.status_code, done.status_code) == (200, 200)
    assert Subscription.objects.get().rhythm == Rhythm.DESK


@pytest.mark.parametrize("token", ["x", "a:b:c", "ё:ж", "1:" + "a" * 3000])
def test_a_forged_link_stops_nothing(token: str, land: Country) -> None:
    person = account()
    follows(person, Followed.COUNTRY, country="KG")

    for forged in (token, token_of(person)[:-2]):
        assert Client().post(reverse("following:unsubscribe", args=[forged])).status_code == 404
    assert Subscription.objects.get().rhythm == Rhythm.AT_ONCE


def test_a_person_who_left_gets_nothing(land: Country) -> None:
    person = account()
    follows(person, Followed.COUNTRY, country="KG")
    User.objects.filter(pk=person.pk).update(is_active=False)

    practice(land)
    digests.tell_now()

    assert not Letter.objects.filter(kind="news").exists()


def test_news_are_told_of_once_and_forgotten_in_time(land: Country) -> None:
    practice(land)
    assert (gathering.gather(), gathering.gather()) == (1, 0)
    assert News.objects.latest("pk").what == Happening.PUBLISHED

    News.objects.update(happened_at=timezone.now() - gathering.KEPT - timedelta(days=1))
    gathering.prune()

    assert not News.objects.exists()


@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_two_workers_write_one_letter_to_each() -> None:
    land = country("KG")
    people = [account() for _number in range(6)]
    for person in people:
        follows(person, Followed.COUNTRY, country="KG")
    Letter.objects.all().delete()
    practice(land)
    Letter.objects.all().delete()
    Subscription.objects.update(told=0, created_at=timezone.now() - timedelta(days=1))

    def work(_number: int) -> None:
        try:
            digests.tell_now()
        finally:
            connection.close()

    with ThreadPoolExecutor(3) as pool:
        list(pool.map(work, range(3)))

    assert sorted(Letter.objects.values_list("recipient_id", flat=True)) == sorted(person.pk for person in people)
