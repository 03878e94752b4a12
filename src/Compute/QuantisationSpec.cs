using DeepStack.Sim.Core.Units;

namespace DeepStack.Sim.Compute;

/// <summary>The kernel that scales and narrows activations before a product in 8 or 4 bits.</summary>
/// <param name="Format">The format it narrows to.</param>
/// <param name="Launch">Its fixed time.</param>
/// <param name="Row">The time a core takes for a row of at most <see cref="TurnElements"/>: a block of threads, two passes over it.</param>
/// <param name="Turn">The time for each further turn of the block over a longer row.</param>
public sealed record QuantisationSpec(NumberFormat Format, Duration Launch, Duration Row, Duration Turn)
{
    /// <summary>Elements that a block of threads takes at a time, one a thread.</summary>
    public const int TurnElements = 1024;

    /// <summary>The time a core takes for a row of so many elements.</summary>
    public Duration TimeOfRow(int elements) => Row + Turn * ((elements - 1) / TurnElements);
}
