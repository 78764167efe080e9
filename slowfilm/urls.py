"""Every page on one page."""

from django.urls import URLPattern, URLResolver, path

from slowfilm.reviews import views as reviews

urlpatterns: list[URLPattern | URLResolver] = [
    # ── the review room: a film's front door ──
    path("films/<uuid:film_id>/room/", reviews.room, name="room"),
    path("films/<uuid:film_id>/drafts/<uuid:draft_id>/", reviews.draft, name="draft"),
]
