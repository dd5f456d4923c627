"""Reads the dates of arXiv listings, which until 1997 are whatever the author's mail program wrote.

Examples: `Thu, 27 Nov 1997 23:53:13 GMT   (22kb)`, `Fri, 3 Jan 92 17:09:04 est`, `13 January 1992 15:19:46 CST`,
`Tue Dec 31 23:54:17 MET 1991 +0100`, `14-JUL-1992 15:04:09.32 TST`, `29 Mar 1996, 12:36:16 PST`, `01/01/93 13:35:33
GMT+0100`, `Wed, 16 Jul 1997 03:57:55 -0300 (GMT-3:00)`.
"""

import re
from datetime import datetime, timedelta, timezone

MONTHS = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"]
WEEKDAYS = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"]

_SIZE = re.compile(r"\s*\(\d+kb(?:,\w+)?\)\s*$")
_TIME = re.compile(r"\b(\d{1,2}):(\d\d)(?::(\d\d))?(?:\.\d+)?(?:\s*([ap]m)\b)?", re.I)
_DAY_MONTH_YEAR = re.compile(r"\b(\d{1,2})[\s-]+([a-z]{3,9})[\s,-]+(\d{1,4})\b", re.I)
_MONTH_DAY = re.compile(r"\b([a-z]{3})\s+(\d{1,2})\b", re.I)
_NUMERIC = re.compile(r"\b(\d\d)/(\d\d)/(\d\d)\b")
_FOUR_DIGITS = re.compile(r"\b(?:19|20)\d\d\b")
# `--100` is what one mail program in Germany and India wrote for +0100; `+-400` is -0400; `+050` is a cut +0500.
_OFFSET = re.compile(r"(\+|--|\+-|-)\s*(?:(0\d)\d|(\d{1,2})(?:[:-]?(\d\d))?)(?!\d)")

# Hours east of Greenwich. Names that two parts of the world share are settled by `_BY_COUNTRY` or left to the use that
# prevails in this collection. Names that are not here (`EXP`, `N`, `C`, ...) mean "unknown", which RFC 2822, section
# 4.3, reads as Greenwich time.
_ZONES = {
    "gmt": 0, "ut": 0, "utc": 0, "z": 0, "wet": 0, "bst": 1, "wetdst": 1, "wet dst": 1, "wet-dst": 1,
    "met": 1, "mez": 1, "cet": 1, "set": 1, "nft": 1, "dft": 1, "bcn": 1, "mewt": 1,
    "metdst": 2, "met dst": 2, "met-dst": 2, "met_dst": 2, "mest": 2, "mes": 2, "mesz": 2, "msz": 2, "cest": 2,
    "ces": 2, "cedt": 2, "cetdst": 2, "cet-dst": 2, "eet": 2, "ist": 2, "sast": 2,
    "eetdst": 3, "eet dst": 3, "eet-dst": 3, "idt": 3, "msk": 3, "msd": 4, "msk-dst": 4, "medt": 4,
    "hkt": 8, "jst": 9, "kst": 9, "kdt": 10, "korst": 9, "kordt": 10,
    "est": -5, "edt": -4, "cst": -6, "cdt": -5, "mst": -7, "mdt": -6, "pst": -8, "pdt": -7, "hst": -10,
    "ast": -4, "adt": -3, "arg": -3, "arst": -3, "brt": -3, "bsc": -3, "brazil/east": -3, "uy": -3,
}
_BY_COUNTRY = {
    ("ist", "in"): 5.5,
    ("cst", "tw"): 8, ("cst", "cn"): 8, ("wst", "au"): 8, ("sst", "sg"): 8, ("sst", "my"): 8,
    ("est", "au"): 10, ("est", "br"): -3, ("est", "ar"): -3,
}


class DateError(ValueError):
    """The text holds no date; the message says what is missing."""


def parse(text, year, latest, domain=""):
    """Gives (moment in UTC, list of remarks).

    `year` is the year to be expected, `latest` the last possible one: a year that cannot be right (`Sep 0`) is
    replaced by `year`. A missing time of day is midnight. `domain` is the sender's mail domain, whose country settles ambiguous zone names.
    """
    remarks = []
    text = _SIZE.sub("", text).strip()
    time = _TIME.search(text)
    before, after = (text[: time.start()], text[time.end() :]) if time else (text, "")
    day, found_month, found_year, rest = _calendar_day(before, after)
    if found_year < 100:
        found_year += 1900 if found_year >= 91 else 2000
    if not year - 1 <= found_year <= latest:
        remarks.append(f"year impossible: {found_year}, {year} taken")
        found_year = year
    hour, minute, second = _time_of_day(time, remarks)
    try:
        local = datetime(found_year, found_month, day, hour, minute, second)
    except ValueError as error:
        raise DateError(f"no such day or time: {text!r} ({error})") from None
    offset = _offset(rest if time else "GMT", domain)
    if offset is None:
        remarks.append(f"time zone unknown, Greenwich taken: {text!r}")
        offset = timedelta(0)
    return (local - offset).replace(tzinfo=timezone.utc), remarks


def _calendar_day(before, after):
    """Gives (day, month, year, what is left over for the zone)."""
    match = _DAY_MONTH_YEAR.search(before)
    if match and match[2][:3].lower() in MONTHS:
        return int(match[1]), MONTHS.index(match[2][:3].lower()) + 1, int(match[3]), after
    match = _NUMERIC.search(before)
    if match and match[1] == match[2]:
        return int(match[1]), int(match[2]), int(match[3]), after
    match = _MONTH_DAY.search(before[4:])
    years = _FOUR_DIGITS.search(after)
    if match and years and match[1].lower() in MONTHS:
        zone = after[: years.start()] + after[years.end() :]
        return int(match[2]), MONTHS.index(match[1].lower()) + 1, int(years[0]), zone
    raise DateError(f"no day, month and year in {(before + after)!r}")


def _time_of_day(match, remarks):
    if not match:
        remarks.append("no time of day, midnight taken")
        return 0, 0, 0
    hour, minute, second = int(match[1]), int(match[2]), int(match[3] or 0)
    if match[4]:
        hour = hour % 12 + (12 if match[4].lower() == "pm" else 0)
    return hour, minute, second


def _offset(text, domain):
    """The zone as a difference to Greenwich, or None. A number wins over a name: `+1000 (EST)` is Australia."""
    outside = re.sub(r"\(.*", "", text)
    numeric = _OFFSET.search(outside)
    offset = _number(numeric) if numeric else None
    return _named(text, domain) if offset is None else offset


def _number(match):
    sign, cut, hours, minutes = match.groups()
    hours, minutes = int(cut or hours), int(minutes or 0)
    if hours > 13 or minutes > 59:
        return None
    return timedelta(hours=hours, minutes=minutes) * (1 if sign in ("+", "--") else -1)


def _named(text, domain):
    country = domain.rstrip(".").rsplit(".", 1)[-1].lower()
    for name in (re.sub(r"\(.*", "", text), *re.findall(r"\(([^)]*)\)?", text)):
        name = re.sub(r"[^a-z/ _-]", "", name.lower()).strip(" -")
        hours = _BY_COUNTRY.get((name, country), _ZONES.get(name))
        if hours is not None:
            return timedelta(hours=hours)
    return None


def rfc2822(moment):
    """`Thu, 27 Nov 1997 23:53:13 GMT`, the form of the Kaggle snapshot: no leading zero in the day."""
    day = f"{WEEKDAYS[moment.weekday()]}, {moment.day} {MONTHS[moment.month - 1].capitalize()} {moment.year}"
    return f"{day} {moment:%H:%M:%S} GMT"
