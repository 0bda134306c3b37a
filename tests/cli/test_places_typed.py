"""A place on the command line is written as lists write it; one that is not there is answered with the nearest."""

from __future__ import annotations

import pytest
from calling import Aixin

CHILD = ("姓名=窦念福", "性别=男", "出生日期=2016-05-12", "儿童类别=留守儿童")


@pytest.mark.parametrize("place", ["官亭镇喇家村", "官亭镇喇家村委会", "630222103209"])
def test_a_village_is_found_however_lists_write_it(office: Aixin, place: str) -> None:
    made = office("child", "add", *CHILD, f"现居住地={place}", "--json")
    assert made.code == 0, made.out
    assert office("child", "find", "窦念福", "--json").object["division_code"] == "630222103209"


def test_a_place_that_is_not_there_is_answered_with_the_nearest(office: Aixin) -> None:
    said = office("child", "add", *CHILD, "现居住地=官亭镇喇夹村委会")
    assert said.code == 1
    assert "ENTER_006" in said.err
    assert "630222103209 官亭镇喇家村委会" in said.err


def test_a_place_that_two_share_is_asked_about(office: Aixin) -> None:
    assert "ENTER_004" in office("child", "add", *CHILD, "现居住地=新庄村").err
