using DeepStack.Sim.Core.Units;

namespace DeepStack.Sim.Engine.Scenarios;

/// <summary>Which requests count, and what they are held against.</summary>
public sealed record MeasurementOptions
{
    /// <summary>Limits that count towards goodput, such as "ttft=2s,tpot=50ms"; empty for none.</summary>
    public string Objective { get; init; } = "";

    /// <summary>Requests that arrive earlier than this after the first do not count.</summary>
    public Duration WarmUp { get; init; }

    /// <summary>Requests that arrive later than this before the last do not count.</summary>
    public Duration CoolDown { get; init; }
}
