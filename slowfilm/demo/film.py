"""The demo film: a street at dusk, a lamp, rain, an old broadcast. Its people are invented."""

from uuid import UUID, uuid5

from django.db import transaction

from slowfilm.accounts.models import User
from slowfilm.demo.sign_in import sign_in_link
from slowfilm.films import actions as films
from slowfilm.films.authority import MemberActor
from slowfilm.films.models import Film, Member, Team
from slowfilm.films.roles import Role, role_names

PEOPLE = {
    "lin.yao": ("林遥 Lin Yao", [Role.DIRECTOR]),
    "zhou.yan": ("周砚 Zhou Yan", [Role.CINEMATOGRAPHER]),
    "he.yu": ("何雨 He Yu", [Role.EDITOR, Role.SOUND]),
    "shen.qiu": ("沈秋 Shen Qiu", [Role.PERFORMER]),
    "wei.yining": ("韦一宁 Wei Yining", [Role.PRODUCER]),
}
TEAM = "灯下 Under the Lamp"
TITLE = "雨还在下 The Rain Has Not Stopped"
WHY = """\
In the summer of 1998 a street stood in the rain and listened to a river through an open window. \
None of us remembers what the broadcast said. All of us remember the lamp. We make this film \
slowly, to find out what the light knew that evening and we did not.

一九九八年夏天，一条街站在雨里，隔着一扇开着的窗，听一条江。广播里说了什么，我们谁也不记得；那盏灯，\
我们谁也没有忘。这部片子要慢慢拍，好弄明白：那天傍晚，光知道些什么，而我们不知道。"""
NEVERS = [
    "A face that was not asked does not appear. 没有问过的脸，不出现。",
    "The rain does not weep for anyone. 雨不替人流泪。",
    "The broadcast is heard and never explained. 广播只被听见，不作解释。",
    "No hand moves more smoothly than a hand. 手的动作，不比手更顺滑。",
    "We do not repair what the tape has lost. 磁带丢掉的，我们不补。",
]


def found() -> Film:
    """The demo film with its people; made once, in one transaction, through the films' actions."""
    with transaction.atomic():
        if film := standing():
            return film
        users = {
            name: User.objects.create_user(_address(name), None, name=full_name)
            for name, (full_name, _roles) in PEOPLE.items()
        }
        director = users["lin.yao"]
        team = Team.objects.create(name=TEAM, founder=director)
        film = films.create_film(user=director, team=team, title=TITLE, why=WHY, nevers=NEVERS)
        for name, (_told, roles) in PEOPLE.items():
            if users[name] != director:
                films.join(film=film, user=users[name], roles=roles)
        return film


def standing() -> Film | None:
    """The demo film, if it has been made."""
    own_films = Film.objects.filter(team__founder__email=_address("lin.yao"))
    return own_films.order_by("created_at").first()


def links() -> dict[str, str]:
    """A path that signs each demo member in, by who they are."""
    users = {user.email: user for user in User.objects.filter(email__in=map(_address, PEOPLE))}
    return {
        f"{full_name} ({', '.join(role_names(list(roles)))})": sign_in_link(users[_address(name)])
        for name, (full_name, roles) in PEOPLE.items()
        if _address(name) in users
    }


def actor(film: Film, name: str) -> MemberActor | None:
    """A demo member as the ledger names them; None when they have been taken off the film."""
    place = Member.objects.present().filter(film=film, user__email=_address(name)).first()
    return place.actor if place else None


def command(film: Film, step: str) -> UUID:
    """The command of one step, always the same: so a step taken twice is done once."""
    return uuid5(film.id, step)


def _address(name: str) -> str:
    return f"{name}@slowfilm.example"
