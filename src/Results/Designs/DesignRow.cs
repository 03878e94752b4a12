namespace DeepStack.Sim.Results.Designs;

/// <summary>A design of a machine and how to use it, as a page shows it.</summary>
/// <param name="Batch">Sequences of the whole machine.</param>
/// <param name="Utps">Tokens a second that one user sees.</param>
/// <param name="Stps">Tokens a second of the whole machine.</param>
/// <param name="StpsPerWatt">For each watt of it; null where that is not known.</param>
/// <param name="IsBest">Whether it is the best of its batch.</param>
/// <param name="IsOnFront">Whether none other of any batch is as good in all of these.</param>
/// <param name="Cells">What the table shows, in the order of the sheet's heads.</param>
/// <param name="Command">The command line that times it again.</param>
public sealed record DesignRow(int Batch, double Utps, double Stps, double? StpsPerWatt, bool IsBest, bool IsOnFront, IReadOnlyList<string> Cells, string Command);
