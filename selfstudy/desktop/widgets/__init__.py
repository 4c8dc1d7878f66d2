"""Components that every screen is built of. May import: theme, icons, rows, words and Qt.

Import from the family you need; nothing is gathered here, so a start loads only what it shows.

`text`: Display Title Heading Subheading Question Body Strong Muted Small Caption Number ErrorText,
    all `(words, *, tone="", wrap=True, rich=False)`, `.show_words(words)` hides when empty;
    Elided is one line that ends in …; spacer()
`buttons`: PrimaryButton GhostButton QuietButton DangerButton `(words, icon="", *, shortcut="")`,
    IconButton(words, icon), WhyButton(of); Segmented(name, [(key, words)]) → `chosen(str)`, `.key`
`surfaces`: Card(title, padding=24, tone="", inset=False) `.body .head .add(*parts)`; Line;
    Picture(icon, role, size); Banner(words, tone=, icon=, action=) → `pressed`, `.show_words`;
    EmptyState(icon, title, words, action) → `pressed`; Toast (use MainWindow.say)
`badges`: Badge(words, tone, icon) `.show_words`; KeyCap(key); Avatar(name)
`progress`: Bar(fraction) Ring(fraction, words, note) `.show_fraction`; LedgerRing(Ledger, Ledger);
    ProgressStrip → `cancelled`; `.start(words) .report(done, total) .stop()`
`lists`: ListRow(title, note, icon=) → `clicked`, `.add_start(w) .add_end(w)`;
    OpenRow(key, …) → `opened(str)`; ClickCard(name) `.body` → `clicked`
`inputs`: TextField(name) SearchField(name) → `sought(str)`; CheckBox(words);
    Choice(name, [(key, words)]) → `chosen(str)`; FormRow(name, field, hint) `.show_error(words)`
`options`: OptionList `.show_options([(key, words)], single=) .chosen .choose(keys)`
    `.show_marks({key: mark}, {key: reason})` → `changed`; letters A–H press;
    option_row(letter, words) for one alone
`table`: Table(name, [Column], empty) `.show_rows(rows) .fit_height() .row` → `row_chosen(object)`;
    Column is in `selfstudy.desktop.rows`
`layouts`: Columns(width, most=, shares=) cards side by side while they fit; Flow() in lines
`page`: PageFrame(title, subtitle) `.body .tools .add(*parts) .section(title) .show_title(…)`;
    buttons(*parts)
beside it: `desktop.charts` BarChart Sparkline Charted; `desktop.heat` Heat; `desktop.notices`;
    `main_window`

Tones: accent success warning danger neutral. Sizes are pixels at 100 %: `theme.px(n)` to paint.
"""
