#!/usr/bin/env python3
"""Prints the workbook of final accounts (财决) of an agency as a .book, from its leaves.

    caijue.py FILE.leaves AGENCY YEAR

The sheets are those that accountants export, with their heads, merges and lines of column numbers;
amounts are in 元. The sums are made here, on their own.
"""
import sys

CLASSES = """201 一般公共服务支出
202 外交支出
203 国防支出
204 公共安全支出
205 教育支出
206 科学技术支出
207 文化旅游体育与传媒支出
208 社会保障和就业支出
210 卫生健康支出
211 节能环保支出
212 城乡社区支出
213 农林水支出
214 交通运输支出
221 住房保障支出
223 国有资本经营预算支出
224 灾害防治及应急管理支出
229 其他支出"""
ABOVE = {
    "20132": "组织事务", "20402": "公安", "21004": "公共卫生", "20805": "行政事业单位养老支出", "21007": "计划生育事务",
    "21011": "行政事业单位医疗", "21114": "能源管理事务", "22102": "住房改革支出",
    "22904": "其他政府性基金及对应专项债务收入安排的支出", "22999": "其他支出",
}
ECONOMIC = {
    "301": "工资福利支出", "302": "商品和服务支出", "303": "对个人和家庭的补助",
    "307": "债务利息及费用支出", "310": "资本性支出",
}
NUMERALS = "一二三四五六七八九十"
SOURCES = ["上级补助收入", "事业收入", "经营收入", "附属单位上缴收入", "其他收入"]
KINDS = ["基本支出", "项目支出", "上缴上级支出", "经营支出", "对附属单位补助支出"]
BUDGETS = ["一般公共预算", "政府性基金预算", "国有资本经营预算"]


def number(amount):
    return str(amount) if amount else ""


def numeral(i):
    return NUMERALS[i - 1] if i <= 10 else "十" + NUMERALS[i - 11]


class Leaves:
    def __init__(self, path):
        self.names = dict(ABOVE)
        self.names.update(line.split(" ") for line in CLASSES.split("\n"))
        self.rows = []
        with open(path, encoding="utf-8") as file:
            for line in file:
                if not line.startswith(";"):
                    group, code, name, source, kind, amount = line.rstrip("\n").split("\t")
                    self.names[code] = name or self.names.get(code, "")
                    self.rows.append((group, code, source, kind, int(amount)))

    def total(self, group, code="", sources=None, kinds=None):
        return sum(
            amount
            for g, c, s, k, amount in self.rows
            if g == group and c.startswith(code)
            and (sources is None or s in sources) and (kinds is None or k in kinds)
        )

    def has(self, name):
        return any(g == "指标" and c == name for g, c, *_ in self.rows)

    def fact(self, name):
        """A figure that is typed under its own name: of 附03, or a balance."""
        return sum(amount for g, c, _, _, amount in self.rows if g == "指标" and c == name)

    def left(self, code="", sources=None):
        """What of the year's income is not spent."""
        return self.total("收入", code, sources) - self.total("支出", code, sources)

    def codes(self, group, sources=None):
        """类, 款 and 项 that have money, each above what it contains."""
        found = set()
        for g, code, source, _, _ in self.rows:
            if g == group and (sources is None or source in sources):
                found |= {code[:3], code[:5], code}
        return sorted(found)


def title(name, number_of, width, agency, year):
    return [
        name + "{1x%d}" % width,
        "\t" * (width - 1) + number_of,
        f"编制单位：{agency}" + "\t" + f"{year}年度" + "\t" * (width - 2) + "金额单位：元",
    ]


def by_code(heads, codes, leaves, columns):
    """Three columns of a code, merged to one a line; a line of column numbers; 合计 first."""
    rows = [
        "项目{1x4}\t\t\t\t" + "\t".join(head + "{3x1}" for head in heads),
        "支出功能分类科目编码{1x3}\t\t\t科目名称{2x1}",
        "类\t款\t项",
        "栏次{1x4}\t\t\t\t" + "\t".join(str(i) for i in range(1, len(heads) + 1)),
        "合计{1x4}\t\t\t\t" + "\t".join(number(column("")) for column in columns),
    ]
    for code in codes:
        rows.append(
            f"'{code}{{1x3}}\t\t\t{leaves.names[code]}  \t"
            + "\t".join(number(column(code)) for column in columns)
        )
    return rows


def z01(leaves):
    income = BUDGETS + SOURCES
    rows = [
        "收入{1x5}\t\t\t\t\t支出{1x10}",
        "项目\t行次\t年初预算数\t全年预算数\t决算数\t项目(按功能分类)\t行次\t年初预算数\t全年预算数\t决算数"
        "\t项目(按支出性质和经济分类)\t行次\t年初预算数\t全年预算数\t决算数",
        "栏次\t\t1\t2\t3\t栏次\t\t4\t5\t6\t栏次\t\t7\t8\t9",
    ]
    left = [
        (f"{numeral(i)}、{name}{'财政拨款收入' if name in BUDGETS else ''}",
         leaves.total("收入", "", [name]))
        for i, name in enumerate(income, 1)
    ]
    middle = [
        (f"{numeral(i)}、{line[4:]}", leaves.total("支出", line[:3]))
        for i, line in enumerate(CLASSES.split("\n"), 1)
    ]
    right = [
        (f"{numeral(i)}、{kind}", leaves.total("支出", "", None, [kind]))
        for i, kind in enumerate(KINDS, 1)
    ]
    for i, (label, amount) in enumerate(middle):
        cells = [left[i] if i < len(left) else ("", 0), (label, amount),
                 right[i] if i < len(right) else ("", 0)]
        rows.append("\t".join(
            f"{text}\t{i + 1 + 40 * n}\t—\t—\t{number(value)}" for n, (text, value) in enumerate(cells)
        ))
    outside = leaves.fact("非财政结转")  # at both ends of the year
    ends = [
        ("本年收入合计", leaves.total("收入"), "本年支出合计", leaves.total("支出")),
        ("使用非财政拨款结余（含专用结余）", 0, "结余分配", 0),
        ("年初结转和结余", outside, "年末结转和结余", outside + leaves.left()),
        ("总计", leaves.total("收入") + outside, "总计", leaves.total("收入") + outside),
    ]
    for a, x, b, y in ends:
        rows.append(f"{a}\t\t—\t—\t{number(x)}\t{b}\t\t—\t—\t{number(y)}\t{b}\t\t—\t—\t{number(y)}")
    return rows


def z01_1(leaves):
    """年初预算, 全年预算 and 决算 of each budget beside each other, as the platform has them."""
    heads = ["合计{2x1}"] + [f"{budget}财政拨款{{2x1}}" for budget in BUDGETS]
    kinds = ["年初预算数", "全年预算数", "决算数"]
    rows = [
        "收入{1x3}\t\t\t支出{1x14}",
        "项目{3x1}\t行次{3x1}\t决算数{3x1}\t项目(按功能分类){3x1}\t行次{3x1}"
        + "".join("\t" + kind + "{1x4}\t\t\t" for kind in kinds),
        "\t" * 5 + "\t".join(heads * 3),
        "",
        "栏次\t\t1\t栏次\t\t" + "\t".join(str(i) for i in range(2, 14)),
    ]

    def amounts(group, code=""):
        by = [leaves.total(group, code, [budget]) for budget in BUDGETS]
        typed = [b for b in BUDGETS if group != "支出" and leaves.codes(group, [b])]
        return "\t".join([number(sum(by))] + [
            str(x) if b in typed and leaves.total("支出", code, [b]) else number(x)
            for b, x in zip(BUDGETS, by)
        ])

    def three(code=""):
        return "\t".join(amounts(group, code) for group in ("年初预算", "全年预算", "支出"))

    for i, line in enumerate(CLASSES.split("\n"), 1):
        left = (f"{numeral(i)}、{BUDGETS[i - 1]}财政拨款\t{i}\t"
                + number(leaves.total("收入", "", [BUDGETS[i - 1]]))) if i <= 3 else f"\t{i}\t"
        rows.append(f"{left}\t{numeral(i)}、{line[4:]}\t{i + 32}\t{three(line[:3])}")
    income = number(leaves.total("收入", "", BUDGETS))
    rows.append(f"本年收入合计\t27\t{income}\t本年支出合计\t59\t{three()}")
    rest = [leaves.left("", [budget]) for budget in BUDGETS]
    ends = "\t".join(["—"] * 8 + [number(x) for x in [sum(rest)] + rest])
    rows.append(f"年初财政拨款结转和结余\t28\t\t年末财政拨款结转和结余\t60\t{ends}")
    rows += [f"{budget}财政拨款\t{29 + i}" for i, budget in enumerate(BUDGETS)]
    total = "\t".join(number(leaves.total("收入", "", [b])) for b in BUDGETS)
    rows.append(f"总计\t32\t{income}\t总计\t64\t" + "\t".join(["—"] * 8) + f"\t{income}\t{total}")
    return rows


def z07(leaves, budget):
    heads = [
        "项目{1x4}\t\t\t\t年初结转和结余{1x3}\t\t\t本年收入{1x3}\t\t\t本年支出{1x3}\t\t\t年末结转和结余{1x3}",
        "支出功能分类科目编码{1x3}\t\t\t科目名称{2x1}"
        + "\t合计{2x1}\t基本支出结转{2x1}\t项目支出结转和结余{2x1}"
        + "\t合计{2x1}\t基本支出{2x1}\t项目支出{2x1}" * 2
        + "\t合计{2x1}\t基本支出结转{2x1}\t项目支出结转和结余{2x1}",
        "类\t款\t项",
        "栏次{1x4}\t\t\t\t" + "\t".join(str(i) for i in range(1, 13)),
    ]

    def line(code):
        basic = leaves.total("支出", code, [budget], ["基本支出"])
        project = leaves.total("支出", code, [budget], ["项目支出"])
        rest = leaves.left(code, [budget])
        income = [basic + rest + project, basic + rest, project]
        return "\t".join(number(x) for x in [0, 0, 0] + income
                         + [basic + project, basic, project] + [rest, rest, 0])

    rows = heads + ["合计{1x4}\t\t\t\t" + line("")]
    for code in leaves.codes("支出", [budget]):
        rows.append(f"'{code}{{1x3}}\t\t\t{leaves.names[code]}\t{line(code)}")
    return rows


def z08_1(leaves):
    """Functional codes down, economic subjects across."""
    economic = leaves.codes("经济")
    details = [code for code in economic if len(code) == 5]
    classes = sorted({code[:3] for code in details})
    top, low = ["项目{1x4}", "", "", ""], ["支出功能分类科目编码{1x3}", "", "", "科目名称{2x1}"]
    top.append("合计{3x1}")
    low.append("")
    columns = [""]
    for group in classes:
        members = [code for code in details if code.startswith(group)]
        top += [ECONOMIC[group] + "{1x%d}" % (len(members) + 1)] + [""] * len(members)
        low += ["小计{2x1}"] + [leaves.names[code] + "{2x1}" for code in members]
        columns += [group] + members
    rows = ["\t".join(top), "\t".join(low), "类\t款\t项"]
    rows.append("栏次{1x4}\t\t\t\t" + "\t".join(str(i + 1) for i in range(len(columns))))
    rows.append("合计{1x4}\t\t\t\t" + "\t".join(number(leaves.total("经济", c)) for c in columns))
    return rows


def f03(leaves):
    def pair(name):
        return number(leaves.fact("三公.预算." + name)), number(leaves.fact("三公.决算." + name)) or "一"

    def both(*names):
        return tuple(number(sum(leaves.fact(f"三公.{kind}.{name}") for name in names)) or nothing
                     for kind, nothing in (("预算", ""), ("决算", "一")))

    def count(name):
        return "—", str(leaves.fact("三公.数量." + name))

    def fact(name):
        return number(leaves.fact(name))

    bought, driven = "公务用车购置费", "公务用车运行维护费"
    abroad, guests = "因公出国（境）费", "公务接待费"
    foreign = leaves.fact("三公.接待.国（境）外接待费")
    cars = ["副部（省）级及以上领导用车", "主要负责人用车", "机要通信用车", "应急保障用车", "执法执勤用车",
            "特种专业技术用车", "离退休干部服务用车", "其他用车"]
    left = [
        ("一、“三公”经费支出", "", ""), ("（一）支出合计", *both(abroad, bought, driven, guests)),
        ("1．" + abroad, *pair(abroad)), ("2．公务用车购置及运行维护费", *both(bought, driven)),
        ("（1）" + bought, *pair(bought)), ("（2）" + driven, *pair(driven)),
        ("3．" + guests, *pair(guests)),
        ("（1）国内接待费", "—", number(leaves.fact("三公.决算." + guests) - foreign) or "一"),
        ("其中：外事接待费", "—", str(leaves.fact("三公.接待.外事接待费"))),
        ("（2）国（境）外接待费", "—", str(foreign)), ("（二）相关统计数", "", ""),
        ("1．因公出国（境）团组数（个）", *count("因公出国（境）团组")),
        ("2．因公出国（境）人次数（人）", *count("因公出国（境）人次")),
        ("3．公务用车购置数（辆）", *count("公务用车购置辆数")),
        ("4．公务用车保有量（辆）", *count("公务用车保有量")),
        ("5．国内公务接待批次（个）", *count("国内接待批次")),
        ("其中：外事接待批次（个）", *count("外事接待批次")),
        ("6．国内公务接待人次（人）", *count("国内接待人次")),
        ("其中：外事接待人次（人）", *count("外事接待人次")),
        ("7．国（境）外公务接待批次（个）", *count("国（境）外接待批次")),
        ("8．国（境）外公务接待人次（人）", *count("国（境）外接待人次")),
    ]
    right = [
        ("二、机关运行经费", ""), ("（一）行政单位", fact("机关运行经费.行政单位")),
        ("（二）参照公务员法管理事业单位", ""), ("三、国有资产占用情况", ""),
        ("（一）车辆数合计（辆）", number(sum(leaves.fact("车辆." + car) for car in cars))),
    ]
    right += [(f"{i}．{car}", fact("车辆." + car)) for i, car in enumerate(cars, 1)]
    right += [(label, str(leaves.fact(name))) for label, name in (
        ("（二）单价100万元（含）以上设备（不含车辆）", "单价100万元以上设备"),
        ("（二）单价50万元（含）以上的通用设备（台，套）", "单价50万元以上通用设备"),
        ("（三）单价100万元（含）以上的专用设备（台，套）", "单价100万元以上专用设备"),
    ) if leaves.has(name)]
    goods = [leaves.fact("政府采购." + kind) for kind in ("货物", "工程", "服务")]
    right += [
        ("四、政府采购支出信息", ""), ("（一）政府采购支出合计", number(sum(goods))),
        ("1．政府采购货物支出", str(goods[0])), ("2．政府采购工程支出", str(goods[1])),
        ("3．政府采购服务支出", str(goods[2])),
        ("（二）政府采购授予中小企业合同金额", str(leaves.fact("政府采购.授予中小企业"))),
        ("其中：授予小微企业合同金额", str(leaves.fact("政府采购.授予小微企业"))),
    ]
    rows = ["项目\t行次\t预算数\t统计数\t项目\t行次\t统计数", "栏次\t\t1\t2\t栏次\t\t3"]
    for i in range(max(len(left), len(right))):
        a = left[i] if i < len(left) else ("", "", "")
        b = right[i] if i < len(right) else ("", "")
        rows.append(f"{a[0]}\t{i + 1}\t{a[1]}\t{a[2]}\t{b[0]}\t{i + 23}\t{b[1]}")
    return rows


def main(path, agency, year):
    leaves = Leaves(path)
    every = lambda group, sources=None, kinds=None: (
        lambda code: leaves.total(group, code, sources, kinds)
    )
    income = [every("收入"), every("收入", BUDGETS)] + [every("收入", [s]) for s in SOURCES]
    spending = [every("支出")] + [every("支出", None, [k]) for k in KINDS]
    sheets = [
        ("Z01 收入支出决算总表(财决01表)", "收入支出决算总表", 15, z01(leaves)),
        ("Z01-1 财政拨款收入支出决算总表(财决01-1表)", "财政拨款收入支出决算总表", 17, z01_1(leaves)),
        ("Z03 收入决算表(财决03表)", "收入决算表", 11,
         by_code(["本年收入合计", "财政拨款收入"] + SOURCES, leaves.codes("收入"), leaves, income)),
        ("Z04 支出决算表(财决04表)", "支出决算表", 10,
         by_code(["本年支出合计"] + KINDS, leaves.codes("支出"), leaves, spending)),
        ("Z05 支出决算明细表(财决05表)", "支出决算明细表", len(ECONOMIC) + 30, z08_1(leaves)),
        ("Z07 一般公共预算财政拨款收入支出决算表(财决07表)", "一般公共预算财政拨款收入支出决算表", 16,
         z07(leaves, BUDGETS[0])),
        ("Z08_1 一般公共预算财政拨款基本支出决算明细表(财决08-1表)",
         "一般公共预算财政拨款基本支出决算明细表", 40, z08_1(leaves)),
        ("Z09 政府性基金预算财政拨款收入支出决算表(财决09表)", "政府性基金预算财政拨款收入支出决算表", 16,
         z07(leaves, BUDGETS[1])),
        ("Z11 国有资本经营预算财政拨款收入支出决算表(财决11表)",
         "国有资本经营预算财政拨款收入支出决算表", 16, z07(leaves, BUDGETS[2])),
        ("Z12 资产负债简表(财决12表)", "资产负债简表", 6,
         ["项目\t行次\t年初数\t年末数", "货币资金\t1\t664400\t664400", "固定资产\t2\t1\t2"]),
        ("F03 机构运行信息表(财决附03表)", "机构运行信息表", 7, f03(leaves)),
        ("CS03 其他收入等明细情况表", "其他收入等明细情况表", 4,
         ["项目\t行次\t金额", "其他\t1\t397492", "利息\t2\t1", "捐赠\t3\t1"]),
    ]
    for name, heading, width, rows in sheets:
        print("## " + name[:31])
        code = name.split(" ")[0]
        print("\n".join(title(heading, f"财决{code[1:]}表", width, agency, year) + rows))


if __name__ == "__main__":
    main(*sys.argv[1:])
