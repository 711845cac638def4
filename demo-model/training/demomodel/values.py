"""Factories of argument values: places, people, times, identifiers and numbers. Each takes a ``Lexicon``."""

from .words import ADJECTIVES, CITIES, COLORS, COUNTRIES, CURRENCIES, FIRST_NAMES, LANGUAGES, LONG_CITIES, MONTHS, NOUNS, ROOMS, WEEKDAYS

RELATIVE_DAYS = [
    'today',
    'tomorrow',
    'tonight',
    'next week',
    'this weekend',
    'next Monday',
    'next Friday',
    'this Sunday',
    'next month',
    'the day after tomorrow',
]
MAIL_DOMAINS = 'com org net io dev de eu co.uk'.split()


def place(lex):
    draw = lex.rng.random()
    if draw < 0.40:
        return lex.pick(CITIES)
    if draw < 0.50:
        return lex.pick(LONG_CITIES)
    if draw < 0.56:
        return lex.pick(COUNTRIES)
    if draw < 0.62:
        return lex.pick(CITIES).lower()
    if draw < 0.70:
        return lex.pick(('Port ', 'New ', 'San ', 'Lake ', 'Bad ', 'North ')) + lex.proper()
    return lex.proper()


def country(lex):
    return lex.pick(COUNTRIES) if lex.chance(0.6) else lex.proper()


def airport(lex):
    return lex.letters(3) if lex.chance(0.35) else place(lex)


def brand(lex):
    """A name of a restaurant, hotel, company or product."""
    draw = lex.rng.random()
    if draw < 0.45:
        return lex.proper()
    if draw < 0.60:
        return lex.pick(FIRST_NAMES)
    if draw < 0.75:
        return lex.pick(('The ', 'Casa ', 'Hotel ', 'Cafe ', 'La ', 'Chez ')) + lex.proper()
    if draw < 0.90:
        return lex.pick(ADJECTIVES).capitalize() + ' ' + lex.pick(NOUNS).capitalize()
    return lex.proper() + ' ' + lex.proper()


def person(lex):
    return lex.person()


def email(lex):
    local = lex.pick((lex.pseudo(), lex.pick(FIRST_NAMES).lower(), lex.pick(FIRST_NAMES).lower() + '.' + lex.pseudo(), lex.word()))
    if lex.chance(0.15):
        local += str(lex.rng.randrange(100))
    host = 'example' if lex.chance(0.2) else lex.pseudo()
    return '%s@%s.%s' % (local, host, lex.pick(MAIL_DOMAINS))


def date(lex):
    draw = lex.rng.random()
    day, month = lex.rng.randrange(1, 29), lex.rng.randrange(1, 13)
    if draw < 0.45:
        return '20%02d-%02d-%02d' % (lex.rng.randrange(20, 40), month, day)
    if draw < 0.55:
        return '%s %d' % (MONTHS[month - 1], day)
    if draw < 0.62:
        return '%d %s 20%02d' % (day, MONTHS[month - 1], lex.rng.randrange(20, 40))
    if draw < 0.74:
        return lex.pick(WEEKDAYS)
    return lex.pick(RELATIVE_DAYS)


def clock_time(lex):
    draw = lex.rng.random()
    hour, minute = lex.rng.randrange(24), lex.pick((0, 15, 30, 45, lex.rng.randrange(60)))
    if draw < 0.70:
        return '%02d:%02d' % (hour, minute)
    if draw < 0.85:
        return '%d%s' % (hour % 12 or 12, lex.pick(('am', 'pm', ' pm', ' am')))
    if draw < 0.93:
        return '%d:%02d %s' % (hour % 12 or 12, minute, lex.pick(('AM', 'PM', 'am', 'pm')))
    return lex.pick(('noon', 'midnight'))


def timestamp(lex):
    day = '20%02d-%02d-%02d' % (lex.rng.randrange(20, 40), lex.rng.randrange(1, 13), lex.rng.randrange(1, 29))
    return day + lex.pick(('T', ' ')) + '%02d:%02d' % (lex.rng.randrange(24), lex.pick((0, 15, 30, 45)))


def url(lex):
    return 'http%s://%s%s.%s%s' % (
        lex.pick(('s', 's', '')),
        lex.pick(('', 'www.', 'api.')),
        lex.pseudo(),
        lex.pick(('com', 'org', 'io', 'net')),
        lex.pick(('', '/' + lex.word(), '/' + lex.word() + '/' + str(lex.integer(3)))),
    )


def code_id(lex):
    """An identifier such as AB-1234, 77120 or x9f3."""
    draw = lex.rng.random()
    if draw < 0.55:
        return lex.letters(lex.pick((1, 2, 2, 3))) + lex.pick(('-', '', '-', '_')) + str(lex.rng.randrange(10, 99999))
    if draw < 0.75:
        return str(lex.rng.randrange(1000, 10**6))
    if draw < 0.85:
        return lex.word() + lex.pick('-_') + str(lex.integer(3))
    return ''.join(lex.pick('0123456789abcdef') for _ in range(lex.pick((6, 8))))


def phone(lex):
    return lex.pick(('+', '+', '0', '')) + lex.pick(('', ' ', '-')).join(str(lex.rng.randrange(10, 1000)) for _ in range(lex.pick((3, 4))))


def symbol(lex):
    return lex.letters(lex.pick((2, 3, 4, 4))) if lex.chance(0.65) else brand(lex)


def language(lex):
    if lex.chance(0.8):
        return lex.pick(LANGUAGES) if lex.chance(0.8) else lex.pick(LANGUAGES).lower()
    return lex.proper()


def language_code(lex):
    return lex.pick('en de fr es it pt nl pl ru ja zh ko ar hi tr el sv da fi cs'.split())


def currency(lex):
    return lex.pick(CURRENCIES) if lex.chance(0.7) else lex.letters(3)


def color(lex):
    return lex.pick(COLORS) if lex.chance(0.8) else lex.pseudo()


def room(lex):
    return lex.pick(ROOMS) if lex.chance(0.7) else lex.pseudo() + ' room'


def device(lex):
    if lex.chance(0.55):
        return lex.pick(
            ('lamp', 'light', 'lights', 'fan', 'heater', 'tv', 'radio', 'oven', 'speaker', 'alarm', 'pump', 'printer', 'boiler', 'camera')
        )
    return lex.pseudo() + lex.pick(('', ' lamp', ' light', ' fan'))


def small_count(lex):
    return lex.rng.randrange(1, 13)


def integer(lex):
    return lex.integer()


def percent(lex):
    return lex.rng.randrange(0, 101)


def minutes(lex):
    return lex.pick((5, 10, 15, 20, 25, 30, 45, 60, 90, 120, lex.rng.randrange(1, 200)))


def decimal(lex):
    """A number that JSON and people write alike: an integer or a decimal without trailing zeros."""
    if lex.chance(0.4):
        return lex.integer()
    number = round(lex.rng.uniform(0, 10 ** lex.pick((1, 2, 3, 4))), lex.pick((1, 1, 2)))
    return int(number) if number == int(number) else number


def signed(lex):
    number = decimal(lex)
    return -number if lex.chance(0.08) else number


def degrees(lex):
    return lex.pick((lex.rng.randrange(5, 35), lex.rng.randrange(5, 35), lex.rng.randrange(10, 30) + 0.5, lex.rng.randrange(100)))


def coordinate(lex):
    return round(lex.rng.uniform(-90, 90), lex.pick((1, 2, 4)))


def truth(lex):
    return lex.chance(0.65)


def several(make, low=2, high=4):
    """A factory of arrays with distinct elements of ``make``."""

    def values(lex):
        found = []
        for _ in range(lex.rng.randint(low, high)):
            value = make(lex)
            if value not in found:
                found.append(value)
        return found

    return values


def word(lex):
    return lex.word()


def timezone(lex):
    if lex.chance(0.6):
        return lex.pick(('UTC', 'CET', 'EST', 'PST', 'GMT'))
    return lex.pick(('Europe/', 'America/', 'Asia/')) + lex.pick(CITIES)


def year(lex):
    return lex.rng.randrange(1900, 2040)


def age(lex):
    return lex.rng.randrange(1, 100)


def stars(lex):
    return lex.rng.randrange(1, 6)


def address(lex):
    return '%d %s %s' % (lex.integer(3), lex.proper(), lex.pick(('Street', 'Road', 'Avenue', 'Lane')))


def attendee(lex):
    return lex.pick((email, person))(lex)


def phone_contact(lex):
    return lex.pick((person, phone))(lex)


def product(lex):
    return lex.word() + lex.pick(('', '', ' ' + lex.word()))


def flight_number(lex):
    return lex.letters(2) + lex.pick(('', ' ')) + str(lex.rng.randrange(10, 9999))


def user_name(lex):
    return lex.pick((lex.pseudo(), lex.person().lower().replace(' ', '.'), lex.word() + str(lex.integer(2))))
