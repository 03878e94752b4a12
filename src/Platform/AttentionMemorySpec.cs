using DeepStack.Sim.Core.Units;
using DeepStack.Sim.Interconnect.Topologies;
using DeepStack.Sim.Memory.Pim;
using DeepStack.Sim.Presets;

namespace DeepStack.Sim.Platform;

/// <summary>Memory on the host's channels that holds the KV cache and computes decode attention where it lies; all devices share it.</summary>
/// <param name="Units">The processing units and the channels they sit in.</param>
/// <param name="Capacity">Keys and values that it holds.</param>
/// <param name="ChipsPerRank">Chips that share a rank's data lines; units beside banks each see the data of their chip.</param>
/// <param name="QueriesPerCommand">Queries that share a key or value head and that one multiplying command serves; at least 1.</param>
/// <param name="PartialScore">What a chip sends to its rank's unit for a token and query.</param>
/// <param name="Probability">What the rank's unit sends to each chip for a token and query.</param>
/// <param name="Link">Between each device and the host.</param>
public sealed record AttentionMemorySpec(PimSpec Units, Bytes Capacity, int ChipsPerRank, int QueriesPerCommand, Bytes PartialScore, Bytes Probability, LinkPreset Link)
{
    /// <summary>The format of keys and values that the units multiply has so many bits.</summary>
    public const int ElementBits = 16;

    /// <summary>Ranks of all channels.</summary>
    public int Ranks => Units.Ranks;

    /// <summary>Ranks that share the lines of a channel.</summary>
    public int RanksOfChannel => Units.Channel.Organisation.Ranks;

    /// <summary>What the data lines of a rank, or of its channel, carry.</summary>
    public Bandwidth LineRate => Bandwidth.FromBytesPerSecond((double)Units.Channel.Organisation.Access.Count * Units.Channel.Clock.Hertz / Units.Channel.BurstClocks);

    /// <summary>What crosses the lines of a rank for each token and query of a head: chips that each hold a part of every key send partial scores and get the probabilities.</summary>
    /// <remarks>A unit at the rank sees whole keys and values, and nothing crosses.</remarks>
    public Bytes Crossing => Units.Level == PimLevel.Bank ? (PartialScore + Probability) * ChipsPerRank : Bytes.Zero;

    /// <summary>The most heads computed at once for which partial scores leave chips as fast as they are computed, so that no bubble stands in the command stream.</summary>
    /// <param name="headSize">Elements of a key.</param>
    /// <param name="group">Queries that share it.</param>
    /// <param name="element">Bytes of a key's element.</param>
    /// <remarks>E_h * B_rank * ceil(N_gqa / N_cmr) / (B_bank * N_bank * N_gqa * N_chips) in elements (CHIME, arXiv 2504.17584v2); elements and partial scores have their own widths.</remarks>
    public double BubbleFreeHeads(int headSize, int group, Bytes element)
    {
        double ofChip = Units.PeakBandwidth.BytesPerSecond / Ranks / ChipsPerRank;
        return (double)headSize * element.Count * LineRate.BytesPerSecond * CommandStreams(group) / (ofChip * group * ChipsPerRank * PartialScore.Count);
    }

    /// <summary>How often keys and values stream through the units for the queries that share them.</summary>
    public int CommandStreams(int group) => (group + QueriesPerCommand - 1) / QueriesPerCommand;

    /// <summary>From the start of a message over a device's link to its arrival.</summary>
    public Duration LinkTime(Bytes message) => Link.Packet.WireSizeOf(message) / Link.Rate + Link.Latency;

    /// <summary>Reads the section "attention_memory" of a platform; faults are noted in its document.</summary>
    internal static AttentionMemorySpec Read(PresetSection section, PresetChanges? changes)
    {
        var spec = new AttentionMemorySpec(
            PimSpec.FromPreset(section.Text("units"), changes),
            section.Get<Bytes>("capacity"),
            (int)section.Integer("chips_per_rank", 1, 64),
            (int)section.Integer("queries_per_command", 1, 1024),
            section.Get<Bytes>("partial_score"),
            section.Get<Bytes>("probability"),
            LinkPreset.Open(section.Text("link"), changes));
        foreach ((string key, Bytes size) in new[] { ("capacity", spec.Capacity), ("partial_score", spec.PartialScore), ("probability", spec.Probability) })
        {
            if (size <= Bytes.Zero) section.Fault(key, "must be positive");
        }
        return spec;
    }
}
