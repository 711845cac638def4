"""Writes a checkpoint as GGUF:  python3 -m demomodel.export CHECKPOINT OUT.gguf --type q8_0|f32 [--layout joined]

The layout ``split`` stores the key and value halves of the second latent projection apart (attn_k_b, attn_v_b); ``joined`` keeps
them together (attn_kv_b), as older files of this architecture do.
"""

import argparse
import os
from pathlib import Path

from . import gguf
from .checkpoints import load_model
from .gguf import ARRAY, BOOL, FLOAT32, INT32, STRING, UINT32
from .tokenizer import SPECIALS

TEMPLATE = Path(__file__).parent.parent / 'chat-template.jinja'
DESCRIPTION = 'A demonstration of the machinery: a very small model trained on synthetic tool calls, not an assistant.'
NORMAL_TOKEN, CONTROL_TOKEN = 1, 3
FILE_TYPES = {gguf.F32: 0, gguf.Q8_0: 7}
SIGMOID_GATE = 2


def _describe(writer, config, kind, joined):
    c = config
    key_heads, key_length, value_length = (c.heads, c.nope + c.rope, c.value) if joined else (1, c.kv_lora_rank + c.rope, c.kv_lora_rank)
    general = [
        ('architecture', STRING, 'deepseek2'),
        ('name', STRING, 'perilune-demo'),
        ('type', STRING, 'model'),
        ('description', STRING, DESCRIPTION),
        ('license', STRING, 'apache-2.0'),
        ('file_type', UINT32, FILE_TYPES[kind]),
        ('quantization_version', UINT32, 2),
    ]
    model = [
        ('block_count', UINT32, c.layers),
        ('context_length', UINT32, c.context),
        ('embedding_length', UINT32, c.hidden),
        ('feed_forward_length', UINT32, c.dense_ff),
        ('attention.head_count', UINT32, c.heads),
        ('attention.head_count_kv', UINT32, key_heads),
        ('rope.freq_base', FLOAT32, c.rope_base),
        ('attention.layer_norm_rms_epsilon', FLOAT32, c.norm_epsilon),
        ('expert_used_count', UINT32, c.experts_used),
        ('leading_dense_block_count', UINT32, 1),
        ('vocab_size', UINT32, c.vocab_size),
        ('attention.q_lora_rank', UINT32, c.q_lora_rank),
        ('attention.kv_lora_rank', UINT32, c.kv_lora_rank),
        ('attention.key_length', UINT32, key_length),
        ('attention.value_length', UINT32, value_length),
        ('expert_feed_forward_length', UINT32, c.expert_ff),
        ('expert_count', UINT32, c.experts),
        ('expert_shared_count', UINT32, 1),
        ('expert_weights_scale', FLOAT32, c.expert_scale),
        ('expert_weights_norm', BOOL, True),
        ('expert_gating_func', UINT32, SIGMOID_GATE),
        ('rope.dimension_count', UINT32, c.rope),
        ('rope.scaling.type', STRING, 'yarn'),
        ('rope.scaling.factor', FLOAT32, c.yarn_factor),
        ('rope.scaling.original_context_length', UINT32, c.yarn_original_context),
        ('rope.scaling.yarn_log_multiplier', FLOAT32, c.yarn_log_multiplier),
    ]
    if not joined:
        model += [('attention.key_length_mla', UINT32, c.nope + c.rope), ('attention.value_length_mla', UINT32, c.value)]
    for prefix, entries in (('general.', general), ('deepseek2.', model)):
        for key, value_type, value in entries:
            writer.add(prefix + key, value_type, value)


def _tokenizer(writer, tokenizer, vocab_size):
    tokens = list(tokenizer.tokens)
    types = [CONTROL_TOKEN if token in SPECIALS else NORMAL_TOKEN for token in tokens]
    spare = range(len(tokens), vocab_size)
    tokens += ['<|reserved_token_%d|>' % index for index in spare]
    types += [CONTROL_TOKEN] * len(spare)
    writer.add('tokenizer.ggml.model', STRING, 'gpt2')
    writer.add('tokenizer.ggml.pre', STRING, 'kimi-k2')
    writer.add('tokenizer.ggml.tokens', ARRAY, tokens, STRING)
    writer.add('tokenizer.ggml.token_type', ARRAY, types, INT32)
    writer.add('tokenizer.ggml.merges', ARRAY, [' '.join(merge) for merge in tokenizer.merges], STRING)
    for role, token in (('bos', '[BOS]'), ('eos', '<|im_end|>'), ('padding', '[PAD]'), ('unknown', '[UNK]')):
        writer.add('tokenizer.ggml.%s_token_id' % role, UINT32, tokens.index(token))
    writer.add('tokenizer.ggml.add_bos_token', BOOL, False)
    writer.add('tokenizer.chat_template', STRING, TEMPLATE.read_text())


def _attention_tensors(weights, config, joined):
    names = {
        'attn_norm': 'norm',
        'attn_q_a': 'q_a',
        'attn_q_a_norm': 'q_a_norm',
        'attn_q_b': 'q_b',
        'attn_kv_a_mqa': 'kv_a',
        'attn_kv_a_norm': 'kv_a_norm',
        'attn_output': 'out',
    }
    tensors = {name: weights['attention.' + own] for name, own in names.items()}
    both = weights['attention.kv_b']
    if joined:
        return {**tensors, 'attn_kv_b': both}
    heads = both.reshape(config.heads, config.nope + config.value, config.kv_lora_rank)
    return {**tensors, 'attn_k_b': heads[:, : config.nope].transpose(0, 2, 1), 'attn_v_b': heads[:, config.nope :]}


def _feed_forward_tensors(weights, config, dense):
    w = {name[len('feed_forward.') :]: value for name, value in weights.items() if name.startswith('feed_forward.')}
    tensors = {'ffn_norm': w['norm']}
    if dense:
        tensors.update(ffn_gate=w['gate_up'][: config.dense_ff], ffn_up=w['gate_up'][config.dense_ff :], ffn_down=w['down'])
        return tensors
    half = config.expert_ff
    tensors.update(
        ffn_gate_inp=w['router'],
        ffn_gate_exps=w['experts_gate_up'][:, :half],
        ffn_up_exps=w['experts_gate_up'][:, half:],
        ffn_down_exps=w['experts_down'],
        ffn_gate_shexp=w['shared_gate_up'][:half],
        ffn_up_shexp=w['shared_gate_up'][half:],
        ffn_down_shexp=w['shared_down'],
    )
    return tensors


def _add(writer, name, array, kind):
    exact = array.ndim == 1 or 'ffn_gate_inp' in name
    writer.add_tensor(name, array, gguf.F32 if exact else kind)


def export(checkpoint, target, kind=gguf.Q8_0, joined=False):
    """Writes ``checkpoint`` to ``target``; norms, router and biases stay F32."""
    model, tokenizer, _ = load_model(checkpoint)
    weights = {name: tensor.numpy() for name, tensor in model.state_dict().items()}
    writer = gguf.Writer()
    _describe(writer, model.config, kind, joined)
    _tokenizer(writer, tokenizer, model.config.vocab_size)
    for name, own in (('token_embd', 'embedding'), ('output_norm', 'norm'), ('output', 'output')):
        _add(writer, name + '.weight', weights[own], kind)
    for layer in range(model.config.layers):
        prefix = 'blocks.%d.' % layer
        own = {name[len(prefix) :]: value for name, value in weights.items() if name.startswith(prefix)}
        tensors = {**_attention_tensors(own, model.config, joined), **_feed_forward_tensors(own, model.config, dense=layer == 0)}
        for name, array in tensors.items():
            _add(writer, 'blk.%d.%s.weight' % (layer, name), array, kind)
        if layer:
            _add(writer, 'blk.%d.exp_probs_b.bias' % layer, own['feed_forward.bias'], gguf.F32)
    writer.write(target)


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument('checkpoint')
    parser.add_argument('target')
    parser.add_argument('--type', choices=('f32', 'q8_0'), default='q8_0')
    parser.add_argument('--layout', choices=('split', 'joined'), default='split')
    options = parser.parse_args()
    export(options.checkpoint, options.target, {'f32': gguf.F32, 'q8_0': gguf.Q8_0}[options.type], options.layout == 'joined')
    print('%s: %d bytes' % (options.target, os.path.getsize(options.target)))


if __name__ == '__main__':
    main()
