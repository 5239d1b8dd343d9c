"""Every sentence an import can say: English msgids with named figures, and the Chinese for each.

A finding's code leads to (title, what is expected, how to mend it). Pages translate through the
catalogue of the locale; this table serves the command line and seeds that catalogue.
"""

from collections.abc import Mapping
from typing import Final

FINDINGS: Final[Mapping[str, tuple[str, str, str]]] = {
    "not_an_amount": (
        "This is not an amount.",
        "A number such as 30.4 or 3,000.00, with or without its unit.",
        "Write the figure alone, or / where there is none.",
    ),
    "not_a_number": ("This is not a number.", "A plain decimal number.", "Write the figure alone."),
    "not_finite": (
        "This number has no value.",
        "A finite number.",
        "Write the figure again; the formula failed.",
    ),
    "third_decimal": (
        "The amount is finer than one fen.",
        "At most two decimals of a yuan.",
        "Round the figure to the fen as the document prints it.",
    ),
    "too_large": ("The amount is larger than any debt.", "An amount that can be.", "Check figure and unit."),
    "masked": (
        "The figure is masked by its source.",
        "The whole figure.",
        "Take it from the original document.",
    ),
    "too_long": ("The text is too long.", "At most {limit} characters.", "Shorten it."),
    "control_sign": (
        "The text holds signs that cannot be printed.",
        "Printable text.",
        "Delete the cell and type the text again.",
    ),
    "not_a_date": ("This is not a date.", "A date such as 2024-02-29.", "Write year, month and day."),
    "no_such_day": ("There is no such day.", "A day of the calendar.", "Check month and day."),
    "date_too_far": ("The date is too far away.", "A year from 1980 to 2150.", "Check the year."),
    "not_a_month": ("This is not a month.", "A year and month such as 2024-09.", "Write year and month."),
    "not_a_tenor": ("This is not a tenor.", "Years such as 10, or 7+3.", "Write the tenor in years."),
    "tenor_not_offered": (
        "No bond is issued for this tenor.",
        "One of {tenors} years.",
        "Check the tenor in the issue result.",
    ),
    "missing": ("The cell is empty.", "A value in each row.", "Fill in the cell or delete the row."),
    "negative": ("The amount is below zero.", "An amount above zero.", "Check the sign."),
    "not_positive": ("The amount is zero.", "An amount above zero.", "Fill in the issued amount."),
    "coupon_out_of_range": (
        "The coupon is outside what bonds pay.",
        "A rate from 0 to 10 percent.",
        "Check the decimal point: 2.36 means 2.36 %.",
    ),
    "rate_unit": (
        "All rates are below {limit} %: they seem to be decimals, not percent.",
        "2.36 for 2.36 %, or the rate unit declared as decimal.",
        "Declare the rate unit: {read} would be {as_percent} % as percent and {as_decimal} % as decimal.",
    ),
    "unit_doubt": (
        "The amounts are implausible in {declared}: {example} would be {as_declared}.",
        "The unit the document prints.",
        "If the unit is {other}, it would be {as_other}; declare the unit and read the file again.",
    ),
    "implausible_amount": (
        "This amount is unusual: {as_declared}.",
        "From {low} to {high}.",
        "Check figure and unit; confirm if it is right.",
    ),
    "unit_conflict": (
        "The heading prints {printed}, but {declared} was declared.",
        "One unit.",
        "Declare {printed}, or correct the heading.",
    ),
    "no_heading": (
        "No row of headings was recognised.",
        "A row with the headings {headings}.",
        "Name the columns in the mapping, or use the template.",
    ),
    "repeated_heading": (
        "Two columns have this heading.",
        "One column for each field.",
        "Rename or delete one of them.",
    ),
    "no_account_number": (
        "The line names no account.",
        "An account number in a column or above the headings.",
        "Add the account number, such as 账号：330501662000.",
    ),
    "no_amount": (
        "The line moves no money.",
        "An amount that came in or went out.",
        "Fill in the amount or delete the row.",
    ),
    "no_rows": (
        "The table has no rows.",
        "At least one row below the headings.",
        "Check that the right file was chosen.",
    ),
    "uneven_row": (
        "The row has {length} cells, the heading row another number.",
        "As many cells as headings.",
        "Put quotation marks around a text that holds the delimiter.",
    ),
    "formula_without_value": (
        "The formula has no saved value.",
        "A number.",
        "Open the file, let it calculate and save it again.",
    ),
    "formula_stale": (
        "The saved value {saved} is not what the formula gives now: {computed}.",
        "A value that was calculated.",
        "Open the file, let it calculate and save it again.",
    ),
    "formulas_present": (
        "{count} cells are formulas; the values saved with the file are read.",
        "Values that were calculated.",
        "If in doubt, open the file, let it calculate and save it again.",
    ),
    "hidden_sheet": (
        "The sheet is hidden; it is not read.",
        "Data on visible sheets.",
        "Show the sheet if it belongs to the data.",
    ),
    "row_twice": (
        "The row stands in the file twice; first in row {first}.",
        "Each row once.",
        "Delete one of the rows.",
    ),
    "duplicate_row": (
        "The bond stands in the file twice; first in row {first}.",
        "Each bond once.",
        "Delete one of the rows.",
    ),
    "same_name": (
        "Another bond has the same name, with other terms; first in row {first}.",
        "Names are unique but for bonds issued offshore.",
        "Check that both are real.",
    ),
    "unknown_kind": (
        "The name says neither general nor special bond.",
        "A name with 一般债券 or 专项债券.",
        "Complete the name as in the issue result.",
    ),
    "mixed_kind": (
        "The two parts of the name contradict each other.",
        "Both parts general, or both special.",
        "Check the name in the issue result.",
    ),
    "unknown_issuer": (
        "The issuer cannot be read from the name.",
        "A name that begins with the year and the issuing government.",
        "Complete the name, or enter the issuer.",
    ),
    "maturity_before_issue": (
        "The bond matures before it is issued.",
        "A maturity after the issue date.",
        "Check both dates.",
    ),
    "value_date_before_issue": (
        "Interest starts before the issue date.",
        "A value date on or after the issue date.",
        "Check both dates.",
    ),
    "maturity_drift": (
        "The bond matures {days} days after issue date plus tenor.",
        "A few days, or months for a reopened bond.",
        "Check dates and tenor.",
    ),
    "year_of_name": (
        "The name says {named}, the issue date {issued}.",
        "The same year.",
        "Check name and date.",
    ),
    "bad_year": (
        "This is not a year.",
        "A year such as 2026 or 2026年及以后年度.",
        "Correct the year heading.",
    ),
    "years_not_continuous": (
        "The years are not continuous: {missing} is missing.",
        "One column for every year.",
        "Add the missing year, with 0 if nothing falls in it.",
    ),
    "unknown_label": (
        "This line is not part of the form.",
        "The lines of the form.",
        "It is not read; nothing to do.",
    ),
    "missing_line": ("The form lacks the line {label}.", "All lines of the form.", "Complete the form."),
    "unknown_repayment": (
        "The way of repayment is not known.",
        "到期一次还本, 分年还本, 提前还本 and their usual wordings.",
        "Correct the wording.",
    ),
    "no_form": (
        "No table of this form was found.",
        "A table with the line {label}.",
        "Check that the right file was chosen.",
    ),
    "investment_split": (
        "Total investment is not the sum of its parts: printed {printed}, sum {computed}.",
        "Total = own funds + special bonds + other debt.",
        "Check the four figures against the document.",
    ),
    "special_plan_sum": (
        "The yearly special-bond plan does not add up: printed {printed}, sum {computed}.",
        "Special-bond finance = sum of the years.",
        "Check the yearly row.",
    ),
    "other_plan_sum": (
        "The yearly plan of other debt does not add up: printed {printed}, sum {computed}.",
        "Other debt finance = sum of the years.",
        "Check the yearly row.",
    ),
    "revenue_sum": (
        "The yearly revenue does not add up: printed {printed}, sum {computed}.",
        "Total revenue = sum of the years.",
        "Check the yearly row; years may be missing.",
    ),
    "issue_within_bond_total": (
        "The planned issue {printed} is above the special-bond finance of its projects {computed}.",
        "Issue ≤ special-bond finance.",
        "Check both figures.",
    ),
    "issue_within_year_plan": (
        "The planned issue {printed} is above the special bonds planned for the year {computed}.",
        "Issue ≤ plan of the year.",
        "Check the plan of the year.",
    ),
    "major_within_issue": (
        "The part for major projects {printed} is above the planned issue {computed}.",
        "Part ≤ whole.",
        "Check both figures.",
    ),
    "project_count": (
        "The form says {printed} projects, the list has {computed}.",
        "The same number.",
        "Check number and list.",
    ),
    "projects_sum": (
        "The projects' shares do not add up to the issue: printed {printed}, sum {computed}.",
        "Sum of shares = issue.",
        "Check the shares.",
    ),
    "ratio_differs": (
        "The printed ratio {printed} is not the quotient of its figures {computed}.",
        "Ratio = quotient, rounded.",
        "Check the figures; both are shown.",
    ),
    "ratio_odd": (
        "The printed ratio {printed} is far from usual.",
        "A ratio a project can have.",
        "Check the decimal point and the unit in the source.",
    ),
    "parent_not_ticked": (
        "{child} is ticked but {parent} is not.",
        "The heading is ticked with each of its items.",
        "Check the tick marks.",
    ),
    "duration_no_cut_off": (
        "The table does not say up to which day it counts.",
        "A title such as 截至2023年末.",
        "Write the title with its year above the headings.",
    ),
    "duration_realised_above": (
        "Realised investment {printed} exceeds the whole investment {computed}.",
        "Realised within the whole.",
        "Ask the unit; note the reason.",
    ),
    "duration_part_above": (
        "The part from bonds {printed} exceeds the whole {computed}.",
        "The part within the whole.",
        "Ask the unit; the column may count other bonds too.",
    ),
    "duration_above_bond": (
        "Realised bond money {printed} exceeds what this bond gave, {computed}.",
        "Realised within the bond's money.",
        "The column may count other bonds of the project too; say so in the note.",
    ),
    "duration_income_above": (
        "Income of the year {printed} exceeds the income so far {computed}.",
        "The year within the sum.",
        "Check the figures against the document.",
    ),
    "duration_bonds_above_plan": (
        "The bonds of the project, {printed}, exceed the bond money planned for it, {computed}.",
        "Bonds within the plan.",
        "Check the plan of the project.",
    ),
    "duration_use_differs": (
        "The total printed is {printed}, the lines add up to {computed}.",
        "Lines that add up.",
        "Lines may be missing from the copy; take the whole table.",
    ),
    "funding_identity": (
        "Total investment is not the sum of its sources: printed {printed}, sum {computed}.",
        "Total = capital + special bonds + other debt.",
        "Check the figures against the document.",
    ),
    "cost_over_revenue": (
        "Cost over revenue: printed {printed}, computed {computed}.",
        "Cost ÷ revenue.",
        "Check the figures; both are shown.",
    ),
    "batches_above_approved": (
        "The batches add up to {computed}, above the approved {printed}.",
        "Batches ≤ approved amount.",
        "Check the batches.",
    ),
    "multiple_not_explained": (
        "The multiple {printed} cannot follow from its figures: it implies debt service of {computed}.",
        "Debt service of at least the principal, at a rate bonds pay.",
        "Ask for the calculation; the printed figure is kept.",
    ),
    "operation_before_construction": (
        "Operation begins before construction does.",
        "Operation after the start of construction.",
        "Check both periods.",
    ),
    "matures_after_operation": (
        "The bond matures in {maturity}, after operation ends in {operation}.",
        "Maturity within the operation period.",
        "Check the periods.",
    ),
    "capital_part_above_batch": (
        "The part used as capital {printed} is above the batch {computed}.",
        "Part ≤ whole.",
        "Check both figures.",
    ),
    "bad_choice": ("This entry is not in the list.", "One of: {choices}.", "Choose from the list."),
    "bad_code": (
        "This is not such a code.",
        "{form}",
        "Enter the code as text, without spaces.",
    ),
    "duplicate_code": (
        "The project code stands in the file twice; first in row {first}.",
        "Each project once.",
        "Delete one of the rows, or correct the code.",
    ),
    "periods_reversed": (
        "The period ends before it begins.",
        "An end on or after the beginning.",
        "Check both months.",
    ),
    "state_needs_reason": (
        "A project taken on in a later state needs a signed reason.",
        "Reason and signer.",
        "Fill in both columns.",
    ),
    "total_missing": (
        "The published totals hold nothing that can be compared.",
        "A totals file as in the register.",
        "Check the file.",
    ),
    "binary_noise": (
        "The figure carries the noise of a binary number: {read} is taken as {taken}.",
        "At most 15 digits.",
        "Compare it with the printed figure.",
    ),
    "limit_identity": (
        "{region} {year}, {figure}: printed {printed}, what follows is {computed}.",
        "A figure that its parts, the year before or its limit give.",
        "Keep it as printed; ask the source why it differs.",
    ),
    "tender_face": (
        "Shares of this bond add up to {computed}, the issue is {printed}.",
        "Shares that are no more than the issue.",
        "Check the shares; those of other regions may be left out.",
    ),
    "tender_terms": (
        "Rows of this bond print different terms: {printed} and {computed}.",
        "One face, tenor, coupon and one set of dates for each bond.",
        "Copy the terms of the issue result to every row of the bond.",
    ),
    "total_differs": (
        "Published {printed}, computed from the rows {computed}.",
        "The published figure, but for rounding.",
        "Check the rows named by the total.",
    ),
}
"""Code of a finding → title, expected, mend."""


def said(text: str, params: Mapping[str, str], language: str = "en") -> str:
    """Return a msgid in the language with its figures put in.

    >>> said("At most {limit} characters.", {"limit": "5"}, "zh")
    '最多 5 个字符。'
    """
    if language == "zh":
        from bondlife.exchange.messages_zh import CHINESE

        text = CHINESE.get(text, text)
    try:
        return text.format_map(params)
    except (KeyError, ValueError, IndexError):
        return text
