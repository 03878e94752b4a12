using DeepStack.Sim.Core.Units;

namespace DeepStack.Sim.Workload.Models;

/// <summary>How a weight matrix is stored: the format of its elements and the scales that go with them.</summary>
/// <param name="Elements">The format of one weight.</param>
/// <param name="ElementsPerScale">Weights that share one scale; 0 where there are no scales (or only one per matrix).</param>
/// <param name="Scales">The format of one scale.</param>
public readonly record struct WeightFormat(NumberFormat Elements, int ElementsPerScale, NumberFormat Scales)
{
    /// <summary>A format without scales.</summary>
    /// <param name="elements">The format of one weight.</param>
    public WeightFormat(NumberFormat elements)
        : this(elements, 0, NumberFormat.Fp32)
    {
    }

    /// <summary>The size of a matrix with its scales.</summary>
    /// <param name="elements">Its number of weights.</param>
    public Bytes SizeOf(long elements) => ElementsPerScale == 0
        ? Elements.SizeOf(elements)
        : Elements.SizeOf(elements) + Scales.SizeOf((elements + ElementsPerScale - 1) / ElementsPerScale);
}
