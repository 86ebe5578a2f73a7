"""Words, addresses and plain text as pages show them."""

import re

import pytest
from markupsafe import Markup

from frontend import rendering
from tests.frontend.conftest import Site


@pytest.mark.parametrize(
    ("language", "path", "parameters", "address"),
    [
        ("fr", "/", (), "/"),
        ("en", "/", (), "/en/"),
        ("fr", "/pratiques", (), "/pratiques"),
        ("en", "/pratiques", {"q": "café & co"}, "/en/pratiques?q=caf%C3%A9+%26+co"),
        ("fr", "/pratiques", [("size", "small"), ("size", "large")], None),
    ],
)
def test_an_address_has_its_language_and_query(
    language: str, path: str, parameters: object, address: str | None
) -> None:
    expected = address or "/pratiques?size=small&size=large"

    assert rendering.link(language, path, parameters) == expected


@pytest.mark.parametrize(
    ("language", "count", "said"),
    [
        ("fr", 0, "one"),
        ("fr", 1, "one"),
        ("fr", 2, "many"),
        ("en", 0, "many"),
        ("en", 1, "one"),
        ("en", 2, "many"),
    ],
)
def test_a_count_chooses_its_words(
    monkeypatch: pytest.MonkeyPatch, language: str, count: int, said: str
) -> None:
    wordings = {"found.one": "{count} one", "found.many": "{count} many"}
    monkeypatch.setattr(rendering, "words", lambda language: wordings)

    assert rendering.say(language, "found", count=count) == f"{count} {said}"


def test_large_counts_are_grouped_as_each_language_does(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rendering, "words", lambda language: {"found.many": "{count}"})

    assert rendering.say("en", "found", count=41327) == "41,327"
    assert rendering.say("fr", "found", count=41327) == "41\u202f327"


def test_a_wording_that_does_not_exist_is_a_bug() -> None:
    with pytest.raises(KeyError):
        rendering.say("fr", "site.nowhere")


@pytest.mark.parametrize(("language", "said"), [("fr", "mars 2024"), ("en", "March 2024")])
def test_a_month_is_said_in_words(language: str, said: str) -> None:
    assert rendering.month(language, "2024-03") == said


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        (None, ""),
        ("", ""),
        (" \n\n \n", ""),
        ("un\n\ndeux", "<p>un</p>\n<p>deux</p>"),
        ("un\ndeux", "<p>un<br>deux</p>"),
        (
            "avant :\n- a\n- b\naprès",
            "<p>avant\u00a0:</p>\n<ul><li>a</li><li>b</li></ul>\n<p>après</p>",
        ),
        ("- <b>a</b>", "<ul><li>&lt;b&gt;a&lt;/b&gt;</li></ul>"),
        ("<script>&\n{{ 7 * 7 }}", "<p>&lt;script&gt;&amp;<br>{{ 7 * 7 }}</p>"),
        ("5 - 3 = 2\n-a", "<p>5 - 3 = 2<br>-a</p>"),
        ("[a](http://b.example) **c**", "<p>[a](http://b.example) **c**</p>"),
    ],
)
def test_plain_text_becomes_paragraphs_and_lists_only(text: str | None, shown: str) -> None:
    assert rendering.paragraphs(text) == Markup(shown)


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("Moyenne (200 000 à 1 999 999 €)", "Moyenne (200~000 à 1~999~999~€)"),
        ("Très petite (< 10 000 €)", "Très petite (<~10~000~€)"),
        ("« oui » : 12 %, en 3 mois !", "«~oui~»~: 12~%, en 3 mois~!"),
        ("a: b; c", "a: b; c"),
    ],
)
def test_no_line_begins_with_a_sign_or_inside_a_number(text: str, shown: str) -> None:
    assert rendering.tight(text) == shown.replace("~", "\u00a0")


def test_the_address_of_a_file_changes_with_it() -> None:
    address = rendering.asset("recul.css")

    assert re.fullmatch(r"/static/recul\.css\?v=[0-9a-f]{12}", address)
    with pytest.raises(FileNotFoundError):
        rendering.asset("nowhere.css")


def others(html: str) -> list[str]:
    """The addresses that lead to the other language."""
    return re.findall(r'<a href="([^"]*)" hreflang', html) + re.findall(
        r'<link rel="alternate" hreflang="\w\w" href="([^"]*)"', html
    )


@pytest.mark.parametrize(
    ("path", "other"),
    [
        ("/", "/en/"),
        ("/en/", "/"),
        ("/pratiques?q=a%26b&amp", "/en/pratiques?q=a%26b&amp;amp"),
        ("/en/pratiques?q=%22%3E", "/pratiques?q=%22%3E"),
    ],
)
def test_a_page_leads_to_itself_in_the_other_language(site: Site, path: str, other: str) -> None:
    html = site.html(path)

    base_url = site.product.settings.base_url
    assert others(html) == [other, base_url + other]
    assert f'<html lang="{"en" if path.startswith("/en") else "fr"}">' in html


@pytest.mark.parametrize(
    ("path", "other"),
    [
        ("/en//evil.example", "/evil.example"),
        ("/en/%5Cevil.example", "/%5Cevil.example"),
        ("/en///evil.example/%2F", "/evil.example//"),
        ("/en/%22%3E%3Cscript%3E", "/%22%3E%3Cscript%3E"),
        ("/%C3%A9%3Fa", "/en/%C3%A9%3Fa"),
        ("//evil.example", "/en/evil.example"),
    ],
)
def test_no_page_leads_to_another_site(site: Site, path: str, other: str) -> None:
    base_url = site.product.settings.base_url
    # An absolute address: the client would take two slashes for a host.
    html = site.html(f"http://testserver{path}", 404)

    assert others(html) == [other, base_url + other]


def test_a_page_says_its_language_and_what_it_depends_on(site: Site) -> None:
    answer = site.client.get("/en/pratiques")

    assert answer.headers["content-language"] == "en"
    assert answer.headers["vary"] == "cookie, hx-request-type"
