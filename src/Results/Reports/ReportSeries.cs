using DeepStack.Sim.Core.Units;
using DeepStack.Sim.Results.Recording;
using DeepStack.Sim.Results.Timelines;

namespace DeepStack.Sim.Results.Reports;

/// <summary>Collects what the report shows over time and over areas, in bounded memory.</summary>
public sealed class ReportSeries : RunProjection
{
    private const int Pieces = 240;

    private readonly List<string> _names = [];
    private readonly List<TrackRecord> _tracks = [];
    private readonly SortedDictionary<(int Name, int Track), AdaptiveBins<PeakBin>> _counters = [];
    private readonly List<HeatMapRecord> _maps = [];

    internal AdaptiveBins<LoadBin> Load { get; } = new(Pieces);

    internal IReadOnlyList<HeatMapRecord> HeatMaps => _maps;

    internal IEnumerable<(string Name, string Track, AdaptiveBins<PeakBin> Values)> Counters =>
        _counters.Select(c => (_names[c.Key.Name], NameOf(c.Key.Track), c.Value));

    /// <inheritdoc/>
    public override void Name(int id, string text) => _names.Add(text);

    /// <inheritdoc/>
    public override void Track(TrackRecord track) => _tracks.Add(track);

    /// <inheritdoc/>
    public override void HeatMap(HeatMapRecord map) => _maps.Add(map);

    /// <inheritdoc/>
    public override void Counter(in CounterRecord counter)
    {
        if (!_counters.TryGetValue((counter.Name, counter.Track), out AdaptiveBins<PeakBin>? bins))
            _counters.Add((counter.Name, counter.Track), bins = new AdaptiveBins<PeakBin>(Pieces));
        ref PeakBin bin = ref bins.At(counter.At);
        bin = PeakBin.Merge(bin, new PeakBin { IsSet = true, Value = counter.Value });
    }

    /// <inheritdoc/>
    public override void Request(RequestRecord request)
    {
        Load.At(request.Arrival).Arrivals++;
        if (request.IsComplete) Load.At(request.Finished).Completions++;
    }

    /// <inheritdoc/>
    public override void Step(in StepRecord step)
    {
        Load.At(step.End);
        long width = Load.Width.Picoseconds, total = Math.Max(1, step.Elapsed.Picoseconds);
        for (long at = step.Start.Picoseconds; at < step.End.Picoseconds;)
        {
            long next = Math.Min(step.End.Picoseconds, ((at / width) + 1) * width);
            ref LoadBin bin = ref Load.At(SimTime.FromPicoseconds(at));
            double length = next - at, share = length / total;
            bin.PrefillTokens += step.PrefillTokens * share;
            bin.DecodeTokens += step.DecodeTokens * share;
            bin.Running += step.Running * length;
            bin.Waiting += step.Waiting * length;
            bin.KvCacheUse += step.KvCacheUse * length;
            at = next;
        }
    }

    internal string NameOf(int track) =>
        track < 0 ? "machine" : _tracks[track].Parent < 0 ? _tracks[track].Name : $"{NameOf(_tracks[track].Parent)} / {_tracks[track].Name}";
}
