using DeepStack.Sim.Core.Events;

namespace DeepStack.Sim.Interconnect.Packets;

/// <summary>A message under way; pooled by the network and known to packets by its slot.</summary>
internal sealed class Message
{
    public Message(int slot)
    {
        Slot = slot;
        Path = Route.Nowhere;
    }

    public int Slot { get; }

    /// <summary>The links it crosses.</summary>
    public Route Path { get; set; }

    /// <summary>Size on the wire of its last packet.</summary>
    public int LastWireBytes { get; set; }

    /// <summary>Packets that have not yet joined the first queue.</summary>
    public int ToInject { get; set; }

    /// <summary>Packets that its run in the first queue still stands for.</summary>
    public int RunLeft { get; set; }

    /// <summary>Packets that have not reached the destination.</summary>
    public int ToArrive { get; set; }

    /// <summary>Answers that have not reached the source.</summary>
    public int ToAcknowledge { get; set; }

    /// <summary>Who learns of the completion.</summary>
    public IEventHandler? Handler { get; set; }

    /// <summary>What it is told.</summary>
    public long Payload { get; set; }
}
