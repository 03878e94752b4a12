using DeepStack.Sim.Core.Units;

namespace DeepStack.Sim.Interconnect.Noc;

/// <summary>What every router of a network on chip is made of: buffers, pipeline and allocation.</summary>
/// <remarks>
/// Input-queued, credit flow control, separable input-first allocators of one iteration. Virtual-channel allocation and switch
/// allocation take one cycle each.
/// </remarks>
public sealed record RouterSpec
{
    /// <summary>The most virtual channels, ports and crossbar inputs a router may have; they are kept as bits of one word.</summary>
    public const int MaxChannels = 64;

    /// <summary>Virtual channels of every port, 1 to 64.</summary>
    public required int VirtualChannels { get; init; }

    /// <summary>Flits each virtual channel's buffer holds, at least 1.</summary>
    public required int BufferDepth { get; init; }

    /// <summary>From a head at the front of its buffer to its first request for an output channel; 0 where routes are known on arrival.</summary>
    public Cycles RoutingDelay { get; init; } = Cycles.FromCount(1);

    /// <summary>The passage of the crossbar.</summary>
    public Cycles SwitchDelay { get; init; } = Cycles.FromCount(1);

    /// <summary>From the arrival of a credit at a router to its use.</summary>
    public Cycles CreditDelay { get; init; } = Cycles.FromCount(1);

    /// <summary>Whether a head asks for the switch in the cycle in which it asks for its output channel.</summary>
    public bool Speculative { get; init; }

    /// <summary>Crossbar inputs of every port; channel v uses input v modulo this number.</summary>
    public int InputSpeedup { get; init; } = 1;

    /// <summary>Whether an output channel stays taken until the credit of the packet's tail is back.</summary>
    public bool WaitForTailCredit { get; init; }

    /// <summary>What an uncontended head spends from its arrival in a router to its arrival over a link of the given latency in the next.</summary>
    public Cycles HopTime(NocLink link) => HeadTime + CrossingTime(link);

    /// <summary>From the arrival of an uncontended head to its winning the switch.</summary>
    internal Cycles HeadTime => RoutingDelay + Cycles.FromCount(Speculative ? 0 : 1);

    /// <summary>From winning the switch to the arrival at the other end of the output's link.</summary>
    internal Cycles CrossingTime(NocLink link) => SwitchDelay + link.Latency + Cycles.FromCount(link.CyclesPerFlit);

    /// <summary>From a flit leaving a buffer to its place being usable by the router before it.</summary>
    internal Cycles CreditTime(NocLink link) => link.Latency + Cycles.FromCount(1) + CreditDelay;

    /// <summary>The faults of the numbers as they stand, each a sentence that begins with the property's name.</summary>
    internal IEnumerable<string> Faults()
    {
        if (VirtualChannels is < 1 or > MaxChannels) yield return $"VirtualChannels is {VirtualChannels}; expected 1 to {MaxChannels}";
        if (BufferDepth is < 1 or > 1 << 16) yield return $"BufferDepth is {BufferDepth}; expected 1 to {1 << 16} flits";
        if (InputSpeedup < 1 || InputSpeedup > VirtualChannels) yield return $"InputSpeedup is {InputSpeedup}; expected 1 to the number of virtual channels";
        foreach ((string name, Cycles delay) in new[] { (nameof(RoutingDelay), RoutingDelay), (nameof(SwitchDelay), SwitchDelay), (nameof(CreditDelay), CreditDelay) })
            if (delay.Count is < 0 or > 1000) yield return $"{name} is {delay}; expected 0 to 1000 cycles";
    }
}
