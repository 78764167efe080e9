"""The form in which a sitting is planned."""

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo, available_timezones

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from slowfilm.cuts.models import Cut
from slowfilm.films.models import Film, Member
from slowfilm.films.roles import May
from slowfilm.shots.models import Shot
from slowfilm.sittings.models import Sitting, SittingGuest, SittingItem

# What is offered; any other may be typed by a browser that is there.
ZONES = sorted(
    name
    for name in available_timezones()
    if "/" in name and not name.startswith(("Etc/", "posix/"))
)


class PlanForm(forms.Form):
    """Title, time and length. Agenda and guests are read beside it: see `agenda` and `guests`."""

    title = forms.CharField(label=_("Title of the sitting"), max_length=200)
    day = forms.DateField(
        label=_("Day"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )
    time = forms.TimeField(
        label=_("Begins at"), widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M")
    )
    zone = forms.ChoiceField(
        label=_("Time zone"), choices=[(name, name.replace("_", " ")) for name in ZONES]
    )
    minutes = forms.IntegerField(
        label=_("Length in minutes"), min_value=5, max_value=24 * 60, initial=60
    )

    @property
    def begins_at(self) -> datetime:
        """The moment that day, time and zone name."""
        fields = self.cleaned_data
        return datetime.combine(fields["day"], fields["time"], ZoneInfo(fields["zone"]))


def plan_of(sitting: Sitting) -> dict[str, Any]:
    """What the form shows of a sitting that is there."""
    local = sitting.begins_at.astimezone(ZoneInfo(sitting.zone))
    return {
        "title": sitting.title,
        "day": local.date(),
        "time": local.time().replace(second=0, microsecond=0),
        "zone": sitting.zone,
        "minutes": sitting.minutes,
    }


def lines(film: Film, sitting: Sitting | None, values: list[str] | None) -> list[dict[str, Any]]:
    """What can be on the agenda: first what is, in its order, then all the rest."""
    shots = Shot.objects.filter(film=film, drafts__isnull=False).distinct()
    shots = shots.select_related("scene").order_by("scene__number", "number")
    rows: list[dict[str, Any]] = [
        {"value": f"cut:{cut.id}", "name": cut.title, "title": _("Cut")}
        for cut in Cut.objects.filter(film=film, versions__isnull=False).distinct()
    ]
    rows += [{"value": f"shot:{shot.id}", "name": shot.name, "title": shot.title} for shot in shots]
    chosen = values if values is not None else _chosen(sitting)
    order = {value: place for place, value in enumerate(chosen)}
    for row in rows:
        row["chosen"] = row["value"] in order
    return sorted(rows, key=lambda entry: order.get(entry["value"], len(order)))


def _chosen(sitting: Sitting | None) -> list[str]:
    if sitting is None:
        return []
    items = SittingItem.objects.filter(act=sitting.plan)
    return [f"shot:{item.shot_id}" if item.shot_id else f"cut:{item.cut_id}" for item in items]


def people(film: Film, sitting: Sitting | None, answers: dict[UUID, str] | None) -> list[Any]:
    """The film's members with their part: presenter, guest, or "" for not invited."""
    parts = answers if answers is not None else _parts(sitting)
    members = Member.objects.present().filter(film=film).select_related("user")
    return [
        {
            "member": member,
            "part": parts.get(member.id, "guest" if sitting is None and answers is None else ""),
            "may_present": member.may(May.MARK),
        }
        for member in members.order_by("joined_at")
    ]


def _parts(sitting: Sitting | None) -> dict[UUID, str]:
    if sitting is None:
        return {}
    guests = SittingGuest.objects.filter(act=sitting.plan)
    return dict(guests.values_list("member_id", "part"))


def agenda(values: list[str]) -> list[dict[str, str]]:
    """The agenda as the action takes it: "shot:ID" or "cut:ID", in order."""
    pairs = [value.partition(":") for value in values]
    return [{kind: id_} for kind, _colon, id_ in pairs if kind in ("shot", "cut")]


def guests(film: Film, fields: dict[str, str]) -> dict[UUID, str]:
    """Who is invited as what, by `part-MEMBER`."""
    members = Member.objects.present().filter(film=film).values_list("id", flat=True)
    parts = {id_: fields.get(f"part-{id_}", "") for id_ in members}
    return {id_: part for id_, part in parts.items() if part in SittingGuest.Part.values}


def soon() -> dict[str, Any]:
    """A first offer: tomorrow at ten."""
    return {"day": timezone.localdate() + timedelta(days=1), "time": "10:00"}
