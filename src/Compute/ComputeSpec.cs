using DeepStack.Sim.Core.Units;

namespace DeepStack.Sim.Compute;

/// <summary>The logic of one device: equal cores with matrix and vector units, their buffers, and what starting work costs.</summary>
/// <param name="Name">The chip's name.</param>
/// <param name="Cores">Cores (streaming multiprocessors, compute units, tiles).</param>
/// <param name="Clock">The sustained clock of the cores.</param>
/// <param name="Matrix">Each core's matrix unit.</param>
/// <param name="Vector">Each core's vector and special-function units.</param>
/// <param name="CoreBuffer">On-chip memory of one core that tiles are buffered in.</param>
/// <param name="Shared">The buffer shared by all cores.</param>
/// <param name="Launch">What starting work costs.</param>
public sealed record ComputeSpec(
    string Name,
    int Cores,
    Clock Clock,
    MatrixUnitSpec Matrix,
    VectorUnitSpec Vector,
    Bytes CoreBuffer,
    SharedBufferSpec Shared,
    LaunchSpec Launch)
{
    /// <summary>Peak dense rate of all cores for a format.</summary>
    public FlopRate PeakRate(NumberFormat format) => FlopRate.FromFlopsPerSecond(Matrix.FlopsPerCycle(format) * Cores * Clock.Hertz);
}
