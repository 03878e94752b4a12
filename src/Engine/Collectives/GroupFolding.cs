using DeepStack.Sim.Interconnect.Packets;
using DeepStack.Sim.Mapping.Collectives;
using DeepStack.Sim.Mapping.Programs;
using DeepStack.Sim.Platform;

namespace DeepStack.Sim.Engine.Collectives;

/// <summary>Finds out which of the equal groups of a collective must be looked at.</summary>
internal static class GroupFolding
{
    /// <summary>The first group alone, where none of the others shares a link with it; otherwise all of them.</summary>
    /// <param name="group">The groups.</param>
    /// <param name="network">Knows the paths.</param>
    public static RankGroup Fold(RankGroup group, NetworkCostModel network)
    {
        if (group.Groups == 1) return group;
        HashSet<int> first = LinksOf(group, 0, network);
        return Enumerable.Range(1, group.Groups - 1).Any(g => LinksOf(group, g, network).Overlaps(first)) ? group : group.Alone;
    }

    /// <summary>What is asked of an algorithm, with the levels of the network that the group fills.</summary>
    public static CollectiveRequest RequestOf(CollectiveStep step, NetworkSpec network) =>
        new(step.Collective, step.Group.Count, step.Size)
        {
            Shape = step.Group.ShapeOn(network.Levels.Select(level => level.Size)),
            Weights = step.Weights,
            WeighsSenders = step.WeighsSenders,
        };

    private static HashSet<int> LinksOf(RankGroup group, int number, NetworkCostModel network)
    {
        var links = new HashSet<int>();
        for (int from = 0; from < group.Count; from++)
        {
            for (int to = 0; to < group.Count; to++)
            {
                if (from != to) links.UnionWith(network.PathBetween(group.DeviceOf(number, from), group.DeviceOf(number, to)));
            }
        }
        return links;
    }
}
