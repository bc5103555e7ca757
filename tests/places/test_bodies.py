"""Which printed names join several bodies, and which are one body's."""

from __future__ import annotations

import pytest

from reportscraper.places.bodies import is_unusual, joint_names


@pytest.mark.parametrize(
    ("name", "parts"),
    [
        ("云溪县民政局、云溪县残联", ("云溪县民政局", "云溪县残联")),
        ("云溪县民政局和云溪县残疾人联合会", ("云溪县民政局", "云溪县残疾人联合会")),
        ("云溪县民政局与县慈善总会", ("云溪县民政局", "县慈善总会")),
        ("云溪县文化和旅游局 云溪县体育局", ("云溪县文化和旅游局", "云溪县体育局")),
        ("云溪县民政局青山县民政局", ("云溪县民政局", "青山县民政局")),
        ("中共云溪县委统战部云溪县民宗局", ("中共云溪县委统战部", "云溪县民宗局")),
        ("云溪县白石镇人民政府、青石镇人民政府", ("云溪县白石镇人民政府", "青石镇人民政府")),
        ("云溪县人民政府、云溪县人民政府办公室", ("云溪县人民政府", "云溪县人民政府办公室")),
        ("云溪县司法局、信访局、民政局", ("云溪县司法局", "信访局", "民政局")),
        ("云溪县发展和改革局", ()),
        ("云溪县党史和地方志研究室", ()),
        ("云溪县委、县政府信访局", ()),
        ("云溪县和平街道", ()),
        ("云溪区人民政府和平街道办事处", ()),
        ("云溪县人民政府云溪县民政局", ()),
        ("国家税务总局云溪县税务局", ()),
        ("云溪县公安局交通警察大队", ()),
        ("云溪县委宣传部(县委网信办、县政府新闻办)", ()),
    ],
)
def test_joint_names(name: str, parts: tuple[str, ...]) -> None:
    assert joint_names(name) == parts


@pytest.mark.parametrize(
    "name",
    [
        "石桥",
        "云溪县XX局",
        "某某局",
        "云溪县局",
        "局",
        "原云溪县农业局",
        "云溪县农业局(现农业农村局)",
        "石桥乡(镇)",
        "云溪县�计局",
        "云溪县水利局202…云溪县水利局",
    ],
)
def test_unusual_names(name: str) -> None:
    assert is_unusual(name)


@pytest.mark.parametrize(
    "name", ["云溪县农业局", "石桥镇", "城区街道", "云溪县城东街道办", "城关镇", "原平市教育局", "云溪县残联"]
)
def test_usual_names(name: str) -> None:
    assert not is_unusual(name)
