"""What engines that send their work to a provider say, in the reader's words."""

from django.utils.translation import gettext_lazy

PROBLEMS = {
    "no-key": (
        "engine",
        gettext_lazy("The key for this engine is not set here (%(name)s)."),
    ),
    "frames-and-references": (
        "citations",
        gettext_lazy(
            "This engine takes a first and last frame or references, and never both at once."
        ),
    ),
    "last-without-first": (
        "citations",
        gettext_lazy("This engine takes a last frame only together with a first one."),
    ),
    "videos-too-long": (
        "citations",
        gettext_lazy(
            "The videos are %(seconds)s s long in all; this engine takes %(limit)s s. "
            "Cite parts of them."
        ),
    ),
    "sounds-too-long": (
        "citations",
        gettext_lazy(
            "The sounds are %(seconds)s s long in all; this engine takes %(limit)s s. "
            "Cite parts of them."
        ),
    ),
    "prompt-too-long-sent": (
        "text",
        gettext_lazy(
            "With what each reference is for, the text has %(count)s characters; "
            "this engine reads %(limit)s."
        ),
    ),
}

FAILURES = {
    "no-key": gettext_lazy("The key for this engine is not set where the work is done."),
    "key-refused": gettext_lazy("The provider refused the studio's key."),
    "no-credit": gettext_lazy("The studio's account at the provider has no credit."),
    "provider-busy": gettext_lazy(
        "The provider was too busy to take the order. Nothing was ordered. Try again later."
    ),
    "provider-silent": gettext_lazy(
        "The provider took the order (task %(task)s) and then answered no more. "
        "It was asked to take the order back."
    ),
    "provider-failed": gettext_lazy("The provider could not make it. It says: %(said)s"),
    "refused-request": gettext_lazy("The provider refused the order. It says: %(said)s"),
    "refused-person": gettext_lazy(
        "The provider refused a reference that may show a real person. It takes one only of a "
        "person who is verified there: their id there is entered on the person's page."
    ),
    "refused-copyright": gettext_lazy(
        "The provider refused it: it may show something that is protected by copyright."
    ),
    "refused-input": gettext_lazy(
        "The provider's moderation refused the text or a reference. It says: %(said)s"
    ),
    "refused-output": gettext_lazy(
        "The provider's moderation refused the clip that it had made. It says: %(said)s"
    ),
    "order-unknown": gettext_lazy(
        "It is not known whether the provider took the order, so it was not sent again. Look at "
        "the list of tasks in the provider's console before you queue it again: it may be paid."
    ),
    "task-expired": gettext_lazy("The order expired at the provider before it was made."),
    "task-cancelled": gettext_lazy("The order was cancelled at the provider."),
    "no-clip": gettext_lazy("The provider said that it was done, and gave no usable clip."),
    "clip-gone": gettext_lazy("The provider no longer has the clip."),
    "clip-too-short": gettext_lazy(
        "The provider's clip has %(frames)s frames; %(wanted)s were ordered."
    ),
    "too-large-to-send": gettext_lazy("The references are larger than the provider takes."),
    "sent-elsewhere": gettext_lazy(
        "The engine now sends to another provider than was confirmed. Queue it again."
    ),
    "not-permitted": gettext_lazy("The team has not recorded that it may use this engine."),
}

BECAME = {
    "sent": gettext_lazy("Sent to the provider as %(name)s."),
    "sent-made-fit": gettext_lazy("Converted, and sent to the provider as %(name)s."),
    "sent-asset": gettext_lazy(
        "Not sent: the verified person's own material at the provider was used, as %(name)s."
    ),
}
