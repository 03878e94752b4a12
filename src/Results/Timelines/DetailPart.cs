using DeepStack.Sim.Core.Units;

namespace DeepStack.Sim.Results.Timelines;

/// <summary>A part of a timeline that is shown in full, as far as its limit allows.</summary>
/// <param name="window">Where; null for everywhere.</param>
/// <param name="limit">Slices at most.</param>
internal sealed class DetailPart(TimeWindow? window, int limit)
{
    private int _slices;
    private SimTime? _from;
    private SimTime _to;

    /// <summary>Whether the limit is reached; what comes later is aggregated.</summary>
    public bool IsFull => _slices >= limit;

    /// <summary>From the first to the last step shown, in words.</summary>
    public string Extent => _from is { } from ? $"{from} to {_to}" : "none";

    /// <summary>Whether something from start to end is to be shown.</summary>
    public bool Takes(SimTime start, SimTime end) => !IsFull && (window is not { } inside || inside.Meets(start, end));

    /// <summary>Whether something from start to end meets a step that is shown.</summary>
    public bool Touches(SimTime start, SimTime end) => _from is { } from && start <= _to && end >= from;

    /// <summary>Counts slices that were shown.</summary>
    public void Spend(int slices) => _slices += slices;

    /// <summary>A step is shown.</summary>
    public void Extend(SimTime start, SimTime end)
    {
        _from ??= start;
        _to = SimTime.Max(_to, end);
        Spend(1);
    }
}
