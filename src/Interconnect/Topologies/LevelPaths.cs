namespace DeepStack.Sim.Interconnect.Topologies;

/// <summary>Dimension-order paths in a product of levels: the innermost coordinate is put right first.</summary>
internal sealed class LevelPaths
{
    private readonly LevelLayout _layout;

    public LevelPaths(IReadOnlyList<NetworkLevel> levels) => _layout = new LevelLayout(levels);

    /// <summary>The path, or null if an end is no endpoint of the product.</summary>
    public IReadOnlyList<int>? Between(int source, int destination)
    {
        if (source >= _layout.EndpointCount || destination >= _layout.EndpointCount) return null;
        var path = new List<int> { source };
        int node = source;
        for (int level = 0; level < _layout.Levels.Count; level++) node = Cross(level, node, destination, path);
        return path;
    }

    private int Cross(int level, int node, int destination, List<int> path)
    {
        NetworkLevel spec = _layout.Levels[level];
        int from = _layout.CoordinateOf(node, level), to = _layout.CoordinateOf(destination, level);
        if (from == to) return node;
        if (spec.Kind == LevelKind.Switch) path.Add(_layout.SwitchOf(node, level));
        bool jumps = spec.Kind is LevelKind.Switch or LevelKind.FullyConnected;
        int step = jumps ? to - from : StepOf(spec, from, to);
        for (int at = from; at != to;)
        {
            at = (at + step + spec.Size) % spec.Size;
            node = _layout.WithCoordinate(node, level, at);
            path.Add(node);
        }
        return node;
    }

    /// <summary>One up or one down; on a ring the shorter way, and up when both are equal.</summary>
    private static int StepOf(NetworkLevel level, int from, int to)
    {
        if (level.Kind == LevelKind.Chain) return Math.Sign(to - from);
        int up = (to - from + level.Size) % level.Size;
        return up * 2 <= level.Size ? 1 : -1;
    }
}
