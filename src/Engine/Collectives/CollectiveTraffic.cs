using DeepStack.Sim.Core.Units;
using DeepStack.Sim.Mapping.Collectives;
using DeepStack.Sim.Platform;

namespace DeepStack.Sim.Engine.Collectives;

/// <summary>What a collective loads onto links.</summary>
internal static class CollectiveTraffic
{
    /// <summary>What a rank loads, on average.</summary>
    /// <param name="schedule">The collective.</param>
    /// <param name="group">Its ranks; of equal groups the first.</param>
    /// <param name="network">The network.</param>
    public static RankTraffic PerRank(CollectiveSchedule schedule, RankGroup group, NetworkCostModel network)
    {
        long inPackage = 0;
        double onLinks = 0, onPackageLinks = 0;
        foreach (CollectiveMessage message in schedule.Messages)
        {
            int from = group.DeviceOf(0, message.From), to = group.DeviceOf(0, message.To);
            double wire = network.Packet.WireSizeOf(message.Size).Count;
            onLinks += wire * network.PathBetween(from, to).Count;
            onPackageLinks += wire * network.PackageLinksBetween(from, to);
            if (network.StaysInPackage(from, to)) inPackage += message.Size.Count;
        }
        return new RankTraffic(Bytes.FromCount(inPackage / schedule.Ranks), onLinks / schedule.Ranks, onPackageLinks / schedule.Ranks);
    }
}
