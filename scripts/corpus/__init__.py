"""Makes the corpus of test reports.

A report is invented (agency, year, numbers that agree with each other), then rendered in one of the ways in which
published reports deviate from the form. Nothing here is taken from a published report.

    form.py       the two forms as data             report.py     one report: cells, print, publisher's slips
    statistics.py the table before 2019: rows, numbers, grids
    numbers.py    numbers that add up               prose.py      own narrative sentences
    grid.py       the three tables with spans       draft.py      a report as blocks
    text.py html.py docx.py drawn.py                renderers     solve.py   what glued rows can be read as
    programs.py   LibreOffice, Chromium, …          catalog/      the documents themselves
    document.py   bytes and truth                   check.py      the self-check     make.py   the command

A truth file holds file, kind, form, year, agency, note, verdict, reason, cells and doubtful; `verdict_also`, where given,
lists verdicts that are acceptable too. Every run ends with the self-check of check.py and fails if it finds anything.

Text and HTML need nothing but Python 3.11 and are the same bytes every time. PDF documents, the texts that pdftotext makes
of them, and the bad input need, on Debian:
    apt-get install libreoffice-writer libreoffice-calc chromium qpdf ghostscript poppler-utils poppler-data fonts-noto-cjk \\
        fonts-wqy-zenhei fonts-wqy-microhei fonts-arphic-uming fonts-arphic-ukai
    pip install reportlab weasyprint pillow
With one set of versions these too are the same bytes each run (dates and ids are fixed); another version of a program or a
font may give other bytes, with the same truth. The corpus was made with LibreOffice 7.4.7.2,
Chromium 156.0.8078.79, Ghostscript 10.00.0, qpdf 11.3.0, poppler 22.12.0, ReportLab 5.1.0, WeasyPrint 70.0.
"""
