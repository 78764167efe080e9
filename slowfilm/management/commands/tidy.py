"""manage.py tidy: lets go of files that no record names any more. Workers do it every hour."""

from typing import Any

from slowfilm.management.studio import StudioCommand
from slowfilm.management.tidying import tidy


class Command(StudioCommand):
    """Looks at pictures under way, archives older than a week but the last, what was given up."""

    help = __doc__ or ""

    def handle(self, *args: Any, **options: Any) -> None:
        gone = tidy()
        self.stdout.write(
            f"Let go: {gone.blobs} files, {gone.size / 1e6:.1f} MB; {gone.folders} folders."
        )
