"""The operator's page: what the site needs is there, and nothing that tells who shared what."""

import pytest

from commons.unsealing import log
from search.engine import EngineUnavailable
from tests.frontend.conftest import Site
from tests.schema import cast as casting
from tests.schema import planted as planting
from tests.schema.cast import Cast


def operating(cast: Cast) -> Site:
    assert isinstance(cast.world, Site)
    cast.world.client.cookies.clear()
    cast.world.client.cookies.set("recul_session", cast.tokens["operator"] or "")
    return cast.world


def test_who_waits_is_listed_with_its_number_and_whoever_is_verified_is_not(
    everybody: Cast,
) -> None:
    site = operating(everybody)

    html = site.html("/exploitation")

    assert "Association attend" in html
    assert "Association espoir" in html
    assert "/moderation/organisations" in html
    assert "Association autres" not in html
    assert casting.leaked(html) == []
    assert casting.marks(html) == set()
    assert planting.EMAIL not in html


@pytest.mark.parametrize("language", ["", "/en"])
def test_it_tells_how_mail_moderation_and_search_do(everybody: Cast, language: str) -> None:
    html = operating(everybody).html(f"{language}/exploitation")

    for place in ("organisations", "moderation", "reponses", "courrier", "recherche"):
        assert f'id="{place}"' in html
    assert "exploitation@exemple.test" in html
    assert "moderation@exemple.test" in html


def test_an_index_that_does_not_answer_is_said(
    everybody: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    site = operating(everybody)
    assert "titres seulement" not in site.html("/exploitation")

    def silent(*_: object) -> None:
        raise EngineUnavailable("no answer")

    monkeypatch.setattr(type(site.product.engine), "search", silent)

    assert "titres seulement" in site.html("/exploitation")


def test_a_moderator_is_appointed_and_dismissed(everybody: Cast) -> None:
    world = everybody.world
    role = "{ viewer { moderator operator } }"
    new = world.sign_in("nouvelle@exemple.test")
    assert world.read(role, new.token)["viewer"] == {"moderator": False, "operator": False}

    done = world.do(
        "appointModerator", {"email": " Nouvelle@exemple.test"}, everybody.tokens["operator"]
    )

    assert done["emails"] == ["moderation@exemple.test", "nouvelle@exemple.test"]
    assert world.read(role, new.token)["viewer"] == {"moderator": True, "operator": False}
    token = world.do("createToken", {"name": "x", "scopes": ["READ"]}, new.token)["secret"]
    assert world.read(role, token)["viewer"] == {"moderator": False, "operator": False}

    world.do("dismissModerator", {"email": new.email}, everybody.tokens["operator"])

    assert world.read(role, new.token)["viewer"] == {"moderator": False, "operator": False}
    again = world.act("dismissModerator", {"email": new.email}, everybody.tokens["operator"])
    assert again["code"] == "not-found"


def test_it_tells_that_no_mail_server_is_set_and_that_a_demand_waits(everybody: Cast) -> None:
    site = operating(everybody)
    html = site.html("/exploitation")
    assert "Aucun serveur de courriel" in html
    assert "Une demande attend votre confirmation." not in html

    everybody.demand()

    assert "Une demande attend votre confirmation." in site.html("/exploitation")


@pytest.mark.parametrize("language", ["", "/en"])
def test_the_head_of_the_log_of_unsealings_can_be_noted(everybody: Cast, language: str) -> None:
    site = operating(everybody)
    everybody.demand()
    product = site.product
    path = log.path_of(product.settings.key_file)
    log.carry_out(product.database, product.keys, path)
    with product.database.reading() as session:
        head = log.head(session)

    assert f"<code>{head}</code>" in site.html(f"{language}/exploitation/secret")
    assert "recul doctor" not in site.html(f"{language}/exploitation/secret")

    assert head is not None
    path.write_text(path.read_text().replace(head.digest, "0" * 64))
    for page in ("/exploitation", "/exploitation/secret"):
        assert "recul doctor" in site.html(language + page)
