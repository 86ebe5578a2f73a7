"""One's association, its people and its federation, and those who verify: on the pages."""

import re
from html import unescape

import pytest

from commons import accounts, departure
from commons.accounts import staff
from frontend import rendering
from tests.frontend.conftest import Site
from tests.schema.world import Author, profile_of

HOME = "/compte/association"


def shown(site: Site, address: str = HOME, status: int = 200) -> str:
    return re.sub(r"\s+", " ", unescape(site.html(address, status)))


def invitation_of(site: Site) -> str:
    """The path of the last invitation that was mailed."""
    text = next(each.text for each in reversed(site.letters) if "/invitation/" in each.text)
    return "/invitation/" + text.split("/invitation/")[1].split()[0]


def hidden(page: str, name: str) -> str:
    found = re.search(rf'name="{name}" value="([^"]+)"', page)
    assert found, name
    return found[1]


def test_a_colleague_is_invited_accepts_and_is_removed(site: Site) -> None:
    author = site.join("amis")
    site.as_author(author)
    assert "Association amis" in shown(site)

    sent = site.client.post(f"{HOME}/invitations", data={"email": "lea@exemple.test"})

    assert (sent.status_code, sent.headers["location"]) == (303, f"{HOME}?fait=invitation")
    assert "lea@exemple.test" in shown(site)
    path = invitation_of(site)
    site.as_visitor()
    assert "Connectez-vous d'abord" in shown(site, path)
    assert "Association amis" not in shown(site, path)
    lea = site.sign_in("lea@exemple.test")
    site.as_author(lea)
    before = site.rows()
    page = shown(site, path)
    assert "Association amis vous invite à la rejoindre." in page
    assert f"Elle vient de {author.email}." in page
    assert site.rows() == before, "opening a link changes nothing"

    assert site.client.post(path).headers["location"] == f"{HOME}?fait=bienvenue"

    page = shown(site, f"{HOME}?fait=bienvenue")
    assert "Bienvenue" in page
    assert "Envoyer l'invitation" not in page
    site.as_author(author)
    colleague = hidden(site.html(HOME), "colleague")
    done = site.client.post(f"{HOME}/membres/fin", data={"colleague": colleague})
    assert done.headers["location"] == f"{HOME}?fait=retrait"
    assert "lea@exemple.test" not in shown(site)


def test_what_is_wrong_with_an_invitation_is_said_beside_it(site: Site) -> None:
    author = site.join("amis")
    site.as_author(author)

    page = site.client.post(f"{HOME}/invitations", data={"email": "lea", "role": "CONTACT"})

    assert page.status_code == 422
    assert 'id="e-email"' in page.text
    assert 'value="lea"' in page.text
    assert 'value="CONTACT" checked' in page.text


def test_an_invitation_is_taken_back(site: Site) -> None:
    site.as_author(site.join("amis"))
    site.client.post(f"{HOME}/invitations", data={"email": "lea@exemple.test"})
    path = invitation_of(site)

    site.client.post(
        f"{HOME}/invitations/fin", data={"invitation": hidden(site.html(HOME), "invitation")}
    )

    site.as_author(site.sign_in("lea@exemple.test"))
    assert "n'est plus valable" in shown(site, path)
    assert site.client.post(path).status_code == 422


def test_a_passation_is_explained_offered_and_accepted(site: Site) -> None:
    author = site.join("amis")
    site.as_author(author)
    assert "Jusque-là rien ne change" in shown(site, f"{HOME}/passation")
    assert site.client.post(f"{HOME}/passation", data={"email": "x"}).status_code == 422

    offered = site.client.post(f"{HOME}/passation", data={"email": "lea@exemple.test"})

    assert offered.headers["location"] == f"{HOME}?fait=passation"
    path = invitation_of(site)
    site.as_visitor()  # in a browser of her own
    lea = site.sign_in("lea@exemple.test")
    site.as_author(lea)
    assert "prendre sa suite" in shown(site, path)
    site.client.post(path)
    assert "Passer la main" in shown(site)
    site.as_author(author)
    assert "Passer la main" not in shown(site)
    assert "Seul un contact" in shown(site, f"{HOME}/passation")
    assert site.client.post(f"{HOME}/depart").headers["location"] == "/compte?fait=depart"
    assert site.client.get(HOME).status_code == 200  # they may declare another one


def test_the_last_person_is_told_why_they_can_t_leave(site: Site) -> None:
    site.as_author(site.join("amis"))

    page = site.client.post(f"{HOME}/depart")

    assert page.status_code == 422
    assert "dernière personne" in unescape(page.text)


def test_a_profile_is_revised_as_it_was_declared(site: Site) -> None:
    author = site.join("amis", towns=["Brest", "Quimper"], people=["Léa Le Gall"])
    site.as_author(author)
    page = site.html(f"{HOME}/fiche")
    fields = dict(re.findall(r'name="(\w+)" value="([^"]*)"', page))
    fields |= {"towns": "Brest\nMorlaix", "people": "Léa Le Gall"}
    chosen = ("budget", "employees", "volunteers", "field", "scope", "region")
    fields |= {name: profile_of("amis")[name] for name in chosen}
    assert "Quimper" in page
    assert fields["rna"] == profile_of("amis")["rna"]

    done = site.client.post(f"{HOME}/fiche", data=fields | {"legalName": "Les Amies"})

    assert done.headers["location"] == f"{HOME}?fait=fiche"
    assert "Les Amies" in shown(site)
    assert "Morlaix" in site.html(f"{HOME}/fiche")
    refused = site.client.post(f"{HOME}/fiche", data=fields | {"legalName": "", "rna": "W1"})
    assert refused.status_code == 422


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252"])
@pytest.mark.parametrize("separator", [";", ","])
def test_a_federation_sends_the_file_its_spreadsheet_wrote(
    encoding: str, separator: str, site: Site
) -> None:
    federation = site.join("federation", kind="FEDERATION")
    pending = site.join("attend", verified=False)
    number = profile_of("attend")["rna"]
    rows = [
        ("Numéro", "Nom", "Contact"),
        (number, "Théâtre de l'Été", pending.email),
        ("W299999999", "Là-bas", ""),
        ("1", "x", ""),
    ]
    text = "\r\n".join(separator.join(row) for row in rows)
    site.as_author(federation)

    page = site.client.post(
        "/compte/federation",
        data={"lines": ""},
        files={"file": ("membres.csv", text.encode(encoding), "text/csv")},
    )

    assert page.status_code == 200
    told = unescape(page.text)
    assert "Théâtre de l'Été" in told
    assert "2 lignes prises en compte. 1 ligne à revoir" in told
    assert told.count("Notée.") == 2
    assert "Un SIREN a neuf chiffres" in told
    site.as_author(pending)
    assert "peut publier" in shown(site) or "vérifiée" in shown(site)
    site.as_author(federation)
    listed = shown(site, "/compte/federation")
    assert "Là-bas" in listed
    assert pending.email in listed

    done = site.client.post("/compte/federation/fin", data={"vouch": hidden(listed, "vouch")})

    assert done.headers["location"] == "/compte/federation?fait=retrait"
    assert len(re.findall('name="vouch"', site.html("/compte/federation"))) == 1


def test_a_long_file_shows_first_what_is_to_be_corrected(site: Site) -> None:
    site.as_author(site.join("federation", kind="FEDERATION"))
    lines = [f"W75{place:07d};Association {place}" for place in range(298)]
    lines[120:120] = ["732829321;Clé fausse", "W750000000;Deux fois"]

    page = site.client.post("/compte/federation", data={"lines": "\n".join(lines)})

    told = " ".join(unescape(page.text).split())
    assert "298 lignes prises en compte. 2 lignes à revoir" in told
    report = told[told.index("Votre envoi") :]
    places = [report.index(each) for each in ("ligne 121", "ligne 122", "<summary>", "ligne 1 ")]
    assert places == sorted(places)


def test_vouching_is_for_verified_federations(site: Site) -> None:
    site.as_author(site.join("amis"))
    assert "Seule une fédération vérifiée" in shown(site, "/compte/federation")
    assert site.client.post("/compte/federation", data={"lines": "W299999999"}).status_code == 403


def test_a_federation_invites_and_the_association_declares_by_the_link(site: Site) -> None:
    site.as_author(site.join("federation", kind="FEDERATION"))
    site.client.post("/compte/federation/invitations", data={"email": "lea@exemple.test"})
    path = invitation_of(site)
    site.as_author(site.sign_in("lea@exemple.test"))
    address = re.search(rf'{HOME}\?invitation=[^"]+', site.html(path))
    assert address
    form = site.html(address[0])
    given = {name: str(value) for name, value in profile_of("lea").items()}

    done = site.client.post(HOME, data=given | {"invitation": hidden(form, "invitation")})

    assert done.headers["location"].partition("?")[0] == HOME
    assert "Association lea" in shown(site)


def referee(site: Site) -> Author:
    with site.product.database.writing() as session:
        person = accounts.person_of(session, site.product.keys, "moderation@exemple.test")
        staff.appoint(session, site.product.keys, person, "moderator")
    return site.sign_in("moderation@exemple.test")


def test_moderators_verify_refuse_and_merge(site: Site) -> None:
    people = [site.sign_in(f"a{place}@wave.example") for place in range(4)]
    for place, author in enumerate(people):
        site.do("declareOrganisation", profile_of(f"vague{place}"), author.token)
    twin = site.sign_in("z@clocher.example")
    siren = profile_of("vague0") | {"rna": None, "siren": "732829320", "legalName": "Jumelle"}
    site.do("declareOrganisation", siren, twin.token)
    for one, other in ((people[0], twin), (twin, people[0])):
        site.do("inviteMember", {"email": other.email}, one.token)
    site.as_author(referee(site))
    address = "/moderation/organisations"
    page = shown(site, address)
    ordinary, _, apart = page.partition("<h2>À part</h2>")
    assert "Association vague3" in apart
    assert "Association vague0" in ordinary
    number = profile_of("vague3")["rna"]

    unsaid = site.client.post(address, data={"organisation": number, "decision": "refuse"})
    assert unsaid.status_code == 422
    given = {"organisation": number, "decision": "refuse", "word": "Dissoute."}
    assert site.client.post(address, data=given).headers["location"] == f"{address}?fait=1"
    verified = {"organisation": profile_of("vague1")["rna"], "decision": "verify"}
    site.client.post(address, data=verified)
    both = {"kept": profile_of("vague0")["rna"], "gone": "732829320"}
    assert site.client.post(f"{address}/doublons", data=both).status_code == 303

    page = shown(site, address)
    for gone in ("vague1", "vague3", "Jumelle"):
        assert gone not in page
    assert "Association vague0" in page
    site.as_author(author)
    assert "Dissoute." in shown(site)


def test_a_rival_claim_is_shown_refused_in_prepared_words_or_made_one(site: Site) -> None:
    site.join("amis")
    stranger = site.sign_in("inconnu@poste.example")
    site.do("declareOrganisation", profile_of("amis") | {"legalName": "Copie"}, stranger.token)
    site.as_author(referee(site))
    address = "/moderation/organisations"

    page = shown(site, address)

    assert "Une autre association, vérifiée, porte déjà ce numéro : Association amis" in page
    assert 'value="verify"' not in page
    words = " ".join(rendering.say("fr", "verification.word_prepared").split())
    assert words in page
    both = {"kept": hidden(page, "kept"), "gone": hidden(page, "gone")}
    refused = site.client.post(f"{address}/doublons", data=both)
    assert refused.status_code == 422
    assert "inviter une personne" in unescape(refused.text)
    taken = {"organisation": hidden(page, "gone"), "decision": "verify"}
    assert "porte déjà ce numéro" in unescape(site.client.post(address, data=taken).text)
    given = taken | {"decision": "refuse", "word": words}
    assert site.client.post(address, data=given).headers["location"] == f"{address}?fait=1"
    assert "Copie" not in shown(site, address)
    site.as_author(stranger)
    assert words in shown(site)


def test_a_moderator_is_told_why_somebody_else_decides_on_their_own(site: Site) -> None:
    author = site.join("amis", verified=False)
    with site.product.database.writing() as session:
        person = accounts.find_person(session, site.product.keys, author.email)
        staff.appoint(session, site.product.keys, person, "moderator")
    site.as_author(author)

    page = shown(site, "/moderation/organisations")

    assert "une autre personne doit décider" in page
    assert 'value="verify"' not in page
    given = {"organisation": author.organisation, "decision": "verify"}
    refused = site.client.post("/moderation/organisations", data=given)
    assert refused.status_code == 422
    assert 'role="alert"' in refused.text


def test_a_member_reads_who_may_revise(site: Site) -> None:
    author = site.join("amis")
    site.do("inviteMember", {"email": "lea@exemple.test"}, author.token)
    lea = site.sign_in("lea@exemple.test")
    site.do("acceptInvitation", {"token": invitation_of(site).rsplit("/", 1)[-1]}, lea.token)
    site.as_author(lea)

    assert "/compte/association/fiche" not in site.html(HOME)
    page = shown(site, f"{HOME}/fiche")
    assert "Seul un contact de l'association peut corriger sa fiche" in page
    assert "legalName" not in page
    given = profile_of("amis")
    assert site.client.post(f"{HOME}/fiche", data=given).status_code == 403


def test_who_declares_is_told_to_ask_a_colleague_first(site: Site) -> None:
    site.join("amis")
    site.as_author(site.sign_in("lea@exemple.test"))
    assert "Demandez-lui plutôt une invitation" in shown(site)

    done = site.client.post(HOME, data=profile_of("amis") | {"kind": "ASSOCIATION"})

    assert done.headers["location"].partition("?")[0] == HOME
    assert rendering.say("fr", "account.pending") in shown(site)


def test_nobody_else_sees_who_waits(site: Site) -> None:
    site.as_author(site.join("amis"))
    assert site.client.get("/moderation/organisations").status_code == 403
    site.as_visitor()
    assert site.client.get("/moderation/organisations").status_code == 303


def test_leaving_the_network_takes_words_and_says_goodbye(site: Site) -> None:
    author = site.join("amis")
    publication = site.publish(author)
    site.as_author(author)
    address = f"{HOME}/quitter"
    # The page asks for the very words that the act takes.
    asked = [rendering.say(each, "leave_network.words") for each in ("fr", "en")]
    assert [each.rpartition(": ")[2] for each in asked] == list(departure.WORDS)
    assert site.client.post(address, data={"words": "oui"}).status_code == 422
    site.clock.forward(hours=1)
    late = site.client.post(address, data={"words": departure.WORDS[0]})
    assert late.status_code == 422
    assert "connectez-vous à nouveau" in unescape(late.text)
    site.as_author(site.sign_in(author.email))

    page = site.client.post(address, data={"words": departure.WORDS[0], "shares": "withdraw"})

    assert page.status_code == 200
    assert "Au revoir" in page.text
    assert "1 partage est retiré." in page.text
    assert site.client.get("/compte").status_code == 303
    assert site.client.get(f"/pratiques/{publication}").status_code == 410


@pytest.mark.parametrize("path", ["", "/fiche", "/passation", "/quitter"])
def test_a_visitor_signs_in_first(path: str, site: Site) -> None:
    answer = site.client.get(HOME + path)

    assert answer.status_code == 303
    assert answer.headers["location"].startswith("/connexion?suite=")
