using System.Collections.Immutable;
using DeepStack.Sim.Core.Units;

namespace DeepStack.Sim.Compute;

/// <summary>What a device is told to do for one operator: a launch, runs of stages, perhaps a reduction.</summary>
/// <param name="Name">The operator's name.</param>
/// <param name="Runs">The stages, in order; loads of a later run may begin while an earlier one computes.</param>
public sealed record Kernel(string Name, ImmutableArray<StageRun> Runs)
{
    /// <summary>Whether partial results are joined in an extra pass.</summary>
    public bool Reduces { get; init; }

    /// <summary>Whether the operator is fused into its predecessor, so that no launch is paid.</summary>
    public bool IsFused { get; init; }

    /// <summary>Whether all that comes from memory is known before the operator's input: its weights.</summary>
    public bool LoadsOnlyWeights { get; init; }

    /// <summary>Fixed time before the first load where it is not that of a plain kernel: a library that prepares, sorts or schedules first.</summary>
    public Duration? Launch { get; init; }

    /// <summary>Time of the extra pass where it is not that of a matrix product.</summary>
    public Duration? Reduction { get; init; }

    /// <summary>Useful matrix operations of the whole device, padding left out.</summary>
    public Flops MatrixWork { get; init; }

    /// <summary>Vector operations of the whole device.</summary>
    public Flops VectorWork { get; init; }

    /// <summary>How the operator was cut, for reports: "128x128x64 split 2".</summary>
    public string Tiling { get; init; } = "";

    /// <summary>Read from memory in all.</summary>
    public Bytes MemoryReads => Sum(r => r.Load * r.Stages);

    /// <summary>What all channels of the memory could have read in the time of the kernel's loads.</summary>
    public Bytes ChannelReads => Sum(r => r.ChannelLoad * r.Stages);

    /// <summary>Written to memory in all.</summary>
    public Bytes MemoryWrites => Sum(r => r.Store * r.Waves);

    /// <summary>Moved out of the shared buffer in all.</summary>
    public Bytes SharedReads => Sum(r => r.FromShared * r.Stages);

    /// <summary>Waves in all.</summary>
    public long Waves => Runs.Sum(r => (long)r.Waves);

    /// <summary>Time the units of a core need if data is always there, starts of waves left out.</summary>
    public Duration ComputeTime
    {
        get
        {
            Duration sum = Duration.Zero;
            for (int i = 0; i < Runs.Length; i++) sum += Runs[i].Compute * Runs[i].Stages;
            return sum;
        }
    }

    /// <summary>The same with units that reach a share of their rate.</summary>
    public Kernel AtShare(double share) => share == 1 ? this : this with
    {
        Runs = [.. Runs.Select(run => run with { Compute = Duration.FromPicoseconds((long)Math.Ceiling(run.Compute.Picoseconds / share)) })],
    };

    /// <summary>From the end of the kernel before it to its first load.</summary>
    public Duration LaunchTime(LaunchSpec device) => IsFused ? Duration.Zero : Launch ?? device.Kernel;

    /// <summary>The extra pass, if there is one.</summary>
    public Duration ReductionTime(LaunchSpec device) => Reduces ? Reduction ?? device.Reduction : Duration.Zero;

    private Bytes Sum(Func<StageRun, Bytes> of)
    {
        Bytes sum = Bytes.Zero;
        for (int i = 0; i < Runs.Length; i++) sum += of(Runs[i]);
        return sum;
    }
}
