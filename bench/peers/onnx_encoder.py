#!/usr/bin/env python3
"""ONNX Runtime running all-MiniLM-L6-v2, the encoder that Readout's model grew from: same layers, same sizes.
  onnx_encoder.py build MINILM OUT             writes OUT/float32.onnx and OUT/int8.onnx, and checks them
  onnx_encoder.py speed FILE.onnx WINDOWS      the windows of `go run ./bench/readout windows`, one at a time, by turns (common.py)

The graph is written with the fused operators that ONNX Runtime's own optimiser makes of a BERT model (one product for query, key and
value with the attention behind it, bias with GELU, residual with layer norm); int8 is its dynamic quantisation, weights by channel."""
import argparse, json, os, sys
import numpy as np

CLS, SEP = 101, 102


def session(path):
    import onnxruntime as ort
    o = ort.SessionOptions()
    o.intra_op_num_threads = o.inter_op_num_threads = 1
    o.execution_mode = ort.ExecutionMode.ORT_SEQUENTIAL
    o.graph_optimization_level = ort.GraphOptimizationLevel.ORT_ENABLE_ALL
    return ort.InferenceSession(path, o, providers=['CPUExecutionProvider'])


def build(folder, out):
    import onnx
    from onnx import TensorProto, helper, numpy_helper
    from onnxruntime.quantization import QuantType, quantize_dynamic
    from safetensors.numpy import load_file
    w = {k.removeprefix('bert.'): v for k, v in load_file(os.path.join(folder, 'model.safetensors')).items()}
    with open(os.path.join(folder, 'config.json'), encoding='utf8') as f:
        config = json.load(f)
    eps, heads = config['layer_norm_eps'], config['num_attention_heads']
    constants, nodes = [], []

    def const(name, value):
        constants.append(numpy_helper.from_array(np.ascontiguousarray(value), name))
        return name

    def node(op, inputs, output, domain='com.microsoft', **attributes):
        nodes.append(helper.make_node(op, inputs, [output], domain=domain, name=output, **attributes))
        return output

    def linear(name, at):
        """The transposed weight and the bias of a layer."""
        return const(name + '.w', w[at + '.weight'].T), const(name + '.b', w[at + '.bias'])

    def norm(at):
        return [const(at + '.g', w[at + '.weight']), const(at + '.b', w[at + '.bias'])]

    # Position and type are one table: all pieces are of type 0, and a window begins at position 0.
    table = const('positions', w['embeddings.position_embeddings.weight'] + w['embeddings.token_type_embeddings.weight'][0])
    words = node('Gather', [const('pieces', w['embeddings.word_embeddings.weight']), 'ids'], 'words', domain='')
    length = node('Gather', [node('Shape', ['ids'], 'shape', domain=''), const('one', np.array([1], np.int64))], 'length', domain='')
    places = node('Slice', [table, const('zero', np.array([0], np.int64)), length, const('axis', np.array([0], np.int64))], 'places', domain='')
    x = node('Add', [words, places], 'embedded', domain='')
    x = node('LayerNormalization', [x] + norm('embeddings.LayerNorm'), 'normed', domain='', epsilon=eps, axis=-1)
    for i in range(config['num_hidden_layers']):
        at = 'encoder.layer.%d.' % i
        qkv = [at + 'attention.self.' + k for k in ('query', 'key', 'value')]
        weight = const(at + 'qkv.w', np.concatenate([w[k + '.weight'].T for k in qkv], axis=1))
        bias = const(at + 'qkv.b', np.concatenate([w[k + '.bias'] for k in qkv]))
        a = node('Attention', [x, weight, bias], at + 'attention', num_heads=heads)
        wo, bo = linear(at + 'o', at + 'attention.output.dense')
        a = node('MatMul', [a, wo], at + 'o', domain='')
        x = node('SkipLayerNormalization', [a, x] + norm(at + 'attention.output.LayerNorm') + [bo], at + 'mid', epsilon=eps)
        wu, bu = linear(at + 'up', at + 'intermediate.dense')
        h = node('BiasGelu', [node('MatMul', [x, wu], at + 'up', domain=''), bu], at + 'gelu')
        wd, bd = linear(at + 'down', at + 'output.dense')
        h = node('MatMul', [h, wd], at + 'down', domain='')
        x = node('SkipLayerNormalization', [h, x] + norm(at + 'output.LayerNorm') + [bd], at + 'out', epsilon=eps)
    nodes[-1].output[0] = 'hidden'
    graph = helper.make_graph(
        nodes, 'minilm', [helper.make_tensor_value_info('ids', TensorProto.INT64, [1, 'n'])],
        [helper.make_tensor_value_info('hidden', TensorProto.FLOAT, [1, 'n', config['hidden_size']])], constants)
    model = helper.make_model(graph, opset_imports=[helper.make_opsetid('', 17), helper.make_opsetid('com.microsoft', 1)], ir_version=8)
    os.makedirs(out, exist_ok=True)
    float32, int8 = os.path.join(out, 'float32.onnx'), os.path.join(out, 'int8.onnx')
    onnx.save(model, float32)
    quantize_dynamic(
        float32, int8, weight_type=QuantType.QInt8, per_channel=True, op_types_to_quantize=['MatMul', 'Attention'],
        extra_options={'DefaultTensorType': TensorProto.FLOAT, 'MatMulConstBOnly': True})
    check(w, config, float32, int8)


def check(w, config, float32, int8):
    """Compares both files with the same encoder in plain numpy, written from the definition of BERT."""
    ids = np.array([[CLS, 1996, 3097, 2704, 2758, 1996, 3675, 2003, 2330, 1012, SEP]], np.int64)
    eps, heads = config['layer_norm_eps'], config['num_attention_heads']

    def norm(x, at):
        x = x - x.mean(-1, keepdims=True)
        return x / np.sqrt((x * x).mean(-1, keepdims=True) + eps) * w[at + '.weight'] + w[at + '.bias']

    def lin(x, at):
        return x @ w[at + '.weight'].T + w[at + '.bias']

    from math import erf
    e = 'embeddings.'
    x = w[e + 'word_embeddings.weight'][ids[0]] + w[e + 'position_embeddings.weight'][:ids.shape[1]] + w[e + 'token_type_embeddings.weight'][0]
    x = norm(x, e + 'LayerNorm')
    for i in range(config['num_hidden_layers']):
        at = 'encoder.layer.%d.' % i
        q, k, v = (lin(x, at + 'attention.self.' + p).reshape(len(x), heads, -1).transpose(1, 0, 2) for p in ('query', 'key', 'value'))
        s = q @ k.transpose(0, 2, 1) / np.sqrt(q.shape[-1])
        s = np.exp(s - s.max(-1, keepdims=True))
        s /= s.sum(-1, keepdims=True)
        a = (s @ v).transpose(1, 0, 2).reshape(len(x), -1)
        x = norm(x + lin(a, at + 'attention.output.dense'), at + 'attention.output.LayerNorm')
        h = lin(x, at + 'intermediate.dense')
        h = h * 0.5 * (1 + np.vectorize(erf)(h / np.sqrt(2)))
        x = norm(x + lin(h, at + 'output.dense'), at + 'output.LayerNorm')
    for path, limit in ((float32, 1e-4), (int8, None)):
        got = session(path).run(None, {'ids': ids})[0][0]
        worst = np.abs(got - x).max()
        cosine = (got * x).sum() / np.sqrt((got * got).sum() * (x * x).sum())
        print('%s: largest difference %.2g, cosine %.5f' % (os.path.basename(path), worst, cosine))
        if limit and worst > limit or cosine < .97:
            raise SystemExit('the graph does not compute the encoder')


def speed(path, windows):
    import onnxruntime as ort
    from common import turns
    with open(windows, encoding='utf8') as f:
        inputs = [{'ids': np.array([[CLS] + w + [SEP]], np.int64)} for w in json.load(f)['windows']]
    s = session(path)

    def work():
        for x in inputs:
            s.run(None, x)
    work()
    turns('ONNX Runtime %s, %s' % (ort.__version__, os.path.basename(path)), work)


def main():
    p = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    p.add_argument('mode', choices=['build', 'speed'])
    p.add_argument('what')
    p.add_argument('where')
    a = p.parse_args()
    (build if a.mode == 'build' else speed)(a.what, a.where)


if __name__ == '__main__':
    sys.exit(main())
