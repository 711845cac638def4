"""Factories of longer argument values: paths, commands, code, search words, titles and sentences. Each takes a ``Lexicon``."""

from .values import clock_time, decimal, place
from .words import ADJECTIVES, COMMON, VERBS

TEXT_SUFFIXES = ['.txt', '.csv', '.md', '.json', '.py', '.java', '.log', '.yml', '.html', '.ts', '.xml', '.sh', '.pdf', '.png', '']


def file_name(lex):
    stem = lex.pick(
        (lex.word(), lex.word(), lex.word() + lex.pick('_-') + lex.word(), lex.proper(), 'README', lex.word() + str(lex.rng.randrange(100)))
    )
    return stem + lex.pick(TEXT_SUFFIXES)


def path(lex):
    depth = lex.pick((0, 1, 1, 2, 2, 3))
    folders = [
        lex.pick(('src', 'docs', 'tmp', 'etc', 'home', 'var', 'test', 'data')) if lex.chance(0.4) else lex.word() for _ in range(depth)
    ]
    start = lex.pick(('/', '/', '', '', './', '~/')) if depth else ''
    return start + '/'.join(folders + [file_name(lex)])


def directory(lex):
    folders = [
        lex.pick(('src', 'docs', 'tmp', 'etc', 'home', 'var', 'log', 'data')) if lex.chance(0.4) else lex.word()
        for _ in range(lex.pick((1, 1, 2, 3)))
    ]
    return lex.pick(('/', '/', '', './', '~/')) + '/'.join(folders) + lex.pick(('', '', '/'))


def glob_pattern(lex):
    return lex.pick(('*', '**/*', lex.word() + '*', lex.word() + '/*', 'src/**/*')) + lex.pick(
        ('.py', '.java', '.txt', '.md', '.json', '.ts', '.css')
    )


def search_pattern(lex):
    draw = lex.rng.random()
    if draw < 0.3:
        return lex.word()
    if draw < 0.5:
        return identifier(lex)
    if draw < 0.65:
        return lex.pick(('TODO', 'FIXME', 'ERROR', 'import', 'class', 'def', 'return', 'public')) + lex.pick(('', ' ' + lex.word()))
    if draw < 0.8:
        return '^' + lex.word() + lex.pick(('.*', '$', '[0-9]+'))
    return words(lex)


def identifier(lex):
    """A name as programmers write it."""
    parts = [lex.word() for _ in range(lex.pick((1, 2, 2, 3)))]
    style = lex.rng.random()
    if style < 0.4:
        return '_'.join(parts)
    if style < 0.7:
        return parts[0] + ''.join(part.capitalize() for part in parts[1:])
    if style < 0.85:
        return ''.join(part.capitalize() for part in parts)
    return '-'.join(parts)


def shell_command(lex):
    target = lex.pick((path, directory, identifier))(lex)
    return (
        lex.pick(
            (
                'ls',
                'ls -la',
                'cat',
                'rm',
                'mkdir',
                'python3',
                'npm run',
                'git checkout',
                'tail -n %d' % lex.integer(3),
                'wc -l',
                'du -sh',
                'make',
                'mvn',
                'docker stop',
                'echo',
                'ping -c %d' % lex.rng.randrange(1, 9),
                'chmod 755',
                'git log',
                'pip install',
                'kill',
                'touch',
                'head',
            )
        )
        + lex.pick((' ' + target, ' ' + target, ''))
        + lex.pick(('', '', '', ' | sort', ' --' + lex.word()))
    )


def words(lex):
    """Two to four words of a search query or title."""
    pool = [lex.word() if lex.chance(0.65) else lex.pick(COMMON) for _ in range(lex.pick((2, 2, 3, 3, 4)))]
    if lex.chance(0.2):
        pool.append(str(lex.integer()))
    text = ' '.join(pool)
    draw = lex.rng.random()
    return text.title() if draw < 0.1 else text[0].upper() + text[1:] if draw < 0.3 else text


def search_text(lex):
    """Words somebody types into a search box."""
    if lex.chance(0.5):
        return words(lex)
    return lex.pick(
        (
            'how to %(verb)s %(word)s',
            'best %(word)s in %(place)s',
            '%(word)s %(number)d release notes',
            'cheap %(word)s %(place)s',
            '%(name)s biography',
            'history of %(word)s',
            '%(word)s near me',
            '%(word)s vs %(other)s',
            'what is %(word)s',
            '%(word)s tutorial',
            '%(place)s %(word)s',
            'latest %(word)s news',
            '%(word)s for beginners',
            'the %(word)s of %(place)s',
            '%(adj)s %(word)s',
            '%(name)s %(word)s',
            'new %(word)s %(number)d',
            '%(word)s and %(other)s',
        )
    ) % dict(
        verb=lex.pick(VERBS),
        word=lex.word(),
        other=lex.word(),
        place=place(lex),
        number=lex.integer(),
        name=lex.person(),
        adj=lex.pick(ADJECTIVES),
    )


def short_title(lex):
    draw = lex.rng.random()
    if draw < 0.25:
        return lex.word()
    if draw < 0.45:
        return lex.word().capitalize()
    return words(lex)


def errand(lex):
    """Something to do, such as 'call Anna' or 'buy milk'."""
    draw = lex.rng.random()
    if draw < 0.25:
        return lex.pick(('call ', 'meet ', 'ask ', 'thank ', 'email ', 'visit ')) + lex.person()
    if draw < 0.6:
        return (
            lex.pick(('buy ', 'get ', 'bring ', 'clean the ', 'pay the ', 'water the ', 'check the ', 'fix the ', 'take the ')) + lex.word()
        )
    return lex.pick(VERBS) + ' ' + lex.pick(('the ', 'my ', 'a ', '')) + lex.word() + lex.pick(('', '', ' ' + lex.word()))


def sentence(lex):
    """A short text as somebody would write it in a message."""
    draw = lex.rng.random()
    if draw < 0.5:
        form = lex.pick(
            (
                'see you at %(time)s',
                'the %(word)s is %(adj)s',
                'please call %(name)s back',
                'do not forget the %(word)s',
                'we meet in %(place)s',
                'I will be %(adj)s',
                'the %(word)s is ready',
                'thanks for the %(word)s',
                'can we talk about the %(word)s',
                'I am in %(place)s',
                '%(name)s has the %(word)s',
                'the %(word)s starts at %(time)s',
                'happy birthday %(name)s',
                'I need %(number)d more %(word)s',
                'hello %(name)s',
                'on my way',
                'good luck with %(word)s',
                'meeting moved to %(time)s',
                'no %(word)s today',
            )
        )
        text = form % dict(
            time=clock_time(lex), word=lex.word(), adj=lex.pick(ADJECTIVES), name=lex.person(), place=place(lex), number=lex.integer(2)
        )
    else:
        text = ' '.join(lex.word() if lex.chance(0.45) else lex.pick(COMMON) for _ in range(lex.pick((2, 3, 4, 5, 6, 8))))
    if lex.chance(0.6):
        text = text[0].upper() + text[1:]
    return text + lex.pick(('', '', '', '', '.', '!'))


def code_line(lex):
    """A fragment of source text."""
    name = identifier(lex)
    return lex.pick(
        (
            '%s = %d' % (name, lex.integer()),
            '%s()' % name,
            'return %s' % name,
            name,
            'import %s' % lex.word(),
            'var %s = %s;' % (name, lex.word()),
            'print(%s)' % name,
            words(lex),
            'version %d.%d' % (lex.integer(1), lex.integer(2)),
            'if %s:' % name,
            '# %s' % words(lex),
        )
    )


def sql_query(lex):
    table = lex.word() + lex.pick(('', 's'))
    column = lex.word()
    return lex.pick(
        (
            'SELECT * FROM %s' % table,
            'SELECT %s FROM %s' % (column, table),
            'SELECT COUNT(*) FROM %s' % table,
            'SELECT * FROM %s WHERE %s = %d' % (table, column, lex.integer()),
            'SELECT %s FROM %s LIMIT %d' % (column, table, lex.integer(2)),
            'DELETE FROM %s WHERE %s > %d' % (table, column, lex.integer()),
        )
    )


def expression(lex):
    operators = ['+', '-', '*', '/']
    text = str(lex.integer(3))
    for _ in range(lex.pick((1, 1, 1, 2))):
        text += ' %s %s' % (lex.pick(operators), decimal(lex))
    return '(' + text + ') * %d' % lex.integer(2) if lex.chance(0.1) else text


def song(lex):
    return words(lex).title()


def topic(lex):
    return lex.pick((short_title, search_text))(lex)


def file_content(lex):
    return lex.pick((sentence, code_line, words))(lex)


def channel(lex):
    return lex.pick(('#', '')) + lex.word()


def repository(lex):
    return lex.pick(('', lex.pseudo() + '/')) + lex.word()


def branch(lex):
    return lex.pick(('', 'feature/', 'fix/', 'release/')) + lex.word()


def service(lex):
    return lex.word() + lex.pick(('', '-service', 'd', '-api'))


def table_name(lex):
    return lex.word() + lex.pick(('', 's', '_' + lex.word()))
