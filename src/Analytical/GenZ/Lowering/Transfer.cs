namespace DeepStack.Sim.Analytical.GenZ.Lowering;

/// <summary>A transfer between devices.</summary>
/// <param name="Name">The transfer, in that tool's words.</param>
/// <param name="Kind">What is done.</param>
/// <param name="Repeats">Executions in the pass.</param>
/// <param name="Nodes">Devices that take part.</param>
/// <param name="Elements">Elements of the whole tensor.</param>
internal readonly record struct Transfer(string Name, GenZTransfer Kind, long Repeats, int Nodes, double Elements)
{
    /// <summary>Whether it belongs to embedding or classifier.</summary>
    public bool IsOfVocabulary { get; init; }
}
