using DeepStack.Sim.Workload.Steps;

namespace DeepStack.Sim.Engine.Confidence;

/// <summary>Tells the strata apart.</summary>
internal static class StepStrata
{
    /// <summary>How many there are.</summary>
    public const int Count = 3;

    /// <summary>The stratum of a step.</summary>
    public static StepStratum Of(StepShape shape) =>
        shape.PrefillSequences == 0 ? StepStratum.Decode : shape.DecodeSequences == 0 ? StepStratum.Prefill : StepStratum.Mixed;
}
