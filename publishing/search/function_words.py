"""Words that carry no search of their own; left out of a query that has others, and never out of the index."""

from typing import Final

_KAZAKH: Final = """
және мен бен пен да де та те не немесе үшін туралы бойынша арқылы сияқты секілді дейін кейін бұл сол осы ол олар
біз сіз сен мына ана болып болған бар жоқ емес еді екен ғой ма ме ба бе па пе қана ғана тек өз өзі әр әрі бірақ
алайда себебі егер деп деген дейді қалай қандай қашан қайда неге кім туралы жөнінде
қайдан қалайша қанша неше қай не нені немене кімге кімнің болады болмайды болып керек қажет мүмкін үшін бола ме ал
арасында арасындағы кезінде жатыр тұр отыр жүр
"""
_RUSSIAN: Final = """
и в во на с со к ко о об обо от по из за у для до при про под над без через между не ни но а же ли бы что чтобы
как это этот эта эти то тот та те он она они оно мы вы я его ее их или если так также уже еще где когда какой какая какие
который которая которые был была было были быть есть все всех
куда откуда почему зачем кто кому чем чего какое каким каких каким какими сколько можно нужно надо ли либо
чья чье чей чьи себя себе собой если среди лучше
"""
_ENGLISH: Final = """
a an the and or of in on at to for from by with without about as is are was were be been being it its this that these
those he she they we you i his her their our your not no but if so than then there which who whom what when where how do
does did has have had will would can could may might should into over under between
why whose me us them am i'm what's how's there's let
cannot can't don't themselves itself himself herself while during any some
"""

# What a question wants done says nothing of what it is about: “how to introduce …”. Keys, so that all forms are meant.
_WISHES: Final = """
r/организовать r/организовывать r/внедрить r/внедрять r/внедрение r/снизить r/снижать r/улучшить r/улучшать r/наладить
r/сделать r/добиться k/ұйымдастыр k/енгіз k/енгізу k/жақсарт k/жақсарту k/төмендет k/төмендету e/organis e/implement e/improv
"""

RUSSIAN_WORDS: Final = frozenset(_RUSSIAN.split())
ENGLISH_WORDS: Final = frozenset(_ENGLISH.split())
FUNCTION_WORDS: Final = frozenset(_KAZAKH.split()) | RUSSIAN_WORDS | ENGLISH_WORDS | frozenset(_WISHES.split())
