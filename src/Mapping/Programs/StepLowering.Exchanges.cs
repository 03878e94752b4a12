using DeepStack.Sim.Core.Units;
using DeepStack.Sim.Mapping.Collectives;
using DeepStack.Sim.Workload.Operators;

namespace DeepStack.Sim.Mapping.Programs;

/// <summary>Where partial results of a tensor-parallel group meet.</summary>
public sealed partial class StepLowering
{
    /// <summary>Whether the residual stream is shared by token between products.</summary>
    private bool Scatters => _plan.SequenceParallel && Ranks > 1;

    /// <summary>Joins the tokens of all devices where an operator needs them.</summary>
    private void Gather(ProgramDraft draft, Operator op, Bytes whole)
    {
        if (!draft.IsScattered) return;
        draft.Add(new CollectiveStep($"{op.Name}_gather", CollectiveKind.AllGather, whole, _plan.TensorGroup) { Scope = op.Scope });
        draft.IsScattered = false;
    }

    /// <summary>Sums what the devices of a group have each of the same tokens.</summary>
    private void Sum(ProgramDraft draft, Operator op, Bytes vector)
    {
        if (Ranks == 1) return;
        draft.Add(Scatters
            ? new CollectiveStep($"{op.Name}_reduce_scatter", CollectiveKind.ReduceScatter, vector, _plan.TensorGroup) { Scope = op.Scope }
            : new CollectiveStep($"{op.Name}_all_reduce", CollectiveKind.AllReduce, vector, _plan.TensorGroup) { Scope = op.Scope });
        draft.IsScattered = Scatters;
    }

    private void AppendGatherOfLogits(ProgramDraft draft, LinearOperator op)
    {
        if (Ranks > 1) draft.Add(new CollectiveStep($"{op.Name}_all_gather", CollectiveKind.AllGather, op.OutputBytes, _plan.TensorGroup) { Scope = op.Scope });
    }
}
