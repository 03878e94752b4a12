namespace DeepStack.Sim.Engine.Sampled;

/// <summary>A memo file.</summary>
/// <param name="Name">Its name in the folder.</param>
/// <param name="Size">Its bytes.</param>
/// <param name="Subject">Machine, model and plan; empty where the file cannot be read.</param>
/// <param name="Parts">Simulated parts that it holds.</param>
/// <param name="Fault">Why a run would leave it aside; empty where it would not.</param>
public sealed record MemoEntry(string Name, long Size, string Subject, int Parts, string Fault);
