import dataclasses

import pytest
from sqlmodel import select

from commons import departure, housekeeping, organisations, vouching
from commons.accounts import recognition
from commons.accounts.recognition import Report
from commons.organisations import LOOK_AGAIN, Known, Organisation
from commons.refusals import NotFound
from commons.rights import Viewer
from commons.vouching import (
    LINES_LIMIT,
    WORD_DAYS,
    Line,
    NothingToVouch,
    TooManyLines,
    TooManyVouches,
    Vouch,
    Word,
)
from tests.commons.conftest import Member, Network, Rows
from tests.conftest import Ticking

NUMBER = "W751234567"
LEA = "lea@exemple.fr"


def vouch(network: Network, federation: Member, text: str) -> list[Report]:
    with network.database.writing() as session:
        return recognition.vouch(
            session, network.secrets, federation.organisation, vouching.lines(text), network.now()
        )


def outcomes(reports: list[Report]) -> list[str]:
    return [each.outcome for each in reports]


def words(network: Network, federation: Member) -> list[Word]:
    with network.database.reading() as session:
        return vouching.words_of(session, network.secrets, federation.organisation, network.now())


def withdraw(network: Network, federation: Member, word_id: str) -> None:
    with network.database.writing() as session:
        vouching.withdraw(session, network.secrets, federation.organisation, word_id)


def known(network: Network, organisation_id: str) -> Known:
    with network.database.reading() as session:
        return organisations.known(session, network.secrets, organisation_id)


def test_lines_are_read_as_people_send_them() -> None:
    text = (
        "Numéro RNA;Nom de l'association;Courriel\r\n"
        "W751234567; Les Amis, du Clocher ; Lea@Exemple.fr\r\n"
        "\r\n"
        '732 829 320;"Un ""autre"" nom; long"\r\n'
        "Saverne 12/7\r\n"
        "w752222222;lea@exemple.fr;Collectif @ la page\r\n"
    )

    assert vouching.lines(text) == [
        Line(2, "W751234567", "Les Amis, du Clocher", "Lea@Exemple.fr"),
        Line(4, "732 829 320", 'Un "autre" nom; long'),
        Line(5, "Saverne 12/7", ""),
        Line(6, "w752222222", "Collectif @ la page", "lea@exemple.fr"),
    ]
    assert vouching.lines("W751234567, Les Amis\n732829320") == [
        Line(1, "W751234567", "Les Amis"),
        Line(2, "732829320", ""),
    ]


@pytest.mark.parametrize("text", ["", "\n \n", "numéro;nom\n", ";x\n,\n", ";W751234567"])
def test_a_file_without_a_line_is_refused(text: str) -> None:
    with pytest.raises(NothingToVouch):
        vouching.lines(text)


def test_so_many_lines_are_read_and_no_more() -> None:
    full = [f"W75{place:07d};a" for place in range(LINES_LIMIT)]

    assert len(vouching.lines("numéro;nom\n" + "\n".join(full))) == LINES_LIMIT
    with pytest.raises(TooManyLines):
        vouching.lines("\n".join([*full, NUMBER]))


def test_a_word_holds_for_a_year_whether_anybody_came_or_not(
    network: Network, federation: Member, clock: Ticking
) -> None:
    there = network.join(verified=False, rna="W751111111", email=LEA)
    vouch(network, federation, f"{NUMBER};Les Amis;zoe@exemple.fr\nW751111111;Déjà là;{LEA}")
    clock.forward(days=WORD_DAYS)

    housekeeping.run(network.database, network.secrets, network.authorships, clock())

    assert words(network, federation) == []
    late = network.join(verified=False, rna=NUMBER, email="zoe@exemple.fr")
    assert not late.viewer.verified
    # Who was verified by it stays so.
    assert known(network, there.organisation.id).state == "verified"


def test_renewing_prolongs(network: Network, federation: Member, clock: Ticking) -> None:
    vouch(network, federation, f"{NUMBER};;{LEA}")
    clock.forward(days=WORD_DAYS - 1)
    vouch(network, federation, f"{NUMBER};Son nom")
    clock.forward(days=30)

    (word,) = words(network, federation)
    assert (word.number, word.name, word.until) == (NUMBER, "Son nom", 202703 + 100)
    # A line without an address leaves the one that was given before.
    assert word.email == LEA
    assert network.join(verified=False, rna=NUMBER, email=LEA).viewer.verified


def test_a_federation_sees_its_own_lines_and_nothing_of_who_came(
    network: Network, federation: Member, rows: Rows
) -> None:
    vouch(network, federation, f"{NUMBER};Les Amis\nW752222222;Pas encore")
    before = words(network, federation)
    rival = network.join(kind="federation")

    member = network.join(rna=NUMBER)
    network.publish(member)

    assert words(network, federation) == before
    assert {field.name for field in dataclasses.fields(Word)} == {
        "id", "number", "name", "email", "until",
    }  # fmt: skip
    assert words(network, rival) == []
    held = rows()
    for each in (before[0].id, "nothing"):
        with pytest.raises(NotFound):
            withdraw(network, rival, each)
    assert rows() == held


def test_a_word_taken_back_asks_a_moderator_and_changes_nothing_else(
    network: Network, federation: Member
) -> None:
    member = network.join(verified=False, rna=NUMBER, email=LEA)
    vouch(network, federation, f"{NUMBER};;{LEA}\nW752222222;;zoe@exemple.fr")
    item = network.publish(dataclasses.replace(member, viewer=_viewer(network, member)))
    unknown_word, known_word = sorted(
        words(network, federation), key=lambda each: -int(each.number[1:])
    )

    for each in (known_word, unknown_word):
        withdraw(network, federation, each.id)

    after = known(network, member.organisation.id)
    assert (after.state, after.flags) == ("verified", {LOOK_AGAIN})
    with network.database.writing() as session:
        assert organisations.waits(after)
        # The moderator sees no reason to change anything.
        seen = organisations.verify(session, network.secrets, after.id, network.now())
        assert not organisations.waits(seen)
    with network.database.reading() as session:
        written = network.authorships.of(session, after.id)
    assert [each.publication_id for each in written] == [item.id]
    late = network.join(verified=False, rna="W752222222", email="zoe@exemple.fr")
    assert not late.viewer.verified


def _viewer(network: Network, member: Member) -> Viewer:
    return dataclasses.replace(member.viewer, verified=True)


def test_for_the_rules_an_association_has_its_vouchers(
    network: Network, federation: Member
) -> None:
    rival = network.join(kind="federation")
    member = network.join(rna=NUMBER, siren="732829320")
    vouch(network, federation, NUMBER)
    vouch(network, rival, "732829320")

    def vouchers() -> frozenset[str]:
        with network.database.reading() as session:
            return vouching.vouchers_of(
                session, network.secrets, member.organisation, network.now()
            )

    assert vouchers() == {federation.organisation.id, rival.organisation.id}
    with network.database.writing() as session:
        departure.leave(
            session, network.secrets, network.authorships, rival.organisation.id, network.now()
        )
    assert vouchers() == {federation.organisation.id}
    with network.database.reading() as session:
        assert len(session.exec(select(Vouch)).all()) == 1


def test_a_copy_joins_no_word_to_an_organisation_nor_to_its_federation(
    network: Network, federation: Member
) -> None:
    member = network.join(rna=NUMBER)
    vouch(network, federation, f"{NUMBER};Les Amis;{LEA}\nW752222222;{'x' * 150}")

    with network.database.reading() as session:
        held = session.exec(select(Vouch)).all()
        row = session.get_one(Organisation, member.organisation.id)
        giver = session.get_one(Organisation, federation.organisation.id)
    private = {row.id, row.rna_hash, row.siren_hash, giver.id, giver.rna_hash}
    private.add(network.secrets.fingerprint("email", LEA))
    for each in held:
        values = {each.id, each.federation_hash, each.number_hash, each.line_hash}
        assert not values & private
    assert len({(len(each.sealed), len(each.giver)) for each in held}) == 1


def test_a_federation_gives_so_many_words(
    network: Network, federation: Member, monkeypatch: pytest.MonkeyPatch, rows: Rows
) -> None:
    monkeypatch.setattr(vouching, "VOUCHES_LIMIT", 2)
    vouch(network, federation, "W752222222\nW753333333")
    before = rows()

    with pytest.raises(TooManyVouches):
        vouch(network, federation, f"{NUMBER}\nW752222222")

    assert rows() == before
    assert outcomes(vouch(network, federation, "W752222222")) == ["already"]
