using DeepStack.Sim.Core.Units;
using DeepStack.Sim.Mapping.Collectives;
using DeepStack.Sim.Platform;

namespace DeepStack.Sim.Engine.Collectives;

/// <summary>What a collective loads onto links.</summary>
internal static class CollectiveTraffic
{
    /// <summary>Bytes on links with their headers, once for every link passed, by rank on average.</summary>
    /// <param name="schedule">The collective.</param>
    /// <param name="group">Its ranks; of equal groups the first.</param>
    /// <param name="network">The network.</param>
    public static double LinkBytesPerRank(CollectiveSchedule schedule, RankGroup group, NetworkCostModel network)
    {
        double bytes = 0;
        foreach (CollectiveMessage message in schedule.Messages) bytes += network.LinkBytesOf(new DeviceTransfer(group.DeviceOf(0, message.From), group.DeviceOf(0, message.To), message.Size)).Count;
        return bytes / schedule.Ranks;
    }

    /// <summary>What a rank sends, on average, in messages that stay among the dies of its package.</summary>
    /// <param name="schedule">The collective.</param>
    /// <param name="group">Its ranks; of equal groups the first.</param>
    /// <param name="network">The network.</param>
    public static Bytes PackageBytesPerRank(CollectiveSchedule schedule, RankGroup group, NetworkCostModel network)
    {
        long bytes = 0;
        foreach (CollectiveMessage message in schedule.Messages)
        {
            if (network.StaysInPackage(group.DeviceOf(0, message.From), group.DeviceOf(0, message.To))) bytes += message.Size.Count;
        }
        return Bytes.FromCount(bytes / schedule.Ranks);
    }
}
