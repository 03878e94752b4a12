namespace DeepStack.Sim.Interconnect.Noc;

/// <summary>Where routers, links and endpoints are: a grid of any number of dimensions, each open or closed.</summary>
/// <remarks>
/// A mesh has open dimensions, a torus closed ones, a ring is a torus of one dimension, and a crossbar a single router with many
/// endpoints. Ports are +0, -0, +1, -1 and so on, then the endpoints.
/// </remarks>
public sealed class NocGrid
{
    private readonly NocLink _link;
    private readonly IReadOnlyList<NocSeam> _seams;
    private readonly int[] _numberAt;
    private readonly int[] _positionOf;

    /// <param name="dimensions">The grid; a single router if empty.</param>
    /// <param name="endpointLinks">What hangs at every router: one link per endpoint, such as a tile and a memory port.</param>
    /// <param name="link">The links between routers.</param>
    /// <param name="seams">Where other links take their place; the last that matches counts.</param>
    /// <param name="numbering">The number of the router at each position; positions are counted with the first dimension running fastest, and number themselves if null.</param>
    /// <exception cref="ArgumentException">A number is out of range, the numbering is no permutation, or routers would have more than 64 ports.</exception>
    public NocGrid(
        IReadOnlyList<NocDimension> dimensions, IReadOnlyList<NocLink> endpointLinks, NocLink link, IReadOnlyList<NocSeam>? seams = null, IReadOnlyList<int>? numbering = null)
    {
        Dimensions = dimensions;
        EndpointLinks = endpointLinks;
        _link = link;
        _seams = seams ?? [];
        string[] faults = [.. Faults()];
        if (faults.Length > 0) throw new ArgumentException(string.Join("; ", faults));
        HasClosedDimension = dimensions.Any(d => d.Wraps);
        RouterCount = dimensions.Aggregate(1, (count, dimension) => count * dimension.Size);
        _numberAt = [.. numbering ?? [.. Enumerable.Range(0, RouterCount)]];
        if (!_numberAt.Order().SequenceEqual(Enumerable.Range(0, RouterCount))) throw new ArgumentException($"the numbering is no permutation of 0 to {RouterCount - 1}");
        _positionOf = new int[RouterCount];
        for (int position = 0; position < RouterCount; position++) _positionOf[_numberAt[position]] = position;
    }

    /// <summary>The dimensions, fastest running first.</summary>
    public IReadOnlyList<NocDimension> Dimensions { get; }

    /// <summary>The links of each router's endpoints.</summary>
    public IReadOnlyList<NocLink> EndpointLinks { get; }

    /// <summary>Every kind of link there may be.</summary>
    public IEnumerable<NocLink> LinkKinds => _seams.Select(s => s.Link).Concat(EndpointLinks).Append(_link).Distinct();

    /// <summary>Routers in all.</summary>
    public int RouterCount { get; }

    /// <summary>Endpoints in all: endpoint e of router r is number r * endpoints per router + e.</summary>
    public int EndpointCount => RouterCount * EndpointLinks.Count;

    /// <summary>Ports of every router, those without a link at an open edge included.</summary>
    public int PortCount => 2 * Dimensions.Count + EndpointLinks.Count;

    /// <summary>Whether any dimension is closed, which takes two classes of virtual channels.</summary>
    public bool HasClosedDimension { get; }

    /// <summary>The router an endpoint hangs at.</summary>
    public int RouterOf(int endpoint) => endpoint / EndpointLinks.Count;

    /// <summary>The port of its router an endpoint hangs at.</summary>
    public int PortOf(int endpoint) => 2 * Dimensions.Count + endpoint % EndpointLinks.Count;

    /// <summary>A router's place in one dimension.</summary>
    public int Coordinate(int router, int dimension)
    {
        int position = _positionOf[router];
        for (int d = 0; d < dimension; d++) position /= Dimensions[d].Size;
        return position % Dimensions[dimension].Size;
    }

    /// <summary>The port at which a link that leaves by a port arrives: the opposite direction of the same dimension.</summary>
    public static int OppositePort(int port) => port ^ 1;

    /// <summary>The router a port leads to, or -1 at an open edge.</summary>
    /// <param name="router">The router.</param>
    /// <param name="port">A port that is no endpoint's.</param>
    public int Neighbour(int router, int port)
    {
        int dimension = port >> 1, stride = 1;
        for (int d = 0; d < dimension; d++) stride *= Dimensions[d].Size;
        (int size, bool wraps) = Dimensions[dimension];
        int position = _positionOf[router], from = position / stride % size;
        int to = from + ((port & 1) == 0 ? 1 : -1);
        if (to < 0 || to >= size)
        {
            if (!wraps) return -1;
            to = (to + size) % size;
        }
        return _numberAt[position + (to - from) * stride];
    }

    /// <summary>The link of a port.</summary>
    public NocLink LinkOf(int router, int port)
    {
        if (port >= 2 * Dimensions.Count) return EndpointLinks[port - 2 * Dimensions.Count];
        int neighbour = Neighbour(router, port), upper = (port & 1) == 0 ? neighbour : router;
        if (neighbour < 0) return _link;
        NocSeam? seam = _seams.LastOrDefault(s => s.Dimension == port >> 1 && Coordinate(upper, s.Dimension) % s.Every == 0);
        return seam?.Link ?? _link;
    }

    private IEnumerable<string> Faults()
    {
        for (int d = 0; d < Dimensions.Count; d++)
            if (Dimensions[d].Size < (Dimensions[d].Wraps ? 2 : 1)) yield return $"dimension {d} has {Dimensions[d].Size} routers; expected at least {(Dimensions[d].Wraps ? 2 : 1)}";
        if (Dimensions.Aggregate(1L, (count, dimension) => count * Math.Max(1, dimension.Size)) > 1 << 16) yield return $"the grid has more than {1 << 16} routers";
        if (EndpointLinks.Count == 0) yield return "a router needs at least one endpoint";
        if (PortCount > RouterSpec.MaxChannels) yield return $"a router would have {PortCount} ports; at most {RouterSpec.MaxChannels} are possible";
        foreach (NocLink link in LinkKinds)
            if (link.Latency.Count is < 1 or > 100_000 || link.CyclesPerFlit is < 1 or > 1000) yield return $"a link has a latency of {link.Latency} cycles and {link.CyclesPerFlit} cycles per flit; expected 1 to 100000 and 1 to 1000";
        foreach (NocSeam seam in _seams)
            if (seam.Dimension < 0 || seam.Dimension >= Dimensions.Count || seam.Every < 1) yield return $"a seam crosses dimension {seam.Dimension} every {seam.Every} routers; the grid has {Dimensions.Count} dimensions";
    }
}
