"""Chapter 20: exchange with other libraries. Networks converted to PyTorch and back, and to ONNX files.

torch and onnx are optional: each is imported only in the function that needs it.
"""

from dlcourse.interop.onnx_file import to_onnx
from dlcourse.interop.pytorch import from_torch, to_torch

__all__ = ["from_torch", "to_onnx", "to_torch"]
