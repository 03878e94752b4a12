using DeepStack.Sim.Compute;
using DeepStack.Sim.Core.Units;

namespace DeepStack.Sim.Mapping.Kernels;

/// <summary>Cuts operators without a matrix product (norms, activations, rotary embedding, look-ups) into even shares of the cores.</summary>
public sealed class VectorTiling
{
    private static readonly Bytes ShareOfStage = Bytes.FromCount(32 * 1024);

    private readonly DeviceRates _device;

    /// <param name="device">The device to cut for.</param>
    public VectorTiling(DeviceRates device) => _device = device;

    private ComputeSpec Compute => _device.Compute;

    /// <summary>The kernel of an operator that passes over its data once.</summary>
    /// <param name="name">The operator's name.</param>
    /// <param name="fromMemory">Bytes that only memory holds, such as embedding rows.</param>
    /// <param name="activations">Bytes of activations read and written; they pass through memory only where the shared buffer cannot hold them.</param>
    /// <param name="work">Vector operations.</param>
    /// <param name="isFused">Whether the operator rides on the one before it, so that neither launch nor activations count again.</param>
    public Kernel KernelFor(string name, Bytes fromMemory, Bytes activations, Flops work, bool isFused)
    {
        Bytes reads = fromMemory, shared = isFused ? Bytes.Zero : activations, writes = Bytes.Zero;
        if (!isFused && activations > Compute.Shared.Capacity / 2)
        {
            reads += activations / 2;
            writes = activations / 2;
        }
        Bytes pieceOfAll = ShareOfStage * Compute.Cores;
        int stages = (int)Math.Max(1, Math.Max(reads.DividedIntoPiecesOf(pieceOfAll), shared.DividedIntoPiecesOf(pieceOfAll)));
        var run = new StageRun
        {
            Waves = 1,
            StagesPerWave = stages,
            Load = Bytes.FromCount((reads.Count + stages - 1) / stages),
            FromShared = Bytes.FromCount((shared.Count + stages - 1) / stages),
            Store = writes,
            Compute = Compute.Vector.TimeFor(work.Count / Compute.Cores / stages, 0, Compute.Clock),
            Buffers = (int)Math.Max(1, Compute.CoreBuffer.Count / ShareOfStage.Count),
            Start = isFused ? Duration.Zero : Compute.Launch.Wave,
        };
        return new Kernel(name, [run]) { IsFused = isFused, VectorWork = work };
    }
}
