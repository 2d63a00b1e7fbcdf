"""Reading a house-number text far enough to compare it with others. Nothing is rewritten."""

import re

_FIRST = re.compile(r"\s*(\d+)\s*([A-Za-z]?)(?![A-Za-z]{2})")
_RANGE = re.compile(r"^\s*(\d+)\s*[a-zA-Z]?\s*[-–/]\s*(\d+)\s*[a-zA-Z]?\s*$")
_INTEGERS = re.compile(r"\d+")


class Numeral:
    __slots__ = ("text", "low", "high", "suffix", "key")

    def __init__(self, text):
        self.text = text
        m = _FIRST.match(text)
        self.low = int(m.group(1))
        self.suffix = m.group(2).lower()
        span = _RANGE.match(text)
        listed = [int(x) for x in _INTEGERS.findall(text)]
        self.high = max(listed) if span or len(listed) > 1 else self.low
        if self.high < self.low or self.high - self.low > 40:
            self.high = self.low
        # "116 C", "116c" are the same number.
        self.key = re.sub(r"\s+", "", text).lower()
