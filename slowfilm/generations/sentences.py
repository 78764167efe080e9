"""What is wrong with a brief, and why a generation ended, in the reader's words."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from slowfilm.engines.base import Problem
from slowfilm.generations import comfyui_sentences, provider_sentences
from slowfilm.references.roles import Role
from slowfilm.references.sentences import sentence as of_file

# An engine's problem -> the field it stands beside, and its sentence.
PROBLEMS = {
    "too-many-pictures": (
        "citations",
        gettext_lazy("%(count)s pictures are cited; this engine takes %(limit)s."),
    ),
    "too-many-videos": (
        "citations",
        gettext_lazy("%(count)s videos are cited; this engine takes %(limit)s."),
    ),
    "too-many-sounds": (
        "citations",
        gettext_lazy("%(count)s sounds are cited; this engine takes %(limit)s."),
    ),
    "too-many-inputs": (
        "citations",
        gettext_lazy("%(count)s references are cited; this engine takes %(limit)s in all."),
    ),
    "missing-input": ("citations", gettext_lazy("This engine needs a reference as %(roles)s.")),
    "too-few-inputs": (
        "citations",
        gettext_lazy("This engine needs %(limit)s references as %(roles)s."),
    ),
    "keyframe-outside": (
        "citations",
        gettext_lazy("@%(tag)s is to be met at frame %(frame)s, which the shot does not have."),
    ),
    "sound-alone": (
        "citations",
        gettext_lazy("This engine needs a picture or a video beside the sound."),
    ),
    "more-than-one-first-frame": (
        "citations",
        gettext_lazy("Only one picture can be the first frame."),
    ),
    "more-than-one-last-frame": (
        "citations",
        gettext_lazy("Only one picture can be the last frame."),
    ),
    "more-than-one-plate": ("citations", gettext_lazy("Only one reference can be the plate.")),
    "too-many-people": (
        "citations",
        gettext_lazy("This engine sets at most %(limit)s people into a plate."),
    ),
    "size-not-offered": (
        "size",
        gettext_lazy("This engine does not make %(width)s × %(height)s."),
    ),
    "rate-not-offered": ("rate", gettext_lazy("This engine does not make this frame rate.")),
    "too-short": ("seconds", gettext_lazy("This engine makes shots of at least %(seconds)s s.")),
    "too-long": ("seconds", gettext_lazy("This engine makes shots of at most %(seconds)s s.")),
    "prompt-too-long": (
        "text",
        gettext_lazy("The text has %(count)s characters; this engine reads %(limit)s."),
    ),
    "nothing-asked": ("text", gettext_lazy("Say what should be seen or heard.")),
    **provider_sentences.PROBLEMS,
}


def of_problem(problem: Problem) -> tuple[str, str]:
    """The field a problem stands beside (empty: the whole brief), and its sentence."""
    facts = dict(problem.facts)
    if "roles" in facts:
        facts["roles"] = _either(str(facts["roles"]).split(", "))
    if problem.code in PROBLEMS:
        field, sentence = PROBLEMS[problem.code]
        return field, str(sentence) % facts
    return "", _("The engine cannot do this: %(code)s.") % {"code": problem.code}


def of_lack(problem: Problem) -> str:
    """What an engine lacks to work."""
    if problem.code in PROBLEMS:
        return of_problem(problem)[1]
    if problem.code == "no-weights" and "why" in problem.facts:
        return _("Its weights can't be loaded here: %(why)s") % problem.facts
    return of_failure(problem.code, problem.facts)


def _either(roles: Iterable[str]) -> str:
    """The roles as the page calls them: “Plate” or “Subject”."""
    labels = [str(Role(role).label) if role in Role.values else role for role in roles]
    return _(" or ").join(_("“%(role)s”") % {"role": label} for label in labels)


FAILURES = {
    "worker-lost": gettext_lazy("The machine that worked on it was lost twice."),
    "clearance-withdrawn": gettext_lazy(
        "A reference in it is no longer cleared, so it was stopped."
    ),
    "locked": gettext_lazy("The shot was locked in the meantime."),
    "no-engine": gettext_lazy("This engine is not switched on where the work is done."),
    "not-offered": gettext_lazy("The engine no longer takes a brief like this one."),
    "film-full": gettext_lazy("The film holds as much as it may. It takes no more drafts."),
    "disk-full": gettext_lazy("There was no room left to store the draft."),
    "out-of-memory": gettext_lazy("It needed more memory than there is."),
    "out-of-time": gettext_lazy("It took longer than is allowed."),
    "stopped": gettext_lazy("It was stopped: what it uses is to be erased."),
    "erased": gettext_lazy("A file that it needs was erased, at the demand of somebody in it."),
    "no-numbers": gettext_lazy("The model gave a picture without numbers. Try another seed."),
    "no-weights": gettext_lazy(
        "The model's files are missing or damaged on the machine that works for it. "
        "The worker's log says which."
    ),
    "no-library": gettext_lazy(
        "A library that the engine needs is not installed on the machine that works for it."
    ),
    "refused": gettext_lazy("The engine refused to make this."),
    "no-person": gettext_lazy("No person was found in @%(tag)s."),
    "broken": gettext_lazy("Something broke while it was made. The worker's log says what."),
    "unreadable": gettext_lazy("A reference could not be read."),
    "damaged": gettext_lazy(
        "The master of a draft is damaged. Whoever keeps the studio can restore it from a backup."
    ),
    "no-picture": gettext_lazy("A reference has no picture where one is needed."),
    "no-sound": gettext_lazy("A reference has no sound where one is needed."),
    **comfyui_sentences.FAILURES,
    **provider_sentences.FAILURES,
}


# What became of an input, by the code its engine gives.
BECAME = {
    "shown": gettext_lazy("Shown from frame %(first)s to %(last)s."),
    "met": gettext_lazy("Shown whole at frame %(frame)s."),
    "beneath": gettext_lazy("Lies under the whole shot."),
    "tint": gettext_lazy("Only its tint is taken."),
    "direction": gettext_lazy("Only the direction of its movement is taken."),
    "heard": gettext_lazy("Heard."),
    "sound-only": gettext_lazy("Only its sound is taken."),
    "role": gettext_lazy("The engine does not take it in this role."),
    "no-room": gettext_lazy("There was no time left for it in the shot."),
    "no-place": gettext_lazy("There was no place left for it in the shot."),
    "no-effect": gettext_lazy("It would have changed nothing."),
    "plate": gettext_lazy("The place of the shot."),
    "cut-out": gettext_lazy("Cut out and set into the plate."),
    "cut-out-moving": gettext_lazy("Cut out in movement and set into the plate."),
    "moves-alone": gettext_lazy("Seconds %(start)s to %(stop)s of it, cut out in movement."),
    "moves-faces": gettext_lazy(
        "Seconds %(start)s to %(stop)s of it, cut out in movement: they look at the other."
    ),
    "moves-turns": gettext_lazy(
        "Seconds %(start)s to %(stop)s of it, cut out in movement: their head turns."
    ),
    "moves-away": gettext_lazy(
        "Seconds %(start)s to %(stop)s of it, cut out in movement: they never face the other."
    ),
    "moves-by-hand": gettext_lazy(
        "Seconds %(start)s to %(stop)s of it, cut out in movement, as the layout has it."
    ),
    "screen": gettext_lazy("Seen on the screen."),
    "screen-with-sound": gettext_lazy("Seen on the screen, and heard."),
    "line": gettext_lazy("Heard as a line."),
    "voice": gettext_lazy("Heard as a voice."),
    "ambience": gettext_lazy("Heard as ambience."),
    "music": gettext_lazy("Heard as music."),
    "placement": gettext_lazy("Only where things stand in it is taken."),
    "no-screen": gettext_lazy("There is no screen in the plate."),
    "second": gettext_lazy("Another one is shown there already."),
    "no-marks": gettext_lazy("No marks were found in it."),
    "too-few-marks": gettext_lazy("Too few marks were found in it."),
    "layout-given": gettext_lazy("The layout set by hand counts instead."),
    "no-tint": gettext_lazy("It would have changed nothing."),
    "silent": gettext_lazy("Nothing is heard in it."),
    "beyond-the-end": gettext_lazy("The shot ends before it."),
    "reference": gettext_lazy("The model refers to it, as picture %(number)s."),
    "first-picture": gettext_lazy("The model refers to its first frame, as picture %(number)s."),
    "too-many-references": gettext_lazy("The model refers to %(most)s pictures at most."),
    "given-at": gettext_lazy("Given to the model as frame %(frame)s."),
    "background": gettext_lazy("Given to the model as the background, which it keeps."),
    "made-there": gettext_lazy("Something new is made where its marks are."),
    "no-plate": gettext_lazy("There is no plate to place anything in."),
    "motion-grey": gettext_lazy("The model follows it frame by frame, without its colours."),
    "motion-lines": gettext_lazy("The model follows its outlines, frame by frame."),
    "motion-as-is": gettext_lazy("The model follows it frame by frame, as it is."),
    "kept": gettext_lazy("Cut out, and laid over what the model made, pixel for pixel."),
    **comfyui_sentences.BECAME,
    **provider_sentences.BECAME,
    "moved-to": gettext_lazy(
        "Given to the model as frame %(frame)s instead of %(asked)s: "
        "it takes a picture only every %(every)s frames."
    ),
    "second-at": gettext_lazy("The model already has another picture at frame %(frame)s."),
    "followed": gettext_lazy("The model follows it frame by frame, for %(frames)s frames."),
    "too-many-followed": gettext_lazy("The model follows %(most)s clips at most in this shot."),
    "voice-kept": gettext_lazy(
        "Heard exactly as recorded; the model makes the picture to its sound."
    ),
    "character": gettext_lazy("The character who is moved."),
    "character-first-picture": gettext_lazy(
        "The character who is moved, as its first frame shows them."
    ),
    "pose-and-face": gettext_lazy(
        "Its pose and face move the character. The pose is an approximation."
    ),
    "face-taken": gettext_lazy("Only its face moves the character; the pose is given."),
    "pose-given": gettext_lazy("It is taken as a film of poses, which moves the character."),
    "followed-as": gettext_lazy("The model refers to it, as clip %(number)s."),
    "heard-as": gettext_lazy("The model refers to it, as sound %(number)s."),
    "sound-heard-as": gettext_lazy("The model refers to its sound only, as sound %(number)s."),
}


def of_became(row: Mapping[str, Any]) -> str:
    """How an input was used or converted, or why it was ignored; an unknown code as it stands."""
    how, facts = str(row.get("how", "")), dict(row.get("facts", {}))
    try:
        return str(BECAME[how]) % facts
    except KeyError:  # of an engine that we do not know, or an older one
        return how


def of_failure(code: str, facts: Mapping[str, str | int]) -> str:
    """Why a generation failed."""
    return str(FAILURES[code]) % facts if code in FAILURES else of_file(code, facts)
