"""Column layouts as rules: dated, per region, changed by two persons. Each says that it is not official."""

from datetime import date

from models.layouts import Layout, shipped_layouts
from models.layouts.shape import UNOFFICIAL
from models.lifecycle import Label
from models.regulation import RuleSeed


def layout_seed(layout: Layout, *, region: str = "", valid_from: date = date(2000, 1, 1)) -> RuleSeed:
    """Return a layout as a rule; its columns are the rows of the rule's table."""
    note = f"；{UNOFFICIAL.zh}"
    return RuleSeed(
        key=layout.key,
        label=Label(f"{layout.label.en} ({UNOFFICIAL.en})", f"{layout.label.zh}（{UNOFFICIAL.zh}）"),
        value=[
            {"item": one.item, "heading": one.heading, "required": one.required} for one in layout.columns
        ],
        unit=layout.unit,
        form="table",
        basis=UNOFFICIAL.zh,
        region=region,
        valid_from=valid_from,
        params={"kind": layout.kind, "constants": dict(layout.constants)},
        note=layout.note or f"列名、单位以当地系统导出为准{note}",
    )


SEEDS = tuple(layout_seed(layout) for layout in shipped_layouts())
