"""Who gets a new emergency card, and whose numbers are in it."""

from dataclasses import replace

from bot.domain.decide import decide
from bot.domain.people.commands import Enrol, IssueRest, TakeUnit
from bot.domain.people.events import PacksIssued
from bot.domain.people.pack import issues, pack
from bot.domain.timers import timers
from bot.domain.unit import Unit
from config.roster import Roster
from tests.cards.unit import START, play


def with_member(roster: Roster, id_: str, **changes: object) -> Roster:
    return Roster(members=tuple(m.model_copy(update=changes) if m.id == id_ else m for m in roster.members))


def enrolled() -> Unit:
    return play().unit


def concerned(unit: Unit, roster: Roster) -> set[str]:
    return {issue.member for issue in issues(unit.people, unit.plan, roster, unit.people.enrolments)}


def test_everybody_has_one_after_enrolment_and_nobody_gets_the_same_again():
    unit = enrolled()
    assert set(unit.people.packs) == {member.id for member in unit.roster.members}
    assert concerned(unit, unit.roster) == set()


def test_a_changed_number_concerns_those_who_have_it_and_no_others():
    unit = enrolled()
    commanders = {"lin", "shen", "wei"}
    assert concerned(unit, with_member(unit.roster, "su", phone="139-0000-0000")) == commanders | {"tang"}
    assert concerned(unit, with_member(unit.roster, "tang", phone="139-0000-0000")) == commanders | {"su", "ye"}
    assert concerned(unit, with_member(unit.roster, "kong", phone="139-0000-0000")) == set()
    assert concerned(unit, with_member(unit.roster, "kong", title="…")) == {"kong"}


def test_a_pack_changed_there_and_back_is_new_both_times():
    unit = enrolled()
    there = with_member(unit.roster, "kong", title="…")
    (issue,) = issues(unit.people, unit.plan, there, ["kong"])
    assert issue.number == 2


def test_a_member_sees_the_command_post_and_their_lead_and_nobody_else():
    unit = enrolled()
    content = pack(unit.plan, unit.roster, unit.roster.by_id["su"])
    assert [number.name for number in content.command] == ["林远", "沈若", "魏岚", "唐禾"]
    assert content.people == ()
    assert content.places[0].tasks[0] == "封锁现场，拉警戒线"


def test_a_lead_sees_their_own_people_and_the_commander_the_leads_first():
    unit = enrolled()
    lead = pack(unit.plan, unit.roster, unit.roster.by_id["tang"])
    assert [number.name for number in lead.people] == ["苏𬍛", "叶桐"]
    commander = pack(unit.plan, unit.roster, unit.roster.by_id["lin"])
    assert [number.name for number in commander.people][:4] == ["唐禾", "白芷", "范舟", "祝霖"]
    assert len({number.phone for number in commander.people}) == len(commander.people)


def test_a_thousand_people_make_a_short_pack():
    unit = enrolled()
    one = unit.roster.by_id["su"]
    many = tuple(one.model_copy(update={"id": f"m{n}", "phone": f"139{n:08d}"}) for n in range(1000))
    content = pack(unit.plan, Roster(members=(*unit.roster.members, *many)), unit.roster.by_id["tang"])
    assert (len(content.people), content.more_people) == (60, 942)


def test_a_changed_roster_brings_new_packs_and_voids_those_they_replace():
    p = play()
    roster = p.unit.roster
    p.gives(TakeUnit(by="system", plan=p.unit.plan, roster=roster))
    p.gives(TakeUnit(by="system", plan=p.unit.plan, roster=with_member(roster, "kong", title="…")))
    cards = {card.key: card.closed for card in p.latest if card.attachment is not None}
    assert cards == {"people/offline/kong/1/2": False, "people/offline/kong/1/1": True}
    p.gives(TakeUnit(by="system", plan=p.unit.plan, roster=roster))
    assert {card.key for card in p.latest if card.attachment} == {"people/offline/kong/1/3", "people/offline/kong/1/2"}


def test_a_crowds_packs_are_looked_at_a_hundred_at_a_time_and_each_is_issued_once():
    p = play()
    one = p.unit.roster.by_id["su"]
    many = tuple(one.model_copy(update={"id": f"m{n}", "phone": f"139{n:08d}"}) for n in range(250))
    p.gives(TakeUnit(by="system", plan=p.unit.plan, roster=Roster(members=(*p.unit.roster.members, *many))))
    for n in range(250):
        p.gives(Enrol(by=f"m{n}", member=f"m{n}", account=9_000 + n, code=f"c{n}"))
    everybody = [m.model_copy(update={"title": "…"}) for m in p.unit.roster.members]
    taken = TakeUnit(by="system", plan=p.unit.plan, roster=Roster(members=tuple(everybody)))
    [first] = [event for event in p.gives(taken) if isinstance(event, PacksIssued)]
    assert (len(first.issued), len(first.rest)) == (100, len(everybody) - 100)
    issued = [one.member for one in first.issued]
    while due := [timer for timer in timers(p.unit) if isinstance(timer.command, IssueRest)]:
        assert due[0].when <= p.now
        [event] = p.gives(due[0].command)
        assert len(event.issued) <= 100
        issued += [one.member for one in event.issued]
    assert sorted(issued) == sorted(member.id for member in everybody)
    assert decide(p.unit, IssueRest(by="system"), p.now) == ()


def test_whoever_enrols_meanwhile_gets_theirs_and_the_rest_still_get_theirs():
    unit = enrolled()
    unit = replace(unit, people=replace(unit.people, packs={}, packs_rest=("su", "ye")))
    enrol = Enrol(by="kong", member="kong", account=77, code="new")
    [packs] = [event for event in decide(unit, enrol, START) if isinstance(event, PacksIssued)]
    assert ([one.member for one in packs.issued], packs.rest) == (["kong"], ("su", "ye"))
