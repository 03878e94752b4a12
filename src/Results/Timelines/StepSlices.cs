using DeepStack.Sim.Results.Files;
using DeepStack.Sim.Results.Recording;

namespace DeepStack.Sim.Results.Timelines;

/// <summary>Shows steps: one by one in the detailed part, put together elsewhere.</summary>
internal sealed class StepSlices(ITimelineSink sink, TimelineProcesses processes, int pieceLimit)
{
    private readonly List<DetailedStep> _detailed = [];
    private readonly Dictionary<(int Replica, long Ordinal), int> _places = [];
    private readonly SortedDictionary<int, AdaptiveBins<StepBin>> _bins = [];

    public void AddDetailed(in StepRecord step)
    {
        _places.Add((step.Replica, step.Ordinal), _detailed.Count);
        _detailed.Add(new DetailedStep(step, []));
    }

    public void AddAggregated(in StepRecord step)
    {
        if (!_bins.TryGetValue(step.Replica, out AdaptiveBins<StepBin>? bins)) _bins.Add(step.Replica, bins = new AdaptiveBins<StepBin>(pieceLimit));
        ref StepBin bin = ref bins.At(step.Start);
        bin = StepBin.Merge(bin, StepBin.Of(step));
    }

    /// <summary>A step of the detailed part, or null.</summary>
    public DetailedStep? Find(int replica, long ordinal) => _places.TryGetValue((replica, ordinal), out int place) ? _detailed[place] : null;

    public void Flush()
    {
        var slices = new List<TimelineSlice>();
        foreach (DetailedStep detailed in _detailed) slices.Add(SliceOf(detailed));
        foreach ((int replica, AdaptiveBins<StepBin> bins) in _bins)
        {
            foreach (StepBin bin in bins.Bins)
            {
                if (bin.Steps > 0) slices.Add(bin.ToSlice(processes.OfReplica(replica)));
            }
        }
        foreach (TimelineSlice slice in slices.OrderBy(s => s.Start))
        {
            Lanes lanes = processes.LanesOfSteps(slice.Process);
            sink.Slice(slice with { Thread = lanes.Take(slice.Start, slice.Start + slice.Elapsed) });
        }
    }

    private TimelineSlice SliceOf(DetailedStep detailed)
    {
        StepRecord step = detailed.Step;
        return new TimelineSlice(processes.OfReplica(step.Replica), 0, $"{Words.Of(step.Class)} step", step.Start, step.Elapsed)
        {
            Flows = detailed.Flows,
            Details =
            [
                ("step", step.Ordinal),
                ("requests", (long)step.Requests),
                ("new tokens", (long)step.NewTokens),
                ("prefill tokens", (long)step.PrefillTokens),
                ("decode requests", (long)step.DecodeRequests),
                ("context tokens", step.ContextTokens),
                ("time", Words.Of(step.Origin)),
            ],
        };
    }

    /// <summary>A step shown one by one, with the arrows that touch it.</summary>
    internal sealed record DetailedStep(StepRecord Step, List<FlowPoint> Flows);
}
