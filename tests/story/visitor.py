"""Somebody with a browser but no eyes: forms are filled in as they are found on the page."""

import re
from html.parser import HTMLParser
from typing import Any
from urllib.parse import urljoin

import httpx


class _Forms(HTMLParser):
    """The forms of a page: action, and the fields with the values they stand at."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[dict[str, Any]] = []
        self.select: str | None = None
        self.area: str | None = None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        told = {name: value or "" for name, value in attrs}
        if tag == "form":
            form = {"action": told.get("action", ""), "fields": {}, "names": set()}
            self.found.append(form)
        if not self.found:
            return
        fields, name = self.found[-1]["fields"], told.get("name", "")
        self.found[-1]["names"].add(name)
        if tag == "input" and name:
            box = told.get("type") in ("checkbox", "radio")
            if "checked" in told or not box:
                fields.setdefault(name, []).append(told.get("value", "on" if box else ""))
        elif tag == "select":
            self.select = name
        elif tag == "option" and self.select and "selected" in told:
            fields.setdefault(self.select, []).append(told.get("value", ""))
        elif tag == "textarea":
            self.area = name
            fields[name] = [""]

    def handle_endtag(self, tag: str) -> None:
        if tag == "select":
            self.select = None
        elif tag == "textarea":
            self.area = None

    def handle_data(self, data: str) -> None:
        if self.area and self.found:
            self.found[-1]["fields"][self.area][0] += data


class Visitor:
    """One person's browser session."""

    def __init__(self, base: str) -> None:
        self.http = httpx.Client(base_url=base, follow_redirects=True, timeout=30)
        self.at = base

    def look(self, path: str, status: int = 200) -> str:
        """The text of a page."""
        answer = self.http.get(path)
        assert answer.status_code == status, f"{path}: {answer.status_code} {answer.text[:500]}"
        self.at = str(answer.url)
        return answer.text

    def fill_in(self, path: str, action: str = "", status: int = 200, **values: Any) -> str:
        """Open a page, change some fields of its form, send it; answers the page that follows.

        `action` picks the form whose address ends so; without it, the one that has the fields.
        """
        page = self.look(path)
        reader = _Forms()
        reader.feed(page)
        fits = [form for form in reader.found if form["action"].rstrip("/").endswith(action)]
        form = max(fits, key=lambda one: len(one["names"] & values.keys()))
        assert form["names"] & values.keys() or action, f"{path} has no form for {sorted(values)}"
        data = {**form["fields"], **values}
        target = urljoin(self.at, form["action"] or self.at)
        answer = self.http.post(target, data=data, headers={"Referer": self.at})
        assert answer.status_code == status, f"{target}: {answer.status_code} {_said(answer.text)}"
        self.at = str(answer.url)
        return answer.text


def _said(page: str) -> str:
    """What a page says, without its markup."""
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", page.partition("<body")[2]))[:1500]
