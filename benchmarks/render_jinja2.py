"""Times jinja2 on the inputs that RenderBenchmark left in target, and compares the prompts."""

import json
import time

import jinja2
from jinja2.sandbox import ImmutableSandboxedEnvironment

environment = ImmutableSandboxedEnvironment(
    trim_blocks=True, lstrip_blocks=True, extensions=["jinja2.ext.loopcontrols"]
)
environment.filters["tojson"] = lambda x, **options: json.dumps(
    x, **{"ensure_ascii": False, **options}
)
conversation = json.load(open("target/conversation.json", encoding="utf-8"))
template = environment.from_string(open("target/template.jinja", encoding="utf-8").read())


def render():
    return template.render(
        **conversation, add_generation_prompt=True, bos_token="<s>", eos_token="</s>"
    )


prompt = render()
same = prompt == open("target/prompt.txt", encoding="utf-8", newline="").read()
rounds = 200
start = time.perf_counter()
for _ in range(rounds):
    render()
mean = (time.perf_counter() - start) / rounds * 1000
print(f"jinja2 {jinja2.__version__}: {mean:.3f} ms, {len(prompt)} characters, same prompt: {same}")
