"""Chapter 20: to and from other libraries. Networks handed to PyTorch and back, and exported as ONNX files.

torch and onnx are optional: each is imported in the function that needs it.
"""

import importlib

import numpy as np

from dlcourse.backend import to_numpy, use_dtype
from dlcourse.layers import Conv2d, Flatten, Linear, MaxPool2d, Sequential
from dlcourse.ops import relu, sigmoid, softmax, tanh

TORCH_ACTIVATIONS = {relu: "ReLU", tanh: "Tanh", sigmoid: "Sigmoid", softmax: "Softmax"}  # names in torch.nn
ONNX_ACTIVATIONS = {relu: "Relu", tanh: "Tanh", sigmoid: "Sigmoid", softmax: "Softmax"}  # ONNX operators
KNOWN = "Linear, Conv2d, MaxPool2d, Flatten, relu, tanh, sigmoid or softmax"


def to_torch(model):
    """A torch.nn.Sequential with copies of the model's parameters, in their dtype, on the CPU.

    model: an MLP, or a Sequential of Linear, Conv2d, MaxPool2d, Flatten, relu, tanh, sigmoid and softmax. A
    Linear's W is stored transposed in torch: z = x W^T + b. Raises TypeError for another step and
    ModuleNotFoundError without torch.
    """
    torch = _imported("torch", "torch", who="to_torch")
    return torch.nn.Sequential(*(_torch_layer(torch, step) for step in _steps(model, "to_torch")))


def from_torch(module):
    """A Sequential with copies of the parameters of a torch.nn.Sequential, in their dtype: the way back of
    `to_torch` for MLPs.

    module: nested Sequentials of Linear, ReLU, Tanh, Sigmoid and Softmax over the last axis; a Linear without
    bias gets one of zeros. Raises TypeError for another module and ModuleNotFoundError without torch.
    """
    torch = _imported("torch", "torch", who="from_torch")
    return Sequential(*_from_torch_steps(torch, module))


def to_onnx(model, path) -> None:
    """Write the model as an ONNX file (opset 17) with input "x" and output "y", any number of rows.

    model: as for `to_torch`, beginning with a Linear or a Conv2d, whose n_in is the width of x. The runtimes
    take float32 for all of it; float64 only for networks without Conv2d. Raises TypeError for another step,
    ValueError for another beginning, and ModuleNotFoundError without onnx.
    """
    onnx = _imported("onnx", "onnx", who="to_onnx")
    steps = _steps(model, "to_onnx")
    if not steps or not isinstance(steps[0], Linear | Conv2d):
        raise ValueError(
            f"to_onnx: expected a model that begins with Linear or Conv2d, got {steps[:1]}; "
            "the file says how wide x is"
        )
    dtype = onnx.helper.np_dtype_to_tensor_dtype(np.dtype(steps[0].W.dtype))
    nodes, arrays, name = [], [], "x"
    for i, step in enumerate(steps):
        output = "y" if i == len(steps) - 1 else f"h{i}"
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
        [onnx.helper.make_tensor_value_info("x", dtype, _shape_of_x(steps))],
        [onnx.helper.make_tensor_value_info("y", dtype, _shape_of_y(steps))],
        arrays,
    )
    file = onnx.helper.make_model(graph, opset_imports=[onnx.helper.make_opsetid("", 17)], ir_version=8)
    onnx.checker.check_model(file, full_check=True)
    onnx.save(file, path)


def _imported(name, extra, who):
    try:
        return importlib.import_module(name)
    except ModuleNotFoundError as error:
        if error.name != name:
            raise
        raise ModuleNotFoundError(
            f"{who}: expected {name} to be installed, got no such module; "
            f'install it with pip install "dlcourse[{extra}]"'
        ) from None


def _steps(model, who) -> list:
    """The steps of a chain, those of chains within it in their place."""
    if not isinstance(model, Sequential):
        raise TypeError(
            f"{who}: expected an MLP or a Sequential, got {type(model).__name__}; wrap it in Sequential"
        )
    steps = []
    for step in model.steps:
        steps += _steps(step, who) if isinstance(step, Sequential) else [step]
    for step in steps:
        known = isinstance(step, Linear | Conv2d | MaxPool2d | Flatten)
        if not known and not _is_activation(step):
            raise TypeError(f"{who}: expected {KNOWN}, got {step!r}; leave that step out or replace it")
    return steps


def _is_activation(step):
    return getattr(step, "__hash__", None) is not None and step in ONNX_ACTIVATIONS


def _torch_layer(torch, step):
    nn = torch.nn
    if isinstance(step, MaxPool2d):
        return nn.MaxPool2d(step.kernel, step.stride)
    if isinstance(step, Flatten):
        return nn.Flatten()
    if _is_activation(step):
        return nn.Softmax(dim=-1) if step is softmax else getattr(nn, TORCH_ACTIVATIONS[step])()
    dtype = getattr(torch, str(step.W.dtype))
    W, b = (to_numpy(p.array) for p in (step.W, step.b))
    if isinstance(step, Linear):
        layer, W = nn.Linear(step.n_in, step.n_out, dtype=dtype), W.T
    else:
        layer = nn.Conv2d(step.n_in, step.n_out, step.kernel, step.stride, step.padding, dtype=dtype)
    with torch.no_grad():
        layer.weight.copy_(torch.tensor(W.copy()))
        layer.bias.copy_(torch.tensor(b))
    return layer


def _from_torch_steps(torch, module) -> list:
    nn = torch.nn
    if isinstance(module, nn.Sequential):
        return [step for part in module for step in _from_torch_steps(torch, part)]
    for activation, name in TORCH_ACTIVATIONS.items():
        if isinstance(module, getattr(nn, name)) and getattr(module, "dim", -1) == -1:
            return [activation]
    if not isinstance(module, nn.Linear):
        raise TypeError(
            f"from_torch: expected Sequential, Linear, ReLU, Tanh, Sigmoid or Softmax(dim=-1), got "
            f"{module!r}; replace that module"
        )
    W = module.weight.detach().cpu().numpy().T
    b = None if module.bias is None else module.bias.detach().cpu().numpy()
    options = {"init": lambda shape, rng: W, "rng": np.random.default_rng(0)}
    if b is not None:
        options["bias_init"] = lambda shape, rng: b
    with use_dtype(W.dtype):
        return [Linear(*W.shape, **options)]


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
