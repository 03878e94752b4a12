using DeepStack.Sim.Compute;
using DeepStack.Sim.Core.Units;
using DeepStack.Sim.Mapping.Plans;
using DeepStack.Sim.Mapping.Programs;
using DeepStack.Sim.Workload.Models;
using DeepStack.Sim.Workload.Operators;
using DeepStack.Sim.Workload.Steps;

namespace DeepStack.Sim.Studies.Validation.Kernels;

/// <summary>A measured product of a model's decoder layer on one device of a tensor-parallel group.</summary>
/// <param name="Model">The model.</param>
/// <param name="Ranks">Devices of the group.</param>
/// <param name="Operator">The product's name in the model's graph.</param>
/// <param name="Tokens">Tokens.</param>
internal sealed record MeasuredLayerProduct(ModelSpec Model, int Ranks, string Operator, int Tokens) : MeasuredKernel
{
    /// <inheritdoc/>
    public override NumberFormat Arithmetic => Linear.Activations;

    /// <inheritdoc/>
    public override Flops Work => Flops.FromCount(2.0 * Linear.Rows * Linear.InputPerRank(Ranks) * Linear.OutputPerRank(Ranks));

    /// <inheritdoc/>
    public override Bytes Traffic => Linear.Weights.SizeOf((long)Linear.InputPerRank(Ranks) * Linear.OutputPerRank(Ranks)) +
        Linear.Activations.SizeOf((long)Linear.Rows * (Linear.InputPerRank(Ranks) + Linear.OutputPerRank(Ranks)));

    private LinearOperator Linear => Graph().Layers[0].Operators.OfType<LinearOperator>().First(op => op.Name == Operator);

    /// <inheritdoc/>
    public override IReadOnlyList<Kernel> Cut(KernelCutter cutter) =>
        [.. new StepLowering(new ParallelPlan(Ranks), cutter.Device).Lower([Linear]).OfType<KernelStep>().Select(step => step.Kernel)];

    private StepGraph Graph()
    {
        var step = new StepShape();
        step.Add(new SequenceSlice(Tokens, 0, Samples: true));
        return StepGraph.Of(Model, step);
    }
}
