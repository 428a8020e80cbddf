"""English forms that no rule reaches, and British spellings, each with the form that the index keeps.

Written down by hand; one line a base form: `base form form …`.
"""

from typing import Final

_VERBS: Final = """
arise arose arisen
awake awoke awoken
bear bore borne born
beat beaten
become became
begin began begun
bend bent
bind bound
bite bit bitten
bleed bled
blow blew blown
break broke broken
breed bred
bring brought
build built
burn burnt
buy bought
catch caught
choose chose chosen
cling clung
come came
creep crept
deal dealt
dig dug
do did done does
draw drew drawn
dream dreamt
drink drank drunk
drive drove driven
eat ate eaten
fall fell fallen
feed fed
feel felt
fight fought
find found
flee fled
fly flew flown
forbid forbade forbidden
forecast forecasted
foresee foresaw foreseen
forget forgot forgotten
forgive forgave forgiven
freeze froze frozen
get got gotten
give gave given
go went gone goes
grind ground
grow grew grown
hang hung
have had has
hear heard
hide hid hidden
hold held
keep kept
know knew known
lay laid
lead led
lean leant
learn learnt
leave left
lend lent
light lit
lose lost
make made
mean meant
meet met
mislead misled
mistake mistook mistaken
misunderstand misunderstood
oversee oversaw overseen
overcome overcame
overtake overtook overtaken
pay paid
prove proven
rebuild rebuilt
repay repaid
resell resold
retake retook retaken
rethink rethought
rewrite rewrote rewritten
ride rode ridden
ring rang rung
rise rose risen
run ran
say said says
see saw seen
seek sought
sell sold
send sent
shake shook shaken
shine shone
shoot shot
show shown
shrink shrank shrunk
sing sang sung
sink sank sunk
sit sat
sleep slept
slide slid
speak spoke spoken
speed sped
spend spent
spin spun
spring sprang sprung
stand stood
steal stole stolen
stick stuck
strike struck stricken
strive strove striven
swear swore sworn
sweep swept
swim swam swum
swing swung
take took taken
teach taught
tear tore torn
tell told
think thought
throw threw thrown
undergo underwent undergone
understand understood
undertake undertook undertaken
uphold upheld
wake woke woken
wear wore worn
weave wove woven
win won
withdraw withdrew withdrawn
withhold withheld
write wrote written
be is are was were been am
sue suing sued
tie tying
die dying
lie lying lain
"""

_NOUNS: Final = """
analysis analyses
axis axes
basis bases
calf calves
child children
crisis crises
criterion criteria
foot feet
half halves
hypothesis hypotheses
index indices
knife knives
leaf leaves
life lives
loaf loaves
man men
chairman chairmen
spokesman spokesmen
ombudsman ombudsmen
businessman businessmen
matrix matrices
medium media
mouse mice
parenthesis parentheses
person people persons
phenomenon phenomena
self selves
shelf shelves
syllabus syllabi
curriculum curricula
memorandum memoranda
referendum referenda
forum fora
synthesis syntheses
thesis theses
tooth teeth
vertex vertices
wife wives
wolf wolves
woman women
"""

_COMPARED: Final = """
big bigger biggest
broad broader broadest
bright brighter brightest
busy busier busiest
cheap cheaper cheapest
clean cleaner cleanest
clear clearer clearest
close closer closest
cold colder coldest
dark darker darkest
deep deeper deepest
early earlier earliest
easy easier easiest
fair fairer fairest
far farther farthest further furthest
fast faster fastest
few fewer fewest
fine finer finest
full fuller fullest
good better best
bad worse worst
great greater greatest
happy happier happiest
hard harder hardest
healthy healthier healthiest
heavy heavier heaviest
high higher highest
hot hotter hottest
large larger largest
late later latest
light lighter lightest
long longer longest
low lower lowest
near nearer nearest
new newer newest
nice nicer nicest
old older oldest elder eldest
poor poorer poorest
quick quicker quickest
rich richer richest
rude ruder rudest
safe safer safest
short shorter shortest
simple simpler simplest
slow slower slowest
small smaller smallest
smart smarter smartest
soft softer softest
soon sooner soonest
strict stricter strictest
strong stronger strongest
tight tighter tightest
tough tougher toughest
warm warmer warmest
weak weaker weakest
wealthy wealthier wealthiest
wide wider widest
wild wilder wildest
wise wiser wisest
young younger youngest
"""

_SPELLINGS: Final = """
analyze analyse
behavior behaviour
catalog catalogue
center centre
color colour
defense defence
endeavor endeavour
enrollment enrolment
favor favour
fulfill fulfil
harbor harbour
honor honour
judgment judgement
labor labour
license licence
neighbor neighbour
offense offence
pediatric paediatric
practice practise
program programme
skillful skilful
theater theatre
"""

STEMS: Final = {
    "authority": "authorit",
    "authorities": "authorit",
    "hospitality": "hospitalit",
    "cooper": "cooper-",
    "cooperate": "cooperat",
    "cooperates": "cooperat",
    "cooperated": "cooperat",
    "cooperating": "cooperat",
    "cooperation": "cooperat",
    "cooperative": "cooperat",
    "memorial": "memorial",
    "memorials": "memorial",
    "personable": "personabl",
    "public": "public",
    "publication": "publicat",
    "publications": "publicat",
    "news": "news",
    "capitalism": "capitalism",
    "corporate": "corporat",
}
"""Words that Snowball throws together with strangers (authority with author), with stems of their own."""

_AMBIGUOUS: Final = "found leaves left lay ground saw thought felt bound wound spoke rose"

AMBIGUOUS: Final = frozenset(_AMBIGUOUS.split())
"""Irregular forms that are dictionary forms as well (found an institution): they keep both keys."""

_WITH_S: Final = """
advertise advise arise chastise circumcise comprise compromise concise demise despise devise disguise enterprise
excise exercise expertise franchise improvise incise likewise merchandise noise otherwise poise practise praise
precise premise promise raise revise rise supervise surmise surprise televise wise
"""
_KEEPS_S: Final = tuple(_WITH_S.split())
"""Words whose -ise is no suffix and is never spelt -ize."""


def respelt(word: str) -> str:
    """organisation → organization: the British -is- of that suffix as -iz-, where it is that suffix."""
    for ending in ("isation", "isations", "ising", "ised", "iser", "isers", "ises", "ise"):
        if word.endswith(ending) and len(word) > len(ending) + 2:
            base = word[: len(word) - len(ending)] + "ise"
            if not base.endswith(_KEEPS_S):
                return word[: len(word) - len(ending)] + "iz" + ending[2:]
    return word


def _table() -> dict[str, str]:
    found: dict[str, str] = {}
    for block in (_SPELLINGS, _NOUNS, _VERBS, _COMPARED):
        for line in block.split("\n"):
            base, *forms = line.split() or [""]
            for form in forms:
                found.setdefault(form, base)
    for base, british in (line.split() for line in _SPELLINGS.strip().split("\n")):
        for ending in ("s", "ed", "d", "ing", "al", "ly", "r", "rs"):
            found.setdefault(british + ending, base + ending)
            if british.endswith("e") and ending in {"ing", "ed"}:
                found.setdefault(british[:-1] + ending, (base.removesuffix("e")) + ending)
    return found


IRREGULAR: Final = _table()
"""Form → base form."""
