"""The key sheet of a scene: its page, and its PDF."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import get_language
from django.views.decorators.http import require_POST, require_safe

from slowfilm.films.access import film_page
from slowfilm.films.models import Member
from slowfilm.films.roles import May
from slowfilm.light import sheet, sheet_job
from slowfilm.moment import one_moment
from slowfilm.shots.models import Scene


@require_safe
@film_page()
@one_moment()
def keys(request: HttpRequest, member: Member, scene_id: UUID) -> HttpResponse:
    """Every frame of a scene that was lit by hand, as a storyboard."""
    scene = get_object_or_404(Scene, film=member.film, id=scene_id)
    context = {
        "film": member.film,
        "member": member,
        "scene": scene,
        "panels": sheet.panels(scene),
        "scenes": Scene.objects.filter(film=member.film),
        "pdfs": sheet_job.of_scene(scene),
        "may_make": member.may(May.MAKE),
    }
    return render(request, "light/keys.html", context)


@require_POST
@film_page()
def ask_pdf(request: HttpRequest, member: Member, scene_id: UUID) -> HttpResponse:
    """Have it written as a PDF; back to its page, which says how far that is."""
    scene = get_object_or_404(Scene, film=member.film, id=scene_id)
    sheet_job.ask(scene, get_language() or "en")
    return redirect("key-sheet", film_id=member.film_id, scene_id=scene.id)
