"""A browser without script: whatever form it sends, it took the form's token from one of our pages.

What is sent without such a token is tested in test_forms.py.
"""

import re
from collections.abc import Mapping
from typing import Any

from starlette.testclient import TestClient

FORM = "application/x-www-form-urlencoded"
FIELD, SESSION, VISITOR = "csrf_token", "recul_session", "recul_form"
# A page that everybody may open, with a form.
PAGE = "/connexion"


def token_in(html: str) -> str:
    """The token of the forms of a page, one for all of them."""
    (token,) = set(re.findall(rf'name="{FIELD}" value="([0-9a-f]{{64}})"', html))
    return str(token)


class Browser(TestClient):
    """Sends forms as pages do; everything else as it is told to."""

    _tokens: dict[str, str]
    _visitor: tuple[str, str] | None = None

    def request(self, method: str, url: Any, **options: Any) -> Any:  # type: ignore[override]
        is_form = method == "POST" and options.get("json") is None and "/graphql" not in str(url)
        if is_form:
            content, headers = options.get("content"), options.get("headers") or {}
            if content is None:
                options["data"] = {**(options.get("data") or {}), FIELD: self.form_token()}
            elif isinstance(content, bytes) and _is_form(headers):
                options["content"] = content + f"&{FIELD}={self.form_token()}".encode()
        return super().request(method, url, **options)

    def form_token(self) -> str:
        """What the forms shown to this browser carry; asked of a page once for each session."""
        self._tokens = getattr(self, "_tokens", {})
        session, visitor = self._cookie(SESSION), self._cookie(VISITOR)
        if not (session or visitor) and self._visitor:
            name, visitor = self._visitor
            self.cookies.set(name, visitor)
        holder = session or visitor
        if holder not in self._tokens:
            token = token_in(self.get(PAGE).text)
            holder = session or self._cookie(VISITOR)
            assert holder, "a page with a form gave no cookie"
            self._tokens[holder] = token
            if not session:
                self._visitor = (self._named(VISITOR), holder)
        return self._tokens[holder]

    def _cookie(self, name: str) -> str | None:
        # Of two the server reads the last.
        found = [each.value for each in self.cookies.jar if each.name.endswith(name)]
        return found[-1] if found else None

    def _named(self, name: str) -> str:
        return next(each.name for each in self.cookies.jar if each.name.endswith(name))


def _is_form(headers: Mapping[str, str]) -> bool:
    given = {name.lower(): value for name, value in headers.items()}
    return given.get("content-type", "").startswith(FORM)
