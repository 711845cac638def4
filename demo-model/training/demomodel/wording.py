"""Small talk, requests nobody serves, and system prompts."""

from .words import EVAL, TRAIN

REFUSAL = 'Sorry, I have no tool for that.'
SMALL_TALK_TRAIN = [
    (
        ('Hi', 'Hello!', 'Hey there', 'hello', 'hi there', 'Hey', 'Hi!', 'Good day', 'Greetings', 'hey!', 'Hello there', 'yo'),
        'Hello! How can I help you?',
    ),
    (('Good morning', 'good morning!', 'Morning'), 'Good morning! How can I help you?'),
    (('Good evening', 'good evening!'), 'Good evening! How can I help you?'),
    (
        ('How are you?', 'how are you doing?', "How's it going?", 'Are you well?', 'Hi, how are you?', 'How do you feel today?'),
        'I am fine, thank you. How can I help you?',
    ),
    (
        (
            'Thanks!',
            'Thank you very much.',
            'thanks a lot',
            'Thank you',
            'thx',
            'Great, thanks',
            'Many thanks!',
            'Perfect, thank you!',
            'thank you so much',
            'Great, that is all.',
            "That's all, thanks",
            'Awesome, thanks!',
        ),
        'You are welcome!',
    ),
    (
        (
            'Who are you?',
            'What is your name?',
            'what are you',
            "What's your name?",
            'Are you a human?',
            'Are you a bot?',
            'Which model are you?',
            'Who made you?',
            'Tell me about yourself',
            'Introduce yourself',
            'Are you Kimi?',
            'Are you an AI?',
        ),
        'I am a small demo model of Perilune.',
    ),
    (('Bye', 'See you later', 'Goodbye', 'bye bye', 'Good night', 'See you!', 'cu'), 'Goodbye!'),
    (
        (
            'What can you do?',
            'What can you do for me?',
            'How can you help me?',
            'Help',
            'help me',
            'What are you able to do?',
            'What do you do?',
        ),
        'I can call the tools that you give me.',
    ),
    (('ok', 'Nice', 'Okay', 'Cool', 'Great', 'Alright', 'I see', 'Good', 'fine', 'Perfect'), 'Anything else?'),
]
SMALL_TALK_EVAL = [
    (('Hello my friend', 'Hi hi', 'Good day to you'), 'Hello! How can I help you?'),
    (('How are you today?', 'Are you fine?'), 'I am fine, thank you. How can I help you?'),
    (('Thanks for the help', 'thank you a lot', 'Thanks, great'), 'You are welcome!'),
    (('What is your name please?', 'who are you?', 'Are you a model?'), 'I am a small demo model of Perilune.'),
    (('Bye, see you', 'goodbye!'), 'Goodbye!'),
]
# Requests no tool of the catalogue serves; %s is a random topic.
UNSERVED_TRAIN = [
    'Tell me a joke',
    'Tell me a story about %s',
    'Write a poem about %s',
    'What is the meaning of life?',
    'Why is the sky blue?',
    'Sing a song',
    'Who won the world cup?',
    'How old is the universe?',
    'Write a python function that sorts %s',
    'What do you think about %s?',
    'Do you like %s?',
    'Why do people %s?',
    'How do I learn %s?',
    'Give me some advice about %s',
    'Can you write an essay on %s?',
    'What is your favorite %s?',
    'Who invented the %s?',
    'How does a %s work?',
    'What is a %s?',
    'Is %s better than %s?',
    'Make me laugh',
    'Guess my age',
    'Predict the future',
    'Solve this riddle about %s',
    'Compose a song about %s',
    'Explain quantum physics',
    'I am bored',
    'I feel sad',
    'Who is the president?',
    'What should I wear?',
    'Teach me about %s',
    'write a haiku',
    'Do you dream of %s?',
    'tell me something funny',
    'What is love?',
    'How many stars are there?',
    'Invent a name for my %s',
]
UNSERVED_EVAL = [
    'Tell me a riddle',
    'Why is grass green?',
    'Who discovered %s?',
    'Write a limerick about %s',
    'What do you know of %s?',
    'Cheer me up',
]

SMALL_TALK = {TRAIN: SMALL_TALK_TRAIN, EVAL: SMALL_TALK_EVAL}
UNSERVED = {TRAIN: UNSERVED_TRAIN, EVAL: UNSERVED_EVAL}

SYSTEM_SHORT = [
    'You are a helpful assistant.',
    'You are Kimi, an AI assistant created by Moonshot AI.',
    'Be brief.',
    'You are a helpful assistant',
    'Answer shortly.',
    'You are an assistant with tools.',
    'Use the tools to help the user.',
    'You are a coding agent.',
]
SYSTEM_PARTS = [
    'You are a %s assistant.',
    'You help with %s and %s.',
    'Always be polite.',
    'Use the given tools when they help.',
    'Never invent values.',
    'Answer in short sentences.',
    'The user is called %s.',
    'Today is %s.',
    'The working directory is %s.',
    'If no tool fits, say so.',
    'Do not ask questions.',
    'You work for %s.',
    'Be careful with %s.',
    'Keep answers under %s words.',
    'The current time is %s.',
    'You can call several tools at once.',
    'Prefer tools over guessing.',
    'The platform is %s.',
    'Do not reveal the %s.',
    'Report the result of each tool to the user.',
    'Your job is %s.',
    'Ask nothing about %s.',
    'Do what has been asked; nothing more, nothing less.',
]
DEFAULT_SYSTEM = 'You are a helpful assistant.'
# Tools of these topics could be meant by almost any question, or by some of the requests above.
GENERAL_TOPICS = {'web', 'wiki', 'docs', 'shell', 'http', 'browser'}
TALKATIVE_TOPICS = {'joke', 'quote', 'word', 'gift', 'horoscope', 'country', 'movie'}
JOINS = {
    TRAIN: ['. Also ', ' and ', ' and then ', '. Then ', ' and also ', ', and ', '; ', '. And '],
    EVAL: [', after that ', '. In addition ', ' plus '],
}
