namespace DeepStack.Sim.Analytical.GenZ;

/// <summary>One switch of <see cref="GenZQuirks"/> by name.</summary>
/// <param name="Name">The word on the command line.</param>
/// <param name="Correction">What the correction does, in a few words.</param>
/// <param name="Correct">The switches with this one corrected.</param>
public sealed record GenZQuirk(string Name, string Correction, Func<GenZQuirks, GenZQuirks> Correct);
