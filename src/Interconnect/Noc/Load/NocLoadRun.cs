using DeepStack.Sim.Core.Randomness;
using DeepStack.Sim.Core.Units;

namespace DeepStack.Sim.Interconnect.Noc.Load;

/// <summary>Runs a network under random load: warm-up, samples until the means have settled, then the rest of what was measured.</summary>
public sealed class NocLoadRun : IPacketListener
{
    private const long Measured = 1;
    private const int WarmupWindow = 2;
    private const int DrainCheckPeriod = 1000;

    private readonly NocLoadCase _case;
    private readonly double _load;
    private readonly NocFabric _fabric;
    private readonly RandomStream[] _random;
    private readonly ulong _creationThreshold;
    private LoadStatistics _window;
    private long _windowStart;
    private long _deliveredBefore;
    private long _createdAtSum;
    private long _measuredUnderWay;
    private bool _measuring;

    private NocLoadRun(NocLoadCase @case, double load, ulong seed)
    {
        _case = @case;
        _load = load;
        _fabric = new NocFabric(@case.Router, @case.Grid, this, seed);
        _random = [.. Enumerable.Range(0, @case.Grid.RouterCount).Select(node => new RandomStream(seed, $"noc/node {node}"))];
        _creationThreshold = (ulong)(load / @case.PacketFlits * Math.ScaleB(1, 63));
    }

    /// <summary>Measures one point.</summary>
    /// <param name="case">Network and traffic.</param>
    /// <param name="load">Flits created per node and cycle, above 0 and at most 1.</param>
    /// <param name="replicate">Which of several independent runs of the same case; 0 is the first.</param>
    public static NocLoadPoint Measure(NocLoadCase @case, double load, int replicate = 0)
    {
        if (load is not (> 0 and <= 1)) throw new ArgumentOutOfRangeException(nameof(load), load, "A load lies above 0 and is at most 1 flit per node and cycle.");
        return new NocLoadRun(@case, load, @case.Seed + (ulong)replicate * 0x9E3779B97F4A7C15).Run();
    }

    void IPacketListener.Delivered(in NocPacket packet)
    {
        _createdAtSum -= packet.CreatedAt;
        if (packet.Tag == Measured) _measuredUnderWay--;
        if (packet.Tag == Measured || !_measuring) _window.Add(packet, _fabric.Cycle.Count);
    }

    private NocLoadPoint Run()
    {
        bool settled = RunSamples();
        double accepted = AcceptedLoad();
        bool stable = settled && Drain();
        return new NocLoadPoint(
            _load, stable, accepted, _window.MeanLatency, _window.MeanNetworkLatency, Cycles.FromCount(_window.MaxLatency), _window.MeanHops, _fabric.Cycle, _fabric.FlitHops);
    }

    /// <summary>Warms up and samples; false if the load turned out to be beyond saturation, or the means would not settle.</summary>
    private bool RunSamples()
    {
        MeasurementSpec spec = _case.Measurement;
        double lastLatency = 0, lastAccepted = 0;
        int calm = 0;
        for (int sample = 0; sample < spec.MaxSamples && calm < MeasurementSpec.SettledSamples; sample++)
        {
            if (sample == spec.WarmupSamples) _measuring = true;
            if (sample == spec.WarmupSamples || (sample < spec.WarmupSamples && sample % WarmupWindow == 0)) BeginWindow();
            for (long i = 0; i < spec.SamplePeriod.Count; i++) RunCycle(_measuring ? Measured : 0);
            if (IsBeyondSaturation()) return false;
            double latency = _window.MeanLatency, accepted = AcceptedLoad();
            bool isCalm = Changed(lastLatency, latency) < MeasurementSpec.SettledChange && Changed(lastAccepted, accepted) < MeasurementSpec.SettledChange;
            calm = isCalm && _measuring ? calm + 1 : 0;
            (lastLatency, lastAccepted) = (latency, accepted);
        }
        return calm == MeasurementSpec.SettledSamples;
    }

    private void BeginWindow()
    {
        _window = default;
        _windowStart = _fabric.Cycle.Count;
        _deliveredBefore = _fabric.FlitsDelivered;
    }

    private double AcceptedLoad() => (_fabric.FlitsDelivered - _deliveredBefore) / (double)(_fabric.Cycle.Count - _windowStart) / _random.Length;

    /// <summary>Goes on, under load, until everything measured has arrived.</summary>
    private bool Drain()
    {
        for (int i = 1; _measuredUnderWay > 0; i++)
        {
            RunCycle(0);
            if (i % DrainCheckPeriod == 0 && IsBeyondSaturation()) return false;
        }
        return true;
    }

    private bool IsBeyondSaturation()
    {
        long underWay = _fabric.PacketsUnderWay;
        return _window.MeanLatencyWith(underWay, underWay * _fabric.Cycle.Count - _createdAtSum) > _case.Measurement.LatencyLimit.Count;
    }

    private void RunCycle(long tag)
    {
        for (int node = 0; node < _random.Length; node++)
        {
            if (_random[node].NextBits() >> 1 >= _creationThreshold) continue;
            _fabric.Send(node, _case.Pattern.DestinationOf(node, _random[node]), _case.PacketFlits, tag);
            _createdAtSum += _fabric.Cycle.Count;
            _measuredUnderWay += tag;
        }
        _fabric.Step();
    }

    private static double Changed(double from, double to) => to == 0 ? 1 : Math.Abs(to - from) / to;
}
