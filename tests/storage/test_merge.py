"""The laws of merging (F10): any order, any number of times, and no write vanishes unseen."""

from __future__ import annotations

import itertools
import json
import os
from functools import reduce

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from aixin_tui.storage import merge as merging
from aixin_tui.storage.merge import begin, changed_units, conflicts, edit, key_of, merge, purge, units_of
from aixin_tui.storage.quick_merge import plainly_edited

RUN = settings(max_examples=int(os.environ.get("AIXIN_MERGE_EXAMPLES", "150")), deadline=None, database=None,
               suppress_health_check=list(HealthCheck))
PATHS = st.sampled_from(["name", "places", "places/a", "places/b", "status/01", "status"])
VALUES = st.sampled_from([None, "甲", "乙", 1, True, 1.5, "", {}, {"a": 1}, {"a": None, "b": {"from": "2025"}}, ["x"]])
OFFICE = st.integers(0, 3)
STEPS = st.lists(st.one_of(
    st.tuples(st.just("edit"), OFFICE, PATHS, VALUES, st.integers(-5, 5)),
    st.tuples(st.just("pull"), OFFICE, OFFICE),
    st.tuples(st.just("hand"), OFFICE, st.sampled_from(["name", "places"]), VALUES),
    st.tuples(st.just("purge"), OFFICE),
    st.tuples(st.just("restore"), OFFICE, OFFICE),
    st.tuples(st.just("copy"), OFFICE, OFFICE),
), max_size=14)
FIRST = begin("R", {"name": "甲", "places": {"a": 1}}, "0000")


def play(steps, *, purges=True, hands=True, backs=True):
    """Four offices edit copies of one record on skewed clocks, and now and then pull, roll back or copy."""
    offices, past, writes = [dict(FIRST) for _ in range(4)], [[dict(FIRST)] for _ in range(4)], []
    for turn, (do, who, *rest) in enumerate(steps, 1):
        if do == "edit" and "_purged" not in offices[who]:
            stamp = f"{1000 + turn + rest[2] * 10:04}-{who}-{turn}"
            delta = edit(offices[who], {rest[0]: rest[1]}, stamp)
            if delta:
                writes += [(unit, stamp, value, set(delta["_f"][unit][1:]))
                           for unit, value in changed_units(delta).items()]
                offices[who] = merge(offices[who], delta)
        elif do == "pull":
            offices[who] = merge(offices[who], offices[rest[0]])
        elif do == "hand" and hands and "_purged" not in offices[who]:
            offices[who] = {**offices[who], rest[0]: rest[1]}
            if rest[1] is None:
                del offices[who][rest[0]]
        elif do == "purge" and purges:
            offices[who] = purge("R", f"{turn:04}")
        elif do == "restore" and backs:
            offices[who] = past[who][min(rest[0], len(past[who]) - 1)]
        elif do == "copy" and backs:
            offices[who] = offices[rest[0]]
        past[who].append(offices[who])
    return offices, writes


@RUN
@given(STEPS)
def test_merging_is_commutative_associative_and_idempotent(steps):
    a, b, c, _ = (merge(office, office) for office in play(steps)[0])
    assert key_of(merge(a, b)) == key_of(merge(b, a))
    assert key_of(merge(merge(a, b), c)) == key_of(merge(a, merge(b, c)))
    assert key_of(merge(a, a)) == key_of(a)
    both = merge(a, b)
    assert key_of(merge(both, a)) == key_of(merge(both, b)) == key_of(both)


@RUN
@given(STEPS)
def test_offices_that_merge_in_any_order_hold_the_same(steps):
    offices, _ = play(steps)
    assert len({key_of(reduce(merge, order)) for order in itertools.permutations(offices)}) == 1


@RUN
@given(STEPS)
def test_every_write_is_shown_or_listed_as_a_conflict_or_was_replaced_knowingly(steps):
    offices, writes = play(steps, purges=False, hands=False, backs=False)
    whole = reduce(merge, offices)
    shown, known, others = units_of(whole), whole.get("_f", {}), whole.get("_x", {})
    for unit, stamp, value, _ in writes:
        if any(other == unit and stamp in replaced for other, _, _, replaced in writes):
            continue
        listed = [told for named, told in others.get(unit, ()) if named == stamp]
        assert known[unit][0] == stamp or listed
        assert key_of(value) in [key_of(told) for told in (shown.get(unit), *listed)]


@RUN
@given(STEPS, PATHS, VALUES)
def test_an_edit_settles_the_conflicts_that_it_saw_everywhere(steps, path, value):
    offices, _ = play(steps, purges=False)
    whole = reduce(merge, offices)
    delta = edit(whole, {path: value}, "9999-z")
    done = merge(whole, delta) if delta else whole
    for unit in (delta or {}).get("_f", {}):
        assert unit not in conflicts(done)
        assert unit not in conflicts(reduce(merge, [*offices, done]))


@RUN
@given(STEPS)
def test_replaying_deltas_in_any_order_and_twice_gives_one_record(steps):
    now, deltas = FIRST, []
    for number, (do, _, *rest) in enumerate(steps):
        if do == "edit" and (delta := edit(now, {rest[0]: rest[1]}, f"{number + 1:04}")):
            deltas.append(delta)
            now = merge(now, delta)
    for order in itertools.islice(itertools.permutations(deltas), 12):
        assert key_of(reduce(merge, [*order, *order], FIRST)) == key_of(merge(now, now))


def written(record):
    """The bytes of a record: its fields in their order."""
    return json.dumps(record, ensure_ascii=False)


@RUN
@given(STEPS)
def test_a_record_merged_with_itself_is_written_as_merged_with_an_equal_one(steps):
    offices, _ = play(steps)
    for record in offices:
        assert written(merge(record, record)) == written(merge(record, dict(record)))


FIELDS = st.sampled_from(["name", "name_2", "a", "a-b", "places", "b/c", "status/01"])


@RUN
@given(st.dictionaries(FIELDS, st.one_of(VALUES, st.dictionaries(st.sampled_from("zab"), VALUES))))
def test_a_new_record_is_written_the_same_whether_it_met_a_copy_or_not(values):
    for record in (begin("R", values, "0001"), {"id": "R", **values, "_v": "0001"}, {**values, "id": "R"}):
        assert written(merge(record, record)) == written(merge(record, dict(record)))


@pytest.mark.parametrize(("start", "change", "then"), [
    ({"a": 1}, {"a": 2}, {"a": 2}),
    ({"a": 1}, {"a": None}, {}),
    ({"a": {"x": 1, "y": 2}}, {"a/x": None}, {"a": {"y": 2}}),
    ({"a": {"x": 1, "y": 2}}, {"a": {"x": 3}}, {"a": {"x": 3}}),
    ({"a": {"x": 1}}, {"a": None}, {}),
    ({"a": {"x": 1}}, {"a": {}}, {}),
    ({"a": {"x": 1}}, {"a": "plain"}, {"a": "plain"}),
    ({"a": "plain"}, {"a": {"x": 1}}, {"a": {"x": 1}}),
    ({"a": "plain"}, {"a/x": 1}, {"a": {"x": 1}}),
    ({}, {"a/x/y": {"deep": [1]}}, {"a": {"x/y": {"deep": [1]}}}),
    ({"a": True}, {"a": 1}, {"a": 1}),
])
def test_an_edit_gives_the_fields_it_names(start, change, then):
    record = begin("R", start, "1")
    delta = edit(record, change, "2")
    after = merge(record, delta) if delta else record
    assert key_of({field: value for field, value in after.items() if not field.startswith("_") and field != "id"}
                  ) == key_of(then)


def test_an_edit_that_changes_nothing_writes_nothing():
    record = begin("R", {"a": 1, "s": {"x": True}}, "1")
    assert edit(record, {"a": 1, "s": {"x": True}, "gone": None}, "2") is None


def test_two_offices_that_add_to_one_set_or_table_both_keep_what_they_added():
    record = begin("R", {"categories": {"left_behind": True}}, "1")
    one = merge(record, edit(record, {"categories/disabled": True}, "2a"))
    two = merge(record, edit(record, {"categories/orphan": True, "status/01": {"state": "filed"}}, "2b"))
    both = merge(one, two)
    assert both["categories"] == {"left_behind": True, "disabled": True, "orphan": True}
    assert both["status"] == {"01": {"state": "filed"}}
    assert conflicts(both) == {}


def test_two_offices_that_change_one_field_make_a_conflict_that_shows_both():
    record = begin("R", {"name": "甲"}, "1")
    one, two = (merge(record, edit(record, {"name": name}, stamp)) for name, stamp in (("乙", "2a"), ("丙", "2b")))
    both = merge(one, two)
    assert both["name"] == "丙"
    assert conflicts(both) == {"name": ("丙", "乙")}


@settings(RUN, max_examples=600)
@given(STEPS, STEPS)
def test_a_plain_edit_gives_to_the_letter_what_the_merge_of_all_units_gives(steps, more):
    offices, _ = play([*steps, *more], purges=False)
    for office in offices:
        for values in ({"name": "丙"}, {"places/a": None, "places/c": 2}, {"places": {"b": {"x": 1}}}, {"status": None},
                       {"new": {}}, {"name": None, "fresh/1": {"state": "甲"}}):
            delta = edit(office, values, "9999")
            done = plainly_edited(office, delta) if delta else None
            if done is not None:
                assert json.dumps(done) == json.dumps(with_all_units(office, delta))


def with_all_units(one, delta):
    """Merge the long way: a conflict that nothing shows lets no short way be taken."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(merging, "plainly_edited", lambda *_: None)
        return merge(one, delta)


def test_a_plain_edit_of_a_plain_record_takes_the_short_way():
    delta = edit(FIRST, {"name": "乙", "places/b": 2}, "0001")
    assert plainly_edited(FIRST, delta) == {"id": "R", "name": "乙", "places": {"a": 1, "b": 2}, "_v": "0000",
                                      "_f": {"name": ["0001", "0000"], "places/b": ["0001"]}}
