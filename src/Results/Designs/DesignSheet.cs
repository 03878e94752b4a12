namespace DeepStack.Sim.Results.Designs;

/// <summary>What a search of designs found, as a page shows it.</summary>
/// <param name="Description">What was searched, in a sentence.</param>
/// <param name="Heads">Heads of the table.</param>
/// <param name="Rows">The best of each batch and all that are on the front.</param>
/// <param name="Empty">Batches without a design.</param>
/// <param name="Account">What became of all points, in words.</param>
/// <param name="Facts">The model, the machine and the limits, by name.</param>
public sealed record DesignSheet(string Description, IReadOnlyList<string> Heads, IReadOnlyList<DesignRow> Rows, IReadOnlyList<int> Empty, string Account, IReadOnlyList<(string Name, string Value)> Facts);
