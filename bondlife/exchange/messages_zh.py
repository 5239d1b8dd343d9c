"""The Chinese of every sentence an import can say."""

from typing import Final

CHINESE: Final = {
    "The table does not say up to which day it counts.": "表中未注明数据截止时间。",
    "A title such as 截至2023年末.": "标题如“截至2023年末”。",
    "Write the title with its year above the headings.": "在表头上方写明带年度的标题。",
    "Realised investment {printed} exceeds the whole investment {computed}.": "已实现投资 {printed} 大于项目总投资 {computed}。",
    "Realised within the whole.": "已实现不超过总投资。",
    "Ask the unit; note the reason.": "请项目单位核实并注明原因。",
    "The part from bonds {printed} exceeds the whole {computed}.": "其中债券资金 {printed} 大于合计 {computed}。",
    "The part within the whole.": "其中项不超过合计。",
    "Ask the unit; the column may count other bonds too.": "请项目单位核实；该列可能含其他债券。",
    "Realised bond money {printed} exceeds what this bond gave, {computed}.": "已实现债券资金 {printed} 大于本债券安排金额 {computed}。",
    "Realised within the bond's money.": "已实现不超过本债券安排金额。",
    "The column may count other bonds of the project too; say so in the note.": "该列可能含本项目其他债券，请在备注说明。",
    "Income of the year {printed} exceeds the income so far {computed}.": "当年收益 {printed} 大于累计收益 {computed}。",
    "The year within the sum.": "当年不超过累计。",
    "The bonds of the project, {printed}, exceed the bond money planned for it, {computed}.": "项目各债券合计 {printed} 大于计划债券资金 {computed}。",
    "Bonds within the plan.": "债券合计不超过计划。",
    "Check the plan of the project.": "请核对项目资金计划。",
    "The total printed is {printed}, the lines add up to {computed}.": "印出的合计为 {printed}，各行相加为 {computed}。",
    "Lines that add up.": "各行之和等于合计。",
    "Lines may be missing from the copy; take the whole table.": "可能缺行，请取完整表格。",
    "The row stands in the file twice; first in row {first}.": "该行在文件中重复；首次见于第 {first} 行。",
    "Each row once.": "每行只出现一次。",
    "The file is empty.": "文件是空的。",
    "The line names no account.": "该行没有账号。",
    "An account number in a column or above the headings.": "账号应在某一列，或写在表头之上。",
    "Add the account number, such as 账号：330501662000.": "请补上账号，如 账号：330501662000。",
    "The line moves no money.": "该行没有收支金额。",
    "An amount that came in or went out.": "应有收入或支出金额。",
    "Fill in the amount or delete the row.": "请填写金额或删除该行。",
    "This is a {type} file; expected is xlsx, xls, csv or html.": (
        "这是 {type} 文件；应为 xlsx、xls、csv 或 html。"
    ),
    "The file is protected by a password; save it without one.": "文件有密码保护；请取消密码后保存。",
    "The file is damaged: its container cannot be read.": "文件已损坏：无法打开其容器。",
    "The file holds {count} parts; at most {limit} are read.": "文件含 {count} 个部件；最多读取 {limit} 个。",
    "The file is damaged: two parts have one name.": "文件已损坏：两个部件同名。",
    "The file holds a link to another place; it is not read.": "文件含有指向别处的链接，不予读取。",
    "The file holds a part whose name leaves its folder; it is not read.": (
        "文件含有越出目录的部件名，不予读取。"
    ),
    "The file is packed in a way no workbook is.": "文件的压缩方式不是工作簿所用的方式。",
    "The file defines entities of its own; no workbook needs that.": "文件自定义了实体；工作簿不需要这样做。",
    "The file is damaged: a part is not as long as it says.": "文件已损坏：某部件长度不符。",
    "Unpacked, the file is larger than {limit} MiB; it is not read.": (
        "解压后文件大于 {limit} MiB，不予读取。"
    ),
    "Sheet {sheet} has {height} rows and {width} columns; at most {rows} and {columns} are read.": (
        "工作表 {sheet} 有 {height} 行 {width} 列；最多读取 {rows} 行 {columns} 列。"
    ),
    "The file has too many sheets.": "工作表过多。",
    "The file is damaged: its sheets cannot be read.": "文件已损坏：无法读取工作表。",
    "The text is UTF-16; save it as UTF-8 or GB18030.": "文本是 UTF-16 编码；请另存为 UTF-8 或 GB18030。",
    "The file is not text: it holds zero bytes.": "文件不是文本：含有零字节。",
    "The text is neither UTF-8 nor GB18030; save it as one of them.": (
        "文本既不是 UTF-8 也不是 GB18030；请另存为其中一种。"
    ),
    "The file is not text: it holds control signs.": "文件不是文本：含有控制字符。",
    "Line {line} cannot be read: a quotation mark is not closed or a cell is too long.": (
        "第 {line} 行无法读取：引号未闭合或单元格过长。"
    ),
    "The table is too large to read.": "表格过大，无法读取。",
    "The page is too large to read.": "网页过大，无法读取。",
    "The page holds no table.": "网页中没有表格。",
    "The page holds too many tables.": "网页中的表格过多。",
    "The file needs more memory than one file may take.": "读取该文件所需内存超过限额。",
    "The file is damaged: its content cannot be read.": "文件已损坏：无法读取内容。",
    "The file is larger than {limit} MiB; it is not read.": "文件大于 {limit} MiB，不予读取。",
    "The file cannot be opened.": "无法打开文件。",
    "The file takes too long to read; it is not read.": "读取该文件耗时过长，不予读取。",
    "The unit {unit} is not known; use one of {units}.": "不认识单位 {unit}；可用 {units}。",
    "The totals file cannot be read: {reason}.": "无法读取合计文件：{reason}。",
    "This is not an amount.": "这不是金额。",
    "A number such as 30.4 or 3,000.00, with or without its unit.": "如 30.4 或 3,000.00 的数字，可带单位。",
    "Write the figure alone, or / where there is none.": "只填数字；没有则填“/”。",
    "This is not a number.": "这不是数字。",
    "A plain decimal number.": "十进制数字。",
    "Write the figure alone.": "只填数字。",
    "This number has no value.": "该数字没有值。",
    "A finite number.": "有限的数字。",
    "Write the figure again; the formula failed.": "公式出错，请重新填写数字。",
    "The amount is finer than one fen.": "金额小于一分。",
    "At most two decimals of a yuan.": "以元计最多两位小数。",
    "Round the figure to the fen as the document prints it.": "按文件所印数字四舍五入到分。",
    "The amount is larger than any debt.": "金额大于任何可能的债务。",
    "An amount that can be.": "合理的金额。",
    "Check figure and unit.": "核对数字和单位。",
    "The figure is masked by its source.": "数字被来源网站遮盖。",
    "The whole figure.": "完整的数字。",
    "Take it from the original document.": "从原文件中查找。",
    "The text is too long.": "文字过长。",
    "At most {limit} characters.": "最多 {limit} 个字符。",
    "Shorten it.": "请缩短。",
    "The text holds signs that cannot be printed.": "文字含有无法打印的字符。",
    "Printable text.": "可打印的文字。",
    "Delete the cell and type the text again.": "清空单元格后重新输入。",
    "This is not a date.": "这不是日期。",
    "A date such as 2024-02-29.": "如 2024-02-29 的日期。",
    "Write year, month and day.": "填写年、月、日。",
    "There is no such day.": "没有这一天。",
    "A day of the calendar.": "日历上存在的日期。",
    "Check month and day.": "核对月和日。",
    "The date is too far away.": "日期过远。",
    "A year from 1980 to 2150.": "1980 年至 2150 年。",
    "Check the year.": "核对年份。",
    "This is not a month.": "这不是年月。",
    "A year and month such as 2024-09.": "如 2024-09 的年月。",
    "Write year and month.": "填写年和月。",
    "This is not a tenor.": "这不是期限。",
    "Years such as 10, or 7+3.": "如 10 或 7+3 的年数。",
    "Write the tenor in years.": "以年填写期限。",
    "No bond is issued for this tenor.": "没有这种期限的债券。",
    "One of {tenors} years.": "{tenors} 年之一。",
    "Check the tenor in the issue result.": "按发行结果核对期限。",
    "The cell is empty.": "单元格为空。",
    "A value in each row.": "每行都要有值。",
    "Fill in the cell or delete the row.": "填写该单元格或删除该行。",
    "The amount is below zero.": "金额小于零。",
    "An amount above zero.": "大于零的金额。",
    "Check the sign.": "核对正负号。",
    "The amount is zero.": "金额为零。",
    "Fill in the issued amount.": "填写发行金额。",
    "The coupon is outside what bonds pay.": "票面利率超出债券的范围。",
    "A rate from 0 to 10 percent.": "0 至 10 之间的百分数。",
    "Check the decimal point: 2.36 means 2.36 %.": "核对小数点：2.36 表示 2.36%。",
    "All rates are below {limit} %: they seem to be decimals, not percent.": (
        "所有利率都低于 {limit}%：似乎是小数而不是百分数。"
    ),
    "2.36 for 2.36 %, or the rate unit declared as decimal.": "2.36 表示 2.36%，或声明利率单位为小数。",
    "Declare the rate unit: {read} would be {as_percent} % as percent and {as_decimal} % as decimal.": (
        "请声明利率单位：{read} 按百分数为 {as_percent}%，按小数为 {as_decimal}%。"
    ),
    "The amounts are implausible in {declared}: {example} would be {as_declared}.": (
        "按{declared}金额不合理：{example} 即 {as_declared}。"
    ),
    "The unit the document prints.": "文件所印的单位。",
    "If the unit is {other}, it would be {as_other}; declare the unit and read the file again.": (
        "若单位为{other}，则为 {as_other}；请声明单位后重新读取。"
    ),
    "This amount is unusual: {as_declared}.": "金额异常：{as_declared}。",
    "From {low} to {high}.": "{low} 至 {high}。",
    "Check figure and unit; confirm if it is right.": "核对数字和单位；无误则确认。",
    "The heading prints {printed}, but {declared} was declared.": "表头印的是{printed}，声明的是{declared}。",
    "One unit.": "同一个单位。",
    "Declare {printed}, or correct the heading.": "声明{printed}，或更正表头。",
    "No row of headings was recognised.": "没有识别出表头。",
    "A row with the headings {headings}.": "含有 {headings} 的表头行。",
    "Name the columns in the mapping, or use the template.": "在列对应中指明各列，或使用模板。",
    "Two columns have this heading.": "两列使用同一表头。",
    "One column for each field.": "每个字段一列。",
    "Rename or delete one of them.": "改名或删除其中一列。",
    "The table has no rows.": "表中没有数据行。",
    "At least one row below the headings.": "表头下至少一行。",
    "Check that the right file was chosen.": "核对是否选对文件。",
    "The row has {length} cells, the heading row another number.": "该行有 {length} 个单元格，与表头不同。",
    "As many cells as headings.": "与表头相同的列数。",
    "Put quotation marks around a text that holds the delimiter.": "给含有分隔符的文字加引号。",
    "The formula has no saved value.": "公式没有保存的值。",
    "A number.": "数字。",
    "Open the file, let it calculate and save it again.": "打开文件重新计算后保存。",
    "The saved value {saved} is not what the formula gives now: {computed}.": (
        "保存的值 {saved} 与公式现在的结果 {computed} 不同。"
    ),
    "A value that was calculated.": "已经计算的值。",
    "{count} cells are formulas; the values saved with the file are read.": (
        "{count} 个单元格是公式；读取的是随文件保存的值。"
    ),
    "Values that were calculated.": "已经计算的值。",
    "If in doubt, open the file, let it calculate and save it again.": "如有疑问，打开文件重新计算后保存。",
    "The sheet is hidden; it is not read.": "工作表被隐藏，不予读取。",
    "Data on visible sheets.": "数据应在可见的工作表中。",
    "Show the sheet if it belongs to the data.": "若属于数据请取消隐藏。",
    "The bond stands in the file twice; first in row {first}.": "该债券在文件中重复；首次在第 {first} 行。",
    "Each bond once.": "每只债券一行。",
    "Delete one of the rows.": "删除其中一行。",
    "Another bond has the same name, with other terms; first in row {first}.": (
        "另一只债券同名而条款不同；首次在第 {first} 行。"
    ),
    "Names are unique but for bonds issued offshore.": "除离岸债券外名称不重复。",
    "Check that both are real.": "核对两只债券是否真实。",
    "The name says neither general nor special bond.": "名称中既无一般债券也无专项债券。",
    "A name with 一般债券 or 专项债券.": "含有“一般债券”或“专项债券”的名称。",
    "Complete the name as in the issue result.": "按发行结果补全名称。",
    "The two parts of the name contradict each other.": "名称的两部分相互矛盾。",
    "Both parts general, or both special.": "两部分同为一般或同为专项。",
    "Check the name in the issue result.": "按发行结果核对名称。",
    "The issuer cannot be read from the name.": "无法从名称中读出发行人。",
    "A name that begins with the year and the issuing government.": "以年份和发行政府开头的名称。",
    "Complete the name, or enter the issuer.": "补全名称或填写发行人。",
    "The bond matures before it is issued.": "到期日早于发行日。",
    "A maturity after the issue date.": "晚于发行日的到期日。",
    "Check both dates.": "核对两个日期。",
    "Interest starts before the issue date.": "起息日早于发行日。",
    "A value date on or after the issue date.": "不早于发行日的起息日。",
    "The bond matures {days} days after issue date plus tenor.": "到期日在发行日加期限之后 {days} 天。",
    "A few days, or months for a reopened bond.": "数天之内；续发债券可差数月。",
    "Check dates and tenor.": "核对日期和期限。",
    "The name says {named}, the issue date {issued}.": "名称为 {named} 年，发行日为 {issued} 年。",
    "The same year.": "同一年份。",
    "Check name and date.": "核对名称和日期。",
    "This is not a year.": "这不是年份。",
    "A year such as 2026 or 2026年及以后年度.": "如 2026 或 2026年及以后年度。",
    "Correct the year heading.": "更正年份表头。",
    "The years are not continuous: {missing} is missing.": "年份不连续：缺 {missing}。",
    "One column for every year.": "每年一列。",
    "Add the missing year, with 0 if nothing falls in it.": "补上缺少的年份，没有金额则填 0。",
    "This line is not part of the form.": "该行不属于本表。",
    "The lines of the form.": "本表的各行。",
    "It is not read; nothing to do.": "未读取；无需处理。",
    "The form lacks the line {label}.": "本表缺少“{label}”。",
    "All lines of the form.": "本表的全部各行。",
    "Complete the form.": "补全本表。",
    "The way of repayment is not known.": "无法识别还本方式。",
    "到期一次还本, 分年还本, 提前还本 and their usual wordings.": (
        "到期一次还本、分年还本、提前还本及其常用说法。"
    ),
    "Correct the wording.": "更正文字。",
    "No table of this form was found.": "没有找到该表。",
    "A table with the line {label}.": "含有“{label}”的表格。",
    "Total investment is not the sum of its parts: printed {printed}, sum {computed}.": (
        "总投资不等于各部分之和：所印 {printed}，合计 {computed}。"
    ),
    "Total = own funds + special bonds + other debt.": "总投资 = 项目资金 + 专项债券 + 其他债务。",
    "Check the four figures against the document.": "按文件核对四个数字。",
    "The yearly special-bond plan does not add up: printed {printed}, sum {computed}.": (
        "专项债券分年计划合计不符：所印 {printed}，合计 {computed}。"
    ),
    "Special-bond finance = sum of the years.": "专项债券融资 = 各年之和。",
    "Check the yearly row.": "核对分年数据。",
    "The yearly plan of other debt does not add up: printed {printed}, sum {computed}.": (
        "其他债务分年计划合计不符：所印 {printed}，合计 {computed}。"
    ),
    "Other debt finance = sum of the years.": "其他债务融资 = 各年之和。",
    "The yearly revenue does not add up: printed {printed}, sum {computed}.": (
        "分年收益合计不符：所印 {printed}，合计 {computed}。"
    ),
    "Total revenue = sum of the years.": "总收益 = 各年之和。",
    "Check the yearly row; years may be missing.": "核对分年数据；可能缺少年份。",
    "The planned issue {printed} is above the special-bond finance of its projects {computed}.": (
        "计划发行额 {printed} 大于项目的专项债券融资 {computed}。"
    ),
    "Issue ≤ special-bond finance.": "发行额 ≤ 专项债券融资。",
    "Check both figures.": "核对两个数字。",
    "The planned issue {printed} is above the special bonds planned for the year {computed}.": (
        "计划发行额 {printed} 大于当年专项债券计划 {computed}。"
    ),
    "Issue ≤ plan of the year.": "发行额 ≤ 当年计划。",
    "Check the plan of the year.": "核对当年计划。",
    "The part for major projects {printed} is above the planned issue {computed}.": (
        "用于重大项目的 {printed} 大于计划发行额 {computed}。"
    ),
    "Part ≤ whole.": "部分 ≤ 整体。",
    "The form says {printed} projects, the list has {computed}.": (
        "表中写 {printed} 个项目，清单有 {computed} 个。"
    ),
    "The same number.": "数目相同。",
    "Check number and list.": "核对数目和清单。",
    "The projects' shares do not add up to the issue: printed {printed}, sum {computed}.": (
        "各项目份额之和与发行额不符：所印 {printed}，合计 {computed}。"
    ),
    "Sum of shares = issue.": "份额之和 = 发行额。",
    "Check the shares.": "核对份额。",
    "The printed ratio {printed} is not the quotient of its figures {computed}.": (
        "所印比率 {printed} 与相除结果 {computed} 不符。"
    ),
    "Ratio = quotient, rounded.": "比率 = 商（四舍五入）。",
    "Check the figures; both are shown.": "核对数字；两者均列示。",
    "The printed ratio {printed} is far from usual.": "所印比率 {printed} 严重偏离常值。",
    "A ratio a project can have.": "项目可能有的比率。",
    "Check the decimal point and the unit in the source.": "核对来源中的小数点和单位。",
    "{child} is ticked but {parent} is not.": "勾选了{child}，未勾选{parent}。",
    "The heading is ticked with each of its items.": "子项勾选时上级也勾选。",
    "Check the tick marks.": "核对勾选。",
    "Total investment is not the sum of its sources: printed {printed}, sum {computed}.": (
        "总投资不等于资金来源之和：所印 {printed}，合计 {computed}。"
    ),
    "Total = capital + special bonds + other debt.": "总投资 = 资本金 + 专项债 + 其他债务。",
    "Check the figures against the document.": "按文件核对数字。",
    "Cost over revenue: printed {printed}, computed {computed}.": (
        "成本/收入：所印 {printed}，计算 {computed}。"
    ),
    "Cost ÷ revenue.": "成本 ÷ 收入。",
    "The batches add up to {computed}, above the approved {printed}.": (
        "各批次合计 {computed}，超过核准的 {printed}。"
    ),
    "Batches ≤ approved amount.": "批次合计 ≤ 核准额。",
    "Check the batches.": "核对批次。",
    "The multiple {printed} cannot follow from its figures: it implies debt service of {computed}.": (
        "所印倍数 {printed} 无法由所印数字得出：对应本息 {computed}。"
    ),
    "Debt service of at least the principal, at a rate bonds pay.": (
        "本息不少于本金，且利率为债券可能的利率。"
    ),
    "Ask for the calculation; the printed figure is kept.": "请索取计算过程；所印数字保留。",
    "Operation begins before construction does.": "运营期早于建设期开始。",
    "Operation after the start of construction.": "运营期在建设期开始之后。",
    "Check both periods.": "核对两个期间。",
    "The bond matures in {maturity}, after operation ends in {operation}.": (
        "债券 {maturity} 年到期，晚于运营期结束的 {operation} 年。"
    ),
    "Maturity within the operation period.": "到期在运营期内。",
    "Check the periods.": "核对期间。",
    "The part used as capital {printed} is above the batch {computed}.": (
        "用作资本金的 {printed} 大于该批次 {computed}。"
    ),
    "This entry is not in the list.": "填写内容不在清单中。",
    "One of: {choices}.": "可选：{choices}。",
    "Choose from the list.": "从清单中选择。",
    "This is not such a code.": "代码格式不对。",
    "{form}": "{form}",
    "Enter the code as text, without spaces.": "以文本填写代码，不含空格。",
    "The project code stands in the file twice; first in row {first}.": (
        "项目编码在文件中重复；首次在第 {first} 行。"
    ),
    "Each project once.": "每个项目一行。",
    "Delete one of the rows, or correct the code.": "删除其中一行或更正编码。",
    "The period ends before it begins.": "期间结束早于开始。",
    "An end on or after the beginning.": "结束不早于开始。",
    "Check both months.": "核对两个年月。",
    "A project taken on in a later state needs a signed reason.": "以后续状态接入的项目须有签署的理由。",
    "Reason and signer.": "理由和签署人。",
    "Fill in both columns.": "填写这两列。",
    "The published totals hold nothing that can be compared.": "公布的合计中没有可比较的内容。",
    "A totals file as in the register.": "如登记册中的合计文件。",
    "Check the file.": "核对文件。",
    "Published {printed}, computed from the rows {computed}.": "公布 {printed}，由各行计算 {computed}。",
    "The published figure, but for rounding.": "除四舍五入外与公布数一致。",
    "Check the rows named by the total.": "核对该合计涉及的各行。",
    "The figure carries the noise of a binary number: {read} is taken as {taken}.": "数字带有二进制尾差：{read} 按 {taken} 读取。",
    "At most 15 digits.": "最多 15 位有效数字。",
    "Compare it with the printed figure.": "与公布数核对。",
    "{region} {year}, {figure}: printed {printed}, what follows is {computed}.": "{region} {year} 年 {figure}：公布 {printed}，推算 {computed}。",
    "A figure that its parts, the year before or its limit give.": "与分项、上年数或限额勾稽一致的数字。",
    "Keep it as printed; ask the source why it differs.": "按公布数保存，并向数据来源核实原因。",
    "Shares of this bond add up to {computed}, the issue is {printed}.": "该债券份额合计 {computed}，发行额 {printed}。",
    "Shares that are no more than the issue.": "份额合计不超过发行额。",
    "Check the shares; those of other regions may be left out.": "核对份额；其他地区的份额可以不列。",
    "Rows of this bond print different terms: {printed} and {computed}.": "同一债券各行要素不一致：{printed} 与 {computed}。",
    "One face, tenor, coupon and one set of dates for each bond.": "同一债券的发行额、期限、利率和日期应一致。",
    "Copy the terms of the issue result to every row of the bond.": "各行按发行结果填写相同要素。",
}
"""English msgid → Chinese."""
