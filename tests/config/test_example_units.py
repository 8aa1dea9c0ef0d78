"""The example units are whole: every clause of the written plan, every role, tier and group, in both languages."""

import pytest

from config import example_folder
from config.coverage import coverage
from config.loading import check, load_unit
from config.plan import Phase, Plan
from config.roster import Roster

LANGUAGES = ("zh-CN", "en")

CLAUSES = (
    "2 3 4.1 4.2a 4.2b 4.2c 4.2d 5 5.1.1 5.1.2 5.1.3 5.2 5.3 5.4 5.5 6.1a 6.1b 6.2 6.3 6.4"
    " 7.1 7.2 7.3a 7.3b 7.4 7.4.1 7.4.2 7.4.3 7.4.4 7.4.5"
)


@pytest.fixture(params=LANGUAGES)
def unit(request):
    return load_unit(example_folder(request.param))


@pytest.mark.parametrize("language", LANGUAGES)
def test_has_no_fault(language):
    assert check(example_folder(language)) == []
    assert load_unit(example_folder(language)).plan.language == language


def test_has_every_clause_of_the_written_plan(unit):
    assert " ".join(clause.id for clause in unit.plan.clauses) == CLAUSES


def test_every_clause_is_carried_out_by_something(unit):
    assert [clause.id for clause, carriers in coverage(unit.plan) if not carriers] == []


def test_coverage_names_whatever_cites_a_clause():
    carriers = {clause.id: found for clause, found in coverage(load_unit(example_folder()).plan)}
    assert carriers["4.1"] == ("tier 1: 指挥部领导和成员", "tier 2: 保卫处和其他人员", "tier 3: 抢险和医疗力量")
    assert carriers["4.2a"] == ("upward report: 学校综治办",)
    assert carriers["5.1.2"][1] == "task guard-exit × 4: 守住{place}，引导快走不跑"
    assert carriers["5.2"][0] == "group casualty: 伤员救治组"
    assert carriers["5.2"][-1] == "call ambulance: 120 急救中心"
    assert carriers["5"][0].startswith("by design: ")


def test_has_24_people_in_all_roles_tiers_and_groups(unit):
    members = unit.roster.members
    assert len(members) == 24
    assert {role for m in members for role in m.roles} == {role.id for role in unit.plan.roles}
    assert {m.tier for m in members} == {1, 2, 3}
    assert sum(len(m.group) > 1 for m in members) >= 5
    for group in unit.plan.groups:
        ours = [m for m in members if group.id in m.group]
        assert len(ours) > group.strength, f"{group.id} has nobody to spare"
        assert [m.leads(group.id) for m in ours].count(True) == 1


def test_the_first_response_is_open_to_whoever_arrives(unit):
    first = {task.id for task in unit.plan.tasks if task.first_response}
    assert {"cordon", "evacuation", "call-ambulance", "call-police"} <= first


def test_every_exit_and_every_key_place_has_a_guard(unit):
    ids = [task.id for task in unit.plan.expanded_tasks()]
    assert len(set(ids)) == len(ids)
    for place in unit.plan.exits:
        assert f"guard-exit-{place.id}" in ids
    for place in unit.plan.key_places:
        assert f"guard-place-{place.id}" in ids
    assert not [task.title for task in unit.plan.expanded_tasks() if "{" in task.title]


def test_aftermath_opens_at_stand_down_and_nothing_of_it_before(unit):
    assert {t.group for t in unit.plan.tasks if t.phase is Phase.AFTERMATH} == {"aftermath"}
    assert {t.group for t in unit.plan.tasks if t.phase is Phase.RESPONSE} == {
        "order",
        "casualty",
        "rescue",
        "stability",
    }


def test_a_title_can_be_read_while_running(unit):
    limit = 24 if unit.plan.language == "zh-CN" else 56
    assert [t.title for t in unit.plan.expanded_tasks() if len(t.title) > limit] == []


def test_whoever_calls_does_not_hang_up_first(unit):
    last = {call.id: call.script[-1] for call in unit.plan.calls}
    if unit.plan.language == "zh-CN":
        assert "请 120 先挂断" in last["ambulance"]
    else:
        assert all("operator hang up first" in line for line in last.values())


def test_english_is_the_same_plan():
    chinese, english = (load_unit(example_folder(language)) for language in LANGUAGES)
    for part in ("clauses", "roles", "groups", "assembly_points", "exits", "key_places", "tasks", "calls"):
        assert [x.id for x in getattr(chinese.plan, part)] == [x.id for x in getattr(english.plan, part)]
    words = {"title"}
    assert [t.model_dump(exclude=words) for t in chinese.plan.tasks] == [
        t.model_dump(exclude=words) for t in english.plan.tasks
    ]
    assert chinese.plan.times == english.plan.times
    assert chinese.plan.unit != english.plan.unit
    assert [(m.roles, m.tier, m.group, m.lead) for m in chinese.roster.members] == [
        (m.roles, m.tier, m.group, m.lead) for m in english.roster.members
    ]


def test_english_has_no_chinese_left():
    folder = example_folder("en")
    text = (folder / "plan.yaml").read_text("utf-8") + (folder / "roster.yaml").read_text("utf-8")
    assert [c for c in text if "\u3000" <= c <= "\u9fff" or "\uff00" <= c <= "\uffef"] == []


def test_survives_being_kept_as_json(unit):
    assert Plan.model_validate_json(unit.plan.model_dump_json()) == unit.plan.without_secrets()
    assert Roster.model_validate_json(unit.roster.model_dump_json()) == unit.roster.without_secrets()
