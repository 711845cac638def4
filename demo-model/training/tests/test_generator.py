"""What generated conversations must be for copying and calling to be learnable from them."""

import json
import unittest

from demomodel import conversation
from demomodel.catalogue import ACTIONS
from demomodel.words import EVAL, TRAIN, Lexicon

GROUPS = 150


def leaves(value):
    if isinstance(value, dict):
        return [leaf for item in value.values() for leaf in leaves(item)]
    if isinstance(value, list):
        return [leaf for item in value for leaf in leaves(item)]
    return [value]


def dialogues(split):
    lexicon = Lexicon.seeded(99, split)
    for _ in range(GROUPS):
        group = conversation.group(lexicon)
        for dialogue in group.dialogues:
            yield group, dialogue


class GeneratorTest(unittest.TestCase):

    def test_every_text_argument_can_be_copied_from_the_conversation(self):
        for split in (TRAIN, EVAL):
            for group, dialogue in dialogues(split):
                options = json.dumps(group.tools)
                said = ''
                for message in dialogue.messages:
                    said += message['content'] + '\n' if message['role'] == 'user' else ''
                    for call in message.get('tool_calls', ()):
                        for leaf in leaves(call['function']['arguments']):
                            if isinstance(leaf, str) and leaf not in said:
                                self.assertIn(leaf.lower(), said.lower())
                                self.assertIn(json.dumps(leaf), options, 'only options may be spelt differently')

    def test_calls_fit_the_declared_tool(self):
        for group, dialogue in dialogues(TRAIN):
            declared = {t['function']['name']: t['function']['parameters'] for t in group.tools}
            for message in dialogue.messages:
                for call in message.get('tool_calls', ()):
                    schema, arguments = declared[call['function']['name']], call['function']['arguments']
                    self.assertLessEqual(set(arguments), set(schema['properties']))
                    self.assertLessEqual(set(schema.get('required', ())), set(arguments))
                    for name, value in arguments.items():
                        self.assertIn(value, schema['properties'][name].get('enum', [value]))

    def test_call_ids_count_over_the_conversation(self):
        for _, dialogue in dialogues(TRAIN):
            ids = [call['id'] for message in dialogue.messages for call in message.get('tool_calls', ())]
            self.assertEqual([str(index) for index in range(len(ids))], [call_id.rsplit(':', 1)[1] for call_id in ids])

    def test_answers_contain_the_facts_of_the_results(self):
        for _, dialogue in dialogues(TRAIN):
            for message in dialogue.messages:
                for fact in message.get('facts', ()):
                    self.assertIn(fact if isinstance(fact, str) else json.dumps(fact), message['content'])

    def test_evaluation_tools_and_requests_never_occur_in_training(self):
        self.assertFalse({a.key for a in ACTIONS[TRAIN]} & {a.key for a in ACTIONS[EVAL]})
        requests = {split: {form for action in ACTIONS[split] for form in action.requests} for split in (TRAIN, EVAL)}
        self.assertFalse(requests[TRAIN] & requests[EVAL])
        names = {split: {t['function']['name'] for group, _ in dialogues(split) for t in group.tools} for split in (TRAIN, EVAL)}
        self.assertFalse(names[TRAIN] & names[EVAL])

    def test_a_seed_repeats_the_conversations(self):
        first, second = (conversation.group(Lexicon.seeded(5)) for _ in range(2))
        self.assertEqual(first, second)


if __name__ == '__main__':
    unittest.main()
