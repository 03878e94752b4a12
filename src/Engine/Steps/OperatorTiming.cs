using DeepStack.Sim.Core.Units;
using DeepStack.Sim.Mapping.Programs;

namespace DeepStack.Sim.Engine.Steps;

/// <summary>One operator of a step on one device; an operator of equal layers stands once, with means over its repetitions.</summary>
public readonly record struct OperatorTiming
{
    /// <summary>Its name.</summary>
    public required string Name { get; init; }

    /// <summary>What kind of work it is.</summary>
    public required WorkKind Kind { get; init; }

    /// <summary>From the start of the step to the first repetition.</summary>
    public Duration Offset { get; init; }

    /// <summary>Of one repetition.</summary>
    public Duration Elapsed { get; init; }

    /// <summary>Repetitions; at least 1.</summary>
    public int Repeat { get; init; }

    /// <summary>From one repetition to the next.</summary>
    public Duration Period { get; init; }

    /// <summary>Of communication: the part of one repetition during which the cores worked on something else.</summary>
    public Duration Hidden { get; init; }

    /// <summary>The part of one repetition that lengthens the step.</summary>
    public Duration Critical => Elapsed - Hidden;

    /// <summary>How long the units of the cores were busy in one repetition.</summary>
    public Duration ComputeBusy { get; init; }

    /// <summary>Bytes to and from the memory in one repetition.</summary>
    public Bytes MemoryBytes { get; init; }

    /// <summary>Bytes out of the shared buffer in one repetition.</summary>
    public Bytes SharedBytes { get; init; }

    /// <summary>Bytes sent to other devices in one repetition.</summary>
    public Bytes NetworkBytes { get; init; }

    /// <summary>Of those, bytes in messages that stay among the dies of one package.</summary>
    public Bytes PackageBytes { get; init; }

    /// <summary>Useful operations of one repetition.</summary>
    public Flops Work { get; init; }

    /// <summary>What cost energy in one repetition, beside the shared buffer.</summary>
    public OperatorEvents Events { get; init; }

    /// <summary>How the operator was cut.</summary>
    public string Tiling { get; init; }
}
