"""Telling: outputs of a test from which nbgrader reads the very score that the judge gave."""

from nbformat.v4 import new_output

from dlcourse.grading.books.cells import code_cell


def telling(outputs, score, points):
    """The outputs of a test cell, changed where nbgrader would read another score from them.

    nbgrader looks for the first error (or text on stderr: 0) or last value (a number: partial credit).
    """
    outputs = [harmless(output) for output in outputs]
    if read_score(outputs, points) == score:
        return outputs
    if score <= 0:
        words = "this test could not be passed"
        return [new_output("error", ename="NotPassed", evalue=words, traceback=[words]), *outputs]
    if score < points:
        rest = [output for output in outputs if output.output_type != "execute_result"]
        return [new_output("execute_result", {"text/plain": repr(float(score))}), *rest]
    return [as_text(output) for output in outputs]


def harmless(output):
    """A warning or a progress bar costs nothing: text on stderr stands among what was printed."""
    if output.output_type == "stream":
        output.name = "stdout"
    return output


def read_score(outputs, points):
    """The score that nbgrader reads in a test's outputs, None where it refuses them."""
    from nbgrader.utils import determine_grade

    metadata = {"nbgrader": {"grade": True, "solution": False, "points": points, "grade_id": "test"}}
    try:
        return determine_grade(code_cell(outputs=outputs, metadata=metadata))[0]
    except (KeyError, ValueError, TypeError):
        return None


def as_text(output):
    """An error or a last value as printed text, which counts for nothing."""
    if output.output_type == "error":
        return new_output("stream", name="stdout", text=f"{output.ename}: {output.evalue}")
    if output.output_type == "execute_result":
        return new_output("display_data", output.data)
    return output
