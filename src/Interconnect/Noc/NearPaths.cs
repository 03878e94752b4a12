using DeepStack.Sim.Core.Units;

namespace DeepStack.Sim.Interconnect.Noc;

/// <summary>The direct ways between tiles and the memory ports above them: one message after the other, each way for itself.</summary>
internal sealed class NearPaths
{
    private readonly NocSpec _spec;
    private readonly NocLink _link;
    private readonly long[] _freeAt;

    public NearPaths(NocSpec spec, NocLink link)
    {
        _spec = spec;
        _link = link;
        _freeAt = new long[spec.Grid.EndpointCount * 2];
    }

    /// <summary>Flits carried so far.</summary>
    public long FlitsPassed { get; private set; }

    /// <summary>Puts a message on its way and says when its last byte arrives.</summary>
    public SimTime Pass(int source, int destination, Bytes size, SimTime now)
    {
        int memory = Math.Max(source, destination);
        ref long freeAt = ref _freeAt[memory * 2 + (memory == destination ? 1 : 0)];
        long flits = Math.Max(1, size.DividedIntoPiecesOf(_spec.Flit));
        long start = Math.Max(freeAt, _spec.Clock.FirstEdgeAtOrAfter(now).Count);
        freeAt = start + flits * _link.CyclesPerFlit;
        FlitsPassed += flits;
        return _spec.Clock.Edge(Cycles.FromCount(freeAt) + _link.Latency);
    }
}
