"""What people, or those who wish them ill, may type or bring in where a text belongs."""

from pathlib import Path

BIDI = "".join(map(chr, (0x202A, 0x202B, 0x202C, 0x202D, 0x202E, 0x2066, 0x2067, 0x2068, 0x2069, 0x200E, 0x200F)))


def payloads(canary: Path) -> list[str]:
    """Return them all; `canary` is a file that nothing may read."""
    return [*_markup(), *_code(), *_places(canary), *_letters(), *_long()]


def _markup() -> list[str]:
    return [
        "<b>bold</b> <i>it</i> <u>under</u>",
        "<para>x</para>",
        "</para><para>y",
        "<br/><br/>",
        "a <!-- b --> c",
        "<![CDATA[ x ]]>",
        "<?xml version='1.0'?>",
        "&lt;b&gt; &amp; &#60; &nbsp; &bogus;",
        "<font size=900>x</font>",
        "<font color='red' name='None'>x</font>",
        "<super>1</super><sub>2</sub>",
        "<seq id='x'/><seqreset/>",
        "<bullet>x</bullet>",
        "<greek>a</greek>",
        "<unichar code='0'/>",
        "<onDraw name='x' label='y'/>",
        "<index item='x'/>",
        "<strike>x</strike><nobr>y</nobr>",
        "<b><i></b></i>",
        "< > << >> <<<",
        "{0} {text} {} {x!r}",
        "%s %(name)s %d %%",
        "${HOME} $(id) `id`",
        "# Title **bold** [x](http://x.invalid) ![y](file:///etc/passwd)",
        "| a | b |\n|---|---|\n| 1 | 2 |",
        "[[[x]]] {{7*7}} {% raw %}",
        "\\ \\n (()) [1] /F1 Tj ET Q \\377 endstream endobj",
    ]


def _code() -> list[str]:
    """What CVE-2023-33733 was done with, and its kin."""
    made = "orgTypeFun('Word',(str,),{})"
    word = f"[[[getattr(pow,Word('__globals__'))['os'].system('touch /tmp/evil') for Word in [{made}]]]]"
    return [
        f"<para><font color=\"{word} and 'red'\">exploit</font></para>",
        f'<font color="{word}">x</font>',
        f'<span color="{word}">x</span>',
        f'<font backColor="{word}">x</font>',
        "<font color=\"toColor('red')\">x</font>",
        "<para textColor=\"open('/etc/passwd').read()\">x</para>",
        "__import__('os').system('id')",
        "=cmd|' /C calc'!A0",
        "'; DROP TABLE member; --",
    ]


def _places(canary: Path) -> list[str]:
    return [
        f'<img src="{canary}"/>',
        f'<img src="file://{canary}" width="9" height="9"/>',
        str(canary),
        f"file://{canary}",
        '<img src="http://127.0.0.1:9/x.png"/>',
        '<img src="data:image/png;base64,iVBORw0KGgo="/>',
        '<a href="http://x.invalid">y</a>',
        '<link href="http://x.invalid">y</link>',
        "https://x.invalid/a?b=c",
        f'<a href="file://{canary}">y</a>',
        '<a name="x"/><a href="#x">y</a>',
        "javascript:alert(1)",
        "mailto:a@x.invalid",
        "\\\\server\\share\\x",
        "../../../../etc/passwd",
        '<include src="/etc/passwd"/>',
    ]


def _letters() -> list[str]:
    controls = "".join(map(chr, range(1, 32))) + "\x7f\x80\x9f"
    return [
        f"a{controls}b",
        "nul\x00nul",
        f"bi{BIDI}di",
        "\u202egnp.exe\u202c",
        "half \ud83d and \ude00",
        "\ufffe\uffff\ufdd0",
        "😀 👩‍👩‍👧‍👦 🇵🇪 👍🏽",
        "שלום עולם",
        "جمعية النساء",
        "عربي with English עברית",
        "ქართული ენა",
        "አማርኛ ቋንቋ",
        "Հայերեն լեզու",
        "中文 日本語 한국어",
        "e" + "\u0301" * 60,
        "Z\u0351\u036b\u0343a\u0363\u0350l\u036cg\u0351\u0367o",
        "ﷺ ﷽ ﬁ ﬃ Ǆ",
        "soft\u00adhyphen\u200bzero\u2060join",
        "line\u2028para\u2029next\x85end",
        "\U000e0041\U000e0042tags",
        " \t leading and trailing \t ",
        "𝕬𝖇𝖈 Ⅷ ½ ㎏",
    ]


def _long() -> list[str]:
    return ["x" * 3000, "W" * 400 + " " + "i" * 400, "ש" * 300, "word " * 300, "\n" * 120 + "end", "<" * 500 + "b"]
