using DeepStack.Sim.Physics.Network;
using DeepStack.Sim.Physics.Stacks;

namespace DeepStack.Sim.Physics.Loop;

/// <summary>Joins the blocks of a stack that do the same work side by side, so that a run keeps a power for each role instead of each block.</summary>
/// <remarks>Equal cores share work evenly, and so do channels over which data is striped and dies over which rows rotate; a group still has a sensor for each of its blocks.</remarks>
public static class RoleGroups
{
    /// <summary>A stack whose sources are groups: one for each role, passive blocks left out.</summary>
    /// <param name="model">The stack, block by block.</param>
    /// <param name="channels">Channels of its DRAM, spread over the DRAM blocks of each die.</param>
    /// <exception cref="ArgumentException">Channels and DRAM blocks do not fit each other.</exception>
    public static StackModel Of(StackModel model, int channels)
    {
        double[] shares = DramShares(model, channels);
        return model.With([.. model.Sources.Select(s => s.Role).Where(r => r != BlockRole.Passive).Distinct().Select(GroupOf)]);

        HeatSource GroupOf(BlockRole role)
        {
            int[] members = [.. Enumerable.Range(0, shares.Length).Where(i => model.Sources[i].Role == role)];
            return Join(role, [.. members.Select(i => model.Sources[i])], [.. members.Select(i => role == BlockRole.Dram ? shares[i] : model.Sources[i].Area)]);
        }
    }

    private static HeatSource Join(BlockRole role, HeatSource[] members, double[] weights)
    {
        double total = weights.Sum();
        return HeatSource.Join(role.ToString().ToLowerInvariant(), members, [.. weights.Select(w => w / total)]);
    }

    /// <summary>How many channels' worth of work each DRAM block does.</summary>
    private static double[] DramShares(StackModel model, int channels)
    {
        var map = new ChannelMap(model, channels);
        var shares = new double[model.Sources.Count];
        for (int die = 0; die < map.Dies; die++)
        {
            for (int channel = 0; channel < channels; channel++)
            {
                ReadOnlySpan<int> sources = map.SourcesOf(channel, die);
                foreach (int source in sources) shares[source] += 1.0 / sources.Length;
            }
        }
        return shares;
    }
}
