using DeepStack.Sim.Core.Units;

namespace DeepStack.Sim.Results.Recording;

/// <summary>An operator of a step on the devices of a track; an operator of a repeated layer is recorded once with its repeat count.</summary>
/// <remarks>All amounts and times are those of one repetition on one device of the track.</remarks>
public readonly record struct OperatorRecord
{
    /// <summary>An operator that ran on one device, its shape and mapping not told, until said otherwise.</summary>
    public OperatorRecord()
    {
    }

    /// <summary>Its name, a number given by <see cref="IRunRecorder.Name"/>.</summary>
    public required int Name { get; init; }

    /// <summary>What kind of work it is.</summary>
    public required OperatorKind Kind { get; init; }

    /// <summary>The device track it ran on.</summary>
    public required int Track { get; init; }

    /// <summary>From the start of the step to the start of the first repetition.</summary>
    public required Duration Offset { get; init; }

    /// <summary>From start to end of one repetition.</summary>
    public required Duration Elapsed { get; init; }

    /// <summary>How often it ran; at least 1.</summary>
    public required int Repeat { get; init; }

    /// <summary>From the start of one repetition to that of the next; meaningless where <see cref="Repeat"/> is 1.</summary>
    public Duration Period { get; init; }

    /// <summary>Devices that did the same; at least 1.</summary>
    public int Devices { get; init; } = 1;

    /// <summary>What it waited for most.</summary>
    public Bound BoundBy { get; init; }

    /// <summary>Its sizes, as a name such as "m=64 n=8192 k=1024"; -1 where not told.</summary>
    public int Shape { get; init; } = -1;

    /// <summary>How it was mapped, as a name; -1 where not told.</summary>
    public int Mapping { get; init; } = -1;

    /// <summary>Arithmetic done.</summary>
    public Flops Arithmetic { get; init; }

    /// <summary>What crossed the DRAM banks.</summary>
    public LevelUse Banks { get; init; }

    /// <summary>What crossed the links between the layers of a stack.</summary>
    public LevelUse VerticalLinks { get; init; }

    /// <summary>What crossed the on-chip buffers.</summary>
    public LevelUse Buffers { get; init; }

    /// <summary>What crossed the network on chip.</summary>
    public LevelUse Noc { get; init; }

    /// <summary>What was exchanged among the dies of one package, over links inside it; nothing where a package holds one device.</summary>
    public LevelUse Package { get; init; }

    /// <summary>What was exchanged between packages, whatever links inside them it crossed on its way.</summary>
    public LevelUse Network { get; init; }

    /// <summary>Time the matrix units computed.</summary>
    public Duration MatrixBusy { get; init; }

    /// <summary>Time the vector and special-function units computed.</summary>
    public Duration VectorBusy { get; init; }

    /// <summary>Rows activated, for energy.</summary>
    public long RowActivations { get; init; }

    /// <summary>Communication time during which nothing else ran.</summary>
    public Duration ExposedCommunication { get; init; }

    /// <summary>Time of communication, or of attention in memory, behind which something else ran.</summary>
    public Duration HiddenCommunication { get; init; }

    /// <summary>Energy spent by one device.</summary>
    public Energy Energy { get; init; }

    /// <summary>The part of one repetition that lengthens the step: all of it, or for communication and attention in memory what is exposed.</summary>
    public Duration CriticalTime => Kind switch
    {
        OperatorKind.Communication => ExposedCommunication,
        OperatorKind.MemoryAttention => Elapsed - HiddenCommunication,
        _ => Elapsed,
    };
}
