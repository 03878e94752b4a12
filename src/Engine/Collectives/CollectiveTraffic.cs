using DeepStack.Sim.Mapping.Collectives;
using DeepStack.Sim.Platform;

namespace DeepStack.Sim.Engine.Collectives;

/// <summary>What a collective loads onto links, for energy.</summary>
internal static class CollectiveTraffic
{
    /// <summary>Bytes on links with their headers, once for every link passed, by rank on average.</summary>
    /// <param name="schedule">The collective; rank r is the network's endpoint r.</param>
    /// <param name="network">The network.</param>
    public static double LinkBytesPerRank(CollectiveSchedule schedule, NetworkCostModel network)
    {
        double bytes = 0;
        foreach (CollectiveMessage message in schedule.Messages) bytes += network.LinkBytesOf(new DeviceTransfer(message.From, message.To, message.Size)).Count;
        return bytes / schedule.Ranks;
    }
}
