"""A page's script, with all that it imports named beside it.

A browser finds an import only once it has read the script that has it: on a slow line each step
costs a way there and back. What is named beforehand is asked for at once.
"""

import posixpath
import re
from functools import cache
from pathlib import Path

from django import template
from django.contrib.staticfiles import finders
from django.templatetags.static import static
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from slowfilm.context_processors import LIBRARIES

register = template.Library()
# `import` and `export … from` at the beginning of a line; not import(…), which waits until asked.
IMPORT = re.compile(r"""^(?:import|export|\})[^;"'()]*?["']([^"']+)["']""", re.MULTILINE)


@register.simple_tag
def script(name: str) -> SafeString:
    """The module `name` (as static files are named), after links to what it imports."""
    links = format_html_join(
        "\n",
        '<link rel="modulepreload" href="{}">',
        ((static(script_name),) for script_name in imported(name)),
    )
    return format_html('{}\n<script type="module" src="{}"></script>', links, static(name))


@cache
def imported(name: str) -> tuple[str, ...]:
    """All that a module imports, and what that imports, nearest first; without itself."""
    scripts = [name]
    for module in scripts:  # it grows meanwhile
        scripts += [other for other in dict.fromkeys(_imports(module)) if other not in scripts]
    return tuple(scripts[1:])


def _imports(name: str) -> list[str]:
    path = finders.find(name)
    if path is None or name in LIBRARIES.values():
        return []
    folder = posixpath.dirname(name)
    specifiers = IMPORT.findall(Path(path).read_text("utf-8"))
    named = (
        LIBRARIES.get(specifier, posixpath.join(folder, specifier)) for specifier in specifiers
    )
    return [file for file in map(posixpath.normpath, named) if finders.find(file)]
