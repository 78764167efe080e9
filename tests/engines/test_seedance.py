"""Seedance against a server of Ark's shape: what leaves, what comes back, what goes wrong."""

import base64
import io
import json
import time
from collections.abc import Callable, Iterator
from fractions import Fraction
from pathlib import Path
from typing import Any

import av
import pytest
from PIL import Image

from slowfilm.engines import seedance
from slowfilm.engines.base import Cancelled, Failed, Input, Line, Request, Result
from slowfilm.engines.seedance import Forgetful
from slowfilm.engines.seedance.order import became, ordered
from slowfilm.media.errors import MediaError
from slowfilm.media.names import MASTER
from slowfilm.media.probe import probe
from tests.engines.ark_server import KEY, TASKS, Ark, ark, refusal, said
from tests.engines.material import cited, clip, person, picture, scene, tone

NO_CLIP: dict[str, Any] = {"content": {}}  # what follows the order is of no interest


@pytest.fixture
def server(monkeypatch: pytest.MonkeyPatch) -> Iterator[Ark]:
    monkeypatch.setenv("TEST_ARK_KEY", KEY)
    with ark() as running:
        yield running


def engine(server: Ark, **more: Any) -> seedance.Seedance:
    told = {"key_env": "TEST_ARK_KEY", "base_url": server.url, "pause": 0.01, "patience": 5.0}
    return seedance.create(**{**told, **more})


def asking(*inputs: Input, **more: Any) -> Request:
    told: dict[str, Any] = {"prompt": "A street in the rain.", "width": 640, "height": 360}
    told |= {"rate": Fraction(24), "frames": 96, "seed": 11, "inputs": inputs}
    return Request(**{**told, **more})


def run(
    one: seedance.Seedance,
    request: Request,
    folder: Path,
    cancelled: Callable[[], bool] = lambda: False,
    **more: Any,
) -> Result:
    folder.mkdir(exist_ok=True)
    return one.generate(request, folder / MASTER, lambda share: None, cancelled, **more)


def data(part: dict[str, Any]) -> bytes:
    """The bytes of a part that was sent as a data URL."""
    return base64.b64decode(part[part["type"]]["url"].partition("base64,")[2])


@pytest.mark.slow
def test_what_is_sent_is_within_the_providers_limits_and_bears_its_names(
    server: Ark, tmp_path: Path
) -> None:
    """Small, wide and long inputs are made fit; what is ignored is not sent, nor named.

    The clip that comes is too short, silent and of another shape.
    """
    server.clip = {"seconds": 3.5, "sound": False, "size": (64, 90)}
    wide = picture(tmp_path / "wide.png", scene(1000, 200, 2))
    moving = clip(tmp_path / "moving.mp4", 4)
    inputs = (
        cited(1, "picture", "keyframe", wide, frame=3),
        cited(2, "picture", "subject", picture(tmp_path / "a.png", person(240)), character="林遥"),
        cited(3, "picture", "place", wide),
        cited(1, "video", "camera", moving, span=(0.5, 1.5)),
        cited(2, "video", "music", tone(tmp_path / "m.wav", 3, 300)),
        cited(1, "sound", "voice", tone(tmp_path / "v.wav", 3, 200), span=(0.0, 2.0)),
    )
    line = Line("林遥", "落雨咯。", dialect="闽南语")
    words = "@Image2, @林遥, in @Image3 after @Image1, by @Video1 with @Video2 and @Audio1."
    request = asking(*inputs, prompt=words, lines=(line,), frames=98)
    one = engine(server, price=46.0, currency="CNY")
    made = run(one, request, tmp_path / "made")
    has_the_measures_and_says_what_was_paid(made, tmp_path / "made")
    for path, header in server.keys:
        assert (header == f"Bearer {KEY}") == path.startswith(TASKS), path
    assert KEY not in json.dumps(made.facts) + repr(one.capabilities())
    (body,) = server.bodies
    assert body["model"] == "doubao-seedance-2-0-260128"
    assert (body["resolution"], body["ratio"], body["duration"]) == ("480p", "16:9", 5)
    assert body["seed"] == 11 and body["generate_audio"] is True
    assert "callback_url" not in body
    text, *parts = body["content"]
    assert text["text"].startswith(
        "@Image1, 林遥, in @Image2 after Image1, by @Video1 with @Audio1 and @Audio2."
    )
    assert "@Video1: the movement of the camera." in text["text"]
    assert "林遥 (闽南语): “落雨咯。”" in text["text"]
    assert [part["role"] for part in parts] == [
        *("reference_image", "reference_image", "reference_video"),
        *("reference_audio", "reference_audio"),
    ]
    with Image.open(io.BytesIO(data(parts[0]))) as sent:
        assert min(sent.size) == 300 and sent.format == "JPEG"
    with Image.open(io.BytesIO(data(parts[1]))) as sent:
        assert sent.width / sent.height == pytest.approx(2.5, abs=0.01)
        assert min(sent.size) >= 300
    path = tmp_path / "sent.mp4"
    path.write_bytes(data(parts[2]))
    about = probe(path)
    assert not about.has_sound, "a voice does not leave where only the picture is asked for"
    assert 409_600 <= about.width * about.height <= 927_408
    assert about.duration == 2, "a second of it, and its last picture is held"
    assert data(parts[3])[:4] == data(parts[4])[:4] == b"RIFF"
    assert made.inputs_used == tuple(each.tag for each in inputs[1:])
    rows = made.facts["inputs"]
    assert [row["treatment"] for row in rows] == [
        *("ignored", "used", "used", "used", "converted", "used"),
    ]
    assert rows[2]["made_fit"]["cropped"] == [250, 0, 750, 200]
    assert rows[3]["made_fit"]["sound"] is False
    assert rows[3]["made_fit"]["held"] == 24


def has_the_measures_and_says_what_was_paid(made: Result, folder: Path) -> None:
    about, told = probe(made.master), made.facts
    assert (about.width, about.height, about.frames, about.has_sound) == (640, 360, 98, True)
    assert (told["ordered_seconds"], told["held"], told["silent"]) == (5, 14, True)
    assert (told["made_size"], told["enlarged"]) == ([64, 90], 10.0)
    with av.open(str(made.master)) as file:
        seen = next(file.decode(video=0)).to_ndarray(format="rgb24")
    assert seen[:, :4].max() > 20 and seen[:, -4:].max() > 20, "no bars at the sides"
    assert (told["tokens"], told["cost"]) == (108_900, "5.01 CNY")
    assert told["prompt_revised"] == "A street, wet."
    assert told["task"] == "cgt-20261127-00000"
    assert made.copies is not None and "waveform" in made.copies
    names = {MASTER, *(each["name"] for each in made.copies.values())}
    assert {each.name for each in folder.iterdir()} == names


def test_the_key_is_in_no_error(server: Ark, tmp_path: Path) -> None:
    server.orders.append(refusal(400, "InvalidParameter", f"the key {KEY} is not for this"))
    assert failing(engine(server), tmp_path).facts == {"said": "the key … is not for this"}


def test_first_and_last_frame_go_alone_and_adaptive(server: Ark, tmp_path: Path) -> None:
    still = picture(tmp_path / "a.png", scene(640, 360))
    first = cited(1, "picture", "first-frame", still)
    last = cited(2, "picture", "last-frame", still)
    server.ends = NO_CLIP
    failing(engine(server), tmp_path, first, last)
    (body,) = server.bodies
    assert body["ratio"] == "adaptive"
    assert [part.get("role") for part in body["content"]] == [None, "first_frame", "last_frame"]

    def codes(*inputs: Input) -> list[str]:
        return [each.code for each in engine(server).check(asking(*inputs))]

    assert codes(first, cited(3, "picture", "subject", still)) == ["frames-and-references"]
    assert codes(last) == ["last-without-first"]
    assert codes(first, cited(3, "picture", "keyframe", still, frame=2)) == []


@pytest.mark.parametrize(
    ("model", "most", "limit", "longest"), [("2.0", 9, 12, 15), ("2.5", 30, 50, 30)]
)
def test_the_limits_are_the_versions(
    server: Ark, model: str, most: int, limit: int, longest: int
) -> None:
    one = engine(server, model=model)
    can = one.capabilities()
    assert (can.max_pictures, can.max_inputs, can.max_seconds) == (most, limit, longest)
    nowhere = Path()

    def codes(*inputs: Input) -> list[str]:
        return [each.code for each in one.check(asking(*inputs))]

    still = cited(1, "picture", "subject", nowhere)
    clips = [cited(n, "video", "motion", nowhere, seconds=8.0) for n in (1, 2)]
    assert codes(clips[0]) == []
    assert codes(*clips) == ["videos-too-long"]
    assert codes(clips[0], cited(2, "video", "motion", nowhere, seconds=8.0, span=(1, 2))) == []
    sound = cited(1, "sound", "voice", nowhere, seconds=15.5)
    assert codes(still, sound) == ["sounds-too-long"]
    assert codes(sound) == ["sound-alone", "sounds-too-long"]
    heard = [cited(n, "video", "music", nowhere, seconds=1.0) for n in range(1, 4)]
    assert codes(*heard) == ["sound-alone"], "they are sent as sounds"
    assert codes(cited(1, "picture", "keyframe", nowhere, frame=1), heard[0]) == ["sound-alone"]
    if model == "2.0":
        more = cited(1, "sound", "voice", nowhere, seconds=1.0)
        assert codes(still, *heard, more) == ["too-many-sounds"]
    long = asking(still, prompt="雨" * 4999)
    assert [each.code for each in one.check(long)] == ["prompt-too-long-sent"]


def test_of_a_person_who_is_verified_there_the_asset_is_sent_and_no_picture(
    server: Ark, tmp_path: Path
) -> None:
    face = cited(1, "picture", "subject", tmp_path / "is-not-even-read.png", asset="asset-7")
    server.ends = NO_CLIP
    failing(engine(server), tmp_path, face)
    assert server.bodies[0]["content"][1]["image_url"] == {"url": "asset://asset-7"}
    (row,) = became(asking(face), ordered(asking(face)), {"@Image1": {"asset": "asset-7"}})
    assert (row["treatment"], row["how"]) == ("used", "sent-asset")


def failing(one: seedance.Seedance, folder: Path, *inputs: Input, **more: Any) -> Failed:
    with pytest.raises(Failed) as failed:
        run(one, asking(*inputs), folder / "made", **more)
    assert list((folder / "made").iterdir()) == []
    return failed.value


PERSON = "InputImageSensitiveContentDetected.PrivacyInformation"


@pytest.mark.parametrize(
    ("answer", "code"),
    [
        (refusal(401, "AuthenticationError", f"The API key {KEY} is invalid"), "key-refused"),
        (refusal(402, "Whatever"), "no-credit"),
        (refusal(403, "AccountOverdueError"), "no-credit"),
        (refusal(400, PERSON, "The image may contain real person."), "refused-person"),
        (refusal(400, "InputTextSensitiveContentDetected"), "refused-input"),
        (refusal(400, "OutputVideoSensitiveContentDetected"), "refused-output"),
        (refusal(400, "InvalidParameter", "duration"), "refused-request"),
        (said(302, b"", Location="http://127.0.0.1:9/"), "refused-request"),
    ],
)
def test_a_refusal_is_final_and_nothing_is_kept_of_it(
    server: Ark, tmp_path: Path, answer: Any, code: str
) -> None:
    server.orders.append(answer)
    memory = Forgetful()
    assert failing(engine(server), tmp_path, memory=memory).code == code
    assert memory.recall() == {} and len(server.bodies) == 1


@pytest.mark.parametrize(
    ("error", "code"),
    [
        ({"code": "OutputVideoSensitiveContentDetected.PolicyViolation"}, "refused-output"),
        ({"code": PERSON, "message": "may contain real person"}, "refused-person"),
        ({"code": "InternalServiceError"}, "provider-failed"),
        (None, "provider-failed"),
    ],
)
def test_a_task_that_fails_says_why(
    server: Ark, tmp_path: Path, error: dict[str, str] | None, code: str
) -> None:
    server.ends = {"status": "failed", "error": error}
    assert failing(engine(server), tmp_path).code == code


@pytest.mark.parametrize(
    ("ends", "code"),
    [
        ({"status": "expired"}, "task-expired"),
        ({"status": "cancelled"}, "task-cancelled"),
        ({"content": {}}, "no-clip"),
        ({"content": None}, "no-clip"),
        ({"content": {"video_url": "file:///etc/passwd"}}, "no-clip"),
    ],
)
def test_a_task_without_a_clip_is_a_failure(
    server: Ark, tmp_path: Path, ends: dict[str, Any], code: str
) -> None:
    server.ends = ends
    assert failing(engine(server), tmp_path).code == code


def test_busy_and_broken_answers_are_waited_out_and_one_order_is_paid(
    server: Ark, tmp_path: Path
) -> None:
    """429 says itself when to come again; after 500 the list is asked before another order."""
    server.orders += [said(429, b"slow down", Retry_After="0.3"), said(500, b"<html>")]
    server.looks += [said(500, b""), said(200, b"not json"), said(429, b""), said(200, [])]
    begun = time.monotonic()
    server.ends = NO_CLIP
    assert failing(engine(server), tmp_path).code == "no-clip"
    assert time.monotonic() - begun > 0.3
    assert server.created == 1
    assert len(server.bodies) == 3


def test_a_provider_that_stays_broken_is_given_up(
    server: Ark, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    server.looks += [said(500, b"")] * 20
    assert failing(engine(server, pause=0.001), tmp_path).code == "provider-silent"
    assert server.deleted == ["cgt-20261127-00000"]


def test_a_provider_that_never_answers_is_not_asked_to_make_it_twice(
    server: Ark, tmp_path: Path
) -> None:
    """It took the order and said nothing: the list shows it, by its seed."""
    server.stays, server.ends = 0.6, NO_CLIP
    assert failing(engine(server, patience=0.2), tmp_path).code == "no-clip"
    assert server.created == 1


def test_an_order_whose_fate_is_unknown_is_never_sent_again_by_itself(
    server: Ark, tmp_path: Path
) -> None:
    server.loses, server.listing = True, False
    memory = Forgetful()
    assert failing(engine(server), tmp_path, memory=memory).code == "order-unknown"
    assert server.created == 1
    server.loses = False
    assert failing(engine(server), tmp_path, memory=memory).code == "order-unknown"
    assert server.created == 1, "an intent without an id: the user is asked"
    server.listing, server.ends = True, NO_CLIP
    assert failing(engine(server), tmp_path, memory=memory).code == "no-clip"
    assert server.created == 1, "found in the list"


def test_a_second_attempt_goes_on_with_the_first_ones_task(server: Ark, tmp_path: Path) -> None:
    server.states = ("queued",) * 1000
    memory = Forgetful()

    def leaves_off() -> bool:
        if any(each["looks"] for each in server.tasks.values()):
            raise Lost
        return False

    with pytest.raises(Lost):
        run(engine(server), asking(), tmp_path / "made", leaves_off, memory=memory)
    assert memory.recall()["task"] in server.tasks
    server.states, server.ends = (), NO_CLIP
    assert failing(engine(server), tmp_path, memory=memory).code == "no-clip"
    assert server.created == 1 and len(server.bodies) == 1


class Lost(Exception):
    """The machine went off, or another attempt has the draft."""


class Failing(Forgetful):
    """What can be kept so many times only."""

    def __init__(self, times: int) -> None:
        super().__init__()
        self.left = times

    def keep(self, told: dict[str, Any]) -> None:
        self.left -= 1
        if self.left < 0:
            raise Lost
        super().keep(told)


def test_a_task_whose_id_can_not_be_kept_is_taken_back(server: Ark, tmp_path: Path) -> None:
    with pytest.raises(Lost):
        run(engine(server), asking(), tmp_path / "made", memory=Failing(1))
    assert server.deleted == ["cgt-20261127-00000"]


def test_where_another_attempt_waits_for_the_task_it_is_left(server: Ark, tmp_path: Path) -> None:
    server.states = ("queued",) * 1000
    with pytest.raises(Lost):
        run(
            engine(server),
            asking(),
            tmp_path / "made",
            lambda: bool(server.tasks),
            memory=Failing(2),
        )
    assert server.deleted == []


def test_rubbish_in_the_place_of_an_id_is_not_taken_for_a_refusal(
    server: Ark, tmp_path: Path
) -> None:
    server.orders.append(said(200, b"<html>"))
    assert failing(engine(server), tmp_path).code == "order-unknown"
    assert len(server.bodies) == 1


def test_cancelling_takes_the_task_back(server: Ark, tmp_path: Path) -> None:
    server.states = ("queued",) * 1000
    begun = time.monotonic()
    with pytest.raises(Cancelled):
        run(engine(server), asking(), tmp_path / "made", lambda: bool(server.tasks))
    assert server.deleted == ["cgt-20261127-00000"]
    assert time.monotonic() - begun < 3
    assert list((tmp_path / "made").iterdir()) == []


def test_where_it_may_not_leave_nothing_is_asked_at_all(server: Ark, tmp_path: Path) -> None:
    def may_not() -> None:
        raise Cancelled

    memory = Forgetful()
    with pytest.raises(Cancelled):
        run(engine(server), asking(), tmp_path / "made", memory=memory, leaving=may_not)
    assert server.asked == [] and memory.recall() == {}


@pytest.mark.slow
@pytest.mark.parametrize(
    ("comes", "code"),
    [({"data": b"<html>not a clip"}, "no-clip"), ({"seconds": 1}, "clip-too-short")],
)
def test_what_is_no_clip_or_far_too_short_is_a_failure(
    server: Ark, tmp_path: Path, comes: dict[str, Any], code: str
) -> None:
    server.clip = comes
    assert failing(engine(server), tmp_path).code == code


def test_without_a_key_it_says_so_and_sends_nothing(
    server: Ark, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("TEST_ARK_KEY")
    one = engine(server)
    lacks = one.lacks()
    assert lacks is not None and lacks.facts == {"name": "TEST_ARK_KEY"}
    assert [each.code for each in one.check(asking())] == ["no-key"]


@pytest.mark.parametrize(
    ("told", "wrong"),
    [
        ({"model": "9"}, "no model 9"),
        ({"base_url": "http://example.org/api"}, "https only"),
        ({"base_url": "ftp://example.org"}, "no address"),
    ],
)
def test_settings_that_can_not_be(told: dict[str, str], wrong: str) -> None:
    with pytest.raises(ValueError, match=wrong):
        seedance.create(**told)  # type: ignore[arg-type]


def test_a_broken_input_is_a_media_error_and_nothing_leaves(server: Ark, tmp_path: Path) -> None:
    broken = tmp_path / "broken"
    broken.write_bytes(b"not a picture")
    with pytest.raises(MediaError):
        run(engine(server), asking(cited(1, "picture", "subject", broken)), tmp_path / "made")
    assert server.asked == []


def test_tags_of_two_digits_keep_apart() -> None:
    inputs = [cited(n, "picture", "keyframe" if n == 1 else "style", Path()) for n in range(1, 12)]
    words = ordered(asking(*inputs, prompt="@Image11 @Image1 @Image2 @Image99")).prompt
    assert words.startswith("@Image10 Image1 @Image1 @Image99\n")
