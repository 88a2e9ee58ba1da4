"""How often each way of finding a speaker is right: the constants behind `Speaker.confidence`.

Belongs here: the shares, and where they come from. Does not belong here: finding a speaker (see ``speakers``).

Counts are speakers right of speakers given, on 28 PolNeAR development articles with a speaker named by hand for each
of 655 attributions, and on the 33 articles of the demo corpus; both with the attributions as annotated, so that only
the speaker counts. A constant is (right + 1) / (given + 2), rounded down to .05. It is at most .95, because the rules
were made with these articles in view; where it stands lower than its count, the remark says why.
"""

from __future__ import annotations

from typing import Final

NAME: Final = 0.95  # 435 of 439
JOINT: Final = 0.6  # 13 of 13 count as right, but it is one of several who speak
PLACE_FACTOR: Final = 0.9  # a place that speaks: 9 of 9, but often its people or its team
BODY_OF_PLACE: Final = 0.85  # "the Velmark police": 7 of 7
BLOC: Final = 0.85  # "Okun's campaign": 6 of 6
LAST_BLOC: Final = 0.6  # "the campaign": not counted
OWN_DOCUMENT: Final = 0.85  # "Okun's letter", "a report by the council": 7 of 7
ISSUED_DOCUMENT: Final = 0.75  # "the report": with KIN 8 of 8
KIN: Final = 0.75
STATED_ROLE: Final = 0.85  # "the senator" who is called one: 16 of 16
GUESSED_ROLE: Final = 0.6  # "the politician", "the coach", "the agency" by position: 20 of 23, 10 of 13 in news
PERSON_PRONOUN: Final = 0.95  # 194 of 196 after any number of others, but 24 of 27 when read in further articles
BODY_PRONOUN: Final = 0.65  # "it": 3 of 3, too few to go by
RIVAL: Final = 0.04  # less for each person, up to three, who was named just before a pronoun
WHO: Final = 0.75  # "Maria Olt, who": with the two below 6 of 6
WHO_OF_PLACE: Final = 0.7
WHO_APPOSITION: Final = 0.6
METONYM: Final = 0.8  # "Moscow": not counted
DELEGATES: Final = 0.7  # "Velmark's envoys": not counted
PAIR: Final = 0.5  # "they", "the two ministers": 3 of 3, and one of two
AUTHOR: Final = 0.6  # "I" in a piece with one author: not counted
UNNAMED: Final = 0.8  # nobody is named: 140 of 172
UNNAMED_PRONOUN: Final = 0.55  # a pronoun that means nobody: 8 of 15
UNNAMED_WHO: Final = 0.65  # 7 of 9
UNKNOWN: Final = 0.5  # not counted
