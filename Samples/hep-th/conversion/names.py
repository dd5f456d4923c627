"""Names of people: the author line split as in the Kaggle snapshot's `authors_parsed`, and the submitter's name.

`authors_parsed` is [[last, first, suffix], ...] in Unicode: TeX accents are resolved here, and only here.
"""

import re
import unicodedata
from email.errors import HeaderParseError
from email.header import decode_header, make_header

_ACCENTS = {
    "`": "\u0300", "'": "\u0301", "^": "\u0302", "~": "\u0303", "=": "\u0304", "u": "\u0306", ".": "\u0307",
    '"': "\u0308", "r": "\u030a", "H": "\u030b", "v": "\u030c", "d": "\u0323", "c": "\u0327", "k": "\u0328",
}
_LETTERS = {
    "ss": "ß", "ae": "æ", "AE": "Æ", "oe": "œ", "OE": "Œ", "aa": "å", "AA": "Å", "o": "ø", "O": "Ø", "l": "ł",
    "L": "Ł", "i": "i", "j": "j", "dh": "ð", "DH": "Ð", "th": "þ", "TH": "Þ",
}
_GERMAN_ACCENT = re.compile(r'(?<=[A-Za-z])"([aouAOU])')
_SYMBOL_ACCENT = re.compile(r"""\\([`'^~=."])\s*(?:\{\s*(\\?[A-Za-z])\s*\}|(\\[ij](?![A-Za-z])|[A-Za-z]))""")
_LETTER_ACCENT = re.compile(r"\\([uvHcdkr])(?:\s*\{\s*(\\?[A-Za-z])\s*\}|\s+(\\[ij](?![A-Za-z])|[A-Za-z]))")
_LETTER = re.compile(r"\\(ss|ae|AE|oe|OE|aa|AA|dh|DH|th|TH|[oOlLij])(?![A-Za-z])\s*(?:\{\})?")

_PREFIXES = {
    "van", "von", "vom", "zum", "zur", "zu", "de", "der", "den", "del", "della", "delle", "dei", "dell'", "da", "di",
    "do", "dos", "das", "du", "des", "la", "le", "lo", "los", "las", "ten", "ter", "te", "af", "el", "al", "bin", "ben",
    "'t", "d'", "degli", "san", "st.",
}
_SUFFIX = re.compile(r"(?:Jn?r\.?|Sn?r\.?|I{2,3}|IV)$", re.I)
_SEPARATOR = re.compile(r"\s*(?:[,;:](?:\s*and\b)?|\band\b|&)\s*", re.I)
_NOT_A_NAME = re.compile(r"(?:et\.? ?al\.?|others|with an appendix by|and|latex|\S*\d.*)", re.I)
_ENDS_IN_DOT = re.compile(r"\b(?:[A-Z]|Jn?r|Sn?r)\.\s*$", re.I)
_CONTACT = re.compile(r"[\s,;:(/|-]*(?::?/\S|\b(?:tel|phone|fax|ph|off|ext)\b[.:]|\S*\d).*$", re.I | re.S)


def resolve_tex(text):
    """Replaces TeX accents and letters by Unicode and drops the braces that are left."""

    def accent(match):
        letter = (match[2] or match[3]).lstrip("\\")
        return unicodedata.normalize("NFC", letter + _ACCENTS[match[1]])

    text = _SYMBOL_ACCENT.sub(accent, text)
    text = _GERMAN_ACCENT.sub(lambda match: unicodedata.normalize("NFC", match[1] + _ACCENTS['"']), text)
    text = _LETTER_ACCENT.sub(accent, text)
    text = _LETTER.sub(lambda match: _LETTERS[match[1]], text)
    return re.sub(r"[{}\\]", "", text).replace("~", " ")


def authors(line):
    """Splits an author line into [[last, first, suffix], ...]; affiliations in parentheses are left out."""
    text = resolve_tex(_without_parentheses(line.replace("\n", " ")))
    people = []
    for piece in _SEPARATOR.split(text):
        piece = re.sub(r"\.(?=[^\s.,'])", ". ", piece.strip(" .*") + ("." if _ENDS_IN_DOT.search(piece) else ""))
        piece = re.sub(r"\.{2,}", ".", " ".join(piece.split()))
        if not re.search(r"[^\W\d_]", piece) or _NOT_A_NAME.fullmatch(piece):
            continue
        if _SUFFIX.match(piece) and people:
            people[-1][2] = piece
        else:
            people.append(_split(piece))
    return people


def _without_parentheses(text):
    """Drops (nested) parentheses; a closing one too many is dropped alone, an opening one drops the rest."""
    out, depth = [], 0
    for character in text:
        if character == "(":
            depth += 1
        elif character == ")":
            depth = max(0, depth - 1)
        elif depth == 0:
            out.append(character)
    return "".join(out)


def _split(name):
    words = name.split(" ")
    suffix = words.pop() if len(words) > 1 and _SUFFIX.match(words[-1]) else ""
    if re.search(r"collaboration|group|team", name, re.I):
        return [" ".join(words), "", suffix]
    start = len(words) - 1
    while start > (not words[start - 1][:1].islower()) and words[start - 1].lower() in _PREFIXES:
        start -= 1
    return [" ".join(words[start:]), " ".join(words[:start]), suffix]


def submitter(sender):
    """The person's name in a `From:` field, or None. Addresses, phone and fax numbers are left out.

    Forms: `Name <address>`, `"Name" <address>`, `address (Name)`, `<address> (Name)`, and the address alone.
    """
    text = sender.removeprefix("From:").replace("\n", " ").strip()
    text = re.sub(r"<[^>]*>?", " ", text)
    comment = re.match(r"\s*(?:\S+[@!%]\S+)\s*\((.*?)\)?\s*(?:\(.*)?$", text)
    if comment:
        text = comment[1]
    elif re.fullmatch(r"\s*\(.*\)\s*", text):
        text = text.strip().strip("()")
    text = re.sub(r"\S*[@!%]\S*|\S*::|[(\[][^)\]]*[)\]]?", " ", text)
    text = _CONTACT.sub("", _decoded(text).replace("_", " "))
    text = text.replace('\\"', '"') if re.match(r'[\s"]*\\"[^"]*\\"', text) else text
    text = resolve_tex(re.sub(r'(?<!\\)"', " ", text))
    text = " ".join(text.split()).strip(" ,;:-/([|)" + ("" if _ENDS_IN_DOT.search(text) else "."))
    return text if len(re.findall(r"[^\W\d_]", text)) > 1 else None


def _decoded(text):
    """Resolves RFC 2047 words such as `=?ISO-8859-1?Q?J=F8rgen?=`."""
    if "=?" not in text:
        return text
    try:
        return str(make_header(decode_header(text.replace('"', " "))))
    except (HeaderParseError, LookupError, UnicodeDecodeError):
        return re.sub(r"=\?\S*", " ", text)
