"""How a rendered lesson looks: one style sheet for Qt's rich text, filled from a look."""

from __future__ import annotations

from dataclasses import dataclass
from string import Template


@dataclass(frozen=True, slots=True)
class TextLook:
    """Colours as `#rrggbb`, font families and the size of the text in pixels."""

    ink: str
    muted: str
    heading: str
    accent: str
    rule: str
    code_back: str
    mark_back: str
    note: str
    tip: str
    warning: str
    example: str
    quote: str
    reading: str
    interface: str
    mono: str
    pixels: int = 18


# Qt's line-height is relative to the font's own line gap: 130 % here is a book's 1.6.
_SHEET = Template(
    """
body{font-family:'$reading';font-size:${px}px;color:$ink;}
p{margin-top:0px;margin-bottom:${gap}px;line-height:131%;}
li{line-height:129%;margin-bottom:${small_gap}px;}
p.kicker{font-family:'$interface';font-size:${label}px;font-weight:600;color:$accent;margin-bottom:4px;line-height:100%;}
p.h1{font-family:'$reading';font-size:${h1}px;font-weight:600;color:$heading;margin-bottom:${gap}px;line-height:106%;}
p.h2{font-family:'$reading';font-size:${h2}px;font-weight:600;color:$heading;margin-top:${above}px;margin-bottom:10px;line-height:118%;}
p.h3{font-family:'$reading';font-size:${h3}px;font-weight:600;color:$heading;margin-top:22px;margin-bottom:8px;line-height:118%;}
p.h4{font-family:'$interface';font-size:${small}px;font-weight:600;color:$muted;margin-top:18px;margin-bottom:6px;line-height:118%;}
p.lead{font-size:${lead}px;color:$muted;line-height:126%;}
p.meta{font-family:'$interface';font-size:${label}px;color:$muted;margin-bottom:4px;line-height:120%;}
p.caption{font-family:'$interface';font-size:${label}px;color:$muted;margin-top:6px;margin-bottom:${above}px;line-height:120%;}
a{color:$accent;text-decoration:none;}
a.term{color:$ink;text-decoration:underline;}
code{font-family:'$mono';font-size:${code}px;background-color:$code_back;}
pre{font-family:'$mono';font-size:${code}px;margin:0px;line-height:140%;}
span.mark{background-color:$mark_back;}
table.box{margin-top:10px;margin-bottom:14px;}
td.box{padding-bottom:9px;}
table.rows{margin-top:10px;margin-bottom:18px;border-collapse:collapse;}
td.cell{border-style:none;border-bottom:1px solid $rule;vertical-align:top;}
td.end{border-style:none;vertical-align:top;}
p.cell{font-family:'$interface';font-size:${small}px;margin-bottom:0px;line-height:112%;}
p.head{font-family:'$interface';font-size:${small}px;font-weight:600;color:$heading;margin-bottom:0px;line-height:112%;}
p.callnote{font-family:'$interface';font-size:${small}px;font-weight:600;margin-left:28px;margin-bottom:6px;line-height:112%;color:$note;}
p.calltip{font-family:'$interface';font-size:${small}px;font-weight:600;margin-left:28px;margin-bottom:6px;line-height:112%;color:$tip;}
p.callwarning{font-family:'$interface';font-size:${small}px;font-weight:600;margin-left:28px;margin-bottom:6px;line-height:112%;color:$warning;}
p.callexample{font-family:'$interface';font-size:${small}px;font-weight:600;margin-left:28px;margin-bottom:6px;line-height:112%;color:$example;}
p.check{font-family:'$interface';font-size:${small}px;font-weight:600;margin-left:28px;margin-bottom:0px;line-height:112%;}
p.in{font-size:${inner}px;margin-bottom:8px;line-height:128%;}
p.last{font-size:${inner}px;margin-bottom:0px;line-height:128%;}
p.quote{font-size:${inner}px;font-style:italic;color:$quote;margin-bottom:6px;line-height:128%;}
p.quotelast{font-size:${inner}px;font-style:italic;color:$quote;margin-bottom:0px;line-height:128%;}
p.dt{font-family:'$interface';font-weight:600;font-size:${small}px;color:$heading;margin-bottom:2px;line-height:118%;}
p.dd{margin-left:24px;margin-bottom:12px;}
p.fig{line-height:100%;margin-top:6px;margin-bottom:0px;}
p.fnhead{font-family:'$interface';font-size:${label}px;font-weight:600;color:$heading;margin-top:${above}px;margin-bottom:8px;}
p.fn{font-family:'$interface';font-size:${label}px;color:$muted;margin-bottom:6px;line-height:122%;}
sup{font-family:'$interface';font-size:${small}px;}
"""
)


def style_sheet(look: TextLook) -> str:
    """Fill the style sheet that belongs to the HTML of `lesson_text.render`."""
    px = look.pixels
    scale = px / 18
    return _SHEET.substitute(
        ink=look.ink,
        muted=look.muted,
        heading=look.heading,
        accent=look.accent,
        rule=look.rule,
        code_back=look.code_back,
        mark_back=look.mark_back,
        note=look.note,
        tip=look.tip,
        warning=look.warning,
        example=look.example,
        quote=look.quote,
        reading=look.reading,
        interface=look.interface,
        mono=look.mono,
        px=px,
        h1=round(px * 1.8),
        h2=round(px * 1.34),
        h3=round(px * 1.1),
        lead=round(px * 1.08),
        inner=round(px * 0.95),
        small=round(px * 0.83),
        label=round(px * 0.74),
        code=round(px * 0.8),
        gap=round(14 * scale),
        small_gap=round(6 * scale),
        above=round(28 * scale),
    )
