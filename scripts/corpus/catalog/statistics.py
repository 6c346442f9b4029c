"""Reports of 2012 to 2018: the statistics table in texts and web pages, and reports in prose."""
from decimal import Decimal

from .. import html as H, statistics as S, text as T
from ..document import Document
from ..grid import Cell
from ..report import Report
from .webs import BUREAU

NO_TABLE = S.CHAPTERS[:4] + [
    ("五、因政府信息公开申请行政复议、提起行政诉讼的情况", ["{y}年{short}没有因政府信息公开被申请行政复议或者被提起行政诉讼。"]), S.CHAPTERS[5]]


def documents():
    """All of them."""
    yield from webs()
    yield from texts()
    yield from prose()
    yield from traps()


def _page(name, r, blocks, note, verdict="clean", **more):
    return Document(name, "html", H.modern(r, blocks, BUREAU, doc="5201").encode(), r, verdict, note=note, **more)


def _text(name, kind, r, text, note, verdict="clean", **more):
    return Document(name, kind, T.encode(text), r, verdict, note=note, **more)


def webs():
    """Web pages."""
    r = S.Indicators("溪口县人民政府", 2015, seed=1)
    yield _page("statistics-national.html", r, S.draft(r, [S.table(r)], after=[S.FOOTER.format(y=2016)]), "the national table of 2014")

    r = S.Indicators("溪口县教育局", 2016, size="bureau", seed=2).blank_zeros()
    yield _page("statistics-two-halves.html", r, S.draft(r, [S.halves(S.table(r))]), "the list in two halves side by side; zeros left empty")

    r = S.Indicators("溪口县财政局", 2017, size="bureau", seed=3)
    grid = S.table(r, units="after", ordinals=False)
    for n, row in enumerate(grid):
        row.insert(0, Cell("序号" if n == 0 else str(n), role="note"))
    yield _page("statistics-numbered-rows.html", r, S.draft(r, [grid]), "rows are counted in a column of their own, units stand after the numbers, labels have no ordinals")

    r = S.Indicators("湾头市人民政府", 2015, variant="fujian", seed=4)
    yield _page("statistics-fujian.html", r, S.draft(r, [S.table(r)]), "a provincial table with a column for the year and one for all years")

    r = S.Indicators("溪口县水利局", 2014, size="bureau", seed=5)
    grid = S.table(r)
    grid.insert(12, [Cell("6.政务服务大厅公开政府信息数", role="label"), Cell("条", role="note"), Cell("37")])
    yield _page("statistics-unknown-row.html", r, S.draft(r, [grid]), "an indicator that the national table does not have")

    r = S.Indicators("溪口县民政局", 2018, seed=6)
    at = "statistics.applications.concluded.total.current"
    r.slip(at, r.cells[at] + 3)
    yield _page("statistics-slip.html", r, S.draft(r, [S.table(r)]), "申请办结数 is three too many", "publisher_inconsistent")

    r = S.Indicators("溪口县林业局", 2016, size="bureau", seed=7)
    grid = S.table(r)
    cut = 31
    yield _page("statistics-cut.html", r, S.draft(r, [grid[:cut], [grid[0]] + grid[cut:]]), "the table is cut in two, its header repeated")

    r = S.Indicators("溪口县司法局", 2017, size="bureau", seed=8)
    grid = S.table(r)
    lost = next(n for n, row in enumerate(grid) if row[0].text == "2.延期办结数")
    del grid[lost]
    yield _page("statistics-row-lost.html", r, S.draft(r, [grid]), "the row 2.延期办结数 is lost", "needs_review",
                lost=("statistics.applications.concluded.extended.current",))

    r = S.Indicators("溪口县审计局", 2015, size="bureau", seed=9)
    for row, n in (("total", 6), ("upheld", 4), ("corrected", 2), ("other", 0)):
        r.cells[f"statistics.reconsideration.{row}.current"] = n
    for row, n in (("total", 3), ("upheld", 0), ("corrected", 1), ("other", 2)):
        r.cells[f"statistics.litigation.{row}.current"] = n
    grid = [row for row in S.table(r) if not row[0].text.startswith("五、")]
    of_litigation = tuple(f"statistics.litigation.{x}.current" for x in ("total", "upheld", "corrected", "other"))
    in_doubt = tuple(f"statistics.reconsideration.{x}.current" for x in ("corrected", "other"))
    yield _page("statistics-chapter-lost.html", r, S.draft(r, [grid]), "the row of 五、行政诉讼数量 is lost, and its results stand under 复议", "needs_review",
                lost=of_litigation, doubtful=in_doubt)


def texts():
    """Texts."""
    r = S.Indicators("松坪县人民政府", 2015, seed=11).blank_zeros()
    yield _text("statistics-tabs.txt", "text_tab", r, T.tabs(S.draft(r, [S.table(r)])), "copied out of Word; zeros left empty")

    r = S.Indicators("松坪县农业局", 2014, size="bureau", seed=12)
    yield _text("statistics-pipes.txt", "text_pipes", r, T.pipes(S.draft(r, [S.table(r)])), "pipes")

    r = S.Indicators("松坪县林业局", 2016, size="bureau", seed=13)
    yield _text("statistics-aligned.txt", "text_aligned", r, T.aligned(S.draft(r, [S.table(r, indent="  ")]), {3: [76, 10, 12]}), "columns set by white space")

    r = S.Indicators("松坪县统计局", 2015, size="bureau", seed=14)
    yield _text("statistics-lines.txt", "text_lines", r, T.lines(S.draft(r, [S.table(r)])), "one cell a line")

    r = S.Indicators("松坪县财政局", 2017, size="bureau", seed=15)
    r.cells["statistics.resources.budget.current"] = Decimal("12.5")
    yield _text("statistics-glued.txt", "text_glued", r, T.glued(S.draft(r, [S.table(r)])), "no separators; one number a row, its unit before it")

    r = S.Indicators("湾头市海滨区管委会", 2016, variant="fujian", seed=16)
    open_cells = tuple(c for c in r.cells)
    yield _text("statistics-fujian-glued.txt", "text_glued", r, T.glued(S.draft(r, [S.table(r)])), "no separators; the two numbers of a row run together", "needs_review",
                doubtful=open_cells)

    r = S.Indicators("湾头市海滨区管委会", 2018, variant="fujian", seed=17)
    yield _text("statistics-fujian-spaced.txt", "text_spaced", r, T.one_cell_joined(S.draft(r, [S.table(r)])), "the row of fees is no longer printed in 2018; cells set apart by single spaces")


def prose():
    """Chapters, and no table."""
    r = S.Prose("松坪县林业局", 2012, seed=21)
    yield _page("prose-2012.html", r, S.draft(r, [], chapters=NO_TABLE, heading=None), "prose only")
    r = S.Prose("松坪县环保局", 2015, seed=22)
    yield _text("prose-2015.txt", "text_lines", r, T.one_cell_joined(S.draft(r, [], chapters=NO_TABLE, heading=None,
                after=["附件：松坪县环保局2015年政府信息公开情况统计表.xls"])), "prose only; the statistics table is in a file of its own")
    r = S.Prose("松坪县国土资源局", 2016, seed=23)
    yield _page("statistics-is-picture.html", r, S.draft(r, [], after=[]), "the heading of the statistics table stands over a picture", "needs_review")


def traps():
    """What a careless reader takes for right."""
    r = S.Indicators("溪口县商务局", 2016, size="bureau", seed=31)
    grid = S.table(r)
    at = {row[0].text: n for n, row in enumerate(grid)}
    first, second = at["四、行政复议数量"], at["五、行政诉讼数量"]
    turned = grid[:first] + grid[second:second + 4] + grid[first:first + 4] + grid[second + 4:]
    yield _page("statistics-chapters-turned.html", r, S.draft(r, [turned]), "五 stands before 四, each with its results")

    r = S.Indicators("溪口县工商局", 2017, size="bureau", seed=32)
    grid = S.table(r)
    for row in grid:
        row.append(Cell("2016年" if row[0].text == "统计指标" else row[-1].text and str(r.rng.randint(0, 90)), role="note"))
    yield _page("statistics-last-year-beside.html", r, S.draft(r, [grid]), "last year's numbers stand in a column of their own, headed 2016年", "needs_review",
                doubtful=tuple(r.cells))

    r = Report("溪口县统计局", 2020, form="ogi-2019", size="bureau", seed=33)
    from ..draft import draft
    old = S.Indicators("溪口县统计局", 2020, size="bureau", seed=33)
    blocks = draft(r) + [("h", "附：政府信息公开情况统计表"), ("table", S.table(old))]
    r.sections[-1]["text"] += "\n附：政府信息公开情况统计表"
    yield _page("statistics-beside-2019-form.html", r, blocks, "the tables of two forms", "needs_review", doubtful=tuple(r.cells)[:1])
