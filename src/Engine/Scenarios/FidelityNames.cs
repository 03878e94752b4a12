namespace DeepStack.Sim.Engine.Scenarios;

/// <summary>The words for the fidelities in scenarios and records.</summary>
internal static class FidelityNames
{
    /// <summary>All words, in the order of the fidelities.</summary>
    public static IReadOnlyList<string> All { get; } = ["event", "sampled", "analytical"];

    /// <summary>The word for a fidelity.</summary>
    public static string Of(Fidelity fidelity) => All[(int)fidelity];
}
