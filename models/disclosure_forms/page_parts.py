"""What several public pages show alike: principal and interest by year, results of evaluations, who signs."""

from models.disclosure_forms.shape import FormColumn, FormSection, column, plain
from models.lifecycle import Label

OWN = "管理建议"
SIGN = (Label("Prepared by", "经办人"), Label("Reviewed by", "复核人"))


def by_year(name: str, label: Label, schedule: Label, *more: FormColumn) -> FormSection:
    """Return principal and interest by year of payment, by what the schedule says, with further columns."""
    return FormSection(
        name,
        label,
        "table",
        (
            plain(
                column("year", "Year", "年度"),
                column("principal", "Principal", "本金", "fen", told=schedule, series="principal"),
                column("interest", "Interest", "利息", "fen", told=schedule, series="interest"),
                column("due", "Due", "应付合计", "fen", made="{principal} + {interest}"),
                *more,
            ),
        ),
        keys=("year",),
        has_total=True,
        chart="wall",
    )


def service(schedule: Label) -> FormSection:
    """Return principal and interest by year with what was paid of them."""
    label = Label("Principal and interest by year", "分年还本付息")
    return by_year("service", label, schedule, column("paid", "Paid", "已支付", "fen"))


def scores(label: Label, *what: FormColumn) -> FormSection:
    """Return scores and grades by year, and by what else tells one evaluation from another."""
    columns = (
        column("year", "Year", "年度"),
        *what,
        column("score", "Score", "得分", "number"),
        column("grade", "Grade", "等级"),
    )
    return FormSection(
        "scores", label, "table", (plain(*columns),), keys=("year", *(one.name for one in what))
    )
