namespace DeepStack.Sim.Mapping.Collectives;

/// <summary>The devices that take part in a collective, and the equal groups beside them that do the same at the same time.</summary>
/// <param name="Count">Devices of a group; at least 1.</param>
/// <param name="Stride">From one device of a group to the next; at least 1.</param>
/// <param name="Groups">Equal groups that exchange at once; at least 1.</param>
/// <param name="GroupStride">From the first device of a group to that of the next.</param>
public readonly record struct RankGroup(int Count, int Stride = 1, int Groups = 1, int GroupStride = 0)
{
    /// <summary>The device of a rank.</summary>
    /// <param name="group">Which group.</param>
    /// <param name="rank">The rank in it.</param>
    public int DeviceOf(int group, int rank) => group * GroupStride + rank * Stride;

    /// <summary>The same without the groups beside the first.</summary>
    public RankGroup Alone => this with { Groups = 1, GroupStride = 0 };

    /// <summary>The levels of a network that the group fills, innermost first; empty where it fills none evenly.</summary>
    /// <param name="levels">Sizes of the network's levels, innermost first.</param>
    public IReadOnlyList<int> ShapeOn(IEnumerable<int> levels)
    {
        if (Stride != 1) return [];
        var shape = new List<int>();
        int left = Count;
        foreach (int level in levels)
        {
            if (left == 1) break;
            int side = Math.Min(level, left);
            if (left % side != 0 || (side < level && left != side)) return [];
            shape.Add(side);
            left /= side;
        }
        return left == 1 && shape.Count > 1 ? shape : [];
    }
}
