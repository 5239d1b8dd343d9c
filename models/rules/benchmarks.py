"""Benchmarks of scores: published figures, each with its source; a region adds rows of its own."""

from collections.abc import Mapping

from models.lifecycle import Label
from models.regulation import RuleSeed

_SANMEN = "三门县住房和城乡建设局 2024 年度专项债券项目资金绩效评价情况表，2025-06-26 公开"
_PINGQIAO = "天台县平桥镇 2022 年度专项债券项目资金绩效评价结果公示，2023-06-29 公开"
_XIAOSHAN = "萧山区 2024 年度专项债券项目绩效自评，2025-06-24 公开"
_CHENGZHONG = "2024年城中区预算绩效管理工作开展情况"

_ROWS = f"""
special_bond|sewage_waste|key|2024|87|Sanmen: urban sewage works|三门县城镇污水处理设施建设工程|{_SANMEN}
special_bond|sewage_waste|self|2024|90|Sanmen: rural sewage|三门县农村生活污水处理设施建设工程|{_SANMEN}
special_bond|ecology|self|2024|91|Sanmen: water quality of the Shiyang|三门县石羊溪水质提升工程|{_SANMEN}
special_bond|affordable_housing|self|2024|94|Sanmen: old housing estates|三门县老旧小区改造项目|{_SANMEN}
special_bond|affordable_housing|self|2024|97|Xiaoshan: resettlement|萧山区城中村改造安置房|{_XIAOSHAN}
special_bond|municipal_industrial_park|self|2022|92|Tiantai: Huaqian|天台县花前工业园区四期|{_PINGQIAO}
special_bond|municipal_industrial_park|department|2022|83|Tiantai: Lantian|平桥镇蓝天科创产业园|{_PINGQIAO}
||key|2024|80.34|Chengzhong: mean of four|城中区 4 个重点评价项目平均分|{_CHENGZHONG}
"""
"""Kind, sector (each empty: any), type of evaluation, year, score, names, source."""


def _row(line: str) -> Mapping[str, str]:
    names = ("project_kind", "sector", "type", "year", "score", "en", "zh", "source")
    return dict(zip(names, line.split("|"), strict=True))


SEEDS = (
    RuleSeed(
        "performance.benchmarks",
        Label("Published scores to compare with", "公开的对标分值"),
        [_row(line) for line in _ROWS.strip().splitlines()],
        "",
        "table",
        "各地公开的绩效评价结果",
        note="Figures as published, each with its source; that they serve as benchmarks is a proposal.",
    ),
)
