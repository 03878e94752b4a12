using DeepStack.Sim.Core.Units;
using DeepStack.Sim.Mapping.Plans;
using DeepStack.Sim.Workload.Operators;
using DeepStack.Sim.Workload.Routing;

namespace DeepStack.Sim.Mapping.Programs;

/// <summary>What a device must do at least in a step under a plan, whatever device it is: products over its share of the weights, its share of cached keys and values, its part of sums.</summary>
/// <remarks>
/// As <see cref="StepLowering"/> shares operators, before any cut into tiles: each weight is read once, nothing is padded, activations stay on the chip.
/// Passes over activations, prompts' attention and exchanges of experts are left out, so that it bounds from below.
/// </remarks>
public sealed class LeastWork
{
    private readonly List<LeastOperator> _operators = [];

    /// <param name="graph">The step of an attention group.</param>
    /// <param name="plan">The plan; it fits the model.</param>
    /// <param name="loads">What experts have to do.</param>
    public LeastWork(StepGraph graph, ParallelPlan plan, ExpertLoads loads)
    {
        foreach ((Operator op, int count) in graph.Counted())
        {
            switch (op)
            {
                case LinearOperator linear:
                    Add(linear, plan, count);
                    break;
                case GroupedLinearOperator grouped:
                    Add(grouped, plan, loads, count);
                    break;
                case AttentionOperator { CacheElementsPerToken: > 0 } attention:
                    Add(attention, plan, count);
                    break;
            }
        }
    }

    /// <summary>Its operators.</summary>
    public IReadOnlyList<LeastOperator> Operators => _operators;

    /// <summary>Bytes that each device of a tensor-parallel group sends to sum what the group has of the same tokens.</summary>
    public double SentBytes { get; private set; }

    private void Add(LinearOperator op, ParallelPlan plan, int count)
    {
        int ranks = plan.TensorParallel, rows = op.Routes && plan.Dispatches ? (op.Rows + ranks - 1) / ranks : op.Rows;
        long weights = (long)op.OutputPerRank(ranks) * op.InputPerRank(ranks);
        _operators.Add(new LeastOperator(op.Weights.SizeOf(weights), Flops.FromCount(2.0 * rows * weights), op.Weights.Elements, op.Activations, HasLaunch: true, count));
        double share = (ranks - 1.0) / ranks;
        if (op.Sharding == Sharding.Row && !op.SumsLater) SentBytes += count * (plan.SequenceParallel ? 1 : 2) * share * op.OutputBytes.Count;
    }

    private void Add(GroupedLinearOperator op, ParallelPlan plan, ExpertLoads loads, int count)
    {
        ExpertLoad load = loads.FullestOf(op.Experts, op.ExpertsPerToken, (long)op.Tokens * plan.AttentionData, plan.ExpertParallel);
        bool begins = op.Inner == Sharding.Column;
        long weights = (long)(begins ? op.Output.SizePerRank(plan.ExpertTensor) : op.Output.Size) * (begins ? op.Input.Size : op.Input.SizePerRank(plan.ExpertTensor));
        _operators.Add(new LeastOperator(op.Weights.SizeOf(weights) * load.Activated, Flops.FromCount(2.0 * load.TotalRows * weights), op.Weights.Elements, op.Activations, HasLaunch: false, count));
    }

    private void Add(AttentionOperator op, ParallelPlan plan, int count)
    {
        int heads = op.Sharding == Sharding.Heads ? (op.KvHeads + plan.TensorParallel - 1) / plan.TensorParallel : op.KvHeads;
        long elements = op.CacheElementsPerToken / op.KvHeads * heads * op.Decode.KvTokens;
        _operators.Add(new LeastOperator(op.KvCache.SizeOf(elements), Flops.Zero, op.KvCache, op.Activations, HasLaunch: false, count));
    }
}
