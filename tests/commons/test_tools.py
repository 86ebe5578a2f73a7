from sqlmodel import select

from commons import library, rights, tools, vocabulary
from commons.database import Database
from commons.rights import VISITOR
from commons.tools import Tool
from tests.commons.conftest import Member, Network, benchmark, case_study, statements


def test_the_catalogue_is_that_of_this_version(database: Database) -> None:
    with database.reading() as session:
        rows = {row.code: row for row in session.exec(select(Tool)).all()}

    assert rows.keys() == vocabulary.tools().keys()
    for code, entry in vocabulary.tools().items():
        row = rows[code]
        assert (row.name, row.category, row.licence) == (entry.name, entry.category, entry.licence)
        assert tuple(row.hosted_in.split()) == entry.hosted_in
        # What is claimed of a tool has a page and a date.
        assert not (row.licence or row.hosted_in) or (row.source and row.checked_on)


def test_loading_again_corrects_a_row_and_adds_none(sqlite: Database) -> None:
    with sqlite.writing() as session:
        before = [each.model_dump() for each in tools.all_of(session)]
        row = session.get_one(Tool, "helloasso")
        row.name = "Un ancien nom"
        session.delete(session.get_one(Tool, "donorbox"))
        session.add(row)

    with sqlite.writing() as session:
        tools.load_catalogue(session)

    with sqlite.reading() as session:
        assert [each.model_dump() for each in tools.all_of(session)] == before


def test_tools_are_listed_by_name_whatever_the_case(database: Database) -> None:
    with database.reading() as session:
        names = [tool.name.lower() for tool in tools.all_of(session)]
        assert tools.by_code(session, "no-such-tool") is None
        found = tools.by_code(session, "helloasso")

    # Collations differ on accents and signs; letters alone are enough to see the order.
    plain = [name for name in names if name.isalpha() and name.isascii()]
    assert plain == sorted(plain)
    assert found is not None
    assert found.name == "HelloAsso"


def test_uses_count_what_the_viewer_may_read_by_kind(network: Network, author: Member) -> None:
    network.publish(author, benchmark())
    network.publish(author, benchmark(tool="donorbox"), audience="members")
    network.publish(author, benchmark(tool="donorbox"), embargo="2026-04")
    network.publish(author, case_study(tools=("helloasso", "donorbox")))
    network.publish(author, case_study(tools=("helloasso", "other-tool")))
    gone = network.publish(author, benchmark())
    network.withdraw(author, gone.id)

    with network.database.reading() as session, statements(network.database) as sent:
        for_visitor = tools.uses(session, network.readable(VISITOR))
    with network.database.reading() as session:
        for_member = tools.uses(session, network.readable(author.viewer))
        later = tools.uses(session, rights.readable(VISITOR, 202604))
        assert library.count(session, network.readable(VISITOR)) == 3

    assert len(sent) == 1
    assert for_visitor == {
        ("helloasso", "tool-benchmark"): 1,
        ("helloasso", "case-study"): 2,
        ("donorbox", "case-study"): 1,
        ("other-tool", "case-study"): 1,
    }
    assert for_member == for_visitor | {("donorbox", "tool-benchmark"): 1}
    assert later == for_member
