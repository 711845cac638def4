"""Words of the synthetic language: common words, names, and pseudo-words nobody can have memorised.

Every draw goes through a ``Lexicon``, which owns the random generator and the split. Nouns that name tools and all
pseudo-words are divided between the splits ``train`` and ``eval`` by a hash, so an evaluation tool is never seen in training.
"""

import random
import zlib

VERBS = '''get find search list create delete update send book cancel check open close start stop add remove read write show
compute convert translate schedule order track play pause rename move copy upload download print share rate report save load set
count compare measure lock unlock invite assign approve reserve fetch lookup query submit archive restore enable disable scan
test build run sort filter merge split export import publish watch follow notify call email plan record edit mark pay charge
refund ship verify inspect clean reset calculate register attach tag label monitor describe summarize validate format rotate
renew extend transfer withdraw adjust clear generate draw block'''.split()

NOUNS = '''weather recipe flight hotel ticket invoice order user account message email file folder note task event meeting
reminder alarm song playlist album movie book article news stock price currency rate exchange payment transfer card bank loan tax
report chart table record database query index server job build branch commit issue project sprint milestone team member role
group channel room door light lamp camera sensor thermostat heater fan window curtain garage car train bus bike route map location
place city country restaurant menu meal drink coffee pizza salad grocery product item cart shipment package parcel address contact
customer lead deal contract document page photo image video podcast stream game score match player league course lesson quiz exam
student teacher grade school library patient doctor appointment prescription medicine workout diet step sleep heart pet dog cat
plant garden crop farm animal star planet moon orbit rocket satellite robot drone engine battery motor pump valve tank pipe boiler
printer scanner screen keyboard laptop phone tablet watch backup snapshot volume disk cluster node pod container network firewall
domain certificate password token key secret session log metric alert incident survey poll vote form review comment rating coupon
discount gift voucher membership subscription license insurance claim policy vehicle driver passenger seat luggage visa passport
cruise tour museum gallery concert festival theater stadium park beach mountain river lake forest island bridge tower castle
market shop store warehouse factory office desk chair sofa bed mirror carpet paint tool hammer drill screw ladder rope tent stove
knife plate cup bottle bag shoe shirt jacket dress hat ring necklace gem coin medal poem story letter word sentence dictionary
synonym language translation font color shape pattern sound voice noise tone chord drum guitar piano violin trumpet choir dance
opera circus puzzle riddle joke fact quote timer calendar holiday birthday wedding party dinner'''.split()

ADJECTIVES = '''new old red blue green daily weekly monthly fast slow big small public private local remote active open final draft
main spare first last next quick smart secure cheap shared hidden urgent regular special total annual current pending recent
nearby black white cold warm early late long short free busy empty full quiet loud happy strong'''.split()

COMMON = '''about after again all also always and another answer any are ask back be because before best better both bring but by
call can change check come could day do done down each early end enough even every few find first follow for forget friend from
give go good great had hand has have hear help here home hope how idea if important in into is it just keep kind know last later
least leave left less let like line little look lot make many may maybe mean meet mind minute more morning most much must name need
never next night no not nothing now number of off often on once one only open or other our out over own part people please point
problem put quick question read ready really reply right same say see send should show side since some soon start still stop such
sure take talk tell than thank that the them then there thing think this time to today tomorrow too try turn two under until up use
very wait want was way we week well were what when where which who why will with without work would write year yes yet you
your'''.split()

CITIES = '''Paris London Berlin Madrid Rome Vienna Prague Dublin Lisbon Athens Oslo Helsinki Warsaw Budapest Zurich Geneva Milan
Naples Tokyo Osaka Kyoto Seoul Beijing Delhi Mumbai Sydney Perth Boston Chicago Dallas Denver Seattle Austin Toronto Lima Quito
Cairo Lagos Nairobi Hamburg Munich Cologne Lyon Nice Porto Turin Florence Bergen Tallinn Riga Krakow Sofia Istanbul Dubai Singapore
Bangkok Hanoi Manila Jakarta Melbourne Auckland Houston Miami Phoenix Portland Montreal Vancouver Bogota Santiago Havana
Casablanca Amsterdam Brussels Stockholm Copenhagen Barcelona Shanghai'''.split()
LONG_CITIES = [
    'New York',
    'Los Angeles',
    'San Francisco',
    'Cape Town',
    'Buenos Aires',
    'Mexico City',
    'Hong Kong',
    'Salt Lake City',
    'Tel Aviv',
    'Rio de Janeiro',
    'New Delhi',
    'Kuala Lumpur',
    'St. Louis',
    'Las Vegas',
    'San Diego',
    'Paris, France',
    'Boston, MA',
    'London, UK',
    'Rome, Italy',
    'Austin, Texas',
]
COUNTRIES = '''France Germany Spain Italy Austria Portugal Greece Norway Finland Poland Hungary Switzerland Japan Korea China India
Australia Canada Peru Chile Brazil Egypt Kenya Nigeria Mexico Sweden Denmark Ireland Turkey Vietnam Thailand Iceland'''.split()
FIRST_NAMES = '''Anna Ben Clara David Emma Felix Grace Henry Irene Jack Karen Leo Maria Nina Oscar Paula Quinn Rosa Sam Tina Victor
Wendy Xenia Yara Zoe Alice Bob Carol Dan Eve Frank Gina Hugo Ivan Julia Kurt Laura Mark Nora Olga Peter Rita Steve Tom Ursula Vera
Will John Sarah Mike Lisa Paul Kate'''.split()
LANGUAGES = '''French German Spanish Italian Portuguese Dutch Polish Russian Japanese Chinese Korean Arabic Hindi Turkish Greek
Swedish Danish Finnish Czech English Latin Norwegian Hungarian Hebrew Thai Vietnamese Ukrainian'''.split()
COLORS = 'red green blue yellow orange purple pink white black grey brown cyan magenta turquoise violet warm gold silver'.split()
ROOMS = [
    'kitchen',
    'bedroom',
    'living room',
    'bathroom',
    'office',
    'hallway',
    'garage',
    'garden',
    'basement',
    'attic',
    'dining room',
    'guest room',
    'nursery',
    'balcony',
    'cellar',
    'study',
    'corridor',
    'terrace',
]
CURRENCIES = 'USD EUR GBP JPY CHF SEK NOK DKK PLN CZK CAD AUD NZD INR CNY BRL MXN ZAR TRY KRW SGD HKD'.split()
MONTHS = 'January February March April May June July August September October November December'.split()
WEEKDAYS = 'Monday Tuesday Wednesday Thursday Friday Saturday Sunday'.split()

ONSETS = 'b c d f g h j k l m n p r s t v w z br cr dr fl gr kl pl pr sk sl sp st tr th sh ch qu'.split()
NUCLEI = 'a e i o u a e i o ai ea ou'.split()
CODAS = ['', '', '', 'n', 'r', 's', 'l', 'm', 't', 'x', 'k', 'nd', 'rt']

TRAIN, EVAL = 'train', 'eval'


def bucket(text, buckets):
    """A stable hash of ``text`` in 0 .. buckets-1."""
    return zlib.crc32(text.encode()) % buckets


def _tool_nouns(split):
    return [noun for noun in dict.fromkeys(NOUNS) if (bucket(noun, 6) == 0) == (split == EVAL)]


class Lexicon:
    """Random words of one split; ``rng`` is the only source of randomness of the generator."""

    def __init__(self, rng, split=TRAIN):
        self.rng = rng
        self.split = split
        self._nouns = _tool_nouns(split)

    @classmethod
    def seeded(cls, seed, split=TRAIN):
        return cls(random.Random(seed), split)

    def chance(self, probability):
        return self.rng.random() < probability

    def pick(self, options):
        return self.rng.choice(options)

    def pseudo(self):
        """A pronounceable invented word of this split."""
        pick = self.rng.choice
        while True:
            word = ''.join(pick(ONSETS) + pick(NUCLEI) + pick(CODAS) for _ in range(pick((1, 2, 2, 2, 3))))
            if len(word) > 3 and (bucket(word, 7) == 0) == (self.split == EVAL):
                return word

    def tool_noun(self):
        return self.pick(self._nouns) if self.chance(0.6) else self.pseudo()

    def word(self):
        draw = self.rng.random()
        if draw < 0.25:
            return self.pick(NOUNS)
        if draw < 0.35:
            return self.pick(ADJECTIVES)
        return self.pseudo()

    def proper(self):
        """A capitalised invented name."""
        return self.pseudo().capitalize()

    def person(self):
        first = self.pick(FIRST_NAMES) if self.chance(0.45) else self.proper()
        return first + ' ' + self.proper() if self.chance(0.35) else first

    def integer(self, highest_power=4):
        return self.rng.randrange(10 ** self.rng.randint(1, highest_power))

    def letters(self, count):
        return ''.join(self.pick('ABCDEFGHIJKLMNOPQRSTUVWXYZ') for _ in range(count))
