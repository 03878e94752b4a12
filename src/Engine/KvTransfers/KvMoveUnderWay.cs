using DeepStack.Sim.Core.Events;
using DeepStack.Sim.Core.Units;
using DeepStack.Sim.Serving.Disaggregation;

namespace DeepStack.Sim.Engine.KvTransfers;

/// <summary>A move that has begun and not ended; used again for later ones.</summary>
internal sealed class KvMoveUnderWay
{
    public KvMove Move { get; private set; }

    public IEventHandler Handler { get; private set; } = null!;

    public long Payload { get; private set; }

    public SimTime Begun { get; private set; }

    /// <summary>Tokens of its blocks.</summary>
    public long Tokens { get; private set; }

    /// <summary>Messages on the network, and one while layers are still to come.</summary>
    public int Open { get; set; }

    /// <summary>The layer that is sent next.</summary>
    public int NextLayer { get; set; }

    public void Begin(in KvMove move, IEventHandler handler, long payload, SimTime now, int blockTokens)
    {
        (Move, Handler, Payload, Begun) = (move, handler, payload, now);
        Tokens = (long)move.Blocks * blockTokens;
        Open = NextLayer = 0;
    }
}
