"""The text of a release: in the person's language, with a version and a hash.

A text that was signed is kept word for word with its release. A changed wording here is a new
version; the older ones need not stay.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Literal

from django.conf import settings
from django.utils import timezone

from slowfilm.clearance.models import Consent, sha256
from slowfilm.clearance.providers import told
from slowfilm.films.models import Member
from slowfilm.films.roles import Role
from slowfilm.people.models import Person

VERSION = "2"
Language = Literal["en", "zh-hans"]

ENGLISH = """Release for the film “{film}”

I, {person}, am seen or heard in pictures, clips or sounds that the makers of “{film}” have. The makers are represented by {makers}.

I allow them to use these for this film, in the ways that I have ticked, and in no other:
{uses}

They may not use them for another film, and may not let anybody train an engine with them. {providers}

{term} I may withdraw it at any time, without giving a reason, on the page where I signed it or by telling the makers. From then on nothing new is made, approved or locked with my likeness or my voice. A shot that is locked by then can no longer be changed; what becomes of it the makers will settle with me.

Where it is in doubt what I have allowed, I have not allowed it."""  # noqa: E501
CHINESE = """影片《{film}》授权书

本人{person}，出现在《{film}》制作方所持有的图片、视频或声音中。制作方代表：{makers}。

本人允许制作方为这部影片使用上述素材，仅限本人勾选的方式，不得用于其他方式：
{uses}

不得用于其他影片，也不得让任何人用它们训练模型。{providers}

{term}本人可随时撤回授权，无须说明理由：在签署的页面上撤回，或告知制作方即可。自撤回之时起，不再用本人的形象或声音制作、通过或锁定任何新的内容。届时已经锁定的镜头无法再改动，如何处理由制作方与本人商定。

对授权范围有疑问的，视为未授权。"""
USES: dict[str, dict[str, str]] = {
    "en": {
        Consent.LIKENESS: "My likeness: my pictures are given as a reference to an engine, a "
        "program that generates pictures, so that it makes pictures of me for this film.",
        Consent.VOICE: "My voice: my recordings are given to an engine as a reference, "
        "or laid under the pictures that it makes for this film.",
        Consent.SHOWN: "To be shown: I may be seen and heard in the film, as I was recorded "
        "and, where I have allowed it above, as an engine made me.",
    },
    "zh-hans": {
        Consent.LIKENESS: "形象：把本人的图片交给引擎（生成画面的程序）作为参考，"
        "为这部影片生成本人的画面。",
        Consent.VOICE: "声音：把本人的录音交给引擎作为参考，或配在为这部影片生成的画面上。",
        Consent.SHOWN: "出现在影片中：以录制时的样子，以及（上面已允许的）生成的样子，"
        "在影片中被看到、听到。",
    },
}
NOWHERE = {
    "en": "They do not leave the machines that the makers run themselves.",
    "zh-hans": "素材不离开制作方自行管理的机器。",
}
ONLY_TO = {
    "en": "They leave the machines that the makers run themselves only for those of the following "
    "that I have ticked:",
    "zh-hans": "素材只可发送给以下各方中本人勾选的一方或多方，除此之外不离开制作方自行管理的机器：",
}
TERMS = {
    "en": (
        "This release ends with the day {day} ({zone}).",
        "This release has no fixed end: it ends when I withdraw it.",
    ),
    "zh-hans": ("本授权至 {day} 当日结束为止（{zone}）。", "本授权不设期限，至本人撤回为止。"),
}
TEXTS = {"en": ENGLISH, "zh-hans": CHINESE}


@dataclass(frozen=True)
class Paper:
    """Exactly what is put before a person, and the hash it is known by."""

    version: str
    language: str
    text: str

    @property
    def hash(self) -> str:
        """SHA-256 of the text."""
        return sha256(self.text)


def paper(
    person: Person,
    uses: Sequence[str],
    language: Language,
    ends_at: datetime | None,
    providers: Sequence[str] = (),
) -> Paper:
    """The release that a person is asked for, as it reads now."""
    names = USES[language]
    return Paper(
        VERSION,
        language,
        TEXTS[language].format(
            film=person.film.title,
            person=person.name,
            makers=("、" if language == "zh-hans" else ", ").join(directors(person)),
            uses="\n".join(f"– {names[use]}" for use in Consent.values if use in uses),
            providers=_providers(language, providers),
            term=_term(language, ends_at),
        ),
    )


def _providers(language: Language, ids: Sequence[str]) -> str:
    """To whom it may be sent."""
    if not ids:
        return NOWHERE[language]
    return "\n".join([ONLY_TO[language], *(f"– {each}" for each in told(ids, language))])


def directors(person: Person) -> list[str]:
    """Who directs the person's film; who founded its team, where nobody does."""
    present = Member.objects.present().filter(film=person.film_id, roles__contains=[Role.DIRECTOR])
    names = [str(each) for each in present.select_related("user").order_by("joined_at")]
    return names or [str(person.film.team.founder)]


def end_of(day: date | None) -> datetime | None:
    """The moment after a day, in the site's time zone."""
    if day is None:
        return None
    midnight = datetime.combine(day + timedelta(days=1), time())
    return timezone.make_aware(midnight, timezone.get_default_timezone())


def last_day(ends_at: datetime) -> date:
    """The last day before a moment, in the site's time zone."""
    last = ends_at - timedelta(microseconds=1)
    return last.astimezone(timezone.get_default_timezone()).date()


def _term(language: Language, ends_at: datetime | None) -> str:
    until, open_end = TERMS[language]
    if ends_at is None:
        return open_end
    return until.format(day=last_day(ends_at).isoformat(), zone=settings.TIME_ZONE)
