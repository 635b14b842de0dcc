"""Dates as texts write them, in English and Chinese, to the days they bound.

| Words | Days |
|---|---|
| 18 July 2025, July 18, 2025, 2025-07-18, 2025年7月18日 | that day |
| July 18, 7月18日 | the newest such day up to publication; the next one where what follows "will" happen |
| July 2025, in April, early April, mid-April, late April | the month, its days 1 to 10, 11 to 20, 21 to its end |
| Thursday | the newest Thursday up to the day of publication, which may be that day |
| last Friday | the newest Friday before the day of publication |
| next Friday | that day of the calendar week after (weeks run from Monday to Sunday) |
| this week, last week, earlier in the week | the calendar week; of the current one the days up to publication |
| this month, earlier this month | its days up to publication; "later this month" those from publication on |
| last month, last year, next month | the calendar month or year |
| yesterday, today, tomorrow, overnight | the day before, of, after; the night before |
| two days ago, three weeks ago, a month earlier | the day; the week; the month |
| days after, weeks before, the week before, the same day | reckoned from the date before it in the text |
| on Thursday, a day after it | what follows was the day before Thursday |
| the order came a day after it | what follows was the day before that of the sentence before |
| first quarter of 2026 | the calendar quarter; without its year, or "fiscal", unresolved |

Without a day of publication all but absolute dates stay unresolved: both days are None. Only "in April" and "July 17"
are then read against the newest day that the text has stated in full before them.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from typing import TYPE_CHECKING

from licet.evidence.claims import dates_calendar as calendar
from licet.evidence.claims.dates_calendar import UNRESOLVED
from licet.evidence.claims.dates_spans import begins, span_at
from licet.evidence.claims.dates_told import Dated, day_told, overlaps
from licet.evidence.model import Precision, Span, When

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import date

    from licet.evidence.claims.cues_lexicon import Finds
    from licet.evidence.claims.dates_calendar import Bounds
    from licet.evidence.claims.sentences import Sentence, Words

_ISO = re.compile(r"\d{4}-\d{2}-\d{2}")
_YEAR = re.compile(r"(?:19|20)\d{2}")
_PARTS = {"early": "early", "earlier": "early", "mid": "mid", "late": "late"}
_TURNS = {"last": 1, "past": 1, "previous": 1, "this": 0, "current": 0, "next": -1, "coming": -1}
_DAYS = {"yesterday": 1, "today": 0, "tonight": 0, "tomorrow": -1, "overnight": 1}
_YEAR_AFTER = frozenset(
    {"in", "since", "by", "of", "during", "from", "until", "for", "through", "year", "to", "and", "before", "after"}
)
_MONTH_AFTER = frozenset(
    {"in", "since", "by", "of", "during", "from", "until", "for", "through", "and", "between", "to"}
    | {"early", "late", "mid", "last", "this", "next"}
)
_A = frozenset({"a", "an", "one", "the"})
_AFTER_A = frozenset({"same", "following", "weekend", "day", "week", "month", "year"})
_OPENERS = frozenset({*_PARTS, *_TURNS, *_DAYS})
_BEGINNING = _OPENERS | _AFTER_A
_SOME_DAYS = (2, 7)
_SOME = (2, 4)
_WORD_BACK = {"ago": 1, "earlier": 1, "before": 1, "prior": 1, "later": -1, "after": -1}
_CAME = frozenset({"came", "comes"})
_POINTING = frozenset({"the", "this", "that", "it", "these", "those"})
_ORDINAL_ENDS = frozenset({"st", "nd", "rd", "th"})


class DateReader:
    """Reads the dates of one sentence after another, against one day of publication (None if it is not known)."""

    def __init__(self, found: Words, base: date | None, resolved_by: str, *, chinese: bool) -> None:
        """Keep the words and the day; `resolved_by` says what day that is, `chinese` whether to look for such dates."""
        self._found = found
        self._words = found.words
        self._base = base
        self._by = resolved_by
        self._chinese = chinese
        self._before: When | None = None  # the date before, from which "days after" is reckoned
        self._before_at = -1
        self._stated: date | None = None  # the newest day said in full
        self._day: When | None = None  # the last day in the text, which "the same day" is
        self._previous: tuple[int, When | None] = (-1, None)  # a sentence's end, the one day of what it tells

    def dates(self, sentence: Sentence, finds: Finds) -> list[Dated]:
        """Return the dates of a sentence, in order."""
        dates: list[Dated] = []
        free_from = sentence.first
        for number in self._starts(sentence, finds):
            read = self._at(number, sentence, finds) if number >= free_from else None
            if read is not None:
                free_from, bounds, relative = read
                first = self._reach_back(number, sentence.first)
                dates.append(self._dated(first, free_from, bounds, relative=relative, sentence=sentence))
        if self._chinese:
            dates += [each for each in self._chinese_dates(sentence) if not overlaps(each, dates)]
            dates.sort(key=lambda each: each.first)
        self._previous = sentence.end, day_told(dates, finds)
        return dates

    def _starts(self, sentence: Sentence, finds: Finds) -> list[int]:
        """Return the words with which a date may begin."""
        words = self._words
        starts = {*finds.values, *self._found.digits_between(sentence.first, sentence.end)}
        for number in range(sentence.first, sentence.end):
            word = words[number]
            if begins(word):
                starts.add(number)
            if word in _BEGINNING:
                if word in _OPENERS:
                    starts.add(number)
                elif number > sentence.first and words[number - 1] in _A:
                    starts.add(number - 1)
        return sorted(starts)

    def _dated(self, first: int, end: int, bounds: Bounds, *, relative: bool, sentence: Sentence) -> Dated:
        span = Span(self._found.starts[first], self._found.ends[end - 1])
        by = self._by or f"a day that the text states, {self._stated}"
        resolved = by if relative and bounds[0] is not None else ""
        when = When(bounds[0], bounds[1], bounds[2], span.of(self._found.text), span, resolved)
        if when.first is not None:
            self._before, self._before_at = when, first
            if when.precision is Precision.DAY:
                self._day = when
                if not relative:
                    self._stated = max(when.first, self._stated or when.first)
        return Dated(first, end, when, self._words[first - 1] if first > sentence.first else "")

    def _reach_back(self, number: int, first: int) -> int:
        """Return where the words of a date begin that "early", "last" and the like stand before."""
        while number > first and (self._words[number - 1] in _PARTS or self._words[number - 1] in _TURNS):
            number -= 1
        return number

    def _at(self, number: int, sentence: Sentence, finds: Finds) -> tuple[int, Bounds, bool] | None:
        """Return the end of the date that begins at a word, its bounds, and whether it is relative; None if none."""
        word = self._words[number]
        if word[0].isdigit() or word == "the" or begins(word):
            read = span_at(self._words, number, sentence.end, self._base)
            if read is not None:
                return read
        if word[0].isdigit():
            return self._from_figure(number, sentence, finds)
        for end, kind, value in finds.values.get(number, ()):
            if kind == "month" and self._is_month(number, finds, sentence):
                return self._from_month(number, int(value), sentence, finds)
            if kind == "weekday" and self._found.is_capital(number):
                return self._from_weekday(number, end, int(value), sentence, finds)
            if kind in {"number", "vague_number", "time_unit"}:
                read = self._from_count(number, end, kind, value, sentence=sentence, finds=finds)
                if read is not None:
                    return read
            if kind == "ordinal" and end < sentence.end and self._words[end] == "quarter":
                return self._from_quarter(int(value), end + 1, sentence)
        if word in _DAYS:
            back = _DAYS[word]
            return number + 1, self._relative(lambda base: calendar.ago(base, back, back, "day")), True
        if word in _TURNS or word in _A or word in _PARTS:
            return self._from_turn(number, sentence)
        return None

    def _relative(self, reckon: Callable[[date], Bounds], *, stated: bool = False) -> Bounds:
        base = self._stated if stated and self._base is None else self._base
        return UNRESOLVED if base is None else reckon(base)

    # ---- absolute dates

    def _from_figure(self, number: int, sentence: Sentence, finds: Finds) -> tuple[int, Bounds, bool] | None:
        word = self._words[number]
        if _ISO.fullmatch(word):
            year, month, day = word.split("-")
            return number + 1, calendar.day(int(year), int(month), int(day)), False
        if not word.isdecimal():
            return None
        after = number + 1
        if after < sentence.end and self._words[after] in _ORDINAL_ENDS and self._found.touches(after):
            after += 1
        if after < sentence.end and self._words[after] == "of":
            after += 1
        if len(word) <= 2 and after < sentence.end:  # noqa: PLR2004  a day of a month
            named = next((int(v) for _, kind, v in finds.values.get(after, ()) if kind == "month"), None)
            if named is not None and self._found.is_capital(after):
                return self._day_of(int(word), named, after + 1, sentence, finds)
        read = self._from_count(number, number + 1, "number", word, sentence=sentence, finds=finds)
        if read is not None:
            return read
        before = self._words[number - 1] if number > sentence.first else ""
        if _YEAR.fullmatch(word) and (before in _YEAR_AFTER or before in _PARTS):
            return number + 1, calendar.year(int(word), _PARTS.get(before, "")), False
        return None

    def _year_at(self, number: int, sentence: Sentence) -> tuple[int, int] | None:
        """Return the year that stands at a word (a comma or "of" may stand before it), and the word after it."""
        if number < sentence.end and self._words[number] in {",", "of"}:
            number += 1
        if number < sentence.end and _YEAR.fullmatch(self._words[number]):
            return int(self._words[number]), number + 1
        return None

    def _is_month(self, number: int, finds: Finds, sentence: Sentence) -> bool:
        """Tell whether the name of a month is one: in capitals, and "May" and "March" among words of dates."""
        if not self._found.is_capital(number):
            return False
        at = number + 1 + (self._words[number + 1 : number + 2] == ["."])  # "Sept. 9"
        after = self._words[at] if at < sentence.end else ""
        before = self._words[number - 1] if number > sentence.first else ""
        if before in _MONTH_AFTER or before.isdecimal() or after[:1].isdigit():
            return True
        return self._words[number] not in {"may", "march", "mar", "sat", "sun"} and not finds.names

    def _from_month(self, number: int, month: int, sentence: Sentence, finds: Finds) -> tuple[int, Bounds, bool]:
        after = number + 1
        if after < sentence.end and self._words[after] == "." and self._found.touches(after):
            after += 1
        if after < sentence.end and self._words[after].isdecimal() and len(self._words[after]) <= 2:  # noqa: PLR2004
            day = int(self._words[after])
            after += 1
            if after < sentence.end and self._words[after] in _ORDINAL_ENDS and self._found.touches(after):
                after += 1
            return self._day_of(day, month, after, sentence, finds)
        part = _PARTS.get(self._words[number - 1], "") if number > sentence.first else ""
        year = self._year_at(after, sentence)
        if year is not None:
            return year[1], calendar.month(year[0], month, part), False
        ahead, last = self._is_ahead(number, finds), number > sentence.first and self._words[number - 1] == "last"

        def newest(base: date) -> Bounds:
            of_year = calendar.newest_month(month, base) + (ahead and month != base.month)
            return calendar.month(of_year - (last and of_year == base.year and month == base.month), month, part)

        return number + 1, self._relative(newest, stated=True), True

    def _day_of(self, day: int, month: int, after: int, sentence: Sentence, finds: Finds) -> tuple[int, Bounds, bool]:
        year = self._year_at(after, sentence)
        if year is not None:
            return year[1], calendar.day(year[0], month, day), False
        ahead = self._is_ahead(after, finds)

        def newest(base: date) -> Bounds:
            past = (month, day) <= (base.month, base.day)
            return calendar.day(base.year + (ahead and past and (month, day) != (base.month, base.day))
                                - (not past and not ahead), month, day)  # fmt: skip

        return after, self._relative(newest, stated=True), True

    def _from_quarter(self, number: int, end: int, sentence: Sentence) -> tuple[int, Bounds, bool]:
        year = self._year_at(end, sentence)
        if year is not None and "fiscal" not in self._words[max(sentence.first, end - 4) : end]:
            return year[1], calendar.quarter(number, year[0]), False
        return end, UNRESOLVED, False

    # ---- relative dates

    def _from_weekday(
        self, number: int, end: int, day: int, sentence: Sentence, finds: Finds
    ) -> tuple[int, Bounds, bool]:
        comma = end + (end < sentence.end and self._words[end] == ",")
        for _, kind, value in finds.values.get(comma, ()):
            if kind == "month" and comma + 1 < sentence.end and self._words[comma + 1].isdecimal():
                return self._from_month(comma, int(value), sentence, finds)
        before = self._words[number - 1] if number > sentence.first else ""
        turn = before if before in {"last", "next", "this"} else "next" if before == "coming" else ""
        if not turn and self._is_ahead(number, finds):
            turn = "coming"
        return end, self._relative(lambda base: calendar.weekday(day, base, turn)), True

    def _is_ahead(self, number: int, finds: Finds) -> bool:
        """Tell whether what is dated is still to come, by the words up to eight before it."""
        return any(number - 8 <= first < number for first, _ in finds.places.get("ahead", ()))

    def _from_turn(self, number: int, sentence: Sentence) -> tuple[int, Bounds, bool] | None:
        """Read "earlier this month", "late last year", "the week before", "the same day", "over the weekend"."""
        words, part, later = self._words, "", False
        start = number
        if words[number] in _PARTS:
            part, number = _PARTS[words[number]], number + 1
        if number + 1 >= sentence.end:
            return None
        later = start > sentence.first and words[start - 1] == "later"
        if part and words[number : number + 2] == ["in", "the"] and number + 2 < sentence.end:  # "earlier in the week"
            read = self._turned(0, words[number + 2], "" if words[start] == "earlier" else part, later=False)
            return None if read is None else (number + 3, read, True)
        if words[number] in _A:
            return None if part else self._from_article(number, sentence)
        if words[number] not in _TURNS:
            return None
        back, unit = _TURNS[words[number]], words[number + 1]
        earlier = words[start] == "earlier"
        read = self._turned(back, unit, "" if earlier or later else part, later=later)
        return None if read is None else (number + 2, read, True)

    def _turned(self, back: int, unit: str, part: str, *, later: bool) -> Bounds | None:
        """Return the week, month, quarter or year so many back; of the current one the part that has been."""

        def reckon(base: date) -> Bounds:
            if unit == "week":
                return calendar.week(base, back, part)
            if unit == "weekend":
                return calendar.weekend(base)
            if unit == "month":
                found = calendar.month(*calendar.months_from(base, -back), part)
                return calendar.clipped(found, base, back, later=later)
            if unit == "year":
                return calendar.clipped(calendar.year(base.year - back, part), base, back, later=later)
            year, month = calendar.months_from(base, -3 * back)
            return calendar.clipped(calendar.quarter((month + 2) // 3, year), base, back, later=later)

        return self._relative(reckon) if unit in {"week", "weekend", "month", "year", "quarter"} else None

    def _from_article(self, number: int, sentence: Sentence) -> tuple[int, Bounds, bool] | None:
        """Read "the week before", "a month earlier", "the previous week", "the same day"."""
        words = self._words
        after = words[number + 1 : number + 3]
        if words[number] == "the" and after[:1] in (["same"], ["following"]) and after[1:] == ["day"]:
            if self._day is None or self._day.first is None:
                return number + 3, UNRESOLVED, False
            back = 0 if after[0] == "same" else -1
            return number + 3, calendar.ago(self._day.first, back, back, "day"), True
        if words[number] == "the" and after[:1] == ["weekend"]:
            return number + 2, self._relative(calendar.weekend), True
        if after[:1] and after[0] in {"day", "week", "month", "year"} and after[1:] and after[1] in _WORD_BACK:
            if number + 3 > sentence.end:
                return None
            back = _WORD_BACK[after[1]]
            if words[number] != "the" and after[1] in {"after", "before"}:
                against = self._against(number, sentence)
                if against is not None:
                    return number + 3, self._moved(1, 1, after[0], -back, against=against), True
            return number + 3, self._moved(1, 1, after[0], back, from_base=after[1] == "ago"), True
        return None

    def _from_count(
        self, number: int, end: int, kind: str, value: str, *, sentence: Sentence, finds: Finds
    ) -> tuple[int, Bounds, bool] | None:
        """Read "two weeks ago", "days after", "several months earlier"."""
        low, high = _SOME
        unit = ""
        if kind == "time_unit":
            if not self._words[number].endswith("s"):
                return None
            unit, low, high = value, *(_SOME_DAYS if value == "day" else _SOME)
        else:
            if kind == "number":
                if not value.isdecimal() or len(value) > 3:  # noqa: PLR2004  no such count of weeks
                    return None
                low = high = int(value)
            unit = next((v for _, k, v in finds.values.get(end, ()) if k == "time_unit"), "")
            end += 1
        if not unit or end >= sentence.end or self._words[end] not in _WORD_BACK:
            return None
        word = self._words[end]
        if word in {"after", "before"}:  # "on Thursday, days after it had said so": what follows was earlier
            against = self._against(number, sentence)
            if against is None:
                return end + 1, UNRESOLVED, True
            return end + 1, self._moved(low, high, unit, -_WORD_BACK[word], against=against), True
        return end + 1, self._moved(low, high, unit, _WORD_BACK[word], from_base=word == "ago"), True

    def _against(self, number: int, sentence: Sentence) -> When | None:
        """Return the date from which what follows "days after" is reckoned backwards; None if none is known.

        It is the date before in the sentence; of "the order came a day after" the day of the sentence right before.
        """
        if self._before_at >= sentence.first:
            return self._before
        came = number > sentence.first and self._words[number - 1] in _CAME
        if not came or self._words[sentence.first] not in _POINTING or self._previous[0] != sentence.first:
            return None
        return self._previous[1]

    def _moved(
        self, low: int, high: int, unit: str, back: int, *, from_base: bool = False, against: When | None = None
    ) -> Bounds:
        """Return a span before (or after) the date before in the text; from publication if there is none."""
        earlier = None if from_base else against or self._before
        first = self._base if earlier is None else earlier.first
        last = self._base if earlier is None else earlier.last
        if first is None or last is None:
            return UNRESOLVED
        if back < 0:
            low, high = -high, -low
        low_end, high_end = calendar.ago(first, low, high, unit), calendar.ago(last, low, high, unit)
        return low_end[0], high_end[1], low_end[2]

    # ---- Chinese

    def _chinese_dates(self, sentence: Sentence) -> list[Dated]:
        from licet.evidence.claims.dates_chinese import chinese_dates  # noqa: PLC0415  for texts that have such dates only

        start, end = self._found.starts[sentence.first], self._found.ends[sentence.end - 1]
        dates = []
        for span, bounds, relative in chinese_dates(self._found.text, start, end, self._base):
            first = bisect_right(self._found.starts, span.start) - 1
            last = bisect_right(self._found.starts, span.end - 1)
            dates.append(self._dated(first, last, bounds, relative=relative, sentence=sentence))
        return dates
