using DeepStack.Sim.Core.Units;
using DeepStack.Sim.Mapping.Collectives;
using DeepStack.Sim.Mapping.Kernels;
using DeepStack.Sim.Workload.Models;
using DeepStack.Sim.Workload.Operators;
using DeepStack.Sim.Workload.Routing;

namespace DeepStack.Sim.Mapping.Programs;

/// <summary>Routed experts: where the devices of a stage all have the same tokens, each does its own experts for them and the results are
/// summed; where attention groups have tokens of their own, these are dispatched to the experts and the results combined.</summary>
public sealed partial class StepLowering
{
    private void AppendExperts(ProgramDraft draft, GroupedLinearOperator op)
    {
        bool begins = op.Inner == Sharding.Column;
        draft.Load = _loads.FullestOf(op.Experts, op.ExpertsPerToken, (long)op.Tokens * _plan.AttentionData, _plan.ExpertParallel);
        if (begins && _plan.Dispatches) Dispatch(draft, op, draft.Load);
        int n = begins ? op.Output.SizePerRank(_plan.ExpertTensor) : op.Output.Size;
        int k = begins ? op.Input.Size : op.Input.SizePerRank(_plan.ExpertTensor);
        var shape = new GroupedShape(op.Name, draft.Load, n, k, op.Weights.SizeOf((long)n * k), op.Weights.Elements, ArithmeticOf(op.Weights, op.Activations))
        {
            IsRouted = true,
            IsBlockScaled = IsBlockScaled(op.Weights),
        };
        draft.PassedRows = PassedRows(op, draft.Load);
        draft.Add(new KernelStep(_grouped.KernelFor(shape), WorkKind.Experts) { Scope = op.Scope });
        if (!begins && _plan.Dispatches) Combine(draft, op, draft.Load);
    }

    /// <summary>Scales of small blocks belong to the format; those of larger ones are applied by other kernels.</summary>
    private static bool IsBlockScaled(WeightFormat weights) => weights.ElementsPerScale > 32;

    /// <summary>Some kernels touch the rows of all experts, wherever they are.</summary>
    private double PassedRows(GroupedLinearOperator op, ExpertLoad load)
    {
        if (_fuses) return load.TotalRows;
        bool passesAll = _compute.ExpertKernel(op.Weights.Elements, IsBlockScaled(op.Weights))?.PassesAllRows ?? false;
        return _compute.ExpertTraffic * (passesAll ? op.RoutedRows * _plan.AttentionData : load.TotalRows);
    }

    /// <summary>Every device sends its tokens once to each device that holds experts of theirs; full devices get more of them.</summary>
    private void Dispatch(ProgramDraft draft, GroupedLinearOperator op, ExpertLoad load)
    {
        draft.Add(new CollectiveStep("expert_dispatch", CollectiveKind.AllToAll, CopiesOf(op, op.Input.Size), _plan.ExpertGroup) { Weights = load.DeviceRows, Scope = op.Scope });
        if (_plan.ExpertTensor > 1)
            draft.Add(new CollectiveStep("expert_dispatch_all_gather", CollectiveKind.AllGather, ReceivedOf(op, op.Input.Size), _plan.ExpertTensorGroup) { Scope = op.Scope });
    }

    /// <summary>The results go back the way the tokens came, summed where several devices share an expert.</summary>
    private void Combine(ProgramDraft draft, GroupedLinearOperator op, ExpertLoad load)
    {
        if (_plan.ExpertTensor > 1)
            draft.Add(new CollectiveStep("expert_combine_reduce_scatter", CollectiveKind.ReduceScatter, ReceivedOf(op, op.Output.Size), _plan.ExpertTensorGroup) { Scope = op.Scope });
        draft.Add(new CollectiveStep("expert_combine", CollectiveKind.AllToAll, CopiesOf(op, op.Output.Size), _plan.ExpertGroup) { Weights = load.DeviceRows, WeighsSenders = true, Scope = op.Scope });
    }

    /// <summary>After the sum over a token's experts, its device has the token; all devices of the attention group need it.</summary>
    private void ReturnFromExperts(ProgramDraft draft, ElementwiseOperator op)
    {
        if (!_plan.Dispatches) Sum(draft, op, op.OutputBytes);
        else if (Ranks > 1 && !Scatters)
            draft.Add(new CollectiveStep($"{op.Name}_all_gather", CollectiveKind.AllGather, op.OutputBytes, _plan.TensorGroup) { Scope = op.Scope });
        else draft.IsScattered = Scatters;
    }

    /// <summary>What the fullest device sends: its tokens times the ranks that hold at least one of their experts.</summary>
    private Bytes CopiesOf(GroupedLinearOperator op, int width) => RowsOf(op, OwnTokens(op.Tokens) * _plan.ExpertParallel * ReachOf(op), width);

    /// <summary>What the devices of a rank of experts receive together: the tokens of all groups that have one of them, however few devices sent them.</summary>
    private Bytes ReceivedOf(GroupedLinearOperator op, int width) => RowsOf(op, (double)op.Tokens * _plan.AttentionData * ReachOf(op), width);

    private static Bytes RowsOf(GroupedLinearOperator op, double rows, int width) => op.Activations.SizeOf((long)Math.Ceiling(rows) * width);

    /// <summary>How likely a rank is to hold one of a token's experts: of E ranks, k experts chosen anywhere lie on E (1 - (1 - 1/E)^k) in the mean.</summary>
    private double ReachOf(GroupedLinearOperator op)
    {
        double missed = 1;
        for (int i = 0; i < op.ExpertsPerToken; i++) missed *= 1 - 1.0 / _plan.ExpertParallel;
        return 1 - missed;
    }

    /// <summary>Tokens of one device where a tensor-parallel group shares them.</summary>
    private int OwnTokens(int tokens) => (tokens + Ranks - 1) / Ranks;
}
