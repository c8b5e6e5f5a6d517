"""Chapter 2: controls in a live notebook: with anywidget, a control is a widget that Python reads and sets.

Every field of the state and every result is a trait: `control.lr = 0.3` moves the control, `control.W` is
what it shows, `observe` and `link` work as for any widget. Own numbers are set alone: the choice "own" comes
with them. Without anywidget a control is the plain picture with its scripts, which needs no kernel.
"""

import functools

from dlcourse.widgets.frame.bridge import Bridge
from dlcourse.widgets.frame.control import WIDGETS, Control, scripts

EXPORT = "export default { render: window.dlcourse.live };\n"


def live(kind: type[Control]):
    """The function that makes controls of a class from fields of the state, which its docstring lists.

    They are widgets where anywidget is installed (the extra `widgets`), else the controls themselves.
    """

    def make(**state):
        control = kind(**state)
        try:
            widgets = live_kind(kind)
        except ImportError:
            return control
        return widgets(control)

    make.__name__ = make.__qualname__ = kind.maker
    make.__module__, make.kind = kind.__module__, kind
    fields = "\n".join(f"    {field.described()}" for field in kind.fields)
    make.__doc__ = f"{kind.__doc__.rstrip()}\n\n    state: any of\n\n{fields}\n"
    return make


@functools.cache
def live_kind(kind: type[Control]):
    """The class of widgets for a class of controls. Raises ImportError without anywidget."""
    import traitlets

    like, live_script = kind(), scripts([WIDGETS / "frame" / "live.js"])
    parts = {field.name: checked_trait(kind.maker, field) for field in kind.fields}
    parts |= {name: checked_trait(kind.maker) for name in like.results()}
    parts |= {
        "_shared": frozenset(parts),
        "_esm": "".join([*like.programs().values(), live_script, EXPORT]),
        "_css": "".join(like.styles().values()),
        "_markup": traitlets.Unicode().tag(sync=True),
        "_results": traitlets.List().tag(sync=True),
        "__doc__": f"{kind.__doc__}\n\nIts fields and results are traits; `static` is it without a kernel.",
    }
    return type(f"Live{kind.__name__}", (live_base(),), parts)


def checked_trait(who: str, field=None):
    """A trait for a field of the state, with what that allows, or for a result: any number or array."""
    import traitlets

    class Checked(traitlets.TraitType):
        def validate(self, obj, value):
            if field is not None:
                return field.check(who, value)
            return value.tolist() if hasattr(value, "tolist") else value

    return Checked(allow_none=True).tag(sync=True)


@functools.cache
def live_base():
    """The class from which the widgets of all controls derive."""
    import anywidget
    import traitlets

    class Live(Bridge, anywidget.AnyWidget):
        _asked, _heard = (traitlets.Dict().tag(sync=True) for _ in range(2))

        def __init__(self, control: Control):
            results = control.results()
            given = {"_markup": control.markup(), "_results": [*results]}
            super().__init__(**given, **control.state, **results)
            self.static = control

        def _repr_mimebundle_(self, **options):
            bundle = super()._repr_mimebundle_(**options)
            data, metadata = bundle if isinstance(bundle, tuple) else (bundle or {}, {})
            return dict(data) | {"text/html": self.static._repr_html_()}, metadata

        def __repr__(self) -> str:
            return repr(self.static)

    return Live
