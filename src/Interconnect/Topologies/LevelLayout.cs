namespace DeepStack.Sim.Interconnect.Topologies;

/// <summary>Numbers the nodes of a product of levels: endpoints first, the innermost coordinate fastest; then the switches, level by level.</summary>
public sealed class LevelLayout
{
    private readonly int[] _stride;
    private readonly int[] _firstSwitch;

    /// <param name="levels">The levels, innermost first.</param>
    public LevelLayout(IReadOnlyList<NetworkLevel> levels)
    {
        Levels = levels;
        _stride = new int[levels.Count];
        EndpointCount = 1;
        for (int i = 0; i < levels.Count; i++)
        {
            _stride[i] = EndpointCount;
            EndpointCount = checked(EndpointCount * levels[i].Size);
        }
        _firstSwitch = new int[levels.Count];
        NodeCount = EndpointCount;
        for (int i = 0; i < levels.Count; i++)
        {
            _firstSwitch[i] = NodeCount;
            if (levels[i].Kind == LevelKind.Switch) NodeCount += EndpointCount / levels[i].Size;
        }
    }

    /// <summary>The levels, innermost first.</summary>
    public IReadOnlyList<NetworkLevel> Levels { get; }

    /// <summary>How many endpoints there are.</summary>
    public int EndpointCount { get; }

    /// <summary>How many nodes there are, switches included.</summary>
    public int NodeCount { get; }

    /// <summary>Where an endpoint stands in a level.</summary>
    public int CoordinateOf(int endpoint, int level) => endpoint / _stride[level] % Levels[level].Size;

    /// <summary>The endpoint that differs in one coordinate only.</summary>
    public int WithCoordinate(int endpoint, int level, int coordinate) => endpoint + (coordinate - CoordinateOf(endpoint, level)) * _stride[level];

    /// <summary>The switch that an endpoint hangs on in a level of that kind.</summary>
    public int SwitchOf(int endpoint, int level)
    {
        int below = endpoint % _stride[level], above = endpoint / (_stride[level] * Levels[level].Size);
        return _firstSwitch[level] + above * _stride[level] + below;
    }
}
