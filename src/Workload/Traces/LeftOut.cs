namespace DeepStack.Sim.Workload.Traces;

/// <summary>Rows of a trace file that became no request.</summary>
/// <param name="Reason">Why.</param>
/// <param name="Count">How many.</param>
public readonly record struct LeftOut(string Reason, int Count);
