"""manage.py demo: makes the demo film, through the same actions as everybody, once."""

import os
from typing import Any

from django.core.management.base import CommandError

from slowfilm.demo import dusk, first_cut, first_sitting, lane, lit, selves
from slowfilm.demo import film as demo_film
from slowfilm.demo.steps import Steps
from slowfilm.management.studio import StudioCommand


class Command(StudioCommand):
    """Every step has a command of its own, so a second run goes on where the first was cut off."""

    help = __doc__ or ""

    def handle(self, *args: Any, **options: Any) -> None:
        os.nice(10)  # the site comes first
        steps = Steps(demo_film.found(), self.stderr.write)
        try:
            dusk.made(steps)
            selves.made(steps)
            lane.made(steps)
            first_cut.made(steps)
            first_sitting.made(steps)
            lit.made(steps)
        except TimeoutError as error:
            raise CommandError(str(error)) from error
