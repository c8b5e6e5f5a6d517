"""What the inventory's column "library API" names, under the name that the style guide gives it here."""

import importlib
import re

from in_turn import in_turn

# The inventory's name, then ours below dlcourse: a package, a module, or something in one.
NAMES = """
    approx models.approximation | approx.bump models.approximation.bump | approx.bumps models.bump_network
    approx.relu_interpolant models.relu_interpolant | zaslavsky models.zaslavsky | autodiff autodiff
    autodiff.Value tensor.Tensor | autodiff.grad autodiff.grad | autodiff.jvp forward_mode.jvp
    autodiff.stats counting.count | autodiff.vjp autodiff.vjp | jacobian autodiff.jacobian
    clip.global_norm optimizers.global_norm | conv.Conv2D layers.Conv2d
    count_params layers.Module.n_parameters | data.bowl experiments.ch10_surfaces.bowl
    data.digits8 data.digits
    data.linear30 data.line | data.minibatches data.batches | data.xor data.xor
    diagnostics.dead_units experiments.ch15_vanishing.dead_units | diagnostics experiments.ch15_vanishing
    experiments.nfl experiments.ch08_no_free_lunch.accuracy_on_the_unseen
    experiments.success_rate experiments.ch02_xor_training.success_rate | functional.affine ops.affine
    functional.clip01 ops.clip01 | functional.cos ops.cosine | functional.elu ops.elu
    functional.leaky_relu ops.leaky_relu | functional.lecun_tanh ops.lecun_tanh | hardtanh ops.hard_tanh
    functional.log_softmax ops.log_softmax | functional.logsumexp ops.logsumexp | functional.rbf ops.rbf
    functional.relu ops.relu | functional.sigmoid ops.sigmoid | functional.softmax ops.softmax
    functional.softplus ops.softplus | functional.step ops.step | functional.tanh ops.tanh
    gradcheck.numgrad gradcheck.numerical_gradient | graph.Op.bprop op.Op.bprop | graph.Sym graphs.Symbol
    graph.Variable tensor.Tensor | graph.backprop graphs.back_propagation
    graph.build_grad graphs.build_grad | graph.backward graphs.scalar_back_propagation
    graph.forward graphs.forward_propagation | graph.draw plotting.draw_recorded_graph
    graph.grad graphs.symbolic_gradient | graph.topo graphs.Graph
    graph.paths experiments.ch05_paths.all_paths
    hessian.classify critical_points.classify | hessian autodiff.hessian | hessian.hvp autodiff.hvp
    hessian.symmetries experiments.ch10_landscape.symmetric_copies | init.Constant initializers.constant
    init.Glorot initializers.glorot_uniform | init.He initializers.he_normal
    init.LeCun initializers.lecun_normal | linear.Logistic models.fit_logistic
    linear.Softmax models.fit_softmax | linear.lms models.perceptron.fit_lms
    linear.lstsq models.least_squares | features models.rbf_features | losses.bce losses.cross_entropy
    losses.bce_logits losses.sigmoid_cross_entropy | losses.ce losses.cross_entropy
    losses.ce_logits losses.softmax_cross_entropy | losses.gaussian_nll losses.gaussian_nll
    losses.half_sse losses.half_squared_error | losses.hinge losses.hinge
    losses.mae losses.mean_absolute_error | losses.mse losses.mean_squared_error
    losses.sse losses.squared_error | metrics.error losses.classification_error
    nn.BatchNorm layers.BatchNorm | nn.Dropout layers.Dropout | nn.LSTMCell layers.LSTMCell
    nn.Linear layers.Linear | nn.MLP layers.MLP | nn.Maxout layers.Maxout
    nn.Linear.backward layers.Linear.bprop | nn.Module.fprop layers.Module.fprop | nn.PReLU layers.PReLU
    nn.RNNCell layers.RNNCell | nn.Residual layers.Residual | nn.Sequential layers.Sequential
    nn.Neuron experiments.ch05_backpropagation.training_step | Sequential.depth layers.Sequential.depth
    Sequential.widths layers.Sequential.widths | nn.backward graphs.mlp_backward
    nn.forward graphs.mlp_forward | optim.AdaGrad optimizers.AdaGrad | optim.Adadelta optimizers.Adadelta
    optim.Adam optimizers.Adam | optim.Adamax optimizers.Adamax | optim.CG optimizers.conjugate_gradient
    optim.LBFGS optimizers.LBFGS | optim.Momentum optimizers.Momentum | optim.Nesterov optimizers.Nesterov
    optim.Newton optimizers.Newton | optim.RMSProp optimizers.RMSprop | optim.SGD optimizers.SGD
    optim.battery experiments.ch12_adaptive.battery | optim.SaddleFreeNewton optimizers.SaddleFreeNewton
    perceptron models.perceptron | perceptron.fit models.perceptron.fit_perceptron
    preprocess.MinMax preprocessing.MinMax | preprocess.ZCA preprocessing.ZCA
    preprocess.ZScore preprocessing.ZScore | rbf.kmeans models.kmeans | prox regularization.L1.proximal_step
    rbf.RBF layers.RBF | rbf models.fit_three_phases | reg.L1 regularization.L1 | reg.L2 regularization.L2
    regions.count2d models.count_regions | regions.fold models.folding_network
    regions.montufar models.guaranteed_regions | schedules.Linear optimizers.LinearDecay
    schedules.inv_t optimizers.InverseDecay | ReduceOnPlateau optimizers.HalveOnPlateau
    search search.random_search | search.grid search.grid_search | search.loguniform search_space.LogUniform
    train.EarlyStopping callbacks.EarlyStopping | train.fit training.fit
    viz.batch_walk plotting.plot_batch_walk | viz.cliff experiments.ch15_vanishing.cliff
    viz.curves plotting.plot_loss | viz.scatter plotting.plot_points | GNG models.growing_neural_gas
    autoencoder experiments.ch14_autoencoder
"""
PAIRS = [tuple(pair.split()) for pair in re.split(r"[|\n]", NAMES) if pair.strip()]


@in_turn("names", PAIRS)
def test_what_the_inventory_names_is_in_the_library_and_says_what_it_is(names):
    inventory, ours = names
    parts = ours.split(".")
    for n in range(len(parts), 0, -1):  # the longest prefix that is a module
        try:
            found = importlib.import_module(".".join(["dlcourse", *parts[:n]]))
        except ModuleNotFoundError:
            continue
        break
    for name in parts[n:]:
        found = getattr(found, name)
    told = (found.__doc__ or "").strip() or parts[-1] in ("fprop", "bprop", "depth")
    assert told, f"{inventory}: {ours} has no text"


def test_each_name_of_the_inventory_has_one_home():
    names = [pair[0] for pair in PAIRS]
    assert len(names) == len(set(names)) > 100
