"""Builds ONNX graphs of a BERT encoder from its safetensors with onnxruntime's fused operators, in f32 and int8."""
import json
import sys
from pathlib import Path

import numpy as np
import onnx
from onnx import TensorProto, helper, numpy_helper
from safetensors.numpy import load_file


def build(folder, path):
    folder = Path(folder)
    config = json.loads((folder / "config.json").read_text())
    w = load_file(folder / "model.safetensors")
    heads, layers, eps = config["num_attention_heads"], config["num_hidden_layers"], config["layer_norm_eps"]
    initializers, nodes = [], []

    def const(name, array):
        initializers.append(numpy_helper.from_array(np.ascontiguousarray(array), name))
        return name

    def node(op, inputs, outputs, **attributes):
        domain = attributes.pop("domain", "com.microsoft")
        nodes.append(helper.make_node(op, inputs, outputs, name=outputs[0] + "_" + op, domain=domain, **attributes))

    def norm(name):
        return [const(name + ".g", w[name + ".weight"]), const(name + ".b", w[name + ".bias"])]

    e = "embeddings."
    node(
        "EmbedLayerNormalization",
        ["input_ids", "segment_ids"]
        + [const(e + n, w[f"{e}{n}_embeddings.weight"]) for n in ("word", "position", "token_type")]
        + norm(e + "LayerNorm")
        + ["mask"],
        ["x0", "mask_index"],
        epsilon=eps,
    )
    for layer in range(layers):
        p = f"encoder.layer.{layer}."
        x = f"x{layer}"
        parts = [p + f"attention.self.{n}" for n in ("query", "key", "value")]
        node(
            "Attention",
            [
                x,
                const(p + "qkv.w", np.concatenate([w[n + ".weight"].T for n in parts], 1)),
                const(p + "qkv.b", np.concatenate([w[n + ".bias"] for n in parts])),
                "mask_index",
            ],
            [p + "a"],
            num_heads=heads,
        )
        node("MatMul", [p + "a", const(p + "o.w", w[p + "attention.output.dense.weight"].T)], [p + "o"], domain="")
        n = norm(p + "attention.output.LayerNorm")
        node("SkipLayerNormalization", [p + "o", x, *n, const(p + "o.b", w[p + "attention.output.dense.bias"])], [p + "y"], epsilon=eps)
        node("MatMul", [p + "y", const(p + "i.w", w[p + "intermediate.dense.weight"].T)], [p + "i"], domain="")
        node("BiasGelu", [p + "i", const(p + "i.b", w[p + "intermediate.dense.bias"])], [p + "g"])
        node("MatMul", [p + "g", const(p + "f.w", w[p + "output.dense.weight"].T)], [p + "f"], domain="")
        n = norm(p + "output.LayerNorm")
        node("SkipLayerNormalization", [p + "f", p + "y", *n, const(p + "f.b", w[p + "output.dense.bias"])], [f"x{layer + 1}"], epsilon=eps)
    graph = helper.make_graph(
        nodes,
        "bert",
        [helper.make_tensor_value_info(n, TensorProto.INT32, ["batch", "length"]) for n in ("input_ids", "segment_ids", "mask")],
        [helper.make_tensor_value_info(f"x{layers}", TensorProto.FLOAT, ["batch", "length", config["hidden_size"]])],
        initializers,
    )
    opsets = [helper.make_opsetid("", 17), helper.make_opsetid("com.microsoft", 1)]
    model = helper.make_model(graph, opset_imports=opsets)
    model.ir_version = 9
    onnx.save(model, path)


def main():
    folder, target = sys.argv[1:]
    target = Path(target)
    build(folder, target / "f32.onnx")
    from onnxruntime.quantization import QuantType, quantize_dynamic

    quantize_dynamic(
        target / "f32.onnx",
        target / "int8.onnx",
        per_channel=True,
        weight_type=QuantType.QInt8,
        extra_options={"DefaultTensorType": TensorProto.FLOAT},
    )


if __name__ == "__main__":
    main()
