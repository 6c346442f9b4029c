"""Web pages inside other things: saved as one file, in a service's answer, in a page's own script."""
from corpus import html as H
from corpus.html import Style

from .webs import BREAK, broken_lines, page

PLAIN = Style(cell='<p style="text-align:center">{}</p>')


def mhtml(p):
    """A page saved with all that belongs to it."""
    from corpus import wrapped
    charset = p.rng.choice(("utf-8", "utf-8", "gb18030"))
    p.look["charset"] = charset
    return wrapped.mhtml(page(p), charset, p.rng.choice(("quoted-printable", "base64", "8bit"))), ""


def _body(p):
    return H.body(broken_lines(p.blocks()), PLAIN).replace(BREAK, "<br/>")


def answer(p):
    """What a content system's service answers."""
    from corpus import wrapped
    rng = p.rng
    title = f"{p.report.agency}{p.report.year}年政府信息公开工作年度报告"
    body = _body(p)
    if rng.random() < 0.2:
        body = body.replace("<", "&lt;").replace(">", "&gt;")
    text = wrapped.answer(body, title, key=rng.choice(("content", "docContent", "body")), ascii_only=rng.random() < 0.5, twice=rng.random() < 0.3)
    return (wrapped.jsonp(text) if rng.random() < 0.25 else text).encode(), ""


def script(p):
    """A page whose script, template or text field holds the report."""
    from corpus import wrapped
    how = p.rng.choice(("script", "state", "template", "noscript", "textarea"))
    p.look["system"] = how
    return wrapped.script_page(_body(p), "年度报告", how).encode(), ""


for make in (mhtml, answer, script):
    make.needs = "corpus.wrapped"
