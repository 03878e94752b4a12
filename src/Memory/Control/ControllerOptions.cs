using DeepStack.Sim.Memory.Standards;

namespace DeepStack.Sim.Memory.Control;

/// <summary>What a user may choose of the schedulers frfcfs, frfcfs-cap and bank-parallel; the others follow their peers rule for rule.</summary>
public sealed record ControllerOptions
{
    /// <summary>What happens to open rows that nothing waits for.</summary>
    public RowPolicy RowPolicy { get; init; } = RowPolicy.Open;

    /// <summary>Clocks without a column command after which <see cref="RowPolicy.Timeout"/> closes a row.</summary>
    public long RowTimeout { get; init; } = 100;

    /// <summary>Requests that the read buffer and the write buffer hold, each; 1 or more.</summary>
    public int BufferSize { get; init; } = 64;

    /// <summary>Waiting writes from which on writes go first.</summary>
    public int DrainFrom { get; init; } = 48;

    /// <summary>Waiting writes down to which they do.</summary>
    public int DrainTo { get; init; } = 16;

    /// <summary>Columns of a row after which an older conflict goes first, for scheduler frfcfs-cap.</summary>
    public int HitCap { get; init; } = 16;
}
