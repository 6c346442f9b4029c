"""Documents inside others: web archives, mail, JSON answers, scripts, pages that fill themselves in."""
import base64
import json
import quopri
from html import escape

BOUNDARY = "----=_NextPart_000_0000_01DA4D2C.5E0B7A10"


def _part(data, kind, encoding, more=""):
    body = {"base64": lambda: base64.encodebytes(data), "quoted-printable": lambda: quopri.encodestring(data), "8bit": lambda: data}[encoding]()
    return f"Content-Type: {kind}\r\nContent-Transfer-Encoding: {encoding}\r\n{more}\r\n".encode() + body.replace(b"\r\n", b"\n").replace(b"\n", b"\r\n")


def multipart(parts, kind="related", head="From: <Saved by Blink>\r\nSubject: =?utf-8?B?5bm05oql?=\r\nDate: Thu, 18 Jan 2024 09:30:00 -0000\r\n"):
    """A message of several parts, each made by `_part`."""
    mark = BOUNDARY + kind[:3]
    out = f'{head}MIME-Version: 1.0\r\nContent-Type: multipart/{kind};\r\n\ttype="text/html";\r\n\tboundary="{mark}"\r\n\r\n\r\n'.encode()
    return out + b"".join(f"--{mark}\r\n".encode() + p + b"\r\n" for p in parts) + f"--{mark}--\r\n".encode()


def mhtml(html, charset="utf-8", encoding="quoted-printable", frames=()):
    """A web page saved as one file. frames: the pages in its frames."""
    style = _part(b"td{padding:4px 8px}@page{size:595.3pt 841.9pt}", "text/css", "quoted-printable", "Content-Location: http://www.example.gov.cn/a.css\r\n")
    pages = [_part(h.encode(charset), f'text/html; charset="{charset}"', encoding, f"Content-Location: http://www.example.gov.cn/{k}.html\r\n") for k, h in enumerate([html, *frames])]
    return multipart([*pages, style])


def eml(text, attachments=(), html=None):
    """A mail with a covering letter and attachments (name, media type, bytes)."""
    letter = _part(text.encode(), "text/plain; charset=utf-8", "base64")
    if html:
        inner = multipart([letter, _part(html.encode(), "text/html; charset=utf-8", "base64")], "alternative", head="")
        letter = inner.replace(b"MIME-Version: 1.0\r\n", b"", 1)
    files = [_part(data, f'{kind}; name="{name}"', "base64", f'Content-Disposition: attachment; filename="{name}"\r\n') for name, kind, data in attachments]
    head = "From: office@example.gov.cn\r\nTo: archive@example.gov.cn\r\nSubject: report\r\nDate: Thu, 18 Jan 2024 09:30:00 +0800\r\n"
    return multipart([letter, *files], "mixed", head)


def answer(html, title, key="content", ascii_only=True, twice=False, extra=None):
    """What a content system's service answers: the page's HTML in a string, once or twice escaped."""
    data = {"id": 20240118, "title": title, "publishTime": "2024-01-18 09:30:00", "source": "网站编辑部", key: html, "views": 1024, **(extra or {})}
    inner = json.dumps(data, ensure_ascii=ascii_only) if twice else data
    return json.dumps({"code": 200, "msg": "success", "data": inner}, ensure_ascii=ascii_only)


def jsonp(text, name="jQuery3510_1705541400000"):
    """The same in a call."""
    return f"/**/{name}({text});"


def js_string(text, quote='"'):
    """A string literal as template engines write them."""
    return quote + text.replace("\\", "\\\\").replace(quote, "\\" + quote).replace("\n", "\\n").replace("</", "<\\/") + quote


def script_page(html, title, how="script"):
    """A page without a table, whose own script, template or text field holds the report."""
    holder = {
        "script": f"<script>\n// it's the body\nvar id = 'c1';\nvar content = {js_string(html)};\ndocument.getElementById(id).innerHTML = content;\n</script>",
        "state": f"<script>window.__INITIAL_STATE__={json.dumps({'article': {'body': html, 'hits': 12}})}</script>",
        "template": f'<script type="text/html" id="t"><b>1</b></script><template id="body">{html}</template>',
        "noscript": f"<noscript>{html}</noscript>",
        "textarea": f'<textarea id="body" style="display:none">{escape(html)}</textarea>',
    }[how]
    return (f'<!DOCTYPE html>\n<html><head><meta charset="utf-8"><title>{escape(title)}</title></head><body><div class="nav"><a href="/">首页</a> &gt; 信息公开</div>'
            f'<div id="c1">正在加载，请稍候……</div>{holder}<div class="footer">ICP备20230001号-1</div></body></html>')
