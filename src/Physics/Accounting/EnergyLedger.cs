using DeepStack.Sim.Core.Units;

namespace DeepStack.Sim.Physics.Accounting;

/// <summary>Sums the energy of a run: rooms give counts of events, this alone prices and adds them.</summary>
/// <remarks>Every joule is on four accounts at once (component, layer, operator, request), whose totals agree.</remarks>
public sealed class EnergyLedger
{
    private readonly double[] _cost;
    private readonly long[] _counts;

    /// <param name="coefficients">What events cost.</param>
    public EnergyLedger(EnergyCoefficients coefficients)
    {
        Coefficients = coefficients;
        _cost = [.. coefficients.Events.Select(e => e.Cost.Joules)];
        _counts = new long[_cost.Length];
    }

    /// <summary>What events cost.</summary>
    public EnergyCoefficients Coefficients { get; }

    /// <summary>By part of the machine.</summary>
    public EnergyAccount Components { get; } = new();

    /// <summary>By layer of the model.</summary>
    public EnergyAccount Layers { get; } = new();

    /// <summary>By operator.</summary>
    public EnergyAccount Operators { get; } = new();

    /// <summary>By request.</summary>
    public EnergyAccount Requests { get; } = new();

    /// <summary>Everything spent.</summary>
    public Energy Total => Components.Total;

    /// <summary>How often an event happened.</summary>
    public long CountOf(int eventIndex) => _counts[eventIndex];

    /// <summary>What all events of a kind cost at the scale of the preset.</summary>
    public Energy EnergyOf(int eventIndex) => Energy.FromJoules(_counts[eventIndex] * _cost[eventIndex]);

    /// <summary>Adds events and returns what they cost.</summary>
    /// <param name="tag">On whose account.</param>
    /// <param name="eventIndex">Which kind (<see cref="EnergyCoefficients.IndexOf"/>).</param>
    /// <param name="count">How many; not negative.</param>
    /// <param name="scale">Their cost over that of the preset, such as at a lower voltage.</param>
    public Energy Count(in EnergyTag tag, int eventIndex, long count, double scale = 1)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        _counts[eventIndex] += count;
        return Add(tag, Energy.FromJoules(_cost[eventIndex] * count * scale));
    }

    /// <summary>Adds energy that no event stands for: static power over a span, leakage, or what a DRAM model has priced itself.</summary>
    public Energy Add(in EnergyTag tag, Energy energy)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(tag.Component, nameof(tag));
        double joules = energy.Joules;
        Components.Add(tag.Component, joules);
        Layers.Add(tag.Layer, joules);
        Operators.Add(tag.Operator, joules);
        Requests.Add(tag.Request, joules);
        return energy;
    }

    /// <summary>The figures of a whole run.</summary>
    /// <param name="tokens">Tokens produced.</param>
    /// <param name="elapsed">The time it took.</param>
    public EnergyFigures Figures(Tokens tokens, Duration elapsed) => new(
        Total,
        tokens.Count == 0 ? Energy.Zero : Total / tokens.Count,
        elapsed == Duration.Zero ? Power.Zero : Total / elapsed,
        Total.Joules == 0 ? 0 : tokens.Count / Total.Joules);
}
