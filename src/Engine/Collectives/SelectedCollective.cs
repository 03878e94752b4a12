using DeepStack.Sim.Core.Units;
using DeepStack.Sim.Mapping.Collectives;

namespace DeepStack.Sim.Engine.Collectives;

/// <summary>How a collective is done.</summary>
/// <param name="Choice">Its algorithm and messages.</param>
/// <param name="Group">The groups that must be looked at; equal ones that do not meet are folded.</param>
/// <param name="Start">What it costs beside its messages.</param>
/// <param name="RateShare">Share of the links' rate that is reached.</param>
/// <param name="Costs">What messages cost on the devices.</param>
/// <param name="Traffic">What a rank loads onto links, on average.</param>
internal sealed record SelectedCollective(CollectiveChoice Choice, RankGroup Group, Duration Start, double RateShare, CollectiveCosts Costs, RankTraffic Traffic)
{
    /// <summary>The time of the whole, from that of its messages at full rate.</summary>
    public Duration Elapsed(Duration messages) => Start + Duration.FromPicoseconds((long)Math.Round(messages.Picoseconds / RateShare));

    /// <summary>What a rank sends, on average.</summary>
    public Bytes SentPerRank => Bytes.FromCount(Choice.Schedule.Volume.Count / Group.Count);
}
