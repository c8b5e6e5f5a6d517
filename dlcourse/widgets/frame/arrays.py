"""Chapter 2: the numbers of a network as arrays, from one list, and each by its name."""


def arrays_of(numbers, shapes):
    """Arrays from one list, row after row.   shapes: name -> (length,), or (rows, columns)

    >>> arrays_of([1, 2, 3, 4, 5], {"W": (2, 2), "c": (1,)})
    {'W': [[1, 2], [3, 4]], 'c': [5]}
    """
    found, at = {}, 0
    for name, shape in shapes.items():
        rows, n = shape[0] if len(shape) > 1 else 1, shape[-1]
        parts = [numbers[at + n * i : at + n * (i + 1)] for i in range(rows)]
        found[name] = parts if len(shape) > 1 else parts[0]
        at += n * rows
    return found


def named_numbers(arrays):
    """The numbers by their names: W1.0 is the first one in row 1 of W, c.0 that of the list c.

    >>> named_numbers({"W": [[1, 2], [3, 4]], "c": [5]})
    {'W1.0': 1, 'W1.1': 2, 'W2.0': 3, 'W2.1': 4, 'c.0': 5}
    """
    found = {}
    for name, array in arrays.items():
        for i, row in enumerate(array):
            if isinstance(row, list | tuple):
                found |= {f"{name}{i + 1}.{j}": v for j, v in enumerate(row)}
            else:
                found[f"{name}.{i}"] = row
    return found
