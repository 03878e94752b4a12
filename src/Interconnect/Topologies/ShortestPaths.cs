using DeepStack.Sim.Interconnect.Packets;

namespace DeepStack.Sim.Interconnect.Topologies;

/// <summary>Paths of fewest links in any graph; a switch or an endpoint may be passed through alike.</summary>
internal sealed class ShortestPaths
{
    private const int Unreached = int.MaxValue;

    private readonly string _network;
    private readonly int[][] _neighbours;
    private readonly int[]?[] _distances;

    public ShortestPaths(NetworkSpec spec)
    {
        _network = spec.Name;
        var neighbours = new List<int>[spec.Nodes.Count];
        for (int i = 0; i < neighbours.Length; i++) neighbours[i] = [];
        foreach (LinkSpec link in spec.Links)
        {
            neighbours[link.A].Add(link.B);
            neighbours[link.B].Add(link.A);
        }
        _neighbours = [.. neighbours.Select(list => list.Order().ToArray())];
        _distances = new int[]?[spec.Nodes.Count];
    }

    /// <summary>The path that at every node goes on to the smallest node number.</summary>
    /// <exception cref="NetworkUnreachableException">There is none.</exception>
    public IReadOnlyList<int> Between(int source, int destination) => Walk(source, destination, spread: false, salt: 0);

    /// <summary>The path that at every node picks one of the equal ones by a hash of the message.</summary>
    /// <exception cref="NetworkUnreachableException">There is none.</exception>
    public IReadOnlyList<int> Multipath(int source, int destination, int salt) => Walk(source, destination, spread: true, salt);

    private List<int> Walk(int source, int destination, bool spread, int salt)
    {
        int[] distance = DistancesTo(destination);
        if (distance[source] == Unreached)
            throw new NetworkUnreachableException($"Network \"{_network}\" has no path from node {source} to node {destination}.");
        var path = new List<int>(distance[source] + 1) { source };
        for (int node = source; node != destination; path.Add(node))
        {
            int equal = 0;
            foreach (int next in _neighbours[node]) equal += distance[next] == distance[node] - 1 ? 1 : 0;
            int pick = spread && equal > 1 ? (int)(Mix(source, destination, salt, node) % (uint)equal) : 0;
            foreach (int next in _neighbours[node])
            {
                if (distance[next] != distance[node] - 1 || pick-- > 0) continue;
                node = next;
                break;
            }
        }
        return path;
    }

    private int[] DistancesTo(int destination)
    {
        if (_distances[destination] is { } known) return known;
        int[] distance = new int[_neighbours.Length];
        Array.Fill(distance, Unreached);
        distance[destination] = 0;
        var reached = new Queue<int>();
        reached.Enqueue(destination);
        while (reached.TryDequeue(out int node))
        {
            foreach (int next in _neighbours[node])
            {
                if (distance[next] != Unreached) continue;
                distance[next] = distance[node] + 1;
                reached.Enqueue(next);
            }
        }
        return _distances[destination] = distance;
    }

    /// <summary>A hash of a message's ends, its number and the node it is at; the finaliser of MurmurHash3 over their mixture.</summary>
    private static uint Mix(int source, int destination, int salt, int node)
    {
        uint h = (uint)source * 0x9E3779B1u ^ (uint)destination * 0x85EBCA77u ^ (uint)salt * 0xC2B2AE3Du ^ (uint)node * 0x27D4EB2Fu;
        h = (h ^ h >> 16) * 0x85EBCA6Bu;
        h = (h ^ h >> 13) * 0xC2B2AE35u;
        return h ^ h >> 16;
    }
}
