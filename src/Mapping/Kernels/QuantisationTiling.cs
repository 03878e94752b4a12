using DeepStack.Sim.Compute;
using DeepStack.Sim.Core.Units;

namespace DeepStack.Sim.Mapping.Kernels;

/// <summary>Cuts the narrowing of activations before a product in fewer bits: a core takes a row at a time.</summary>
public sealed class QuantisationTiling
{
    /// <summary>Rows that a core has asked for and not yet narrowed, at most.</summary>
    private const int MostRowsAhead = 16;

    private readonly DeviceRates _device;

    /// <param name="device">The device to cut for.</param>
    public QuantisationTiling(DeviceRates device) => _device = device;

    private ComputeSpec Compute => _device.Compute;

    /// <summary>The kernel that narrows activations; what it writes stays on chip for the product.</summary>
    /// <param name="name">The operator's name.</param>
    /// <param name="rows">Rows (tokens); at least 1.</param>
    /// <param name="depth">Elements of a row.</param>
    /// <param name="from">The format they come in.</param>
    /// <param name="to">The format they get.</param>
    /// <param name="isCold">Whether they have to come from memory.</param>
    /// <exception cref="NotSupportedException">The chip has no such kernel.</exception>
    public Kernel KernelFor(string name, int rows, int depth, NumberFormat from, NumberFormat to, bool isCold)
    {
        QuantisationSpec spec = Compute.QuantisationTo(to);
        int stages = (rows + Compute.Cores - 1) / Compute.Cores;
        Bytes piece = from.SizeOf((long)rows * depth / stages);
        var run = new StageRun
        {
            Waves = 1,
            StagesPerWave = stages,
            Load = isCold ? piece : Bytes.Zero,
            FromShared = piece,
            Compute = spec.TimeOfRow(depth),
            Buffers = (int)Math.Clamp(Compute.CoreBuffer.Count / from.SizeOf(depth).Count, 2, MostRowsAhead),
        };
        return new Kernel(name, [run]) { Launch = spec.Launch, Tiling = "rows" };
    }
}
