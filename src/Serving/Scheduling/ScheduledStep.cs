using DeepStack.Sim.Core.Units;
using DeepStack.Sim.Serving.Timelines;
using DeepStack.Sim.Workload.Steps;

namespace DeepStack.Sim.Serving.Scheduling;

/// <summary>One step of a replica: what it computes, and after <see cref="ReplicaScheduler.Complete"/> what came of it.</summary>
/// <remarks>The scheduler uses the object again once the step after the next is scheduled; whoever keeps something takes a copy.</remarks>
public sealed class ScheduledStep
{
    private readonly List<RequestTimeline> _finished = [];
    private StepEntry[] _entries = new StepEntry[64];

    internal ScheduledStep()
    {
    }

    /// <summary>The step's number in its replica, from 0.</summary>
    public long Number { get; private set; }

    /// <summary>When it was scheduled.</summary>
    public SimTime ScheduledAt { get; private set; }

    /// <summary>The work, for whoever says how long it takes.</summary>
    public StepShape Shape { get; } = new();

    /// <summary>Sequences in the step.</summary>
    public int Count { get; private set; }

    /// <summary>Whether there was nothing to compute; such a step is not completed.</summary>
    public bool IsEmpty => Count == 0;

    /// <summary>Requests preempted while the step was built.</summary>
    public int Preempted { get; internal set; }

    /// <summary>Requests taken from the waiting queue.</summary>
    public int Admitted { get; internal set; }

    /// <summary>Why no more were taken.</summary>
    public AdmissionStop AdmissionStop { get; internal set; }

    /// <summary>Requests left waiting.</summary>
    public int Waiting { get; internal set; }

    /// <summary>Requests in the running list.</summary>
    public int Running { get; internal set; }

    /// <summary>KV blocks held by requests.</summary>
    public int BlocksInUse { get; internal set; }

    /// <summary>Tokens that the step gave its requests; known once it is complete.</summary>
    public int TokensReturned { get; internal set; }

    /// <summary>Requests that gave their last token in the step; known once it is complete.</summary>
    public IReadOnlyList<RequestTimeline> Finished => _finished;

    /// <summary>What the step does for each request, in scheduling order; valid as long as the step.</summary>
    public ReadOnlySpan<StepEntry> Parts => Entries;

    internal Span<StepEntry> Entries => _entries.AsSpan(0, Count);

    internal void Begin(long number, SimTime now)
    {
        Number = number;
        ScheduledAt = now;
        Count = Preempted = Admitted = TokensReturned = 0;
        Shape.Clear();
        _finished.Clear();
    }

    /// <summary>Makes a step of decodes alone the one a number of steps later.</summary>
    internal void AdvanceDecodes(int steps, SimTime scheduledAt)
    {
        Number += steps;
        ScheduledAt = scheduledAt;
        Admitted = 0;
        Shape.AdvanceDecodes(steps);
    }

    /// <summary>A further part, to be filled in by the caller.</summary>
    internal ref StepEntry AddPart()
    {
        if (Count == _entries.Length) Array.Resize(ref _entries, Count * 2);
        return ref _entries[Count++];
    }

    internal void RemoveAt(int index)
    {
        Array.Copy(_entries, index + 1, _entries, index, Count - index - 1);
        Count--;
    }

    internal void AddFinished(in RequestTimeline timeline) => _finished.Add(timeline);
}
