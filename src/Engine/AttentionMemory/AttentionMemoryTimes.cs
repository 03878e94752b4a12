using DeepStack.Sim.Core.Units;
using DeepStack.Sim.Engine.Steps;
using DeepStack.Sim.Mapping.Kernels;
using DeepStack.Sim.Mapping.Programs;
using DeepStack.Sim.Platform;

namespace DeepStack.Sim.Engine.AttentionMemory;

/// <summary>How long attention takes in the attention memory, and keys and values on their way there; the same at all fidelities.</summary>
/// <remarks>
/// <para>
/// time = there + units + back. There and back are the longer of a device's link and the lines of the fullest channel. Units are the longer of two things that go on side by
/// side: keys and then values stream through them, once for as many queries of a group as a command serves; and partial scores leave
/// the chips of a rank for its unit, which works out the softmax, and probabilities come back (CHIME, section on bubbles).
/// </para>
/// <para>Energy of this memory and its links is not counted: no source gives it.</para>
/// </remarks>
/// <approximation>The ranks of the fullest channel are taken to be as full as its fullest; units wait while a channel's lines carry queries and outputs of the same step.</approximation>
internal sealed class AttentionMemoryTimes
{
    private readonly AttentionMemorySpec _spec;
    private readonly StreamTimes _streams;

    private AttentionMemoryTimes(AttentionMemorySpec spec)
    {
        _spec = spec;
        _streams = new StreamTimes(spec.Units);
    }

    /// <summary>Those of a machine; null where devices do attention themselves.</summary>
    public static AttentionMemoryTimes? Of(PlatformSpec platform) => platform.AttentionMemory is { } spec ? new AttentionMemoryTimes(spec) : null;

    /// <summary>Decode attention of a layer.</summary>
    public OperatorTiming Of(MemoryAttentionStep step)
    {
        RankLoad load = step.Load;
        long token = load.HeadSize * AttentionMemorySpec.ElementBits / 8;
        Duration there = Transfer(step.Sent, load.Heads * (load.Group + 2) * token);
        Duration back = Transfer(step.Received, load.Heads * load.Group * token);
        Duration units = UnitsOf(load, token);
        return new OperatorTiming
        {
            Name = step.Name,
            Kind = step.Kind,
            Elapsed = there + units + back,
            Repeat = 1,
            ComputeBusy = units,
            MemoryBytes = step.Cache,
            NetworkBytes = step.Sent + step.Received,
            Work = step.Work,
            Tiling = $"{_spec.Ranks} ranks of {_spec.Units.Name}",
        };
    }

    /// <summary>Keys and values of prompts, all of it beside the device's work; what of it the step waits for is found when the step is whole.</summary>
    public OperatorTiming Of(MemoryWriteStep step)
    {
        Duration elapsed = Duration.Max(_spec.LinkTime(step.Sent), step.Stored / (_spec.LineRate * _spec.Units.Channels));
        return new OperatorTiming { Name = step.Name, Kind = step.Kind, Elapsed = elapsed, Hidden = elapsed, Repeat = 1, NetworkBytes = step.Sent, Tiling = _spec.Link.Name };
    }

    /// <summary>What the units take for the fullest rank.</summary>
    /// <param name="load">The fullest rank.</param>
    /// <param name="token">Bytes of a token's key, or value, of one head.</param>
    private Duration UnitsOf(in RankLoad load, long token)
    {
        Duration stream = _streams.Of(load.Positions * 2 * token * _spec.CommandStreams(load.Group));
        return Duration.Max(stream, _spec.Crossing * (load.Positions * load.Group) / _spec.LineRate);
    }

    private Duration Transfer(Bytes ofDevice, long bytesOfRank) => Duration.Max(_spec.LinkTime(ofDevice), Bytes.FromCount(bytesOfRank * _spec.RanksOfChannel) / _spec.LineRate);
}
