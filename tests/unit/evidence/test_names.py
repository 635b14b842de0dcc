import pytest
from tests.unit.evidence.claim_reading import document, words

from licet.evidence.claims.readings import readings_of


def mentions(text: str) -> list[tuple[str, str, str]]:
    found = []
    for reading in readings_of(document(text), words()):
        found += [(reading.found.written(each.first, each.end), each.kind, each.actor) for each in reading.mentions]
    return found


def items(text: str) -> list[tuple[str, str]]:
    return [(each.text, each.item) for reading in readings_of(document(text), words()) for each in reading.items]


@pytest.mark.parametrize(
    ("written", "actor"),
    [
        ("MOFCOM", "cn-mofcom"),
        ("China's Ministry of Commerce", "cn-mofcom"),
        ("the Commerce Department", "us-commerce"),
        ("商务部", "cn-mofcom"),
        ("美国商务部", "us-commerce"),
        ("英伟达", "nvidia"),
        ("NVIDIA Corporation", "nvidia"),
        ("Chinese customs", "cn-customs"),
        ("Tencent Holdings", "tencent"),
    ],
)
def test_a_name_in_either_language_leads_to_one_id(written: str, actor: str) -> None:
    assert [each for _, _, each in mentions(f"It was {written} again.") if each == actor] == [actor]


def test_a_minister_of_commerce_is_not_the_american_department() -> None:
    assert "us-commerce" not in [actor for _, _, actor in mentions("China's Commerce Minister Wang Wentao spoke.")]


@pytest.mark.parametrize("text", ["State media wrote it.", "An oracle spoke to intel.", "The information is old."])
def test_a_common_word_is_nobody(text: str) -> None:
    assert mentions(text) == []


def test_a_family_name_leads_back_to_the_one_named_in_full() -> None:
    assert mentions("Jensen Huang came. Huang left.") == [
        ("Jensen Huang", "person", "jensen-huang"), ("Huang", "person", "jensen-huang"),
    ]  # fmt: skip


def test_a_chinese_family_name_stands_first() -> None:
    assert mentions("Wang Wentao came. Wang spoke.")[-1] == ("Wang", "person", "wang-wentao")


def test_a_family_name_of_two_named_before_is_nobodys() -> None:
    text = "Wang Wentao came. Wang Jian came. Then Wang spoke."

    assert [name for name, _, _ in mentions(text)] == ["Wang Wentao", "Wang Jian"]


def test_a_family_name_after_another_given_name_is_somebody_else() -> None:
    assert [name for name, _, _ in mentions("Jensen Huang came. Ann Huang left.")] == ["Jensen Huang"]


def test_the_chief_executive_is_known_by_his_name_beside_his_firm_alone() -> None:
    assert ("Huang", "person", "jensen-huang") in mentions("Nvidia waits. Huang left.")
    assert mentions("A Mr Huang left.") == []


def test_the_company_and_the_chipmaker_point_to_the_only_one_there_is() -> None:
    assert mentions("Nvidia waits. The chipmaker asked.")[-1] == ("The chipmaker", "firm", "nvidia")
    assert mentions("Nvidia waits. The company asked.")[-1] == ("The company", "firm", "nvidia")
    assert mentions("Nvidia and ByteDance wait. The chipmaker asked.")[-1][2] == "nvidia"


@pytest.mark.parametrize(
    "text", ["Nvidia and ByteDance wait. The company asked.", "Nvidia and AMD wait. The chipmaker asked."]
)
def test_the_company_is_nobody_where_two_may_be_meant(text: str) -> None:
    assert not mentions(text)[-1][0].startswith("The")


def test_the_ministry_points_to_the_one_ministry_named() -> None:
    assert mentions("The Ministry of Commerce wrote. The ministry waits.")[-1] == (
        "The ministry", "authority", "cn-mofcom",
    )  # fmt: skip


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("China approved it.", "authority"),
        ("It was stopped by China.", "authority"),
        ("It needs approval from Beijing.", "authority"),
        ("They met in Beijing.", "place"),
        ("It ships parts to China.", "place"),
        ("It grows on China's market.", "place"),
        ("US firms wait.", "place"),
        ("Washington's curbs hold.", "authority"),
    ],
)
def test_a_country_is_a_government_only_where_it_acts(text: str, kind: str) -> None:
    assert [each for _, each, _ in mentions(text)] in ([kind], [kind] if kind == "authority" else [])


@pytest.mark.parametrize(
    ("written", "item"),
    [
        ("H20", "h20"),
        ("H20 chips", "h20"),
        ("H-20", "h20"),
        ("H20s", "h20"),
        ("Nvidia H200", "h200"),
        ("RTX Pro 6000D", "rtx-pro-6000d"),
        ("RTX PRO 6000D", "rtx-pro-6000d"),
        ("RTX6000D", "rtx-pro-6000d"),
        ("RTX 5090 D V2", "rtx-5090d-v2"),
        ("RTX Pro 5500", "rtx-pro-5500"),
        ("MI308", "mi308"),
        ("Blackwell", "blackwell"),
        ("foreign AI chips", "foreign_ai_chips"),
    ],
)
def test_an_item_is_found_however_it_is_written(written: str, item: str) -> None:
    assert [each for _, each in items(f"Nvidia sells the {written} abroad.")] == [item]


@pytest.mark.parametrize("written", ["RTX Pro GPU", "RTX Pro graphics processing unit", "RTX PRO 6000"])
def test_a_name_that_may_be_several_stays_soft(written: str) -> None:
    assert [each for _, each in items(f"Nvidia plans the {written} now.")] == [""]


@pytest.mark.parametrize(
    "text", ["AI chips are scarce.", "He took a bow.", "It fell by a 100 per cent.", "The A 2 road."]
)
def test_what_names_no_item_stands_for_none(text: str) -> None:
    assert items(text) == []


def test_a_firm_that_no_table_has_is_named_as_written() -> None:
    assert ("Harbour Cloud", "firm", "Harbour Cloud") in mentions("It was said that Harbour Cloud ordered parts.")
    assert ("the Delta Observer", "outlet", "Delta Observer") not in mentions("They told the Delta Observer.")
    assert ("Delta Observer", "outlet", "Delta Observer") in mentions("They told the Delta Observer.")


def test_words_in_capitals_alone_are_nobody() -> None:
    assert mentions("The New Great Thing came.") == []


def test_the_government_of_another_country_is_neither_side() -> None:
    [mention] = [each for each in mentions("The Dutch government spoke.") if each[1] == "elsewhere"]

    assert mention[0] == "Dutch government"
