"""Makes test reports in any number, with known truth, through every path that a published one takes.

A report is a plan: who, when, which form, which numbers; then a few knobs are turned (each a deviation that is really
printed, see knobs.py), perhaps a publisher's slip is put in, and the plan is rendered as one kind of document. The same
seed gives the same reports and the same truth; PDFs may differ in their bytes from run to run, not in what they print.

    plan.py      one document before it is rendered      names.py     invented agencies
    knobs.py     the table of all knobs                  wording.py cells.py shapes.py titles.py losses.py   what they do
    slips.py     publisher's errors                      kinds.py     the table of all kinds of document
    webs.py words.py books.py wraps.py texts.py sets.py drawing.py   renderers
    presses.py browser.py   slow programs, run in batches   make.py   the command

DIR/documents/NAME is the document, DIR/truth/NAME.json what it prints:
    file kind form year agency note verdict reason cells doubtful    as in the corpus (see scripts/corpus/document.py)
    variants    the knobs turned
    slips       the publisher's errors: kind, the cells changed, and the identities with their subjects that they break
    consistent  whether the printed numbers agree with each other
    damaged     whether a knob lost information, so that a mark is due

The kinds that need nothing but Python 3.11 are `cheap`; for the others the command says what is missing.
"""
