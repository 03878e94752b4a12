using DeepStack.Sim.Core.Units;

namespace DeepStack.Sim.Engine.Scenarios;

/// <summary>Which requests of a trace are taken, and how.</summary>
public sealed record RequestSelection
{
    /// <summary>At most so many, from the start; 0 for all.</summary>
    public int Limit { get; init; }

    /// <summary>Only those arriving before this; zero for all.</summary>
    public Duration Before { get; init; }

    /// <summary>Arrivals come so many times as fast; positive.</summary>
    public double Speedup { get; init; } = 1;

    /// <summary>What happens to requests longer than the model can hold: "reject", "clip" or "extend".</summary>
    public string Overlong { get; init; } = "reject";

    /// <summary>What happens at a row that cannot be read: "stop" or "skip".</summary>
    public string OnError { get; init; } = "stop";
}
