"""Dialogues and lists as one page of HTML that needs nothing beside it: no script, no file, no network. Whatever was said is
escaped."""

from collections.abc import Iterable, Sequence
from html import escape

from bedside.orchestrator.views.dialogue_view import SYNTHETIC, DialogueView, LineView
from bedside.orchestrator.views.terminal_text import harmless

_STYLE = """
:root { color-scheme: light dark; --line: #8886; --soft: #8881; --dim: #666; --physician: #0b6e75; --patient: #8a5a00; }
@media (prefers-color-scheme: dark) { :root { --dim: #aaa; --physician: #5cc8d0; --patient: #e0b050; } }
* { box-sizing: border-box; }
body { font: 1rem/1.5 system-ui, sans-serif; background: Canvas; color: CanvasText; max-width: 62rem; margin: 0 auto; padding: 1rem; overflow-wrap: anywhere; }
h1 { font-size: 1.4rem; margin: 0 0 .25rem; }
dl { display: flex; flex-wrap: wrap; gap: .1rem 1rem; margin: .25rem 0 1rem; color: var(--dim); font-size: .875rem; }
dl div { display: flex; gap: .3rem; }
dt::after { content: ":"; }
dd { margin: 0; }
.synthetic { color: var(--dim); font-size: .875rem; margin: 0; }
.remark { border-left: .25rem solid #c60; padding: .25rem .75rem; background: var(--soft); }
.turn { display: grid; grid-template-columns: 7rem 1fr; gap: 0 1rem; padding: .5rem 0; border-top: 1px solid var(--line); break-inside: avoid; }
.beside .turn { grid-template-columns: 7rem 1fr 1fr; }
.who { font-weight: 600; font-size: .8rem; text-transform: uppercase; letter-spacing: .03em; padding-top: .2rem; color: var(--dim); }
.physician { color: var(--physician); }
.patient { color: var(--patient); }
.turn p { margin: 0; }
ul { margin: .25rem 0 0; padding-left: 1.1rem; color: var(--dim); font-size: .875rem; }
.rests { margin: 0; padding: 0 0 0 .75rem; border-left: 1px solid var(--line); list-style: none; }
q { color: CanvasText; }
table { border-collapse: collapse; width: 100%; font-size: .9rem; }
th, td { text-align: start; vertical-align: top; padding: .3rem .5rem; border-top: 1px solid var(--line); }
@media (max-width: 40rem) {
  .turn, .beside .turn { grid-template-columns: 1fr; }
  .rests { margin-top: .25rem; }
  td, th { padding: .3rem .25rem; }
}
@page { margin: 18mm 16mm; }
@media print {
  :root { color-scheme: light; --line: #999; --soft: #0000; --dim: #333; --physician: #000; --patient: #000; }
  body { max-width: none; padding: 0; font: 10.5pt/1.4 Georgia, "Times New Roman", serif; color: #000; background: #fff; }
  h1 { font-size: 14pt; }
  h1, dl { break-after: avoid; }
  .turn { grid-template-columns: 6rem 1fr; padding: .3rem 0; }
  .beside .turn { grid-template-columns: 6rem 1fr 1fr; }
  .turn p { orphans: 3; widows: 3; }
  thead { display: table-header-group; }
  tr { break-inside: avoid; }
  a { color: inherit; text-decoration: none; }
}
"""


def safe(text: str) -> str:
    """A text as HTML that shows it as it is."""
    return escape(harmless(text), quote=True)


def html_page(view: DialogueView, *, trace: bool = False, beside: bool = False) -> str:
    """A dialogue; with ``trace`` its reasons below each line, with ``beside`` what each rests on at its side."""
    about = "".join(f"<div><dt>{safe(name)}</dt><dd>{safe(value)}</dd></div>" for name, value in view.about)
    remarks = "".join(f'<p class="remark">{safe(remark)}</p>\n' for remark in view.remarks)
    turns = "\n".join(_turn(line, trace, beside) for line in view.lines)
    talk = f'<main lang="{safe(view.language)}"{" class=beside" if beside else ""}>\n{turns}\n</main>'
    return page(view.title, f'<p class="synthetic">{SYNTHETIC}</p>\n<dl>{about}</dl>\n{remarks}{talk}')


def page(title: str, body: str) -> str:
    """A whole page around a body that is HTML already."""
    return (
        '<!doctype html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>{safe(title)}</title>\n<style>{_STYLE}</style>\n</head>\n<body>\n"
        f"<header><h1>{safe(title)}</h1></header>\n{body}\n</body>\n</html>\n"
    )


def html_table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """A table of texts."""
    top = "".join(f"<th>{safe(cell)}</th>" for cell in head)
    body = "\n".join("<tr>" + "".join(f'<td dir="auto">{safe(cell)}</td>' for cell in row) + "</tr>" for row in rows)
    return f"<table>\n<thead><tr>{top}</tr></thead>\n<tbody>\n{body}\n</tbody>\n</table>"


def _turn(line: LineView, trace: bool, beside: bool) -> str:
    role = line.speaker if line.speaker in ("physician", "patient") else "other"
    rests = _rests(line)
    why = "".join(f"<li>{safe(row)}</li>" for row in line.why) if trace else ""
    why += rests if trace and not beside else ""
    below = f"<ul>{why}</ul>" if why else ""
    side = f'<ul class="rests">{rests}</ul>' if beside and rests else ""
    return (
        f'<div class="turn"><div class="who {role}">{safe(line.speaker)}</div>'
        f'<div><p dir="auto">{safe(line.text)}</p>{below}</div>{side}</div>'
    )


def _rests(line: LineView) -> str:
    quotes = (
        f"<li>{safe(quote.place)}" + (f' <q dir="auto">{safe(quote.said)}</q>' if quote.said else "") + "</li>"
        for quote in line.quotes
    )
    return "".join([*quotes, *(f"<li>guideline {safe(passage)}</li>" for passage in line.cites)])
