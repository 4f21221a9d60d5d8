"""Dates, times and intervals as PostgreSQL prints them (DateStyle ISO, IntervalStyle postgres).

Each function takes a literal in one of the usual spellings and gives the output form, or None for
any other: what stands there may still be good PostgreSQL, but is not known here.
"""
from __future__ import annotations

import re

_SPECIAL = ('infinity', '-infinity')
_DATE = r'(\d{4})-(\d{1,2})-(\d{1,2})'
_TIME = r'(\d{1,2}):(\d{2})(?::(\d{2})(?:\.(\d{1,6}))?)?'
_ZONE = r' ?(?:(z|utc)|([-+])(\d{1,2})(?::?(\d{2}))?)'
# pg_interval_in's units, as far as people write them: months, days, microseconds.
_UNITS = {
    'year': (12, 0, 0), 'years': (12, 0, 0), 'y': (12, 0, 0), 'yr': (12, 0, 0), 'yrs': (12, 0, 0),
    'month': (1, 0, 0), 'months': (1, 0, 0), 'mon': (1, 0, 0), 'mons': (1, 0, 0),
    'week': (0, 7, 0), 'weeks': (0, 7, 0), 'w': (0, 7, 0),
    'day': (0, 1, 0), 'days': (0, 1, 0), 'd': (0, 1, 0),
    'hour': (0, 0, 3600), 'hours': (0, 0, 3600), 'h': (0, 0, 3600), 'hr': (0, 0, 3600),
    'hrs': (0, 0, 3600),
    'minute': (0, 0, 60), 'minutes': (0, 0, 60), 'min': (0, 0, 60), 'mins': (0, 0, 60),
    'm': (0, 0, 60),
    'second': (0, 0, 1), 'seconds': (0, 0, 1), 'sec': (0, 0, 1), 'secs': (0, 0, 1), 's': (0, 0, 1),
    'decade': (120, 0, 0), 'decades': (120, 0, 0),
    'century': (1200, 0, 0), 'centuries': (1200, 0, 0),
}


def date(literal: str) -> str | None:
    text = literal.strip().lower()
    if text in _SPECIAL:
        return text
    match = re.fullmatch(_DATE, text, re.ASCII)
    return _day(*map(int, match.groups())) if match else None


def time(literal: str) -> str | None:
    match = re.fullmatch(_TIME, literal.strip(), re.ASCII)
    return _clock(*match.groups()) if match else None


def timetz(literal: str) -> str | None:
    """Without a zone that of the session, which on Supabase is UTC."""
    match = re.fullmatch(f'{_TIME}(?:{_ZONE})?', literal.strip().lower(), re.ASCII)
    if match is None:
        return None
    *clock, _, sign, hours, minutes = match.groups()
    at = _clock(*clock)
    rest = f':{minutes}' if int(minutes or 0) else ''
    return at and f'{at}{sign or "+"}{int(hours or 0):02}{rest}'


def timestamp(literal: str, zone: bool = False) -> str | None:
    """With ``zone``, what timestamptz prints in the time zone UTC, a Supabase database's own."""
    text = literal.strip().lower()
    if text in _SPECIAL:
        return text
    if text == 'epoch':
        return '1970-01-01 00:00:00' + ('+00' if zone else '')
    match = re.fullmatch(rf'{_DATE}(?:[ t]{_TIME}(?:{_ZONE})?)?', text, re.ASCII)
    if match is None:
        return None
    year, month, day, *clock = match.groups()
    utc, sign, hours, minutes = clock[4:]
    on, at = _day(int(year), int(month), int(day)), _clock(*clock[:4])
    if on is None or at is None:
        return None
    if not zone:
        return f'{on} {at}'  # timestamp ignores a zone that is written
    if sign and (int(hours) or int(minutes or 0)):
        import datetime
        shift = datetime.timedelta(hours=int(hours), minutes=int(minutes or 0))
        local = datetime.datetime.fromisoformat(f'{on} {at[:8]}')
        try:
            moment = local - shift if sign == '+' else local + shift
        except OverflowError:
            return None
        return f'{moment:%Y-%m-%d %H:%M:%S}{at[8:]}+00' if moment.year >= 1000 else None
    return f'{on} {at}+00'


def interval(literal: str) -> str | None:
    text = literal.strip().lower()
    months = days = 0
    micros = 0
    position = 0
    part = re.compile(
        r'\s*(?:([-+]?)(\d+):(\d{2})(?::(\d{2})(?:\.(\d{1,6}))?)?'
        r'|([-+]?\s*\d+)(\.\d{1,6})?\s*([a-z]*))',
        re.ASCII,
    )
    if not text:
        return None
    while position < len(text):
        match = part.match(text, position)
        if match is None:
            return None
        position = match.end()
        sign, hours, minutes, seconds, fraction, count, tail, unit = match.groups()
        if hours is not None:
            amount = (int(hours) * 60 + int(minutes)) * 60 + int(seconds or 0)
            amount = amount * 1_000_000 + int((fraction or '').ljust(6, '0'))
            micros += -amount if sign == '-' else amount
            continue
        size = _UNITS.get(unit or 'second')
        count = ''.join(count.split())
        if size is None or tail and not size[2]:
            return None  # part of a day or month spills over by rules of its own
        months += int(count) * size[0]
        days += int(count) * size[1]
        whole = abs(int(count)) * 1_000_000 + int((tail or '.0')[1:].ljust(6, '0'))
        micros += size[2] * (-whole if count.startswith('-') else whole)
    return _print_interval(months, days, micros)


def _print_interval(months: int, days: int, micros: int) -> str:
    """interval_out(): a part after a negative one says its plus sign."""
    years = int(months / 12)
    parts: list[str] = []
    negative = False
    for count, unit in ((years, 'year'), (months - years * 12, 'mon'), (days, 'day')):
        if count:
            plus = '+' if negative and count > 0 else ''
            parts.append(f'{plus}{count} {unit}{"" if count == 1 else "s"}')
            negative = count < 0
    if micros or not parts:
        sign = '-' if micros < 0 else '+' if negative else ''
        seconds, rest = divmod(abs(micros), 1_000_000)
        minutes, seconds = divmod(seconds, 60)
        hours, minutes = divmod(minutes, 60)
        fraction = f'.{rest:06}'.rstrip('0') if rest else ''
        parts.append(f'{sign}{hours:02}:{minutes:02}:{seconds:02}{fraction}')
    return ' '.join(parts)


def _day(year: int, month: int, day: int) -> str | None:
    import datetime
    try:
        return datetime.date(year, month, day).isoformat()
    except ValueError:
        return None


def _clock(
        hour: str | None, minute: str | None, second: str | None, part: str | None,
) -> str | None:
    hours, minutes, seconds = int(hour or 0), int(minute or 0), int(second or 0)
    if hours > 23 or minutes > 59 or seconds > 59:
        return None
    fraction = (part or '').rstrip('0')
    return f'{hours:02}:{minutes:02}:{seconds:02}' + (f'.{fraction}' if fraction else '')
