"""Chapter 20: networks as ONNX files, which other runtimes read."""

import numpy as np

from dlcourse.backend import to_numpy
from dlcourse.interop.chain import imported, steps
from dlcourse.layers import Conv2d, Flatten, Linear, MaxPool2d
from dlcourse.ops import relu, sigmoid, softmax, tanh

ONNX_ACTIVATIONS = {relu: "Relu", tanh: "Tanh", sigmoid: "Sigmoid", softmax: "Softmax"}  # ONNX operators


def to_onnx(model, path) -> None:
    """Write the model as an ONNX file (opset 17) with input "x" and output "y", any number of rows.

    model: as for `to_torch`, beginning with a Linear or a Conv2d, whose n_in is the width of x. The runtimes
    take float32 for all of it; float64 only for networks without Conv2d. Raises TypeError for another step,
    also for a subclass that computes otherwise, ValueError for another beginning or for parameters of several
    dtypes, and ModuleNotFoundError without onnx.
    """
    onnx = imported("onnx", "onnx", who="to_onnx")
    chain = steps(model, "to_onnx")
    if not chain or not isinstance(chain[0], Linear | Conv2d):
        raise ValueError(
            f"to_onnx: expected a model that begins with Linear or Conv2d, got {chain[:1]}; "
            "the file says how wide x is"
        )
    dtype = onnx.helper.np_dtype_to_tensor_dtype(np.dtype(chain[0].W.dtype))
    nodes, arrays, name = [], [], "x"
    for i, step in enumerate(chain):
        output = "y" if i == len(chain) - 1 else f"h{i}"
        kind, parameters, attributes = _onnx_node(step)
        names = [f"{letter}{i}" for letter in "Wb"[: len(parameters)]]
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
    file = onnx.helper.make_model(graph, opset_imports=[onnx.helper.make_opsetid("", 17)], ir_version=8)
    onnx.checker.check_model(file, full_check=True)
    onnx.save(file, path)


def _onnx_node(step):
    """The ONNX operator of a step, its parameters, its attributes. Gemm is x W + b, as here."""
    if isinstance(step, Linear):
        return "Gemm", [step.W, step.b], {}
    if isinstance(step, Conv2d):
        attributes = {"kernel_shape": step.kernel, "strides": step.stride, "pads": step.padding * 2}
        return "Conv", [step.W, step.b], attributes
    if isinstance(step, MaxPool2d):
        return "MaxPool", [], {"kernel_shape": step.kernel, "strides": step.stride}
    if isinstance(step, Flatten):
        return "Flatten", [], {"axis": 1}
    return ONNX_ACTIVATIONS[step], [], {"axis": -1} if step is softmax else {}


def _shape_of_x(steps):
    return ["m", steps[0].n_in] + (["h", "w"] if isinstance(steps[0], Conv2d) else [])


def _shape_of_y(steps):
    """Numbers where the layers fix them, names where the data do."""
    flat = isinstance(steps[0], Linear) or any(isinstance(step, Flatten) for step in steps)
    widths = [step.n_out for step in steps if isinstance(step, Linear)]
    return ["m", widths[-1] if widths else "n"] if flat else ["m", "n", "rows", "columns"]
