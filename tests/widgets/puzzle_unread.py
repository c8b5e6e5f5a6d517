"""Lines that a puzzle cannot read, with what is said of each."""

UNREAD = {
    "x.T @ G, b": "After “x.T @ G” there is a comma, where one line of numbers ends.",
    "x * (0 < W < 1)": "After “x * (0 < W ” a second comparison: one at a time, two are joined by a "
    "product, (a > 0) * (a < 1).",
    "G if m else x": "After “G ” no if can stand: for a choice write where( , , ).",
    "(x > 0) & (x < 1)": "After “(x > 0) ” & cannot be read: two comparisons are joined by a product.",
    "|x|": "At the beginning | cannot be read: for a size write abs( ).",
    "G.sum(axis=1, keepdims=true)": "keepdims is True or False, not true.",
    "min(0, z)": "min( ) is the smallest entry of one array; for the smaller of two write minimum( , ).",
    "x.T @": "After “x.T @” a name, a number or ( is missing.",
    "(x.T @ G": "After “(x.T @ G” a closing bracket is missing.",
    "x.T G": "After “x.T ” a sign is missing before G: for a product write *.",
    "2W": "After “2” a sign is missing before W: for a product write *.",
    "x^2": "^ is no power in Python: write **.",
    "dW = x.T @ G": "dW is none of the names here: x, W, b, G, z, m, n, k.",
    "W = x.T @ G": "Type what stands to the right of = alone.",
    "q": "q is none of the names here: x, W, b, G, z, m, n, k.",
    "W(G)": "W is no function: for a product write W * ( ).",
    "foo(x)": "foo is no function here. There are exp, log, sqrt, abs, sign, tanh, sigmoid, softmax, "
    "maximum, minimum, where, clip, sum, mean, max, min.",
    "x.T @ g": "g is none of the names here: is G meant? There are x, W, b, G, z, m, n, k.",
    "max(0, z)": "max( ) is the largest entry of one array; for the larger of two write maximum( , ).",
    "tanh": "tanh is a function: write tanh( ).",
    "G.sum": "sum is a function: write sum( ).",
    "G.foo()": "After “G.” there can be T, sum( ), mean( ), max( ), min( ), shape[0], size; "
    "foo is none of them.",
    "G.sum(axis=x)": "After “G.sum(axis=x” an axis is missing: 0, 1 or -1.",
    "where(z > 0)": "where( ) takes 3 arrays, got 1.",
    "G * * x": "After “G * ” a name, a number or ( is missing.",
    "x · G": "After “x ” · cannot be read. There are + - * / @ ** ( ) < > .",
    "G)": "After “G” there is a closing bracket too many.",
    "x[0]": "After “x[0]” only [:, None], [None, :] and shape[0] are read here.",
    "G.sum(where=1)": "where cannot be set here: there are axis and keepdims.",
    ")": "At the beginning a name, a number or ( is missing.",
    "∂": "At the beginning ∂ cannot be read. There are + - * / @ ** ( ) < > .",
}
