"""Counting the register's export: both layouts, both encodings, whatever stands in its texts."""

import csv
import io
import zipfile
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from commons.labels import population, register
from commons.labels.population import ALL, Population
from commons.labels.register import NotTheRegister, RegisterEmpty, RegisterUnreadable, Tally

TODAY = date(2026, 11, 20)
_WALDEC = (
    "id;id_ex;siret;rup_mi;gestion;date_creat;date_decla;date_publi;date_disso;nature;groupement;"
    "titre;titre_court;objet;objet_social1;objet_social2;adrs_complement;adrs_numvoie;"
    "adrs_repetition;adrs_typevoie;adrs_libvoie;adrs_distrib;adrs_codeinsee;adrs_codepostal;"
    "adrs_libcommune;adrg_declarant;adrg_complemid;adrg_complemgeo;adrg_libvoie;adrg_distrib;"
    "adrg_codepostal;adrg_achemine;adrg_pays;dir_civilite;siteweb;publiweb;observation;position;"
    "maj_time"
)
_IMPORT = (
    "id;id_ex;siret;gestion;date_creat;date_publi;nature;groupement;titre;objet;objet_social1;"
    "objet_social2;adr1;adr2;adr3;adrs_codepostal;libcom;dir_civilite;siteweb;observation;position;"
    "rup_mi;maj_time"
)
WALDEC, IMPORT = csv.reader((_WALDEC, _IMPORT), delimiter=";")
PURPOSE = 'promouvoir le théâtre ; organiser des "veillées"\r\net des goûters;\nainsi que l’été'
ALIVE = {
    "id": "W291000001",
    "date_creat": "1998-02-03",
    "date_publi": "2019-05-04",
    "date_decla": "2021-06-07",
    "date_disso": "0001-01-01",
    "objet": PURPOSE,
    "objet_social1": "006010",
    "adrs_codeinsee": "29019",
    "adrs_codepostal": "29200",
    "position": "A",
}


def export(
    *records: dict[str, str],
    columns: list[str] = WALDEC,
    encoding: str = "utf-8-sig",
) -> bytes:
    """A file as the register writes it."""
    written = io.StringIO(newline="")
    lines = csv.writer(written, delimiter=";", quoting=csv.QUOTE_ALL, lineterminator="\n")
    lines.writerow(columns)
    for record in records:
        lines.writerow([(ALIVE | record).get(column, "") for column in columns])
    return written.getvalue().replace("’", "'").encode(encoding)


def read(folder: Path, content: bytes, name: str = "rna.csv") -> Tally:
    path = folder / name
    path.write_bytes(content)
    return register.tally(path, TODAY)


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-8", "latin-1"])
@pytest.mark.parametrize("columns", [WALDEC, IMPORT], ids=["waldec", "import"])
def test_associations_are_counted_by_field_and_region(
    tmp_path: Path, columns: list[str], encoding: str
) -> None:
    records: list[dict[str, str]] = [
        {},
        {"objet_social1": "011000"},
        {"adrs_codeinsee": "75056", "adrs_codepostal": "75011"},
        {"objet_social1": "999999"},
    ]

    found = read(tmp_path, export(*records, columns=columns, encoding=encoding))

    assert found.kept == {
        ("53", ALL): 3,
        ("53", "culture"): 1,
        ("53", "sport"): 1,
        ("11", ALL): 1,
        ("11", "culture"): 1,
    }
    assert (found.total, found.without_field, found.broken) == (4, 1, 0)


def test_the_columns_are_those_of_the_two_layouts() -> None:
    assert (len(WALDEC), len(IMPORT)) == (39, 23)


@pytest.mark.parametrize(
    ("change", "why"),
    [
        ({"position": "D"}, "dissolved"),
        ({"position": "S"}, "dissolved"),
        ({"date_disso": "2024-01-31"}, "dissolved"),
        ({"date_publi": "0001-01-01", "date_decla": "2016-11-19"}, "dormant"),
        ({"date_publi": "", "date_decla": ""}, "dormant"),
        # Clean-ups of the register touch sleepers too.
        ({"date_publi": "", "date_decla": "", "maj_time": "2026-01-01 10:00:00"}, "dormant"),
        ({"date_publi": "", "date_decla": "2999-12-31"}, "dormant"),
        ({"adrs_codeinsee": "98735", "adrs_codepostal": "98730"}, "elsewhere"),
        ({"adrs_codeinsee": "0", "adrs_codepostal": ""}, "elsewhere"),
        ({"adrs_codeinsee": "99109", "adrs_codepostal": "10115"}, "elsewhere"),
    ],
)
def test_what_is_gone_asleep_or_elsewhere_is_left_out_and_told(
    tmp_path: Path, change: dict[str, str], why: str
) -> None:
    found = read(tmp_path, export(change, {}))

    assert found.total == 1
    assert getattr(found, why) == 1


def test_a_declaration_of_ten_years_ago_to_the_day_is_alive(tmp_path: Path) -> None:
    assert read(tmp_path, export({"date_publi": "", "date_decla": "2016-11-20"})).total == 1


@pytest.mark.parametrize(
    ("commune", "postcode", "region"),
    [
        ("2A004", "20000", "94"),
        ("2b033", "20200", "94"),
        ("0", "20137", "94"),
        ("", "35000", "53"),
        ("0", "97110", "01"),
        ("97209", "97200", "02"),
        ("97302", "97300", "03"),
        ("97411", "97400", "04"),
        ("97608", "97600", "06"),
        ("97801", "97150", "01"),
        ("01004", "01500", "84"),
    ],
)
def test_the_seat_gives_the_region(
    tmp_path: Path, commune: str, postcode: str, region: str
) -> None:
    record = {"id": "W2A1000001", "adrs_codeinsee": commune, "adrs_codepostal": postcode}

    found = read(tmp_path, export(record))

    assert found.kept[region, ALL] == found.total == 1


def test_every_departement_has_its_region() -> None:
    regions = population.estimates().inputs["regions"]
    codes = {f"{n:02}" for n in range(1, 96)} | {"2A", "2B"} | {f"97{n}" for n in (1, 2, 3, 4, 6)}

    assert codes <= set(register._REGION_OF)
    assert set(register._REGION_OF.values()) == set(regions)


@pytest.mark.parametrize("missing", sorted(register._WALDEC))
def test_a_file_without_a_column_is_refused_and_the_column_named(
    tmp_path: Path, missing: str
) -> None:
    columns = [column for column in WALDEC if column != missing]

    with pytest.raises(NotTheRegister) as refused:
        read(tmp_path, export({}, columns=columns))

    assert refused.value.details == {"name": "rna.csv", "column": missing}


@pytest.mark.parametrize("missing", sorted(register._SHARED))
def test_so_is_one_of_the_other_layout(tmp_path: Path, missing: str) -> None:
    columns = [column for column in IMPORT if column != missing]

    with pytest.raises(NotTheRegister) as refused:
        read(tmp_path, export({}, columns=columns))

    assert refused.value.details["column"] == missing


@pytest.mark.parametrize(
    "content", [b"", b"a,b,c\n1,2,3\n", "é;à\n".encode("latin-1"), b"\x00\x01\x02;\x00"]
)
def test_another_csv_file_is_no_register(tmp_path: Path, content: bytes) -> None:
    with pytest.raises(NotTheRegister):
        read(tmp_path, content)


def test_a_quotation_that_never_ends_is_told(tmp_path: Path) -> None:
    with pytest.raises(RegisterUnreadable):
        read(tmp_path, export() + b'"' + b"x" * 200_000)


def test_a_zip_of_files_is_read_whole_each_in_its_encoding(tmp_path: Path) -> None:
    path = tmp_path / "rna.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("rna_dpt_29.csv", export({}, {}))
        archive.writestr(
            "old/rna_dpt_2A.CSV", export({"adrs_codeinsee": "2A004"}, encoding="latin-1")
        )
        archive.writestr("read me.txt", "nothing")

    found = register.tally(path, TODAY)

    assert found.kept["53", ALL] == 2
    assert found.kept["94", ALL] == 1


def test_a_zip_without_csv_is_told(tmp_path: Path) -> None:
    path = tmp_path / "rna.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("read me.txt", "nothing")

    with pytest.raises(RegisterUnreadable):
        register.tally(path, TODAY)


def test_a_line_cut_short_is_left_out_and_told(tmp_path: Path) -> None:
    found = read(tmp_path, export({}) + b'"W1";"cut"\n\n')

    assert (found.total, found.broken) == (1, 1)


def tally_of(**regions: dict[str, int]) -> Tally:
    found = Tally()
    for code, own in regions.items():
        for name, held in own.items():
            found.kept[code.removeprefix("r"), name] = held
    return found


def edition(found: Tally) -> Population:
    counted = register.counts(found, population.estimates())
    return Population.of(2, population.inputs(counted))


def test_counts_replace_the_estimates_of_their_regions_alone() -> None:
    people = edition(tally_of(r53={ALL: 10_000, "sport": 4_000}))
    before = population.estimates()
    everybody = {size: people.associations(size) for size in people.sizes}

    west = people.count(everybody, people.sizes, None, "north-west")

    others = sum(before.inputs["regions"][code]["low"] for code in ("52", "28")) * 1_270_000
    assert west == 10_000 + others
    brittany = before.inputs["regions"]["53"]["share"] * 1_270_000
    assert people.total == before.total - brittany + 10_000
    assert people.count(everybody, ["large"], ["religion"]) < before.count(
        {size: before.associations(size) for size in before.sizes}, ["large"], ["religion"]
    )


def test_sleepers_that_inflate_the_register_are_scaled_down_to_the_published_total() -> None:
    regions = population.estimates().inputs["regions"]
    found = tally_of(**{f"r{code}": {ALL: 200_000, "sport": 50_000} for code in regions})
    found.departments = {"57", "67", "68"}

    counted = register.counts(found, population.estimates())

    assert len(counted) == 18
    whole = sum(each[ALL] for each in counted.values())
    assert 1_270_000 - 18 <= whole <= 1_270_000
    assert counted["53"]["sport"] == pytest.approx(counted["53"][ALL] / 4, abs=1)


@given(
    st.dictionaries(
        st.sampled_from(sorted(set(register._REGION_OF.values()))),
        st.integers(min_value=1, max_value=10**7),
        min_size=1,
    )
)
def test_no_count_is_ever_raised_nor_the_published_total_passed(held: dict[str, int]) -> None:
    found = tally_of(**{f"r{code}": {ALL: own, "sport": own} for code, own in held.items()})
    found.departments = {"57", "67", "68"}

    counted = register.counts(found, population.estimates())
    people = Population.of(2, population.inputs(counted))

    assert all(counted[code][name] <= held[code] for code in held for name in (ALL, "sport"))
    assert people.total <= 1_270_000


def test_the_region_with_a_register_of_its_own_keeps_its_estimate_unless_that_is_read() -> None:
    found = tally_of(r44={ALL: 5_000}, r53={ALL: 5_000})

    assert set(register.counts(found, population.estimates())) == {"53"}
    found.departments = {"57", "67", "68", "54"}
    assert set(register.counts(found, population.estimates())) == {"44", "53"}


def test_a_register_without_anybody_changes_nothing() -> None:
    for found in (Tally(), tally_of(r44={ALL: 5_000})):
        with pytest.raises(RegisterEmpty):
            register.counts(found, population.estimates())
