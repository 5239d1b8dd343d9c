"""The figures of the gallery page: invented places, sums that foot."""

from datetime import UTC, date, datetime
from decimal import Decimal
from types import SimpleNamespace as Box
from typing import Any

from bondlife.web.shell_view import MenuEntry, RegionChoice, ShellView
from calculators.kernel.explain import explain
from calculators.kernel.spec import CalculatorSpec, Clause, Quantity

WAN = 1_000_000
MENU = ("首页", "项目", "债券与资金", "PPP", "基金", "绩效", "公开", "风险")


def shell(locale: str = "zh_CN", unit: str = "wan") -> ShellView:
    return ShellView(
        locale=locale,
        unit=unit,
        user_name="周经办",
        role_label="债务管理科 经办",
        menu=tuple(MenuEntry(name, f"/{place}", name == "项目") for place, name in enumerate(MENU)),
        regions=(RegionChoice("330305", "青澜区（本级）"), RegionChoice("330305-", "青澜区及所辖")),
        region="330305",
        task_count=3,
        alert_count=4,
        csrf_token="token-of-the-session",
        business_date="2026-11-23",
        is_demo=True,
        sees=frozenset({"search.read", "task.read", "alert.read"}),
    )


def _coverage(net: int, due: int) -> Decimal:
    return Decimal(net) / Decimal(due)


COVERAGE = CalculatorSpec(
    key="coverage.all_debt",
    title="Coverage of all debt",
    title_zh="本息覆盖倍数",
    unit="multiple",
    function=_coverage,
    inputs=(
        Quantity("net", "Net revenue", "存续期净收益", "fen"),
        Quantity("due", "Principal and interest of all debt", "全部债务本息", "fen"),
        Quantity("coupon_rate", "Coupon rate", "票面利率", "rate"),
        Quantity("years", "Years", "年份", "years"),
    ),
    outputs=(Quantity("result", "Coverage", "本息覆盖倍数", "multiple", "{net} ÷ {due}"),),
    sources=(
        Clause("地方政府专项债券项目资金绩效管理办法", "第十条", "财预〔2021〕61号"),
        Clause("各地通行做法", "", "2024", confirmed=False),
    ),
    example={"net": 1, "due": 1},
    example_result={"result": "1"},
)


def asked(key: str = "coverage_all") -> Box:
    net, due = 895_628 * 10_000, 728_480 * 10_000
    values: dict[str, Any] = {
        "net": net,
        "due": due,
        "coupon_rate": Decimal("0.0236"),
        "years": tuple(range(2022, 2036)),
    }
    rule = Box(
        text="下限 1.20", basis="各地通行做法", region="青澜区", valid_from="2024-01-01", status="unconfirmed"
    )
    return Box(
        key=key,
        output="result",
        shown="1.23",
        explanation=explain(COVERAGE, values, _coverage(net, due)),
        rules=(rule,),
        entered=("收入、成本：项目单位经办 2026-11-20；复核：债务管理科 2026-11-20。",),
        refs=(Box(label="收支平衡表 第 4 版", href="#t-years"),),
    )


def stops() -> list[Box]:
    def stop(name: str, mark: str, word: str, note: str, *, risk: str = "", is_now: bool = False) -> Box:
        return Box(name=name, mark=mark, word=word, note=note, risk=risk, is_now=is_now, href=f"#{name}")

    return [
        stop("储备", "done", "已入库", "2021-08-16 通过"),
        stop("申报与发行", "done", "发行 2 批", "2023-03、2025-03"),
        stop("预算", "done", "2026 年已安排", "青财预〔2026〕18 号"),
        stop("拨付使用", "no", "闲置 587.70", "支付 86.94% · 最长 43 个月", risk="red"),
        stop("建设运营", "now", "还差 1 项", "10 月进度月报", is_now=True),
        stop("还本付息", "done", "无逾期", "下次 2027-04-01 · 462.10"),
        Box(
            name="绩效与监督",
            mark="open",
            word="自评未报",
            note="2027-03-31 前",
            risk="",
            is_now=False,
            href="",
        ),
    ]


def grid() -> Box:
    years = [str(year) for year in range(2026, 2036)]
    income = [898_40, 1274_60, 1318_60, 1372_50, 1422_20, 1592_80, 1614_60, 1636_60, 1658_80, 1681_20]
    cost = [372_60, 414_80, 416_20, 420_50, 428_60, 470_40, 494_20, 507_60, 746_40, 752_80]
    due = [328_20, 716_60, 698_80, 681_00, 663_20, 981_66, 956_38, 931_10, 512_02, 499_14]
    net = [a - b for a, b in zip(income, cost, strict=True)]

    def text(hundredths: int) -> str:
        return f"{hundredths / 100:,.2f}".replace("-", "−")

    def row(key: str, label: str, values: list[int], **more: Any) -> Box:
        cells = [Box(text=text(v), is_marked=False, key="") for v in values]
        given = {"level": 2, "is_sum": False, "series": "", "formula": "", "keeps_total": False, **more}
        return Box(key=key, label=label, cells=cells, total=text(sum(values)), **given)

    def multiples(key: str, label: str, series: str, factor: float) -> Box:
        cells = [
            Box(
                text=f"{n * factor / d:.2f}",
                is_marked=n * factor < d,
                key="" if key != "multiple" else f"dscr-{year}",
            )
            for year, n, d in zip(years, net, due, strict=True)
        ]
        return Box(
            key=key,
            label=label,
            cells=cells,
            total="1.23",
            level=1,
            is_sum=key == "multiple",
            series=series,
            formula="result" if key == "multiple" else key,
            keeps_total=True,
        )

    zero = row("subsidy", "财政运营补贴", [0] * 10)
    return Box(
        id="t-years",
        caption="收支平衡表，单位万元",
        places=6,
        is_editable=False,
        end_label="",
        broken=(),
        years=[Box(label=year, note="执行" if year == "2026" else "预测") for year in years],
        rows=[
            row("income", "01 预期经营收入", income, level=1, is_sum=True),
            row("fee", "污水处理服务费", income),
            zero,
            row("cost", "04 经营成本", cost, level=1),
            row("net", "净收益", net, level=1, is_sum=True, series="net", formula="income - cost"),
            row("due", "应付本息", due, level=1, series="due"),
            multiples("multiple", "09 年度覆盖倍数", "multiple", 1.0),
            multiples("low", "收入 −10%", "low", 0.9),
            multiples("high", "收入 +10%", "high", 1.1),
            multiples("scenario", "情景：收入 −8%", "scenario", 0.85),
        ],
    )


def editable() -> Box:
    made = grid()
    made.id, made.is_editable, made.caption = "t-edit", True, "填报收支"
    made.rows = [row for row in made.rows if row.key in {"fee", "subsidy", "cost", "net"}]
    made.rows[-1].formula = "fee + subsidy - cost"
    made.broken = ("净收益 2031 年：填 1,061.87，应为 1,122.40，差 −60.53",)
    return made


def tasks() -> list[Box]:
    def task(what: str, **more: Any) -> Box:
        given = dict.fromkeys(
            ("href", "action", "action_href", "mark", "word", "note", "why_not", "why_not_href"), ""
        )
        return Box(what=what, **{**given, "is_first": False, **more})

    late = task(
        "说明闲置资金原因",
        href="#a",
        action="去说明",
        action_href="#b",
        is_first=True,
        mark="late",
        word="逾期 6 天",
        note="应于 11-17 前 · 闲置 587.70 万元 双溪污水处理改造提升工程",
    )
    blocked = task(
        "绩效：填报 2026 年自评",
        mark="no",
        word="还不能办",
        note="2026 年度决算未完成（国库科）。",
        why_not="查看决算进度",
        why_not_href="#c",
    )
    waiting = task(
        "再融资申请 500.00 万元", href="#d", mark="wait", word="分管局长 · 已 2 天", note="城东教育园区"
    )
    return [Box(title="已逾期", tasks=[late]), Box(title="等待他人", tasks=[waiting, blocked])]


def strip() -> Box:
    def weeks(**points: tuple[str, str]) -> list[list[Box]]:
        return [
            [Box(kind=points[f"w{n}"][0], label=points[f"w{n}"][1])] if f"w{n}" in points else []
            for n in range(13)
        ]

    return Box(
        caption="未来 13 周的到期事项，按周",
        months=[
            Box(label=name, weeks=n) for name, n in (("11 月", 2), ("12 月", 4), ("1 月", 4), ("2 月", 3))
        ],
        weeks=["23", "30", "7", "14", "21", "28", "4", "11", "18", "25", "1", "8", "15"],
        rows=[
            Box(
                label="还本付息",
                weeks=weeks(w1=("", "12-01 付息 316.20 万元"), w8=("hollow", "01-18 差 263.60")),
            ),
            Box(label="上缴期限", weeks=weeks(w0=("now", "11-24 上缴 316.20"), w7=("hollow", "01-11 上缴"))),
            Box(
                label="公开与报表",
                weeks=weeks(w2=("round hollow", "12-10 债务月报"), w9=("round", "01-29 自评")),
            ),
        ],
    )


def fall() -> list[tuple[str, int, str, str]]:
    return [
        ("全额付费", 1_620_000_000, "可用性 12,000,000.00 + 运维 4,200,000.00", "第 38 条"),
        ("价格调整", 8_652_000, "运维 4,200,000.00 ×（调价系数 1.0206 − 1）", "第 42 条"),
        ("可用性绩效调整", -14_000_000, "12,000,000.00 × 30% ×（1 − 0.96111…）", "附件 18"),
        ("运维绩效调整", -16_669_800, "4,286,520.00 ×（1 − 0.96111…）", "附件 18"),
        ("服务扣减", -9_948_640, "4 件，见下表", "附件 19"),
        ("免扣", 4_800_000, "1 件，MK-0012", "第 47 条"),
        ("使用者付费冲抵", -348_261_735, "污水处理费，按代征入账", "第 40 条"),
        ("应付", 1_244_571_825, "第 1 至 7 行合计", "第 39 条"),
    ]


def approval(**more: Any) -> Box:
    given = {
        "action": "#",
        "version": 7,
        "idempotency_key": "k-1",
        "amount_label": "应付（元）",
        "amount": "12,445,718.25",
        "digest": "7f3a9c2104d8e64b" * 4,
        "changes": 0,
        "changes_href": "#",
        "prepared_by": "债务管理科",
        "approve_label": "同意支付",
        "return_label": "退回",
        "blocked": "",
        "blocked_href": "",
    }
    return Box(**{**given, **more})


def history() -> list[Box]:
    edit = Box(label="经营成本 2031", before="455.40", after="470.40")
    return [
        Box(
            at=datetime(2026, 11, 20, 1, 5, tzinfo=UTC),
            person="项目单位经办",
            act="修改",
            version=8,
            reason="大修提前一年",
            changes=[edit, Box(label="税费", before="60.00", after="60.53")],
        ),
        Box(
            at=datetime(2026, 11, 19, 9, 0, tzinfo=UTC),
            person="债务管理科",
            act="复核",
            version=7,
            reason="",
            changes=[],
        ),
    ]


def form() -> Box:
    data = {
        "name": "双溪污水处理改造提升工程",
        "total": "12,500.005",
        "sector": "water",
        "start": "2022-02-31",
    }
    errors = {"total": "总投资读到三位小数，最多两位。", "start": "2022-02-31 不是日期。"}
    return Box(data=data, errors=errors)


def conflict() -> Box:
    def row(name: str, label: str, base: str, theirs: str, mine: str, *, is_clash: bool = False) -> Box:
        return Box(name=name, label=label, base=base, theirs=theirs, mine=mine, is_clash=is_clash)

    return Box(
        what="双溪污水处理改造提升工程",
        author="李复核",
        at=datetime(2026, 11, 23, 2, 3, tzinfo=UTC),
        action="#",
        version=8,
        idempotency_key="k-4",
        href="#newer",
        rows=[
            row("total", "总投资", "12,500.00", "12,600.00", "12,550.00", is_clash=True),
            row("name", "项目名称", "双溪污水处理", "双溪污水处理", "双溪污水处理改造提升工程"),
        ],
    )


def page() -> Box:
    def column(key: str, label: str, *, is_figure: bool = False, is_sortable: bool = True) -> Box:
        return Box(key=key, label=label, is_figure=is_figure, is_sortable=is_sortable)

    return Box(
        explain=asked(),
        stops=stops(),
        grid=grid(),
        editable=editable(),
        groups=tasks(),
        strip=strip(),
        fall=fall(),
        approval=approval(),
        blocked=approval(blocked="经办与审批是同一人。", blocked_href="#", changes=3),
        history=history(),
        form=form(),
        today=date(2026, 11, 23),
        columns=[
            column("name", "项目"),
            column("amount", "债券", is_figure=True),
            column("paid", "支付率", is_figure=True),
            column("state", "状态", is_sortable=False),
        ],
        page=Box(is_first=False, before="b1", after="a1", shown=50),
        job=Box(id=4, label="导入发行清单", done=4_200, total=10_000, left="40 秒", stream=""),
        payments=[
            (date(2026, 12, 1), None, 0, 316_20),
            (date(2027, 1, 18), date(2027, 1, 17), 500_00, 263_60),
            (date(2027, 4, 1), None, 400_00, 62_10),
        ],
    )
