"""Chapter 20: to and from other libraries. Networks handed to PyTorch and back, and exported as ONNX files.

torch and onnx are optional: each is imported in the function that needs it.
"""

from dlcourse.interop.onnx_file import to_onnx
from dlcourse.interop.pytorch import from_torch, to_torch

__all__ = ["from_torch", "to_onnx", "to_torch"]
