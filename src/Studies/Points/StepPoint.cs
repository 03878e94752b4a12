using DeepStack.Sim.Mapping.Plans;
using DeepStack.Sim.Workload.Steps;

namespace DeepStack.Sim.Studies.Points;

/// <summary>One question that both the closed form and event fidelity can answer: a step of a model, spread by a plan over a machine.</summary>
/// <param name="Platform">The machine.</param>
/// <param name="Model">The model.</param>
/// <param name="Plan">The plan.</param>
/// <param name="Sequences">Sequences; at least 1.</param>
/// <param name="Tokens">New tokens of each; 1 decodes.</param>
/// <param name="Context">Tokens of each that are cached.</param>
public sealed record StepPoint(string Platform, string Model, ParallelPlan Plan, int Sequences, int Tokens, int Context)
{
    /// <summary>The step.</summary>
    public StepShape Shape()
    {
        var shape = new StepShape();
        for (int i = 0; i < Sequences; i++) shape.Add(new SequenceSlice(Tokens, Context, Samples: true));
        return shape;
    }
}
