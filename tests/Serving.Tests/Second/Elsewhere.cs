using DeepStack.Sim.Core.Units;
using DeepStack.Sim.Serving.Disaggregation;
using DeepStack.Sim.Serving.Scheduling;
using DeepStack.Sim.Workload.Requests;

namespace DeepStack.Sim.Serving.Tests.Second;

/// <summary>A place other than the pool that holds the beginnings of some requests and takes its time to hand them over.</summary>
internal sealed class Elsewhere(Scenario scenario) : IKvConnector
{
    private readonly List<(long At, int Request)> _underWay = [];
    private readonly HashSet<int> _failed = [];

    /// <summary>The instant, in ps.</summary>
    public long Now { get; set; }

    /// <summary>When the next load ends; long.MaxValue if none is under way.</summary>
    public long NextEnd => _underWay.Count > 0 ? _underWay.Min(l => l.At) : long.MaxValue;

    public int TokensAtHand(TraceRequest request, int known, int local) => Math.Min(scenario.Elsewhere[request.Index], known);

    public void Load(TraceRequest request, int firstBlock, int blocks) =>
        _underWay.Add((Now + 1 + (request.Index * 7 + blocks * 3) % 11, request.Index));

    /// <summary>A load that ends now, or null; a request whose load fails is never asked for again.</summary>
    public (int Request, bool Arrived)? TakeEnded()
    {
        int place = _underWay.FindIndex(l => l.At == Now);
        if (place < 0) return null;
        int request = _underWay[place].Request;
        _underWay.RemoveAt(place);
        return (request, !(scenario.LoadFails[request] && _failed.Add(request)));
    }

    public void StepLaunched(ScheduledStep step, SimTime start, SimTime end)
    {
    }

    public void BlocksFilled(TraceRequest request, int first, int end)
    {
    }
}
