"""The whole life of a practice through its pages: seven accounts, three languages, from the first word to the archive."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from datetime import timedelta
from typing import Any

import pytest
from django.core import mail
from django.db import connection
from django.test import Client
from django.utils import timezone

from members.enums import Role
from members.models import User
from practices.models import Practice
from publishing.enums import State
from publishing.models import ScheduledTransition, Subscription, Theme
from publishing.scheduling import plan
from tests.factories.members import account, country
from tests.factories.practices import practice
from tests.life.visitor import Visitor
from tests.tables.cast import person

pytestmark = pytest.mark.django_db
TITLE, SUMMARY = "Ауыл әкімдеріне бірыңғай тест", "Үміткерлер ортақ бір тест тапсырады."
TEXTS = {"title": "Единый тест для акимов сёл", "summary": "Кандидаты сдают один общий тест."}
ENGLISH = {"title": "One test for village heads", "summary": "Candidates sit one test."}
SOON = (timezone.localdate() + timedelta(days=20)).isoformat()


TRANSITIONS = (
    "submit", "start_review", "request_changes", "submit", "start_review", "accept", "publish", "archive",
)  # fmt: skip


@pytest.fixture
def sent(django_capture_on_commit_callbacks: Any) -> Callable[[], AbstractContextManager[None]]:
    """What lets letters leave as they would after each transaction."""

    @contextmanager
    def after() -> Iterator[None]:
        connection.run_on_commit.clear()  # what pages outside of it asked for in the test's transaction, which never ends
        with django_capture_on_commit_callbacks(execute=True):
            yield

    return after


def somebody(role: Role, language: str, **fields: Any) -> Visitor:
    user = person(role.value, fields.get("country"))
    assert user is not None
    User.objects.filter(pk=user.pk).update(preferred_language=language)
    return Visitor(language, User.objects.get(pk=user.pk))


def letters_to(visitor: Visitor) -> list[str]:
    return [message.subject for message in mail.outbox if message.to == [visitor.user and visitor.user.email]]


def step(visitor: Visitor, record: Practice, action: str, **typed: Any) -> None:
    """One transition by its page, with the letters as they stand there."""
    visitor.open(f"steps/practice/{record.pk}/{action}/").press("edition", **typed)


def test_the_whole_life_of_a_practice(sent: Callable[[], AbstractContextManager[None]]) -> None:
    home, abroad = country("KZ", slug="kazakhstan"), country("KG", slug="kyrgyzstan")
    author = Visitor("kk", account("author@life.example", preferred_language="kk"))
    stranger, reader = Visitor("en", account("stranger@life.example")), Visitor("en")
    secretariat, reviewer = somebody(Role.SECRETARIAT, "en"), somebody(Role.REVIEWER, "ru")
    translator, editor = somebody(Role.TRANSLATOR, "en"), somebody(Role.EDITOR, "ru")
    focal = somebody(Role.FOCAL_POINT, "kk", country=home)
    other = account("focal@abroad.example", preferred_language="ru", country=abroad)
    other.groups.set(focal.user.groups.all())  # type: ignore[union-attr]
    neighbour = Visitor("ru", other)
    successor = practice(home, "Next generation", slug="the-next-one")

    # Written in Kazakh, step by step, over a session that ends.
    theme = Theme.objects.get(slug="leadership").pk
    author.open("contribute/new/").press("title", title=TITLE, country=home.pk, original_language="kk", start_year=2019)
    draft = Practice.objects.exclude(pk=successor.pk).get()
    author.open(f"contribute/{draft.pk}/snapshot/")
    assert stranger.open(f"contribute/{draft.pk}/snapshot/").status == 404
    del author.client.cookies["sessionid"]
    snapshot = {"institution": "Агенттік", "theme_1": theme, "problem": "Тест көп еді.", "solution": "Бір тест."}
    author.press("title", summary=SUMMARY, **snapshot)
    assert "/accounts/login/" in author.address
    author.client.force_login(author.user)
    author.open(f"contribute/{draft.pk}/snapshot/")
    assert author.fields("title")["summary"] == SUMMARY
    author.press("title")
    author.open(f"contribute/{draft.pk}/check/")
    assert "Кемінде бір дереккөз, Мекеменің келісімі" in author.text
    refused = author.open(f"steps/practice/{draft.pk}/submit/")
    assert refused.status == 403
    author.open(f"contribute/{draft.pk}/sources/").press(
        "sources-0-title", **{"sources-0-title": "Есеп", "sources-0-url": "https://www.gov.kz/report"}
    )
    author.open(f"contribute/{draft.pk}/documents/").press(
        to="consent", name="А. Серікова", office="Төраға", given_on="15.01.2026", is_confirmed="on"
    )

    # Submitted: each recipient is written to in their language.
    with sent():
        step(author, draft, "submit")
    assert letters_to(author) == [f"Өтініміңіз қабылданды: {TITLE}"]
    assert letters_to(secretariat) == [f"New submission: {TITLE}"]
    assert letters_to(focal) == [f"Еліңіз «{TITLE}» тәжірибесін қолдай ма?"]
    assert mail.outbox[0].alternatives[0][1] == "text/html"
    assert author.open(f"contribute/{draft.pk}/snapshot/").page.xpath("//main//form[@method='post']//button") == []
    focal.open(f"review/practice/{draft.pk}/endorse/").press("note", note="Ел қолдайды.")

    # Reviewed in Russian; sent back with a reason; submitted and reviewed once more.
    for turn, recommendation in enumerate(("changes", "accept")):
        with sent():
            step(secretariat, draft, "start_review")
            secretariat.open(f"review/practice/{draft.pk}/reviewers/")
            chosen = secretariat.box(str(reviewer.user))
            secretariat.open(f"review/practice/{draft.pk}/invite/?reviewer={chosen}").press("due_on")
        assert letters_to(reviewer)[-1] == f"Просим отрецензировать «{TITLE}»"
        page = next(
            a for a in reviewer.open("review/").links("/ru/review/") if a.rstrip("/").rsplit("/", 1)[-1].isdigit()
        )
        assert stranger.open(page).status == 404
        reviewer.open(page).press(to="accept")
        scores = {name: "4" for name in reviewer.open(page).fields("recommendation") if name.startswith("score-")}
        with sent():
            words = {"recommendation": recommendation, "for_submitter": "Нужны цифры.", "confidential": "Тайна"}
            reviewer.press("recommendation", to="give", **words, **scores)
        assert "A review is there" in letters_to(secretariat)[-1]
        if turn == 0:
            with sent():
                step(secretariat, draft, "request_changes", reason="2023 жылғы сандар керек")
            assert "2023 жылғы сандар керек" in mail.outbox[-1].body
            assert letters_to(author)[-1] == f"Түзету қажет: {TITLE}"
            check = author.open(f"contribute/{draft.pk}/check/").text
            assert "2023 жылғы сандар керек" in check
            assert "Тайна" not in check
            author.open(f"contribute/{draft.pk}/results/").press("results_text", results_text="2023: 30 күн.")
            with sent():
                step(author, draft, "submit")
    secretariat.open(f"review/practice/{draft.pk}/evidence/").press("level", level="agency_data", note_kk="Тексерілді")
    with sent():
        step(secretariat, draft, "accept")
    draft.refresh_from_db()
    assert draft.state == State.ACCEPTED

    # Translated at the desk by one person, approved by another.
    def translate(by: Visitor, language: str, texts: dict[str, str]) -> None:
        by.open(f"translate/practice/{draft.pk}/{language}/")
        written = {f"text-{name}": text for name, text in texts.items()}
        by.press("text-title", to="submit", **written)
        by.open(f"translate/practice/{draft.pk}/{language}/review/")
        assert by.page.xpath("//form[contains(@action, '/approve/')]") == []

    translate(editor, "ru", TEXTS)
    translator.open(f"translate/practice/{draft.pk}/ru/review/").press(to="approve")

    # Public in two languages, the third promised.
    reader.open(f"practices/{draft.slug}/")
    assert reader.status == 404
    neighbour.open("countries/kazakhstan/").press(to="following/new", rhythm="at_once")
    with sent():
        secretariat.open(f"schedule/practice/{draft.pk}/publish/").press("when", when="now", promised_en=SOON)
    draft.refresh_from_db()
    assert draft.state == State.PUBLISHED
    assert letters_to(author)[-1] == f"Жарияланды: {TITLE}"
    assert letters_to(neighbour)[-1].endswith(TEXTS["title"])
    assert "It is promised for" in reader.open(f"practices/{draft.slug}/").text
    assert TEXTS["title"] in Visitor("ru").open(f"practices/{draft.slug}/").text
    assert "Бұл — түпнұсқа мәтін." in Visitor("kk").open(f"practices/{draft.slug}/").text
    translate(translator, "en", ENGLISH)
    editor.open(f"translate/practice/{draft.pk}/en/review/").press(to="approve")
    assert ENGLISH["title"] in reader.open(f"practices/{draft.slug}/").text
    changes = reader.open(f"practices/{draft.slug}/versions/").links("changes/?from=1&to=2")
    assert ENGLISH["summary"] in reader.open(changes[0]).text

    # Readers: useful, a question through the relay, a collection and its kit.
    reader.open(f"practices/{draft.slug}/").press(to="useful")
    assert "Useful to 1 reader" in reader.text
    with sent():
        reader.open(f"questions/about/practice/{draft.pk}/").press(
            "text", text="How much was it?", name="Reader", email="reader@out.example"
        )
    [question] = author.open("questions/").links("/kk/questions/")
    assert stranger.open(question).status == 404
    with sent():
        author.open(question).press("answer", answer="12 млн теңге.")
    assert mail.outbox[-1].to == ["reader@out.example"]
    assert author.user is not None
    assert author.user.email not in mail.outbox[-1].body
    secretariat.open(question).press("public_text")
    assert "12 млн теңге." in reader.open(f"practices/{draft.slug}/").text
    reader.press(to="collections/add")
    collection = reader.open("collections/selection/").press("title", title="For the mission").address
    assert ENGLISH["title"] in stranger.open(collection).text
    assert stranger.open(f"{collection}edit/").status == 404
    kit = reader.client.get(f"{collection}kit/", {"languages": ["kk", "en"], "form": "zip"})
    assert kit.content.startswith(b"PK")

    # Adopted abroad, confirmed at home, shown on both countries.
    neighbour.open(f"adoptions/state/?practice={draft.slug}")
    with sent():
        neighbour.press("stage", stage="piloting", year="2024", original_language="ru", changes="Два района")
    adoption = neighbour.address
    assert letters_to(focal)[-1].startswith("Енгізуді растауыңызды сұраймыз")
    with sent():
        focal.open(f"{adoption}confirm/".replace("/ru/", "/kk/")).press("edition")
    assert letters_to(neighbour)[-1].startswith("Внедрение подтверждено")
    for place in ("practices/" + draft.slug, "countries/kazakhstan", "countries/kyrgyzstan"):
        assert adoption.replace("/ru/", "/en/") in reader.open(f"{place}/").links("/adoptions/")

    # One click, without a sign-in, ends the letters about what is followed.
    news = next(message for message in mail.outbox if "List-Unsubscribe" in message.extra_headers)
    path = news.extra_headers["List-Unsubscribe"].strip("<>").split("/", 3)[3]
    assert Client().post(f"/{path}", {"List-Unsubscribe": "One-Click"}).status_code == 200
    assert set(Subscription.objects.filter(user=other).values_list("rhythm", flat=True)) == {"desk"}

    # Archived at its hour, with a successor.
    at = timezone.localtime() + timedelta(days=2)
    plans = {
        "when": "later",
        "day": f"{at:%d.%m.%Y}",
        "hour": "09:00",
        "reason": "Replaced",
        "successor": "the-next-one",
    }
    secretariat.open(f"schedule/practice/{draft.pk}/archive/").press("when", **plans)
    ScheduledTransition.objects.update(at=timezone.now())
    with sent():
        plan.perform_due()
    for language, words in {"kk": "Оның орнына", "ru": "Вместо неё", "en": "This has taken its place"}.items():
        gone = Visitor(language).open(f"practices/{draft.slug}/")
        assert (gone.status, words in gone.text) == (410, True)
        assert gone.links("/practices/the-next-one/")
    assert letters_to(author)[-1] == f"Мұрағатталды: {TITLE}"
    draft.refresh_from_db()
    done = list(draft.events.order_by("pk").values_list("action", flat=True))
    assert [action for action in done if action in TRANSITIONS] == list(TRANSITIONS)
