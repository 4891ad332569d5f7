"""Hostile texts, and what tells whether a page took one for its own markup."""

from __future__ import annotations

from dataclasses import dataclass, field
from html.parser import HTMLParser
from urllib.parse import urljoin, urlsplit

# Each bears "zz"; a page that took one for markup has an element, an attribute or a script of it.
CORPUS = (
    "<zz-element>zz",
    '"><zz-element zzattribute="1">',
    "'><zz-element zzattribute='1'>",
    '" zzattribute="1" onfocus="zz()" autofocus="',
    "' zzattribute='1' onmouseover='zz()' x='",
    "<script>zz()</script>",
    "</script><script>zz()</script>",
    "<img src=zz onerror=zz()>",
    "<svg onload=zz()><zz-element>",
    "</title></textarea></style></noscript><zz-element>",
    "<!--><zz-element>-->",
    "<math><mtext></p><zz-element></math>",
    "javascript:zz()",
    "java\tscript:zz()",
    "data:text/html,<script>zz()</script>",
    "&lt;zz-element zzattribute&gt;",
    "\u2028<zz-element>\u2029",
    "{{ 7*191 }}zz{% for zz in () %}{% endfor %}",
    "${7*191}zz",
    "=HYPERLINK(\"https://zz.example\",\"zz\")",
    "`zzattribute=1`",
    "<a href=javascript:zz()>zz</a>",
)  # fmt: skip
# All at once, for fields that are filled once.
EVERYTHING = "".join(one for one in CORPUS if one.isprintable())
_ADDRESSES = {"href", "src", "action", "formaction", "hx-get", "hx-post", "xlink:href", "data"}
_SAFE = ("", "http", "https", "mailto")


@dataclass
class Form:
    """A form of a page: where it is sent, and its fields by name with their kind and value."""

    action: str
    method: str
    fields: dict[str, tuple[str, str]] = field(default_factory=dict)

    @property
    def takes_words(self) -> bool:
        """Whether something may be written in it."""
        return any(kind in _WRITTEN for kind, _ in self.fields.values())

    def filled(self, words: str) -> dict[str, str]:
        """Return the fields, those that are written holding ``words``."""
        usual = {"email": "zz@example.com", "number": "5", "date": "2030-01-01", "url": words}
        return {
            name: words if kind in _WORDS else usual.get(kind, value)
            for name, (kind, value) in self.fields.items()
            if kind != "file"
        }


_WORDS = {"text", "search", "textarea", "tel", "password"}
_WRITTEN = _WORDS | {"email", "url"}


class Page(HTMLParser):
    """A page as a browser reads it: its links, its forms, and what is wrong in it."""

    def __init__(self, address: str, content: str) -> None:
        super().__init__(convert_charrefs=True)
        self.address = address
        self.links: set[str] = set()
        self.forms: list[Form] = []
        self.wrong: list[str] = []
        self._form: Form | None = None
        self._select = ""
        self._raw = ""
        self.feed(content)
        self.close()
        if "1337zz" in content:
            self.wrong.append("a text was computed as a template")

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        told = {name: value or "" for name, value in attrs}
        if tag.startswith("zz"):
            self.wrong.append(f"the element {tag}")
        for name, value in told.items():
            self._look_at(tag, name, value)
        if tag in ("script", "style"):
            self._raw = tag
        if tag == "a" and told.get("href"):
            self.links.add(urljoin(self.address, told["href"]).partition("#")[0])
        self._of_a_form(tag, told)

    def handle_endtag(self, tag: str) -> None:
        if tag == "form" and self._form:
            self.forms.append(self._form)
            self._form = None
        if tag == self._raw:
            self._raw = ""
        if tag == "select":
            self._select = ""

    def handle_data(self, data: str) -> None:
        if self._raw and "zz" in data:
            self.wrong.append(f"{self._raw} holds a text")

    def _look_at(self, tag: str, name: str, value: str) -> None:
        if name.startswith(("zz", "on")):
            self.wrong.append(f"the attribute {name} of {tag}")
        plain = "".join(value.split())
        if name in _ADDRESSES and urlsplit(plain).scheme not in _SAFE:
            self.wrong.append(f"{name} leads to {value}")
        if name == "style" and "zz" in value:
            self.wrong.append("a style holds a text")

    def _of_a_form(self, tag: str, told: dict[str, str]) -> None:
        if tag == "form":
            action = urljoin(self.address, told.get("action", self.address))
            self._form = Form(action, told.get("method", "get").lower())
        if self._form is None:
            return
        name = told.get("name", "")
        if tag == "select":
            self._select = name
            self._form.fields[name] = ("select", "")
        elif tag == "option" and self._select:
            kept = self._form.fields[self._select][1]
            if "selected" in told or not kept:
                self._form.fields[self._select] = ("select", told.get("value", ""))
        elif tag == "textarea" and name:
            self._form.fields[name] = ("textarea", "")
        elif tag == "input" and name:
            kind = told.get("type", "text")
            value = told.get("value", "on" if kind == "checkbox" else "")
            if kind == "radio" and name in self._form.fields and "checked" not in told:
                return
            self._form.fields[name] = (kind, value)
