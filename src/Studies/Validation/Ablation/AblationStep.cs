using DeepStack.Sim.Mapping.Plans;

namespace DeepStack.Sim.Studies.Validation.Ablation;

/// <summary>A configuration of DeepStack's ablation: one model, batch and number of devices, with ever more of what a design may choose.</summary>
/// <param name="Step">Its place in the order, from 1.</param>
/// <param name="Name">What it adds.</param>
/// <param name="Batch">Sequences of the whole machine.</param>
/// <param name="Plan">How the model is spread.</param>
/// <param name="HasNewMatrixUnits">Whether operands go straight from a core's buffer to its matrix unit.</param>
/// <param name="Rate">Tokens a second of the whole machine, as DeepStack says.</param>
internal sealed record AblationStep(int Step, string Name, int Batch, ParallelPlan Plan, bool HasNewMatrixUnits, double Rate)
{
    /// <summary>Which row it is.</summary>
    public string Case => $"ablation/batch-{Batch}/step-{Step}";
}
