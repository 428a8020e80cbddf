"""Root addresses. What people read stands below the language: /kk/, /ru/, /en/."""

from django.conf.urls.i18n import i18n_patterns
from django.contrib import admin
from django.urls import include, path, re_path

from .views import about, desk, errors, home, machines, parity, preferences, search, search_feed, suggest

handler400 = errors.bad_request
handler403 = errors.forbidden
handler404 = errors.not_found
handler500 = errors.server_error

urlpatterns = [
    path("", home.choose_language, name="choose_language"),
    re_path(r"^kz(?P<rest>/.*)?$", home.kz_to_kk, name="kz_to_kk"),
    path("healthz", machines.health, name="health"),
    path("robots.txt", machines.robots, name="robots"),
    path("sitemap.xml", machines.sitemap, name="sitemap"),
    *i18n_patterns(
        path("", home.home, name="home"),
        path("jsi18n/", machines.words_of_scripts, name="jsi18n"),
        path("search/", search.search, name="search"),
        path("search/feed/", search_feed.feed, name="search_feed"),
        path("search/suggest/", suggest.suggestions, name="search_suggest"),
        path("practices/", include("practices.urls")),
        path("contribute/", include("practices.contribute.urls")),
        path("adoptions/", include("practices.adoption.urls")),
        path("reforms/", include("reforms.urls")),
        path("countries/", include("members.urls.countries")),
        path("experts/", include("members.urls.experts")),
        path("about/", include("hub.about_urls")),
        path("committee/", include("steering.urls")),
        path("documents/", include("publishing.documents.urls")),
        path("glossary/", include("publishing.glossary.urls")),
        path("desk/", desk.desk, name="desk"),
        path("desk/queues/", desk.queues, name="desk_queues"),
        path("checks/", include("publishing.checks.urls")),
        path("schedule/", include("publishing.scheduling.urls")),
        path("following/", include("publishing.following.urls")),
        path("steps/", include("publishing.steps.urls")),
        path("review/", include("publishing.reviewing.urls")),
        path("collections/", include("publishing.collecting.urls")),
        path("questions/", include("publishing.questions.urls")),
        path("translate/", include("publishing.translating.urls")),
        path("preferences/", preferences.edit, name="preferences"),
        path("preferences/low-vision/", preferences.low_vision, name="low_vision"),
        path("parity/", parity.page, name="parity"),
        path("parity/parity.csv", parity.csv_file, name="parity_csv"),
        path("site-map/", about.site_map, name="site_map"),
        path("accounts/", include("members.urls.account")),
        path("accounts/", include("allauth.urls")),
        path("admin/", admin.site.urls),
    ),
]
