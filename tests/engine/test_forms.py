"""Forms: what is asked, what is prefilled, how answers are stored, and everything that is wrong with them."""

from __future__ import annotations

from itertools import count
from typing import Any

import msgspec
import pytest
from care_world import province
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from rule_world import VILLAGE, child, cond, guardian, mother, record, view

from aixin_tui.domain.codes import Code
from aixin_tui.domain.problem import Problem, Severity
from aixin_tui.domain.record import Record
from aixin_tui.engine.forms.asking import asked_fields, defaults, kept_values
from aixin_tui.engine.forms.completeness import missing_fields
from aixin_tui.engine.forms.problems import problems_of
from aixin_tui.engine.forms.shaping import iso_date, rounded_number, shape
from aixin_tui.engine.spec.condition import AllOf, Between, By, Check, Distinct
from aixin_tui.engine.spec.form import FieldSpec, FieldType, FormSpec, Need
from aixin_tui.engine.spec.item import Items
from aixin_tui.texts import problem as text_of

GOOD_CHILD = {"name": "尹禾", "sex": "female", "birth_date": "2015-05-06", "categories": ["left_behind_child"],
              "division_code": VILLAGE}


def shaped(kind: str, values: dict[str, Any]) -> dict[str, Any]:
    ids = count(1)
    return shape(province().forms[kind], province(), values, lambda: f"row{next(ids)}")


def wrong(kind: str, values: dict[str, Any], *others: Record, day: str = "2025-04-01") -> tuple[Problem, ...]:
    draft = Record(kind, "new", {k: v for k, v in shaped(kind, values).items() if v is not None})
    return problems_of(view(*others, day=day), province().forms[kind], draft)


def codes(found: tuple[Problem, ...]) -> set[tuple[str, str]]:
    return {(str(p.code), p.place.field) for p in found}


# --- asking -----------------------------------------------------------------------------------------------------------


def test_a_field_is_asked_only_when_its_condition_holds() -> None:
    form = province().forms["activity"]
    call = Record("activity", "", {"kind": {"contact_call": True}})
    letter = Record("activity", "", {"kind": {"family_letter": True}, "channel": "phone", "reached": True})
    assert "channel" in {f.key for f in asked_fields(view(), form, call)}
    assert "channel" not in {f.key for f in asked_fields(view(), form, letter)}
    assert kept_values(view(), form, letter) == {"kind": {"family_letter": True}}


def test_defaults_stand_in_empty_fields() -> None:
    form = province().forms["loving_mother"]
    found = defaults(view(), form, Record("loving_mother", "", {"kind": "father"}))
    assert found["radius"] == "county"
    assert found["available"] in (True, "true")
    assert "kind" not in found


def test_a_default_may_depend_on_a_fact() -> None:
    fee = FieldSpec(key="fee", type=FieldType.NUMBER, default=By("child.core_state", {"paired": 0}, 20, has_else=True))
    link = FieldSpec(key="child", type=FieldType.LINK, to="child")
    form = FormSpec(kind="event_signup", label="报名", fields=Items((link, fee)), is_register=True)
    here = view(child("c1", state="paired"), child("c2"),
                of=msgspec.structs.replace(province(), forms={**province().forms, "event_signup": form}))
    assert defaults(here, form, Record("event_signup", "", {"child": "c1"})) == {"fee": 0}
    assert defaults(here, form, Record("event_signup", "", {"child": "c2"})) == {"fee": 20}


def test_what_is_missing_of_a_record() -> None:
    one = child(household=None)
    assert missing_fields(view(one), one) == ("id_number", "household")
    assert missing_fields(view(one), one, needed_only=True) == ()
    plan = record("care_plan", "p", scope="child", child="c1", date="2025-03-01", goals="读书",
                  items={"r1": {"area": "living"}, "r2": {"area": "living", "what": "米面"}})
    assert missing_fields(view(one, plan), plan) == ("items.what",)


# --- storing ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("kind", "given", "stored"), [
    ("child", {"categories": ["left_behind_child", "child_in_difficulty"]},
     {"categories": {"left_behind_child": True, "child_in_difficulty": True}}),
    ("child", {"categories": {"left_behind_child": {"source": "民政"}}},
     {"categories": {"left_behind_child": {"source": "民政"}}}),
    ("child", {"categories": "left_behind_child"}, {"categories": {"left_behind_child": True}}),
    ("child", {"name": " 尹\x00禾 \n"}, {"name": "尹禾"}),
    ("child", {"name": "  "}, {"name": None}),
    ("child", {"name": [" "]}, {"name": None}),
    ("child", {"birth_date": "2015年5月6日"}, {"birth_date": "2015-05-06"}),
    ("child", {"id_number": "63022220150506990x"}, {"id_number": "63022220150506990X"}),
    ("child", {"sex_is_must": "是"}, {"sex_is_must": True}),
    ("child", {"own": [1, 2]}, {"own": [1, 2]}),
    ("guardian", {"phone": "15400000001、15400000002"}, {"phone": {"15400000001": True, "15400000002": True}}),
    ("guardian", {"roles": [{"child": "c1", "role": "guardian", "from": "2020/1/2", "to": ""}]},
     {"roles": {"row1": {"child": "c1", "role": "guardian", "from": "2020-01-02"}}}),
    ("guardian", {"roles": {"r7": {"child": "c1", "role": "carer"}}},
     {"roles": {"r7": {"child": "c1", "role": "carer"}}}),
    ("loving_mother", {"places": "3"}, {"places": 3}),
    ("loving_mother", {"places": "3名"}, {"places": 3}),
    ("loving_mother", {"places": "三"}, {"places": "三"}),
    ("micro_wish", {"price": "199.9"}, {"price": 19990}),
    ("micro_wish", {"price": "199.9元"}, {"price": 19990}),
    ("micro_wish", {"price": 19990}, {"price": 19990}),
    ("micro_wish", {"price": "1.999"}, {"price": "1.999"}),
    ("event", {"reach": "近120万"}, {"reach": {"value": 1200000, "word": "近"}}),
    ("event", {"reach": "2.3万余"}, {"reach": {"value": 23000, "word": "余"}}),
    ("event", {"reach": "1,200"}, {"reach": 1200}),
    ("home_visit", {"child": ["c1", "c2"]}, {"child": {"c1": True, "c2": True}}),
    ("activity", {"child": ["c1"]}, {"child": "c1"}),
])
def test_answers_are_stored_so_that_two_offices_edits_merge(
    kind: str, given: dict[str, Any], stored: dict[str, Any]
) -> None:
    assert shaped(kind, given) == stored


@pytest.mark.parametrize(("typed", "stored"), [
    ("2025-03-01", "2025-03-01"), ("2025-03", "2025-03"), ("2025", "2025"), ("2025/3/1", "2025-03-01"),
    ("2025.3.1", "2025-03-01"), ("20250301", "2025-03-01"), ("2025年3月", "2025-03"), ("2025年", "2025"),
    ("2025-13-01", "2025-13-01"), ("2025-02-30", "2025-02-30"), ("明天", "明天"), ("0000", "0000"),
])
def test_dates_as_people_type_them(typed: str, stored: str) -> None:
    assert iso_date(typed) == stored


def test_numbers_that_people_round() -> None:
    assert rounded_number("120") is None
    assert rounded_number("约3亿") == {"value": 300_000_000, "word": "约"}
    assert rounded_number("1.2万") == 12000


SCALARS = st.one_of(st.none(), st.booleans(), st.integers(), st.text(max_size=12), st.floats(allow_nan=False))


@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.sampled_from(["child", "guardian", "micro_wish", "event", "home_visit", "loving_mother", "assessment"]),
       st.data())
def test_storing_twice_is_storing_once_and_nothing_raises(kind: str, data: st.DataObject) -> None:
    fields = list(province().forms[kind].fields)
    answers = data.draw(st.dictionaries(st.sampled_from(fields), st.one_of(
        SCALARS, st.lists(SCALARS, max_size=3), st.dictionaries(st.text(max_size=4), SCALARS, max_size=2)), max_size=6))
    once = shaped(kind, answers)
    assert shaped(kind, once) == once
    problems_of(view(), province().forms[kind], Record(kind, "new", once))


# --- what is wrong ----------------------------------------------------------------------------------------------------


def test_a_good_draft_has_no_problem() -> None:
    assert wrong("child", GOOD_CHILD) == ()


@pytest.mark.parametrize(("changed", "found"), [
    ({"name": ""}, {("FORM_002", "name")}),
    ({"name": "", "sex": ""}, {("FORM_002", "name"), ("FORM_002", "sex")}),
    ({"sex": "女"}, {("FORM_005", "sex")}),
    ({"categories": ["left_behind_child", "star"]}, {("FORM_005", "categories")}),
    ({"birth_date": "2015-02-30"}, {("FORM_004", "birth_date")}),
    ({"birth_date": "2025-04-02"}, {("FORM_006", "birth_date")}),
    ({"birth_date": "2025-04"}, set()),
    ({"division_code": "630299100201"}, {("FORM_013", "division_code")}),
    ({"division_code": "六村"}, {("FORM_013", "division_code")}),
    ({"division_code": "460105100"}, set()),
    ({"id_number": "630222201505069900"}, {("FORM_009", "id_number")}),
    ({"id_number": "1234"}, {("FORM_009", "id_number")}),
    ({"household": "h9"}, {("FORM_012", "household")}),
    ({"nmae": "x"}, {("FORM_003", "nmae")}),
    ({"sex": ["female", "male"]}, {("FORM_014", "sex")}),
    ({"name": ["尹", "禾"]}, {("FORM_014", "name")}),
    ({"id_number": ["1", "2"]}, {("FORM_014", "id_number")}),
    ({"wished_sex": "female", "sex_is_must": "也许"}, {("FORM_004", "sex_is_must")}),
])
def test_problems_of_a_child(changed: dict[str, Any], found: set[tuple[str, str]]) -> None:
    problems = wrong("child", {**GOOD_CHILD, **changed})
    assert codes(problems) == found
    assert all(p.stops for p in problems)


def test_an_unknown_field_is_told_with_the_nearest() -> None:
    (found,) = wrong("child", {**GOOD_CHILD, "birth_dat": "2015"})
    assert found.near == "birth_date"


def test_a_number_that_does_not_agree_with_birth_and_sex_is_said() -> None:
    problems = wrong("child", {**GOOD_CHILD, "id_number": "630222201505069909", "birth_date": "2015-05-07",
                               "sex": "male"})
    assert codes(problems) == {("FORM_011", "birth_date"), ("FORM_011", "sex")}
    assert all(p.severity is Severity.WARNING for p in problems)
    assert wrong("child", {**GOOD_CHILD, "id_number": "630222201505069909", "birth_date": "2015-05"}) == ()


@pytest.mark.parametrize(("kind", "values", "found"), [
    ("guardian", {"name": "王", "phone": "123", "roles": [{"child": "c1", "role": "guardian"}]},
     {("FORM_010", "phone")}),
    ("guardian", {"name": "王", "roles": [{"child": "c1"}]}, {("FORM_002", "roles/row1/role")}),
    ("guardian", {"name": "王", "roles": [{"child": "c9", "role": "king"}]},
     {("FORM_012", "roles/row1/child"), ("FORM_005", "roles/row1/role")}),
    ("guardian", {"name": "王", "roles": "c1"}, {("FORM_004", "roles")}),
    ("micro_wish", {"child": "c1", "date": "2025-03-01", "wish": "书包", "price": "1.999"}, {("FORM_015", "price")}),
    ("micro_wish", {"child": "c1", "date": "2025-03-01", "wish": "书包", "deadline": "2025-06-01"}, set()),
    ("home_visit", {"child": ["c1"], "date": "2025-04-02", "visitors": "李", "met": ["child"],
                    "joint_with": ["civil_affairs"]}, {("FORM_006", "date")}),
    ("event", {"date": "2025-06-01", "name": "六一", "kind": "group_activity", "division_code": VILLAGE}, set()),
    ("consent", {"child": "c1", "by": "child", "purpose": "pairing", "decision": "agreed", "date": "2025-03-01",
                 "channel": "in_person"}, set()),
    ("consent", {"child": "c1", "by": "guardian", "purpose": "pairing", "decision": "agreed", "date": "2025-03-01",
                 "channel": "in_person"}, {("FORM_002", "guardian")}),
])
def test_problems_of_other_forms(kind: str, values: dict[str, Any], found: set[tuple[str, str]]) -> None:
    assert codes(wrong(kind, values, child("c1"), guardian())) == found


def test_a_forms_own_check_says_what_the_official_wrote() -> None:
    (found,) = wrong("home_visit", {"child": ["c1"], "date": "2025-03-01", "visitors": "李", "met": ["child"],
                                    "joint_with": ["education"]}, child("c1"))
    assert (found.code, found.place.field, found.severity) == (Code.FORM_008, "joint_with", Severity.WARNING)
    assert "民政" in text_of(found.code, **found.values)[0]


def _form(**more: Any) -> FormSpec:
    skills = FieldSpec(key="skills", type=FieldType.TEXT, many=True, label="专长", **more)
    return FormSpec(kind="mother_team", label="队伍", fields=Items((skills,)), **(
        {"checks": Items((Check(key="two", must=cond({"mother_team.skills": Distinct(at_least=2)}), say="两项",
                                level="approve"),))} if not more else {}))


def test_a_fields_own_must() -> None:
    form = _form(must=AllOf(("a", "b")), say="要有甲乙")
    draft = Record("mother_team", "", {"skills": {"a": True}})
    (found,) = problems_of(view(), form, draft)
    assert (found.code, found.values["say"]) == (Code.FORM_007, "要有甲乙")
    assert problems_of(view(), form, Record("mother_team", "", {"skills": {"a": True, "b": True}})) == ()


def test_an_approve_check_of_a_form_is_held() -> None:
    (found,) = problems_of(view(), _form(), Record("mother_team", "", {"skills": {"a": True}}))
    assert (found.code, found.severity, found.place.field) == (Code.FORM_008, Severity.HELD, "skills")


def test_a_must_on_a_number() -> None:
    places = FieldSpec(key="places", type=FieldType.NUMBER, label="名额", must=Between(at_least=0), say="不小于0",
                       need=Need.ALWAYS)
    form = FormSpec(kind="loving_mother", label="登记", fields=Items((places,)))
    assert [p.code for p in problems_of(view(), form, Record("loving_mother", "", {"places": -1}))] == [Code.FORM_007]
    assert [p.code for p in problems_of(view(), form, Record("loving_mother", "", {}))] == [Code.FORM_002]
    assert problems_of(view(), form, Record("loving_mother", "", {"places": 0})) == ()


def test_no_problem_tells_a_number_or_a_phone() -> None:
    secret, phone = "630222201505069900", "1540000"
    found = wrong("guardian", {"name": "王", "phone": phone, "id_number": secret,
                               "roles": [{"child": "c1", "role": "guardian"}]}, child("c1"))
    assert {p.code for p in found} == {Code.FORM_009, Code.FORM_010}
    for lang in ("zh", "en"):
        told = [text for p in found for text in text_of(p.code, lang, **p.values)]
        assert not any(secret in text or phone in text for text in told)


def test_records_in_force_stay_free_of_problems_that_only_drafts_have() -> None:
    one = mother(places=2)
    assert problems_of(view(one), province().forms["loving_mother"], one) == ()
