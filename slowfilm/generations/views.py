"""Writing a brief, and the film's queue."""

from collections.abc import Callable
from typing import Any
from uuid import UUID, uuid4

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from slowfilm.clearance.presenters import names_of
from slowfilm.films.access import film_page
from slowfilm.films.models import Member
from slowfilm.films.roles import May
from slowfilm.generations import actions, shown
from slowfilm.generations.beside import pairs_of
from slowfilm.generations.by_hand import tidied
from slowfilm.generations.citations import NAMES, Wanted
from slowfilm.generations.forms import BriefForm
from slowfilm.generations.guess import guessed
from slowfilm.generations.inputs import made_from, measures, said_in
from slowfilm.generations.machine import made_with
from slowfilm.generations.models import Brief, Generation
from slowfilm.generations.sending import Sending, sending
from slowfilm.generations.sending_page import carried, sending_page
from slowfilm.ledger import Refused
from slowfilm.ledger.models import Entry, Head
from slowfilm.library.track_choice import used_of_many
from slowfilm.moment import one_moment
from slowfilm.reviews.keeps import keeps_in
from slowfilm.shots import uploading
from slowfilm.shots.models import Draft, Shot

EARLIER = 20


@require_http_methods(["GET", "HEAD", "POST"])
@film_page(May.MAKE)
def brief(request: HttpRequest, member: Member, shot_id: UUID) -> HttpResponse:
    """Write a brief for a shot; `?from=` begins with an earlier one. POST queues it."""
    shots = Shot.objects.select_related("scene").filter(film=member.film)
    shot = get_object_or_404(shots, id=shot_id)
    form = None
    if request.method == "POST":
        begun = _begun(request, shot)
        form = BriefForm(member.film, request.POST, brief=begun, scene=shot.scene_id)
        digest = request.POST.get("confirmed", "")
        if request.POST.get("edit") == "yes":
            return _brief_page(request, member, shot, form, editing=True)
        if (leaves := _unconfirmed(member, form, digest)) is not None:
            return sending_page(request, member, shot, leaves, carried(request.POST))
        if queued := _queued(member, shot, form, digest):
            sentence = _("The brief for %(shot)s is queued.") % {"shot": shot.name}
            messages.success(request, sentence, extra_tags=str(queued))
            return redirect("generations", film_id=member.film_id)
    return _brief_page(request, member, shot, form)


@one_moment()
def _brief_page(
    request: HttpRequest,
    member: Member,
    shot: Shot,
    form: BriefForm | None,
    *,
    editing: bool = False,
) -> HttpResponse:
    """The page with an empty form, or the one that was filled in wrongly."""
    begun = _begun(request, shot)
    form = form or BriefForm(member.film, None, brief=begun, scene=shot.scene_id)
    context = {
        "film": member.film,
        "member": member,
        "shot": shot,
        "form": form,
        "measures": [form[name] for name in ("size", "seconds", "rate", "seed")],
        "begun": begun,
        "earlier": Brief.objects.filter(shot=shot).order_by("-written_at")[:EARLIER],
        "engines": [(name, can, shown.treatments(can)) for name, can in form.engines.items()],
        "for_script": _for_script(form, member, shot),
        "editing": editing,
        "keeps": keeps_in(shot.id),
        "locked_by": _locked_by(shot),
    }
    status = 422 if request.method == "POST" and not editing else 200
    return render(request, "generations/brief.html", context, status=status)


def _locked_by(shot: Shot) -> str:
    """Who locked it; "" while nobody has."""
    if not hasattr(shot, "lock"):
        return ""
    actor = shot.lock.locked_by
    return names_of(shot.film_id, [actor]).get(actor, actor)


def _unconfirmed(member: Member, form: BriefForm, digest: str) -> Sending | None:
    """What leaves for a brief that is right, where that was not confirmed yet."""
    if not form.is_valid() or form.wanted is None:
        return None
    leaves = sending(member.film_id, tidied(form.wanted))
    return None if leaves is None or leaves.digest == digest else leaves


def _queued(member: Member, shot: Shot, form: BriefForm, confirmed: str) -> UUID | None:
    """The generation that is queued if the brief was right; else the form says what is wrong."""
    if not form.is_valid() or form.wanted is None:
        return None
    generation = uuid4()
    try:
        actions.queue_generation(
            film_id=member.film_id,
            actor=member.actor,
            command=generation,
            shot=shot.id,
            wanted=form.wanted,
            confirmed=confirmed,
        )
    except Refused as refused:
        form.add_error(None, str(refused.reason))
        return None
    return generation


def _begun(request: HttpRequest, shot: Shot) -> Brief | None:
    """The earlier brief that `?from=` names."""
    try:
        return Brief.objects.filter(shot=shot, id=UUID(request.GET.get("from", ""))).first()
    except ValueError:
        return None


def _for_script(form: BriefForm, member: Member, shot: Shot) -> dict[str, Any]:
    return {
        "film": str(member.film_id),
        "shot": str(shot.id),
        "seq": Head.objects.get(film=member.film_id).seq,
        "may_clear": member.may(May.CLEAR),
        "member": str(member),
        "chosen": form.is_bound or bool(form.initial.get("chosen")),
        "rows": [shown.typed(row) for row in form.rows],
        "said": [shown.typed(row) for row in form.said],
        "characters": shown.characters(member.film),
        "lines": shown.lines(member.film),
        "preparing": [
            {"id": str(upload.id), "filename": upload.filename}
            for upload in uploading.preparing(shot)
        ],
        "failures": uploading.failures(),
        "treatments": shown.treatment_words(),
        "references": shown.choices(member.film),
        "engines": shown.engines_for_script(form.engines),
        "roles": shown.roles(),
        "names": {str(kind): name for kind, name in NAMES.items()},
    }


@require_POST
@film_page(May.MAKE)
def layout(request: HttpRequest, member: Member, shot_id: UUID) -> JsonResponse:
    """Where the engine of a brief thinks that everything stands; 202 until a worker has looked.

    The body is the brief's form as it stands; `again` asks once more where it failed.
    """
    get_object_or_404(Shot, film=member.film, id=shot_id)
    form = BriefForm(member.film, request.POST)
    form.is_valid()
    if form.wanted is None:
        return JsonResponse({"reason": _("What is cited can't be read.")}, status=422)
    try:
        guess = guessed(member.film_id, form.wanted, again=request.POST.get("again") == "yes")
    except Refused as refused:
        return JsonResponse({"reason": str(refused.reason)}, status=409)
    answer = {"state": guess.state, "layout": guess.layout, "reason": guess.reason}
    return JsonResponse(answer, status=202 if guess.state in ("queued", "running") else 200)


@require_safe
@film_page(May.MAKE)
def choice(request: HttpRequest, member: Member, reference_id: UUID) -> JsonResponse:
    """One reference as a brief's script needs it, such as one that was drawn a moment ago."""
    choice_rows = shown.choices(member.film, only=reference_id)
    if not choice_rows:
        raise Http404
    return JsonResponse(choice_rows[0])


@require_safe
@film_page()
@one_moment()
def inputs(request: HttpRequest, member: Member, draft_id: UUID) -> HttpResponse:
    """What a draft was made from, and what became of each."""
    return render(request, "generations/inputs.html", _inputs(member, draft_id))


@require_safe
@film_page()
@one_moment()
def inputs_panel(request: HttpRequest, member: Member, draft_id: UUID) -> HttpResponse:
    """The same, for the room."""
    return render(request, "generations/_inputs.html", _inputs(member, draft_id))


def _inputs(member: Member, draft_id: UUID) -> dict[str, Any]:
    drafts = Draft.objects.select_related("shot__scene").filter(film=member.film)
    draft = get_object_or_404(drafts, id=draft_id)
    generation = Generation.objects.select_related("brief").filter(draft=draft).first()
    source_brief = generation.brief if generation else None
    return {
        "film": member.film,
        "member": member,
        "draft": draft,
        "brief": source_brief,
        "made_from": list(made_from(draft, source_brief)),
        "pairs": pairs_of(draft),
        "measures": measures(draft.facts),
        "tracks": used_of_many(draft.facts, titles=member.may(May.MAKE)),
        "made_with": made_with(draft.facts),
        "lines": said_in(draft, source_brief) if source_brief else [],
        "may_make": member.may(May.MAKE),
        "workflow": member.may(May.MAKE) and isinstance(draft.facts.get("sent"), dict),
    }


@require_safe
@film_page(May.MAKE)
def workflow(request: HttpRequest, member: Member, draft_id: UUID) -> HttpResponse:
    """The workflow that a draft was made by, as it was sent to its ComfyUI server."""
    drafts = Draft.objects.select_related("shot__scene").filter(film=member.film)
    draft = get_object_or_404(drafts, id=draft_id)
    if not isinstance(sent := draft.facts.get("sent"), dict):
        raise Http404
    answer = JsonResponse(sent, json_dumps_params={"ensure_ascii": False, "indent": 2})
    answer["Content-Disposition"] = f'attachment; filename="{draft.name}.json"'
    return answer


@require_safe
@film_page()
@one_moment()
def generations(request: HttpRequest, member: Member) -> HttpResponse:
    """The queue: what waits, what runs, what has ended."""
    seq = Head.objects.get(film=member.film).seq
    return render(request, "generations/queue.html", {**_rows(member), "seq": seq})


@require_safe
@film_page()
@one_moment()
def rows(request: HttpRequest, member: Member) -> HttpResponse:
    """The queue's rows alone, fetched when something has happened in it."""
    return render(request, "generations/_rows.html", _rows(member))


def _rows(member: Member) -> dict[str, Any]:
    return {
        "film": member.film,
        "member": member,
        "may_make": member.may(May.MAKE),
        **shown.queue(member.film),
    }


@require_POST
@film_page(May.MAKE)
def cancel(request: HttpRequest, member: Member, generation_id: UUID) -> HttpResponse:
    """Stop a generation."""
    return _do(request, member, actions.cancel_generation, generation_id)


@require_http_methods(["GET", "HEAD", "POST"])
@film_page(May.MAKE)
def again(request: HttpRequest, member: Member, generation_id: UUID) -> HttpResponse:
    """Queue the same brief again. GET shows what leaves for it, to be confirmed once more."""
    if request.method == "POST":
        digest = request.POST.get("confirmed", "")
        return _do(request, member, actions.queue_again, generation_id, confirmed=digest)
    of_film = Generation.objects.select_related("brief", "shot__scene").filter(film=member.film)
    generation = get_object_or_404(of_film, id=generation_id)
    leaves = sending(member.film_id, Wanted.of(generation.brief))
    if leaves is None:
        raise Http404
    return sending_page(request, member, generation.shot, leaves, [])


def _do(
    request: HttpRequest,
    member: Member,
    action: Callable[..., Entry],
    generation_id: UUID,
    **more: str,
) -> HttpResponse:
    try:
        action(
            film_id=member.film_id,
            actor=member.actor,
            command=uuid4(),
            generation=generation_id,
            **more,
        )
    except Refused as refused:
        messages.error(request, str(refused.reason))
    in_place = request.headers.get("Sec-Fetch-Dest") == "empty"  # a script asks, not a page
    return redirect("generation-rows" if in_place else "generations", film_id=member.film_id)
