using DeepStack.Sim.Core.Units;

namespace DeepStack.Sim.Compute;

/// <summary>The kernel that scales and narrows activations before a product in 8 or 4 bits.</summary>
/// <param name="Format">The format it narrows to.</param>
/// <param name="Launch">Its fixed time.</param>
/// <param name="Row">The time a core takes for a row: a block of threads, two passes over it.</param>
public sealed record QuantisationSpec(NumberFormat Format, Duration Launch, Duration Row);
