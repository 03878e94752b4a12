namespace DeepStack.Sim.Results.Timelines;

/// <summary>Where the arrow of a request touches a slice.</summary>
/// <param name="Request">The request.</param>
/// <param name="Place">First, middle or last slice of its way.</param>
internal readonly record struct FlowPoint(int Request, FlowPlace Place);
