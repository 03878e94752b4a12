using DeepStack.Sim.Core.Units;
using DeepStack.Sim.Engine.Steps;
using DeepStack.Sim.Mapping.Programs;
using DeepStack.Sim.Memory.Stacks;
using DeepStack.Sim.Platform;
using DeepStack.Sim.Results.Recording;

namespace DeepStack.Sim.Engine.Running;

/// <summary>Says what an operator waited for most: the resource whose busy time is the largest part of its elapsed time.</summary>
/// <remarks>Where no resource is busy for half of the time, latency or the launch is what counts.</remarks>
internal sealed class BoundFinder
{
    private readonly Bandwidth _memory;
    private readonly Bandwidth _shared;
    private readonly Duration _launch;
    private readonly Bandwidth? _vertical;
    private readonly bool _hasMesh;
    private readonly Bandwidth _package;

    public BoundFinder(PlatformSpec platform)
    {
        _memory = platform.Device.Memory.PeakBandwidth;
        _shared = platform.Device.Compute.Shared.Rate;
        _launch = platform.Device.Compute.Launch.Kernel;
        DramStackSpec dram = platform.Device.Memory.Dram;
        _vertical = dram.Layers > 1 ? (dram.LinkRate ?? dram.PortBandwidth) * dram.Channels : null;
        _package = platform.PackageRate;
        _hasMesh = platform.Device.Compute.Shared.Mesh is not null;
    }

    /// <summary>The least time the memory needs for an operator's bytes.</summary>
    public Duration MemoryTime(in OperatorTiming op) => op.MemoryBytes / _memory;

    /// <summary>What the banks of the device's memory move; nothing for attention in another memory.</summary>
    public LevelUse Banks(in OperatorTiming op) => op.Kind == WorkKind.MemoryAttention ? default : new LevelUse(op.MemoryBytes, MemoryTime(op));

    /// <summary>The least time the shared buffer needs for an operator's bytes.</summary>
    public Duration SharedTime(in OperatorTiming op) => op.SharedBytes / _shared;

    /// <summary>What crosses the links between the layers of a stack, and the least time they need; nothing where memory has one layer.</summary>
    public LevelUse VerticalLinks(in OperatorTiming op) => _vertical is { } rate && op.Kind != WorkKind.MemoryAttention ? new LevelUse(op.MemoryBytes, op.MemoryBytes / rate) : default;

    /// <summary>What crosses the mesh that joins the cores, which is the port of the shared buffer; nothing where there is none.</summary>
    public LevelUse Mesh(in OperatorTiming op) => _hasMesh ? new LevelUse(op.SharedBytes, SharedTime(op)) : default;

    /// <summary>What stays among the dies of a package in an exchange, and its time: all of it if nothing leaves the package, otherwise the least time of those bytes.</summary>
    public LevelUse Package(in OperatorTiming op)
    {
        if (op.PackageBytes == Bytes.Zero) return default;
        return new LevelUse(op.PackageBytes, op.PackageBytes == op.NetworkBytes ? op.Elapsed : Duration.Min(op.Elapsed, op.PackageBytes / _package));
    }

    /// <summary>What leaves packages in an exchange or goes to and from the attention memory, and the rest of its time.</summary>
    public LevelUse Network(in OperatorTiming op) => op.Kind switch
    {
        WorkKind.Communication => new LevelUse(op.NetworkBytes - op.PackageBytes, op.Elapsed - Package(op).Busy),
        WorkKind.MemoryAttention or WorkKind.MemoryWrite => new LevelUse(op.NetworkBytes, op.Elapsed - op.ComputeBusy),
        _ => default,
    };

    /// <summary>What the operator waited for most.</summary>
    public Bound BoundOf(in OperatorTiming op)
    {
        if (op.Kind == WorkKind.Communication) return Package(op).Busy * 2 > op.Elapsed ? Bound.Package : Bound.Network;
        if (op.Kind == WorkKind.HostLaunch) return Bound.Launch;
        if (op.Kind is WorkKind.MemoryAttention or WorkKind.MemoryWrite) return op.ComputeBusy * 2 > op.Elapsed ? Bound.DramBandwidth : Bound.Network;
        Duration memory = MemoryTime(op), shared = SharedTime(op), units = op.ComputeBusy;
        Duration most = Duration.Max(memory, Duration.Max(shared, units));
        if (most * 2 < op.Elapsed) return _launch * 2 > op.Elapsed ? Bound.Launch : Bound.Latency;
        if (most == units) return op.Kind is WorkKind.Elementwise or WorkKind.Sampling or WorkKind.Embedding ? Bound.Vector : Bound.Matrix;
        return most == memory ? Bound.DramBandwidth : Bound.Buffers;
    }
}
