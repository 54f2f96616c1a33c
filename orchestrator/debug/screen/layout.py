"""How the parts of the screen are laid out. What matters is told by more than colour: by signs, bold, reverse, underline."""

WIDE = 110  # columns from which the note stays beside the other panes

CSS = """
Screen { layout: vertical; }
#status { height: 1; padding: 0 1; text-style: bold; background: $primary-background; }
#body { height: 1fr; }
#talk { width: 1fr; height: 100%; border: none; padding: 0; scrollbar-size-vertical: 1; }
#talk > .option-list--option-highlighted { text-style: bold; }
#side { width: 1fr; min-width: 42; border-left: solid $primary; }
#side:focus-within { border-left: heavy $accent; }
#names { height: 1; }
#names > Static { width: auto; padding: 0 1 0 0; }
#names > .shown { text-style: bold reverse; padding: 0; margin: 0 1 0 0; }
.pane { height: 1fr; display: none; scrollbar-size-vertical: 1; }
.pane.shown { display: block; }
.wide .pane#pane-note { display: block; border-bottom: solid $primary; }
.wide #side { width: 1fr; }
#message { height: auto; max-height: 3; padding: 0 1; }
#message.fault { text-style: bold; color: $text-error; }
SearchIcon { display: none; }
#line { height: 1; }
#prompt { width: auto; }
#command { width: 1fr; }
#small { display: none; padding: 1; }
.small > * { display: none; }
.small > #small { display: block; }
"""
