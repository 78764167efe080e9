"""What is said of a draft that a ComfyUI server makes: why it failed, what became of an input."""

from django.utils.translation import gettext_lazy as _

FAILURES = {
    "comfyui-sign-in": _("The ComfyUI server wants a token, or refuses ours."),
    "comfyui-payment": _("The ComfyUI server wants to be paid first."),
    "comfyui-busy": _("The ComfyUI server has too much to do. Try again later."),
    "comfyui-too-large": _("A reference is larger than the ComfyUI server takes."),
    "comfyui-error": _("The ComfyUI server failed with status %(status)s."),
    "comfyui-rubbish": _("The ComfyUI server's answer to %(what)s could not be understood."),
    "comfyui-gone": _("The ComfyUI server could not be reached."),
    "comfyui-silent": _("The ComfyUI server said nothing for %(seconds)s s, so it was stopped."),
    "comfyui-lost": _(
        "The ComfyUI server no longer knows this run: it was restarted, or the run was deleted."
    ),
    "comfyui-stopped": _("Somebody stopped it on the ComfyUI server."),
    "comfyui-refused": _("The ComfyUI server refused the workflow: %(why)s"),
    "comfyui-node-refused": _("The workflow's node “%(node)s” was refused: %(why)s"),
    "comfyui-node-failed": _("The workflow's node “%(node)s” failed: %(why)s"),
    "comfyui-no-result": _("The workflow %(workflow)s gave neither a video nor pictures."),
    "comfyui-unreadable": _("What the workflow %(workflow)s gave can't be read: %(why)s"),
}
BECAME = {
    "node": _("Given to the node “%(node)s”."),
    "node-sound": _("Only its sound is given, to the node “%(node)s”."),
    "no-node": _("The workflow has no node left for it."),
}
