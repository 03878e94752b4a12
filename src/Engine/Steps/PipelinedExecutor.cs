using DeepStack.Sim.Core.Units;
using DeepStack.Sim.Mapping.Programs;
using DeepStack.Sim.Workload.Steps;

namespace DeepStack.Sim.Engine.Steps;

/// <summary>Cuts a step into micro-batches that follow one another through the stages of a pipeline.</summary>
/// <remarks>
/// The first micro-batch passes through all stages, each later one ends one slowest stage after the one before it (Huang et al., "GPipe",
/// 2019): time = the sum of the stages + (micro-batches - 1) * the slowest stage. All are timed as the fullest one. A step begins and ends
/// with an empty pipeline, since the next one needs its tokens.
/// </remarks>
/// <param name="inner">Times one micro-batch, stage after stage.</param>
/// <param name="microBatches">Micro-batches; at least 2. A step of fewer sequences has one for each.</param>
internal sealed class PipelinedExecutor(IStepExecutor inner, int microBatches) : IStepExecutor
{
    private readonly StepShape _part = new();
    private readonly StepTiming _timing = new();

    /// <inheritdoc/>
    public StepTiming Execute(StepShape shape)
    {
        int parts = Math.Min(microBatches, shape.Slices.Count);
        _part.Clear();
        for (int i = 0; i < shape.Slices.Count; i += parts) _part.Add(shape.Slices[i]);
        StepTiming first = inner.Execute(_part);
        Duration slowest = SlowestStage(first);
        _timing.Clear();
        for (int part = 0; part < parts; part++)
        {
            for (int i = 0; i < first.Operators.Count; i++) _timing.Add(first.Operators[i] with { Offset = first.Operators[i].Offset + slowest * part });
        }
        _timing.Finish(first.Elapsed + slowest * (parts - 1), first.Origin);
        return _timing;
    }

    /// <summary>A stage ends with the transfer to the next one.</summary>
    private static Duration SlowestStage(StepTiming timing)
    {
        Duration slowest = Duration.Zero, start = Duration.Zero;
        for (int i = 0; i < timing.Operators.Count; i++)
        {
            OperatorTiming op = timing.Operators[i];
            if (op.Name != PipelineStages.Transfer) continue;
            slowest = Duration.Max(slowest, op.Offset + op.Elapsed - start);
            start = op.Offset + op.Elapsed;
        }
        return Duration.Max(slowest, timing.Elapsed - start);
    }
}
