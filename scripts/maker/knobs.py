"""The table of knobs: every way in which published reports deviate from the form, with how often it is turned.

`section` is the heading of the collected variants it comes from: 1 form, 2 labels, 3 wrapping, 4 table structure,
5 cells, 6 headings, 7 title and year, 8 script. `on` names the shapes of document it can be printed in (kinds.py): tagged
(HTML, Word, sheets, Markdown), page (PDF), tab, spaced, aligned, lines, glued. Of the knobs of one `topic` only one is
turned. `lossy` ones lose information: the document can no longer be read in full, and must be marked.
"""
from dataclasses import dataclass
from typing import Callable

from . import cells as C, losses as L, older as O, shapes as S, titles as T, wording as W

ALL = "tagged page tab spaced aligned lines glued"
GRID = "tagged page"
PLACES = "tagged page tab aligned"
APART = "tagged page tab spaced aligned lines"


@dataclass(frozen=True)
class Knob:
    """One deviation. `form`: the form it belongs to; `look`: it asks the renderer for something and turns nothing here."""
    name: str
    section: int
    what: str
    turn: Callable | None
    share: float
    on: str = ALL
    phase: str = "report"
    topic: str = ""
    form: str = ""
    lossy: bool = False


def _k(*args, **more):
    return Knob(*args, **more)


REPORT = [
    _k("old_form_later", 1, "the 2019 form in a later year", T.old_form_later, .08, form="ogi-2019"),
    _k("single_other", 1, "（六）其他处理 as one row in the 2021 form", None, .10, form="ogi-2021", phase="form"),
    _k("three_others", 1, "（六）其他处理 as three rows in the 2019 form", None, .15, form="ogi-2019", phase="form"),
    _k("without_administrative", 2, "规范性文件 without 行政", W.without_administrative, .10, form="ogi-2021"),
    _k("header_reworded", 2, "column headers of section two reworded", W.header_reworded, .06, topic="header"),
    _k("header_with_year", 2, "the year inside column headers", W.header_with_year, .05, topic="header", form="ogi-2021"),
    _k("header_cut", 2, "a column header cut short", W.header_cut, .05),
    _k("article_without_di", 2, "第 missing before an article's number", W.article_without_di, .06),
    _k("inner_space", 2, "spaces inside labels", W.inner_space, .06, on="tagged page tab aligned lines glued"),
    _k("ascii_brackets", 2, "narrow brackets in labels", W.ascii_brackets, .06),
    _k("characters_lost", 2, "characters lost from a label", W.characters_lost, .05),
    _k("other_mark", 2, "1、 in place of 1.", W.other_mark, .06),
    _k("shortened", 2, "long labels shortened", W.shortened, .06),
    _k("filling_note", 2, "filling notes with numbers inside labels", W.filling_note, .10, form="ogi-2019", on="tagged page tab"),
    _k("extra_row", 2, "a row that the form does not have", W.extra_row, .05, on=PLACES),
    # Other numbers first, then other ways to print them.
    _k("many_decimals", 5, "up to six decimals", C.many_decimals, .05, on=APART),
    _k("signed", 5, "changes printed with their sign", C.signed, .15, form="ogi-2019", on=APART),
    _k("large", 5, "numbers of seven and eight digits", C.large, .04, on=APART),
    _k("odd_regulations", 5, "规章 counted where none can be", C.odd_regulations, .04),
    _k("blank_for_zero", 5, "zeros left empty", C.blank_for_zero, .07, on=PLACES, topic="nil"),
    _k("dash_for_none", 5, "a nil mark for zero", C.dash_for_none, .05, on=APART, topic="nil"),
    _k("rows_empty", 5, "rows of zeros left empty", C.rows_empty, .04, on=PLACES, topic="nil"),
    _k("totals_empty", 5, "totals of zero left empty", C.totals_empty, .03, on=PLACES, topic="nil"),
    _k("notes", 5, "notes inside cells", C.notes, .04, on="tagged page tab lines"),
    _k("unit_in_cell", 5, "a unit inside the cell", C.unit_in_cell, .05, on=APART),
    _k("thousands", 5, "thousands separators", C.thousands, .04, on=APART),
    _k("wide_digits", 5, "full-width digits", C.wide_digits, .03, on="tagged page tab lines"),
    _k("spaces", 5, "spaces of several kinds round digits", C.spaces, .05, on="tagged tab"),
    _k("footnote_mark", 5, "a footnote's mark after a number", C.footnote_mark, .02, on="tagged page tab"),
]
TABLE = [
    _k("headers_wrapped", 3, "column headers broken inside words", W.headers_wrapped, .08, on=GRID),
    _k("labels_wrapped", 3, "row labels broken inside words", W.labels_wrapped, .06, on=GRID),
    _k("appeals_header_upright", 3, "section four's header one character a line", W.appeals_header_upright, .06, on=GRID),
    _k("group_upright", 3, "三、 one character a line", W.group_upright, .05, on=GRID, topic="group"),
    _k("group_label_halves", 3, "a group's label in two cells", W.group_label_halves, .03, on="tagged page tab", topic="group"),
    _k("spans_contradict", 4, "section two in five grid columns", S.spans_contradict, .04, on=GRID),
    _k("edge_columns", 4, "empty leading or trailing cells", S.edge_columns, .04, on="tagged page tab", topic="shape"),
    _k("title_row", 4, "the section's title as first row", S.title_row, .05, on=PLACES, topic="shape"),
    _k("empty_rows", 4, "empty rows inside and at the end", S.empty_rows, .05, on="tagged page tab"),
    _k("row_spans_dropped", 4, "no cell merged downwards", S.row_spans_dropped, .05, on="tagged page tab aligned", topic="shape"),
    _k("header_split_oddly", 4, "header cells split oddly", S.header_split_oddly, .04, on=GRID, topic="shape"),
    _k("appeals_header_other", 4, "section four's header in another build", S.appeals_header_other, .04, on=PLACES, topic="shape"),
    _k("cut_with_header", 4, "section three in two tables, header printed again", S.cut_with_header, .04, on=PLACES, topic="shape"),
    _k("cut_without_header", 4, "section three in two tables, group label printed again", S.cut_without_header, .04, on="tagged page tab", topic="shape"),
    _k("cut_with_page_number", 4, "section three cut, a page number inside", S.cut_with_page_number, .03, on="tagged tab", topic="shape"),
    _k("header_again_inside", 4, "the header printed again inside a table", S.header_again_inside, .03, on=PLACES, topic="shape"),
    _k("proactive_in_parts", 4, "section two in several tables", S.proactive_in_parts, .04, on="tagged page tab"),
    _k("one_big_table", 4, "sections two to four in one table", S.one_big_table, .02, on="tagged", topic="shape"),
]
PROSE = [
    _k("sentence_before_table", 4, "a sentence before the table", T.sentence_before_table, .06, phase="prose"),
    _k("prose_before_appeals", 4, "prose before section four's table", T.prose_before_appeals, .06, phase="prose"),
    _k("footnote_after_appeals", 4, "a footnote under section four's table", T.footnote_after_appeals, .06, on=APART, phase="prose"),
    _k("headings_restart", 6, "numbering starts again", T.headings_restart, .04, phase="prose", topic="headings"),
    _k("headings_lost", 6, "a heading lost, its sub-headings left", T.headings_lost, .03, phase="prose", topic="headings"),
    _k("headings_reworded", 6, "headings reworded", T.headings_reworded, .06, phase="prose", topic="headings"),
    _k("headings_mistyped", 6, "typing errors in headings", T.headings_mistyped, .04, phase="prose", topic="headings"),
    _k("headings_arabic", 6, "Arabic section numbers", T.headings_arabic, .04, phase="prose", topic="headings"),
    _k("headings_spaced", 6, "spaces and points after section numbers", T.headings_spaced, .03, phase="prose", topic="headings"),
    _k("headings_run_on", 6, "no line break before a heading", T.headings_run_on, .03, phase="prose"),
    _k("sub_headings_misnumbered", 6, "sub-headings misnumbered", T.sub_headings_misnumbered, .03, phase="prose"),
    _k("contents_in_lead", 6, "the lead repeats all headings", T.contents_in_lead, .03, phase="prose", topic="lead"),
    _k("year_first", 7, "the year before the agency", T.year_first, .04, phase="prose", topic="title"),
    _k("two_lines", 7, "a title of two lines", T.two_lines, .08, phase="prose", topic="title"),
    _k("broken_line", 7, "the title broken inside its words", T.broken_line, .04, phase="prose", topic="title"),
    _k("with_niandu", 7, "年度 in place of 年", T.with_niandu, .05, phase="prose", topic="title"),
    _k("without_government", 7, "政府 missing in the title", T.without_government, .03, phase="prose", topic="title"),
    _k("without_work", 7, "工作 missing in the title", T.without_work, .03, phase="prose", topic="title"),
    _k("as_nianbao", 7, "年报 in the title", T.as_nianbao, .03, phase="prose", topic="title"),
    _k("with_guanyu", 7, "关于 between agency and year", T.with_guanyu, .03, phase="prose", topic="title"),
    _k("chinese_year", 7, "the year in Chinese digits", T.chinese_year, .02, phase="prose", topic="title"),
    _k("year_in_brackets", 7, "the year in brackets on a line of its own", T.year_in_brackets, .03, phase="prose", topic="title"),
    _k("without_agency", 7, "no agency in the title", T.without_agency, .03, phase="prose", topic="title", on="tagged page tab"),
    _k("no_title", 7, "no title, a signature", T.no_title, .02, phase="prose", topic="title", on="tagged page tab"),
    _k("agency_brackets", 7, "brackets in the agency's name", T.agency_brackets, .02, phase="early", topic="title"),
    _k("short_in_title", 7, "a short name in the title, the full one in the text", T.short_in_title, .03, phase="prose", topic="lead"),
    _k("signed_below", 7, "agency and date of next year as signature", T.signed_below, .06, phase="prose", on=APART),
    _k("other_years", 7, "other years nearby", T.other_years, .06, phase="prose"),
    _k("period_damaged", 7, "the period damaged", T.period_damaged, .04, phase="prose", topic="lead"),
    _k("furniture", 7, "site furniture", T.furniture, .06, phase="prose", on="tab spaced aligned lines"),
    _k("notice_of_2019", 1, "the notice of 2019 cited", T.notice_of_2019, .04, phase="prose", topic="lead"),
    _k("both_notices", 1, "two notices cited", T.both_notices, .04, phase="prose", topic="lead"),
    _k("bracket_lost", 8, "an opening bracket lost", T.bracket_lost, .03, phase="prose", topic="lead"),
    _k("traditional", 8, "traditional characters", T.traditional, .03, phase="prose", topic="script", on="tagged page tab"),
    _k("traditional_words", 8, "traditional characters and words", T.traditional_words, .02, phase="prose", topic="script", on="tagged tab"),
    _k("reading_marks", 8, "a converted copy with reading marks", T.reading_marks, .01, phase="prose", topic="script", on="tagged tab"),
]
LOSSY = [
    _k("tables_are_pictures", 4, "tables are pictures", L.tables_are_pictures, .007, on=APART, phase="table", topic="shape", lossy=True),
    _k("row_missing", 4, "a row is missing", L.row_missing, .007, on=APART, phase="loss", topic="shape", lossy=True),
    _k("cell_lost", 4, "a cell is missing from its row", L.cell_lost, .007, on="tagged tab", phase="loss", topic="shape", lossy=True),
    _k("label_cut_by_page", 3, "a row's label is cut by the page's end, its numbers behind the second half", L.label_cut_by_page, .012, on="tagged page tab", phase="loss", topic="shape", lossy=True),
    _k("header_lines_lost", 2, "the second lines of column headers lost", L.header_lines_lost, .02, form="ogi-2019", on=APART, phase="table", lossy=True),
    _k("cells_joined", 4, "two cells print as one", L.cells_joined, .007, on="tagged tab", phase="loss", topic="shape", lossy=True),
    _k("cell_unread", 5, "no number where one belongs", L.cell_unread, .007, on="tagged page tab", topic="nil", lossy=True),
    _k("lone_blank", 5, "a number lost, its cell blank", L.lone_blank, .007, on=PLACES, topic="nil", lossy=True),
    _k("repeats_removed", 4, "a crawler kept each line once", L.repeats_removed, .08, on="lines", phase="prose", topic="shape", lossy=True),
]
# What a page looks like: asked of the renderers by name.
PAGES = [
    _k("uneven_cells", 8, "some cells without the markup of their neighbours", None, .10, on="web", phase="look"),
    _k("separators_on_lines", 4, "cell and separator on lines of their own", None, .15, on="spaced", phase="look"),
    _k("stray_spaces", 5, "stray spaces between glued digits", None, .25, on="glued", phase="look"),
    _k("rules_dotted", 4, "dotted rules", None, .10, on="ruled", phase="look", topic="rules"),
    _k("rules_dashed", 4, "rules made of dashes", None, .10, on="ruled", phase="look", topic="rules"),
    _k("rules_thin", 4, "hair rules", None, .05, on="ruled", phase="look", topic="rules"),
    _k("rules_boxes", 4, "rules that are thin filled boxes", None, .25, on="drawn_rules", phase="look", topic="rules"),
    _k("rows_shaded", 4, "shaded rows", None, .10, on="page", phase="look"),
    _k("header_on_every_page", 4, "the header printed on every page", None, .35, on="page", phase="look"),
    _k("rows_cut", 4, "rows may be cut by the page's end", None, .20, on="flowing", phase="look"),
    _k("landscape", 4, "landscape pages", None, .08, on="flowing", phase="look"),
    _k("small_print", 4, "small print", None, .06, on="page", phase="look", topic="size"),
    _k("narrow_columns", 3, "columns so narrow that labels wrap", None, .08, on="page", phase="look", topic="size"),
    _k("page_furniture", 7, "date, title and page count in the margins", None, .08, on="weasyprint chromium typst", phase="look"),
    _k("label_at_cut_split", 3, "group labels fall apart at the page's end", None, .12, on="drawn", phase="look", topic="cut"),
    _k("label_at_cut_repeated", 4, "group labels printed again on the next page", None, .30, on="drawn", phase="look", topic="cut"),
    _k("open_at_cut", 4, "no closing rule at the page's end", None, .10, on="drawn_rules", phase="look"),
    _k("vertical_face", 3, "三、 in a vertical face", None, .10, on="song", phase="look"),
    _k("bold_by_stroke", 8, "headers bold by stroke", None, .10, on="drawn", phase="look"),
    _k("printed_twice", 8, "figures printed twice, a quarter point apart", None, .08, on="drawn", phase="look"),
]
# Of the statistics table alone.
OLDER = [
    _k("zeros_empty", 5, "zeros left empty or marked", O.zeros_empty, .15, form="ogi-2014"),
    _k("units_after", 4, "units behind the numbers", O.units_after, .10, form="ogi-2014", topic="units"),
    _k("without_units", 4, "no units", O.without_units, .10, form="ogi-2014", topic="units"),
    _k("indented", 2, "labels indented by level", O.indented, .15, form="ogi-2014"),
    _k("without_ordinals", 2, "labels without their ordinals", O.without_ordinals, .10, form="ogi-2014"),
    _k("footer", 4, "names, telephone and date below the table", O.footer, .25, form="ogi-2014", phase="prose"),
    _k("another_indicator", 4, "an indicator that the form does not have", O.another_indicator, .08, form="ogi-2014", phase="table"),
    _k("in_two_halves", 4, "the list in two halves side by side", O.in_two_halves, .08, on="tagged page", form="ogi-2014", phase="table", topic="shape"),
    _k("numbered_rows", 4, "rows counted in a column of their own", O.numbered_rows, .08, form="ogi-2014", phase="table", topic="shape"),
    _k("cut_in_two", 4, "the table in two, header printed again", O.cut_in_two, .10, form="ogi-2014", phase="table", topic="shape"),
]
# What fits the statistics table too.
SHARED = {"traditional", "year_first", "two_lines", "with_niandu", "without_work"}
KNOBS = [*REPORT, *PROSE, *[Knob(**{**k.__dict__, "phase": "table"}) if k.phase == "report" else k for k in TABLE], *LOSSY, *OLDER, *PAGES]
# Damage comes last, and looks ask nothing of the plan.
PHASES = ("form", "early", "report", "prose", "table", "loss", "look")
MOST = 6


def choose(plan, damage=False):
    """The knobs to turn in this document, a few at a time."""
    rng, traits = plan.rng, plan.kind.traits
    fit = [k for k in KNOBS if set(k.on.split()) & traits and k.form in ("", plan.report.form)]
    if plan.report.form in ("ogi-2014", None):
        fit = [k for k in fit if k.form or k.phase == "look" or k.name in SHARED]
    if not plan.report.cells:
        fit = [k for k in fit if k.phase == "look" or k.name in SHARED]
    rng.shuffle(fit)
    # Damage asked for is chosen first, so that nothing milder takes its place.
    due = [k for k in fit if k.lossy][:1] if damage else []
    taken, topics = [], set()
    for k in due + [k for k in fit if k not in due]:
        wanted = rng.random() < k.share or k in due
        if wanted and len(taken) < MOST and not (k.topic and k.topic in topics) and not (k.lossy and any(t.lossy for t in taken)):
            taken.append(k)
            topics.add(k.topic)
    return sorted(taken, key=lambda k: (PHASES.index(k.phase), KNOBS.index(k)))
