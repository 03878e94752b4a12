using DeepStack.Sim.Core.Units;
using DeepStack.Sim.Serving.Disaggregation;

namespace DeepStack.Sim.Engine.Scenarios;

/// <summary>How KV blocks get from prefill to decode pools.</summary>
public sealed record KvTransferOptions
{
    /// <summary>The packets that many link packets move as, so that bulk data costs fewer events.</summary>
    public static Bytes DefaultPacket { get; } = Bytes.FromCount(64 << 10);

    /// <summary>Who moves them, and when.</summary>
    public TransferMode Mode { get; init; }

    /// <summary>
    /// What joins the devices of all pools: the preset of a link, of which every device has one to a switch, or of a topology, whose endpoints are
    /// the devices in the order of pools and replicas. Null for the network of the machine that holds all pools.
    /// </summary>
    public string? Network { get; init; }

    /// <summary>How long a prefill replica keeps the blocks of a finished prompt.</summary>
    public Duration Timeout { get; init; } = KvTransferSpec.DefaultTimeout;

    /// <summary>Payload of a simulated packet; headers keep their share.</summary>
    public Bytes Packet { get; init; } = DefaultPacket;
}
