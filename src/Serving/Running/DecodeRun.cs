using System.Runtime.InteropServices;
using DeepStack.Sim.Core.Units;

namespace DeepStack.Sim.Serving.Running;

/// <summary>Consecutive steps in which the same sequences decode one token each.</summary>
/// <remarks>A replica uses its object again for the next run; whoever keeps something takes a copy.</remarks>
public sealed class DecodeRun
{
    private readonly List<DecodeStep> _steps = [];
    private readonly List<int> _requests = [];

    internal DecodeRun()
    {
    }

    /// <summary>When the machine began the first step; each of the others begins when the one before it ends.</summary>
    public SimTime Start { get; private set; }

    /// <summary>Sum of the contexts when the first step began; each step adds one token per sequence.</summary>
    public long ContextTokens { get; private set; }

    /// <summary>Sequences in each step.</summary>
    public int Sequences => _requests.Count;

    /// <summary>The steps; at least two.</summary>
    public ReadOnlySpan<DecodeStep> Steps => CollectionsMarshal.AsSpan(_steps);

    /// <summary>The requests' places in the trace, in scheduling order.</summary>
    public ReadOnlySpan<int> Requests => CollectionsMarshal.AsSpan(_requests);

    internal void Begin(SimTime start, long contextTokens)
    {
        Start = start;
        ContextTokens = contextTokens;
        _steps.Clear();
        _requests.Clear();
    }

    internal void AddStep(in DecodeStep step) => _steps.Add(step);

    internal void AddRequest(int request) => _requests.Add(request);

    internal Span<DecodeStep> Editable => CollectionsMarshal.AsSpan(_steps);
}
