using DeepStack.Sim.Compute;
using DeepStack.Sim.Engine.Running;
using DeepStack.Sim.Platform;
using DeepStack.Sim.Workload.Models;
using DeepStack.Sim.Workload.Steps;

namespace DeepStack.Sim.Studies.Validation.Ablation;

/// <summary>Says at event fidelity how fast the configurations of an ablation decode on our 256 stacked devices.</summary>
/// <remarks>
/// The machine of the study is not public, so ratios and order are compared and not rates. As there, a stage of a pipeline is full all the time: one of
/// its micro-batches is timed without waiting for the pipeline to fill. Where there are fewer sequences than attention groups, each group decodes one and
/// those of the batch count. Before the step that renews the cores, operands pass through registers on their way to the matrix units, which then reach 63 %
/// of their peak: assumed, about what such instructions reach on H100 in public micro-benchmarks. The order of the steps depends on it, see the area's page.
/// </remarks>
internal sealed class AblationPredictor
{
    private const string Model = "deepseek-v3", Machine = "stack3d-256";
    private const double ThroughRegisters = 0.63;

    /// <summary>Half way through 1,024 tokens after a prompt of as many.</summary>
    private const int Context = 1536;

    private readonly ModelSpec _model = ModelLibrary.Open(Model);
    private readonly PlatformSpec _new = PlatformPreset.Open(Machine);

    /// <summary>Tokens a second of the whole machine.</summary>
    public double RateOf(AblationStep step)
    {
        int microBatch = (step.Batch + step.Plan.PipelineParallel - 1) / step.Plan.PipelineParallel;
        var shape = new StepShape();
        for (int i = 0; i < Math.Max(1, microBatch / step.Plan.AttentionData); i++) shape.Add(new SequenceSlice(1, Context, Samples: true));
        StepExecutors executors = StepExecutors.Open(_model, step.HasNewMatrixUnits ? _new : WithOldMatrixUnits(_new), step.Plan);
        return microBatch * step.Plan.PipelineParallel / executors.Detailed.Execute(shape).Elapsed.Seconds;
    }

    private static PlatformSpec WithOldMatrixUnits(PlatformSpec machine)
    {
        ComputeSpec logic = machine.Device.Compute;
        MatrixUnitSpec old = logic.Matrix with { Rates = [.. logic.Matrix.Rates.Select(rate => rate with { FlopsPerCycle = rate.FlopsPerCycle * ThroughRegisters })] };
        return machine with { Device = machine.Device with { Compute = logic with { Matrix = old } } };
    }
}
