"""Nonsense and extremes in addresses of the live controls, which must break none."""

# What an address may hold; the first ones are no state. All controls read it by the same code: one is tried.
ANY = [
    "", "nonsense=1", "__proto__=1&{n}.constructor=2", "lr=", "lr=abc", "lr=NaN&{n}.%=1", "lr=1_2_3",
    "lr=<img src=x onerror=alert(1)>", "step=%20%20&{n}.lr=%20", "hide=maybe&{n}.unit=swish", "lr=%E0%A4%A",
    "lr=Infinity&{n}.step=-Infinity", "lr=0.5&{n}.lr=zzz", "step=0x10&{n}.lr=1e-999", "step=2.5",
    "step=1e99&{n}.lr=1e99", "step=-7&{n}.lr=-1e99", "speed=0&{n}.speed=fast", "lr=9999999999999999999999999",
]  # fmt: skip
NO_STATE = 11
OWN = {
    "xor-playground": [
        "start=slide&{n}.width=7&{n}.unit=swish&{n}.bias=3", "start=constructor", "start=own",
        "own=1_2_3_4_5_6_7_8_9", "start=own&{n}.width=4&{n}.own=1_2_3_4_5_6_7_8_9",
        "start=own&{n}.own=1__3_4_5_6_7_8_9", "start=own&{n}.own=0_0_0_0_0_0_0_0_0",
        "start=own&{n}.own=100_-100_100_100_-100_100_100_-100_100", "start=seed&{n}.lr=2&{n}.step=3000",
        "guess=77&{n}.rate=-3", "start=seed&{n}.seed=99999999999999",
        "unit=sigmoid&{n}.start=own&{n}.own=100_100_100_100_100_100_100_100_100",
        "unit=tanh&{n}.width=4&{n}.step=3000&{n}.start=seed&{n}.seed=3",
    ],
    "neuron-calculator": [
        "x1=100&{n}.x2=100&{n}.w1=100&{n}.w2=100&{n}.y=100&{n}.lr=100&{n}.step=1000",
        "x1=-100&{n}.x2=-100&{n}.w1=100&{n}.w2=100&{n}.y=-100&{n}.lr=100&{n}.step=1000",
        "lr=0&{n}.step=1000", "x1=0&{n}.x2=0&{n}.step=10", "stage=9&{n}.step=3",
        "hide=true&{n}.g1=1e9&{n}.g2=-1e9", "hide=true&{n}.g1=&{n}.g2=0",
    ],
    "step-cost": [
        "m=4096&{n}.n=4096&{n}.depth=50&{n}.per_call=100&{n}.bandwidth=1&{n}.rate=1",
        "m=0&{n}.n=1e9&{n}.depth=2.5", "itemsize=2&{n}.guess=luck",
        "m=1&{n}.n=1&{n}.depth=1&{n}.per_call=0.01&{n}.bandwidth=10000&{n}.rate=100000",
        "per_call=0&{n}.rate=-1&{n}.bandwidth=", "m=1&{n}.n=1&{n}.depth=1&{n}.per_call=100&{n}.hide=true",
    ],
    "step-size": [
        "k=-99&{n}.seen=0&{n}.tolerance=3", "scheme=backward&{n}.dtype=float16", "k=-4.5&{n}.guess=luck",
        "k=-44&{n}.guess=-4&{n}.tolerance=-1&{n}.seen=-4",
        "k=-4&{n}.guess=-44&{n}.tolerance=-11&{n}.seen=-44",
        "scheme=forward&{n}.dtype=float32&{n}.seen=-44",
    ],
    "activation-explorer": [
        "unit=luck&{n}.alpha=7&{n}.spread=0", "unit=step&{n}.mean=5&{n}.spread=0.1&{n}.seen=500&{n}.guess=0",
        "unit=ELU&{n}.alpha=0&{n}.spread=10&{n}.mean=-5&{n}.seen=1", "guess=-3.6&{n}.seen=9999",
        "unit=leaky+ReLU&{n}.alpha=1&{n}.seen=500&{n}.guess=100", "alpha=&{n}.unit=SiLU&{n}.mean=1e9",
    ],
    "logit-slider": [
        "z0=-10&{n}.z1=10&{n}.z2=10&{n}.shown=true&{n}.guess=0", "z0=1e9&{n}.z1=&{n}.right=3", "guess=luck",
        "z0=10&{n}.z1=-10&{n}.z2=-10&{n}.guess=100&{n}.shown=true", "guess=-3.6&{n}.shown=perhaps",
        "z0=0&{n}.z1=0&{n}.z2=0&{n}.right=2&{n}.shown=true",
    ],
    "graph-stepper": [
        "graph=cube&{n}.pick=5&{n}.picks=5_4_3&{n}.step=11", "graph=luck&{n}.a=1e9&{n}.b=", "picks=1__2",
        "graph=decay&{n}.w=-9&{n}.y=9&{n}.step=11&{n}.guess=999", "graph=five&{n}.x=0&{n}.step=99&{n}.pick=9",
        "picks=0_1_2_3_4_0_1_2_3_4_0_1&{n}.step=3", "pick=0.6&{n}.step=4&{n}.guess=1e-9",
    ],
    "order-of-visits": [
        "order=own", "own=5_4_3_2_1", "order=own&{n}.own=1_1_1_1_1&{n}.step=8", "share=999&{n}.step=-1",
        "order=own&{n}.own=9_0_2.4_-1_3", "order=luck&{n}.graph=tree&{n}.guess=no",
        "order=unmarked&{n}.graph=five&{n}.step=8",
    ],
    "bump-builder": [
        "K=0&{n}.steepness=1e9&{n}.guess=0", "target=own", "own=0_0_0_0_0_0_0_0_0", "target=luck&{n}.kind=",
        "target=own&{n}.own=9_-9_9_-9_9_-9_9_-9_1e-9&{n}.seen=5&{n}.guess=6&{n}.K=64",
        "target=own&{n}.own=1_2_3",
        "target=own&{n}.own=0_0_0_0_0_0_0_0_0&{n}.seen=5&{n}.guess=2", "K=2.5&{n}.seen=99&{n}.kind=knots",
        "target=own&{n}.own=0_0_0_0_0_0_0_0_0&{n}.kind=knots&{n}.guess=6&{n}.seen=0", "guess=&{n}.own=1__2",
        "target=jumps&{n}.K=1&{n}.steepness=1&{n}.seen=5", "target=kink&{n}.K=63&{n}.kind=knots&{n}.seen=5",
    ],
    "shape-tracer": [
        "m=1&{n}.n=99&{n}.u=2.5&{n}.k=", "left=dW1&{n}.right=HTT&{n}.about=5&{n}.step=4",
        "left=X&{n}.right=X&{n}.about=1", "about=9&{n}.left=G1T&{n}.right=mask&{n}.step=9", "rows=q",
        "about=3&{n}.step=8&{n}.left=H&{n}.right=W2", "step=1&{n}.about=2&{n}.left=X&{n}.right=W1",
    ],
    "folding-paper": [
        "folds=9&{n}.folded=-3", "folds=0&{n}.folded=4&{n}.guess=1", "stroke=0.5", "stroke=1_2_x_4",
        "stroke=9_9_-9_-9&{n}.folded=0", "stroke=" + "_".join(["0.1"] * 82), "a1=1e99&{n}.d1=-1e99&{n}.a2=",
        "a1=0&{n}.a2=0&{n}.a3=0&{n}.folded=0", "a2=180&{n}.folded=0", "d1=1.4&{n}.d2=1.4&{n}.d3=1.4",
        "folds=4&{n}.folded=0&{n}.stroke=0_0", "folds=2.5&{n}.folded=1.4&{n}.guess=luck",
    ],
    "puzzles": [
        "puzzle=luck", "half_squares=" + "(" * 200, "half_squares=1%2F0&{n}.at=9", "puzzle=weights&{n}.at=",
        "puzzle=relu&{n}.relu=%3Cimg+src%3Dx+onerror%3Dalert(1)%3E", "half_squares={{W}}&{n}.at=1",
        "puzzle=mixture&{n}.mixture=r.sum(axis%3D1e99)", "puzzle=bias&{n}.bias=0*G.sum(0)**-1e999",
        "puzzle=tanh&{n}.tanh=G.shape[1].shape[0]", "puzzle=spread&{n}.spread=exp(exp(exp(s*99)))",
    ],
    "region-map": [
        "net=9-9&{n}.start=slide&{n}.seed=-4", "start=own", "own=1_2_3_4_5_6", "guess=0&{n}.counted=-3",
        "start=own&{n}.own=0_0_0_0_0_0_0_0_0_0_0_0&{n}.counted=200", "net=4-4&{n}.guess=1e9&{n}.counted=7.5",
        "start=own&{n}.own=1_1_1_1_1_1_1_1_1_1_1_1", "net=2-2&{n}.start=own&{n}.own=1_2_3&{n}.counted=200",
        "net=2-2&{n}.start=own&{n}.own=1_-1_0_0_0_0_0_0_0_0_0_0&{n}.counted=200",
        "start=own&{n}.own=100_-100_1e-300_0_99_1e-7_1e-7_1_100_-100_1_50&{n}.counted=200",
        "net=5-4&{n}.start=seed&{n}.seed=999999999999&{n}.counted=200",
    ],
    "surface-explorer": [
        "surface=luck&{n}.x=9&{n}.y=", "lr=1&{n}.surface=flat_hill&{n}.x=1.5&{n}.y=-1.5&{n}.step=60",
        "x=0&{n}.y=0&{n}.surface=flat_basin&{n}.step=60&{n}.about=3", "guess=321&{n}.step=60", "about=4",
        "surface=flat_basin&{n}.x=1e-160&{n}.y=1e-3&{n}.step=60&{n}.about=2", "lr=0&{n}.guess=0&{n}.step=99",
        "surface=flat_saddle&{n}.x=-1e-300&{n}.y=0&{n}.step=60&{n}.about=3", "step=2.5&{n}.lr=1e-300",
    ],
    "bowl-racer": [
        "kappa=0&{n}.x=9&{n}.y=", "kappa=1e99&{n}.tuned=both&{n}.step=60", "lr=2&{n}.momentum=1&{n}.step=60",
        "tuned=luck&{n}.guess=123&{n}.curves=perhaps", "x=0&{n}.y=0&{n}.step=60&{n}.guess=1&{n}.curves=true",
        "kappa=1&{n}.lr=0.5&{n}.momentum=0&{n}.step=60", "x=1e-300&{n}.y=-1e-300&{n}.lr=1&{n}.step=60",
        "kappa=2.5&{n}.tuned=rate&{n}.momentum=0.99&{n}.step=60&{n}.curves=true", "lr=0&{n}.momentum=-1",
    ],
    "optimizer-race": [
        "surface=luck&{n}.rates=best&{n}.guess=9", "rates=own", "own=1_2_3_4_5_6_7_8",
        "x=&{n}.y=abc&{n}.x=1e9",
        "rates=own&{n}.own=0_0_0_0_0_0_0_0&{n}.step=50&{n}.guess=1", "rates=own&{n}.own=1_2_3&{n}.step=7",
        "rates=own&{n}.own=1e9_1e9_1e9_1e9_1e9_1e9_1e9_1e9&{n}.step=50&{n}.guess=2",
        "surface=valley&{n}.rates=own&{n}.own=1_1_1_100_100_100_100_100&{n}.step=50&{n}.guess=8",
        "x=0&{n}.y=0&{n}.step=50&{n}.guess=8",
        "surface=rosenbrock&{n}.x=1&{n}.y=1&{n}.rates=tuned&{n}.step=9",
        "momentum=1&{n}.rho=1&{n}.rho_d=1&{n}.beta1=1&{n}.beta2=1&{n}.eps=-99&{n}.eps_d=9&{n}.step=50",
        "surface=cliff&{n}.x=-1e-300&{n}.y=8&{n}.momentum=0&{n}.beta1=0&{n}.beta2=0&{n}.step=50.4",
    ],
    "cliff-map": [
        "clip=luck&{n}.guess=3&{n}.near=perhaps", "w=9&{n}.b=9&{n}.lr=9&{n}.limit=1e9&{n}.step=500",
        "w=5.5&{n}.b=-2.75&{n}.lr=1&{n}.limit=20&{n}.step=500&{n}.guess=12&{n}.near=true",
        "aim_w=5.4&{n}.b=-2.75", "b=-2.75&{n}.aim_w=1e9&{n}.aim_b=-1e9&{n}.step=1",
        "aim_w=5.4&{n}.aim_b=-2.6&{n}.step=3",
        "w=6.4&{n}.b=-3.2&{n}.lr=1&{n}.step=500", "limit=0&{n}.lr=0&{n}.seed=-1&{n}.clip=value&{n}.step=500",
    ],
    "step-on-a-curve": [
        "curve=luck&{n}.w=9&{n}.lr=", "curve=two&{n}.w=2.5&{n}.lr=3&{n}.step=30", "guess=123&{n}.step=30",
        "w=0&{n}.step=30&{n}.guess=way", "w=1e-300&{n}.lr=2&{n}.step=30", "lr=0&{n}.w=-1e99&{n}.step=99",
        "curve=flat&{n}.w=2.5&{n}.lr=3&{n}.step=30&{n}.guess=out", "curve=two&{n}.w=0.1&{n}.step=2.5",
    ],
    "perceptron-stepper": [
        "data=own", "data=slide&{n}.seed=99&{n}.rule=no", "own=1_1_1_0_0_0_0_1_0_1_0_0",
        "data=own&{n}.own=1_2_3", "data=own&{n}.own=0_0_0_0_0_1_0_0_0_0_0_1&{n}.step=4000",
        "picks=7_7_7_3.4_-2&{n}.step=5&{n}.guess=4000",
        "rule=always&{n}.step=4000&{n}.guess=4000", "rule=bias&{n}.data=NAND&{n}.step=4000&{n}.guess=9",
        "data=cloud&{n}.seed=16&{n}.step=4000&{n}.guess=0", "picks=" + "_".join("0" * 61),
        "data=own&{n}.own=9_9_0.4_-9_-9_0.6_1e-9_0_1_0_0_0&{n}.step=9&{n}.rule=sign",
    ],
    "gate-composer": [
        "preset=own", "preset=slide&{n}.row=9&{n}.seen=99", "own=0_0_0_0_0_0_0_0_0_0_0_0_0",
        "preset=own&{n}.own=9_9_9_9_9_9_9_9_9_9_9_9_9&{n}.seen=15", "seen=2.5&{n}.row=1.4",
        "guess=1_1_1", "guess=0.4_-7_9_-1&{n}.seen=15",
        "preset=own&{n}.own=3_3_3_3_1_2_3_3_4_4_5_5_6&{n}.seen=15", "preset=nands&{n}.seen=8&{n}.row=3",
        "preset=own&{n}.own=0.6_1.4_2_0_1_2_6_6_6_6_6_6_6&{n}.row=2",
    ],
}  # fmt: skip
