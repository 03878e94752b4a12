using DeepStack.Sim.Workload.Models;

namespace DeepStack.Sim.Workload.Operators;

internal sealed partial class StepGraphBuilder
{
    private void AddDense(List<Operator> operators, string prefix, int intermediate, bool gated, bool bias)
    {
        ShardAxis inner = ShardAxis.Of(intermediate), hidden = ShardAxis.Of(_hidden);
        WeightFormat weights = model.Precision.FeedForward;
        (string up, string activation, string down) = prefix.Length == 0
            ? (gated ? "gate_up_proj" : "up_proj", "activation", "down_proj")
            : (gated ? "shared_gate_up_proj" : "shared_up_proj", "shared_activation", "shared_down_proj");
        operators.Add(Linear(up, Sharding.Column, hidden, gated ? new FusedColumns(inner, inner) : new FusedColumns(inner), weights, bias));
        operators.Add(Activation(activation, Sharding.Elements, _tokens, intermediate, gated));
        operators.Add(Linear(down, Sharding.Row, inner, new FusedColumns(hidden), weights, bias) with { SumsLater = prefix.Length > 0 });
    }

    private void AddExperts(List<Operator> operators, MixtureOfExperts moe)
    {
        ShardAxis inner = ShardAxis.Of(moe.ExpertIntermediateSize), hidden = ShardAxis.Of(_hidden);
        WeightFormat weights = model.Precision.Experts;
        int routed = checked(_tokens * moe.ExpertsPerToken);
        operators.Add(Linear("router", Sharding.Replicated, hidden, FusedColumns.Of(moe.Experts), _unquantised) with { Routes = true });
        operators.Add(new ElementwiseOperator("expert_choice", ElementwiseKind.ExpertChoice, Sharding.Replicated, _tokens, moe.Experts, 2 * moe.ExpertsPerToken, moe.Experts, _activations));
        operators.Add(new GroupedLinearOperator(
            moe.Gated ? "expert_gate_up_proj" : "expert_up_proj", _tokens, moe.ExpertsPerToken, moe.Experts, Sharding.Column, hidden, new ShardAxis(moe.ExpertIntermediateSize, moe.Gated ? 2 : 1), weights, _activations));
        operators.Add(Activation("expert_activation", Sharding.Experts, routed, moe.ExpertIntermediateSize, moe.Gated));
        operators.Add(new GroupedLinearOperator("expert_down_proj", _tokens, moe.ExpertsPerToken, moe.Experts, Sharding.Row, inner, hidden, weights, _activations));
        if (moe.SharedIntermediateSize > 0) AddDense(operators, "shared_", moe.SharedIntermediateSize, moe.Gated, bias: false);
        int summands = moe.ExpertsPerToken + (moe.SharedIntermediateSize > 0 ? 1 : 0);
        operators.Add(new ElementwiseOperator("expert_sum", ElementwiseKind.ExpertSum, Sharding.Replicated, _tokens, summands * _hidden, _hidden, 2 * summands - 1, _activations));
    }

    /// <summary>An activation costs about eight operations an element (exponential, division), a gate one more.</summary>
    private ElementwiseOperator Activation(string name, Sharding sharding, int rows, int width, bool gated) =>
        new(name, ElementwiseKind.Activation, sharding, rows, gated ? 2 * width : width, width, gated ? 9 : 8, _activations);
}
