using DeepStack.Sim.Core.Units;

namespace DeepStack.Sim.Results.Timelines;

/// <summary>Shows quantities over time: every value in the detailed part, the last of each piece elsewhere.</summary>
internal sealed class CounterLines(ITimelineSink sink, int pieceLimit)
{
    private readonly Dictionary<(int Process, string Name), int> _places = [];
    private readonly List<(int Process, string Name, AdaptiveBins<LastValue> Bins)> _lines = [];

    public void Add(int process, string name, SimTime at, double value, bool isDetailed)
    {
        if (isDetailed)
        {
            sink.Counter(process, name, at, value);
            return;
        }
        if (!_places.TryGetValue((process, name), out int place))
        {
            _places.Add((process, name), place = _lines.Count);
            _lines.Add((process, name, new AdaptiveBins<LastValue>(pieceLimit)));
        }
        _lines[place].Bins.At(at) = new LastValue(true, at, value);
    }

    public void Flush()
    {
        foreach ((int process, string name, AdaptiveBins<LastValue> bins) in _lines)
        {
            foreach (LastValue bin in bins.Bins)
            {
                if (bin.IsSet) sink.Counter(process, name, bin.At, bin.Value);
            }
        }
    }

    private readonly record struct LastValue(bool IsSet, SimTime At, double Value) : IBin<LastValue>
    {
        public static LastValue Merge(LastValue earlier, LastValue later) => later.IsSet ? later : earlier;
    }
}
