"""Spelling, the copy rule and the rendered format."""

import unittest

from demomodel import chatformat, conversation
from demomodel.tokenizer import Tokenizer
from demomodel.words import Lexicon


class TokenizerTest(unittest.TestCase):

    @classmethod
    def setUpClass(cls):
        cls.tokenizer = Tokenizer.load()

    def test_decoding_restores_text(self):
        for text in ('Hello there', '{"a": [1, 2.5, true]}', 'naïve – Zürich 東京', 'line\n\n  next\t', '19:30 on 2031-04-05'):
            self.assertEqual(text, self.tokenizer.decode(self.tokenizer.encode(text)))

    def test_a_word_is_spelt_alike_wherever_it_stands(self):
        lexicon = Lexicon.seeded(3)
        for _ in range(300):
            word = lexicon.proper() if lexicon.chance(0.5) else lexicon.word()
            alone = self.tokenizer.encode(word)
            for before in (' ', '"', '_', ': "', '/'):
                self.assertEqual(alone, self.tokenizer.encode(before + word)[-len(alone) :])

    def test_numbers_are_spelt_alike_wherever_they_stand(self):
        for number in ('7', '42', '193', '2031', '00451'):
            alone = self.tokenizer.encode(number)
            for before in (' ', '"', '-', ': '):
                self.assertEqual(alone, self.tokenizer.encode(before + number + ',')[-len(alone) - 1 : -1])

    def test_special_tokens_in_text_stay_text(self):
        self.assertNotIn(self.tokenizer.end, self.tokenizer.encode('<|im_end|>'))

    def test_rendering_of_a_call(self):
        group = conversation.Group([{'type': 'function', 'function': {'name': 'get_weather'}}], True, 'Be brief.')
        group.dialogues.append(
            conversation.Dialogue(
                [
                    {'role': 'user', 'content': 'Weather in Paris?'},
                    {
                        'role': 'assistant',
                        'content': '',
                        'tool_calls': [
                            {'id': 'functions.get_weather:0', 'function': {'name': 'get_weather', 'arguments': {'location': 'Paris'}}}
                        ],
                    },
                    {'role': 'tool', 'tool_call_id': 'functions.get_weather:0', 'content': 'sunny'},
                    {'role': 'assistant', 'content': 'The result is sunny.'},
                ]
            )
        )
        self.assertEqual(
            '<|im_system|>tool_declare<|im_middle|>[{"type": "function", "function": {"name": "get_weather"}}]<|im_end|>'
            '<|im_system|>system<|im_middle|>Be brief.<|im_end|><|im_user|>user<|im_middle|>Weather in Paris?<|im_end|>'
            '<|im_assistant|>assistant<|im_middle|><|tool_calls_section_begin|><|tool_call_begin|>functions.get_weather:0<|tool_call_argument_begin|>'
            '{"location": "Paris"}<|tool_call_end|><|tool_calls_section_end|><|im_end|>'
            '<|im_system|>tool<|im_middle|>## Return of functions.get_weather:0\nsunny<|im_end|>'
            '<|im_assistant|>assistant<|im_middle|>The result is sunny.<|im_end|>',
            chatformat.render_text(group, group.dialogues[0]),
        )


if __name__ == '__main__':
    unittest.main()
