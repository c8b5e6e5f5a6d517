"""Chapter 20: export of networks as ONNX files, a format that many runtimes read."""

import numpy as np

from dlcourse.backend import to_numpy
from dlcourse.interop.chain import imported, steps
from dlcourse.layers import Conv2d, Flatten, Linear, MaxPool2d
from dlcourse.ops import relu, sigmoid, softmax, tanh

ONNX_ACTIVATIONS = {relu: "Relu", tanh: "Tanh", sigmoid: "Sigmoid", softmax: "Softmax"}  # ONNX operators


def to_onnx(model, path) -> None:
    """Write the model to an ONNX file (opset 17) with input "x" and output "y", for any number of rows.

    model: as for `to_torch`, with a Linear or a Conv2d as its first step, whose n_in is the width of x.
    Runtimes accept float32 for all of these layers; float64 only for networks without Conv2d. Raises
    TypeError for another step, also for a subclass that computes something else; ValueError for another first
    step or for parameters of several dtypes; ModuleNotFoundError if onnx is missing.
    """
    onnx = imported("onnx", "onnx", who="to_onnx")
    chain = steps(model, "to_onnx")
    if not chain or not isinstance(chain[0], Linear | Conv2d):
        raise ValueError(
            f"to_onnx: expected a model that begins with Linear or Conv2d, got {chain[:1]}; "
            "the file says how wide x is"
        )
    dtype = onnx.helper.np_dtype_to_tensor_dtype(np.dtype(chain[0].W.dtype))
    nodes, arrays, name = [], [], "x"  # name: the value that the next node reads
    for i, step in enumerate(chain):
        output = "y" if i == len(chain) - 1 else f"h{i}"
        kind, parameters, attributes = _onnx_node(step)
        names = [f"{letter}{i}" for letter in "Wb"[: len(parameters)]]  # W0, b0; numbered by the step
        arrays += [
            onnx.numpy_helper.from_array(to_numpy(p.array), n) for p, n in zip(parameters, names, strict=True)
        ]
        nodes.append(onnx.helper.make_node(kind, [name, *names], [output], **attributes))
        name = output
    graph = onnx.helper.make_graph(
        nodes,
        type(model).__name__,
        [onnx.helper.make_tensor_value_info("x", dtype, _shape_of_x(chain))],
        [onnx.helper.make_tensor_value_info("y", dtype, _shape_of_y(chain))],
        arrays,
    )
    # IR version 8 came with opset 17; by default onnx writes its newest, which older runtimes refuse
    file = onnx.helper.make_model(graph, opset_imports=[onnx.helper.make_opsetid("", 17)], ir_version=8)
    onnx.checker.check_model(file, full_check=True)
    onnx.save(file, path)


def _onnx_node(step):
    """The ONNX operator of a step, its parameters and its attributes."""
    if isinstance(step, Linear):
        return "Gemm", [step.W, step.b], {}  # Gemm computes x W + b, so W needs no transpose, unlike in torch
    if isinstance(step, Conv2d):
        # pads: where the border begins in each axis, then where it ends; ours are equal on both sides
        attributes = {"kernel_shape": step.kernel, "strides": step.stride, "pads": step.padding * 2}
        return "Conv", [step.W, step.b], attributes
    if isinstance(step, MaxPool2d):
        return "MaxPool", [], {"kernel_shape": step.kernel, "strides": step.stride}
    if isinstance(step, Flatten):
        return "Flatten", [], {"axis": 1}
    return ONNX_ACTIVATIONS[step], [], {"axis": -1} if step is softmax else {}


def _shape_of_x(steps):
    # letters stand for sizes that are known only when the network runs
    return ["m", steps[0].n_in] + (["h", "w"] if isinstance(steps[0], Conv2d) else [])


def _shape_of_y(steps):
    """The shape of y: numbers where the layers fix them, names where they depend on the data."""
    flat = isinstance(steps[0], Linear) or any(isinstance(step, Flatten) for step in steps)
    widths = [step.n_out for step in steps if isinstance(step, Linear)]
    return ["m", widths[-1] if widths else "n"] if flat else ["m", "n", "rows", "columns"]
