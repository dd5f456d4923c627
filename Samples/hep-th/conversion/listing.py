"""Reads arXiv's listing text (`.abs`): a header of `Key: value` fields between two `\\\\` lines, then the abstract.

A value that goes on in the next line is continued by two blanks; the line break is kept as "\\n  ", which is how the
Kaggle snapshot shows it. The fields themselves come in two groups with a blank line between them.
"""

import re

_FIELD = re.compile(r"([A-Z][A-Za-z-]*)(?: \(revised(?: v(\d+))?\))?:(.*)")


class ListingError(ValueError):
    """The text is not a listing; the message says why."""


def parse(text):
    """Gives (fields, abstract).

    `fields` is a list of (key, version, value) in the order of the file; `version` is None but for `Date`, where it is
    1 for the submission, N for `Date (revised vN)` and 0 for `Date (revised)`, which names no number.
    The abstract keeps its line breaks, its two leading blanks and one final line break.
    """
    lines = text.split("\n")
    bars = [i for i, line in enumerate(lines) if line.rstrip() == "\\\\"]
    if len(bars) != 3:
        raise ListingError(f"{len(bars)} separator lines instead of 3")
    fields = []
    for line in lines[bars[0] + 1 : bars[1]]:
        line = line.rstrip()
        match = _FIELD.fullmatch(line)
        if match:
            key, number, value = match.groups()
            version = None
            if key == "Date":
                version = int(number) if number else (0 if "(revised)" in line[:15] else 1)
            fields.append((key, version, value.strip()))
        elif line.startswith("  ") and fields:
            key, version, value = fields[-1]
            fields[-1] = (key, version, value + "\n  " + line.strip() if value else line.strip())
        elif line:
            raise ListingError(f"header line is neither a field nor a continuation: {line!r}")
    abstract = "\n".join(line.rstrip() for line in lines[bars[1] + 1 : bars[2]]).rstrip("\n")
    return fields, "  " + abstract.lstrip() + "\n" if abstract.strip() else ""
